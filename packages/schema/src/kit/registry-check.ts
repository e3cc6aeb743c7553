/** What of the record files the compiler cannot see; not part of what a browser loads. */
import { columnField } from "./column.ts";
import type { Field, Fields } from "./field.ts";
import { kindSource } from "./kind-source.ts";
import type { AnyRecord, Lines, Registry } from "./record.ts";
import { actionsOf } from "./registry.ts";
import { riskPath } from "./risk.ts";

/**
 * Checks every record file: whatever it names is there and fits.
 * @throws Error naming the record and the rule that it breaks.
 */
export function checkRegistry(records: Registry, permits: { readonly [permit: string]: unknown }): void {
  for (const [name, record] of Object.entries<AnyRecord>(records)) {
    if (record.name !== name) throw new Error(`${name}: registered under another name than ${record.name}`);
    checkRecord(record, records, permits);
  }
}

function checkRecord(record: AnyRecord, records: Registry, permits: { readonly [permit: string]: unknown }): void {
  const fail = (what: string): never => {
    throw new Error(`${record.name}: ${what}`);
  };
  const states = Object.keys(record.states ?? {});
  const actions = Object.entries(actionsOf(record));
  const known = (permit: string | undefined) =>
    permit === undefined || permit in permits || fail(`permit ${permit} is not in the permit table`);
  known(record.read);
  known(record.create?.permit);
  known(record.edit?.permit);
  for (const [name, action] of actions) {
    known(action.permit);
    for (const state of [...action.from, ...(action.to ? [action.to] : [])])
      if (!states.includes(state)) fail(`${name} names the unknown state ${state}`);
    if (action.sign && !action.permit) fail(`${name} is signed, so a person must perform it`);
    if (action.sign && !action.authorMay && !action.notBy?.includes("author"))
      fail(`${name} is signed but does not forbid the author`);
    if (action.approval && !action.notBy?.includes("author")) fail(`${name} is approved step by step, so it is signed by others`);
    for (const other of [...(action.insteadOf ? [action.insteadOf] : []), ...(action.overturns ?? [])])
      if (!actionsOf(record)[other]?.sign) fail(`${name} goes against ${other}, which is no signed action`);
    if (action.rejects && !(action.reason && actionsOf(record)[action.rejects]?.approval))
      fail(`${name} rejects an approval, so it names one and gives a reason`);
  }
  const undo = record.create?.undo === undefined ? undefined : actionsOf(record)[record.create.undo];
  if (undo && (!undo.from.includes(record.initial) || undo.sign || !undo.to))
    fail("its import is undone by an unsigned action that ends it");
  const signed: readonly string[] = record.edit?.sign?.of ?? [];
  const approved: readonly string[] = record.edit?.approved ?? [];
  for (const field of [...signed, ...approved])
    if (!isSignable(record.fields[field]))
      fail(`${field} is signed or changed by approval, so it is critical, editable and told in words`);
  // A form that changes both could do neither in one step.
  if (signed.length > 0 && approved.length > 0)
    fail("some of its fields are signed and some changed by approval: it has one way");
  for (const field of approved) {
    if (record.fields[field].masked) fail(`${field} is changed by approval, which shows its values, so it cannot be masked`);
  }
  if (typeof record.attributes === "object" && !kindSource(record, records)) fail("its attributes are narrowed by no choice");
  for (const path of record.risk ?? []) if (!riskPath(record, path, records)) fail(`its risk ${path} leads to no choice`);
  if (states.length > 0) checkStates(record, states, fail);
  for (const [path, field] of maskable(record)) {
    known(field.masked);
    if (field.masked && [...(record.title ?? []), ...record.list.search].includes(path))
      fail(`${path} names the record or finds it, so it cannot be masked`);
  }
  for (const name of Object.keys(record.list.extra ?? {}))
    if (columnField(record, name)) fail(`${name} is a column of its own already`);
  checkRefs(record.name, record.fields, records);
  for (const lines of Object.values(record.lines ?? {})) checkRefs(record.name, (lines as { fields: Fields }).fields, records);
}

const isSignable = (field: Field | undefined): boolean =>
  field?.critical === true && !field.fixed && !field.system && field.kind !== "ref" && field.kind !== "json";

/** All fields and further columns, fields of child rows as "lines.price". */
const maskable = (record: AnyRecord): [string, Field][] => [
  ...Object.entries(record.fields as Fields),
  ...Object.entries((record.list.extra ?? {}) as Fields),
  ...Object.entries((record.lines ?? {}) as { readonly [set: string]: Lines }).flatMap(([set, { fields }]) =>
    Object.entries(fields).map(([name, field]): [string, Field] => [`${set}.${name}`, field]),
  ),
];

function checkStates(record: AnyRecord, states: string[], fail: (what: string) => never): void {
  const reached = new Set<string>([record.initial ?? fail("has states but no initial one")]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const action of Object.values(actionsOf(record)))
      if (action.to && action.from.some((s) => reached.has(s))) reached.add(action.to);
  }
  for (const state of states) if (!reached.has(state)) fail(`state ${state} cannot be reached`);
}

function checkRefs(name: string, fields: Fields, records: Registry): void {
  for (const [key, field] of Object.entries(fields)) {
    if (field.kind === "ref" && !(field.target in records))
      throw new Error(`${name}.${key}: refers to the unknown record ${field.target}`);
    if (field.kind === "decimal" && field.unitOf !== undefined && fields[field.unitOf]?.kind !== "choice")
      throw new Error(`${name}.${key}: its unit ${field.unitOf} is no choice of the record`);
  }
}
