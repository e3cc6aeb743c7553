import {
  type Action,
  type ActionInputOf,
  type ActionName,
  type AnyRecord,
  actionSchema,
  actionsOf,
  approvalReasons,
  because,
  createSchema,
  editSchema,
  editSign,
  type Field,
  type Fields,
  flatAttributes,
  type Issue,
  type Line,
  type LineName,
  type New,
  type NewLine,
  type Reason,
  type Rec,
  type RecordName,
  recordOrder,
  validate,
  valueText,
} from "@lotline/schema";
import { AppError, invalid, refused } from "../base/error.ts";
import { requireShown } from "../base/masked.ts";
import { hasStates, lineSets, specOf } from "../base/names.ts";
import { requireSite } from "../base/site.ts";
import { editAtTerminal, requireTerminal } from "../base/terminal.ts";
import { entityClass } from "../derive/entity.ts";
import { decide, rejectRound, stageToSign } from "./approval.ts";
import { requireFilled, storedAttributes, withOwnFields } from "./attributes.ts";
import { behalfOf, judge, permitReason, principalOf } from "./authorize.ts";
import { type ActionBehaviour, asRow, type Row } from "./behaviour.ts";
import { requireVisible } from "./references.ts";
import { retainUntil } from "./retention.ts";
import { type SignatureProof, signInside } from "./sign.ts";
import type { Tx } from "./tx.ts";

type Given = { [key: string]: unknown };

const checked = (schema: Parameters<typeof validate>[0], input: unknown): Given => {
  const result = validate(schema, input);
  if (!result.ok) throw invalid(...result.issues);
  return result.value;
};

const noReason: Issue = {
  path: "reason",
  code: "REASON_REQUIRED",
  text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
};

const requireReason = (tx: Tx, needed: boolean): void => {
  if (needed && [...tx.reason.trim()].length < 10) throw invalid(noReason);
};

/** Creates a record for the actor: permit, validation, the record's own rules, number. */
export async function create<N extends RecordName>(tx: Tx, name: N, input: unknown): Promise<Rec<N>> {
  return (await createAll(tx, name, [input]))[0] as Rec<N>;
}

/** Creates records as one after the other would be, written together where no rule of theirs asks what is there already. */
export async function createAll<N extends RecordName>(tx: Tx, name: N, inputs: readonly unknown[]): Promise<Rec<N>[]> {
  const spec = specOf(name);
  if (!spec.create)
    throw refused({
      code: "NOT_CREATED_BY_HAND",
      text: { en: `${spec.label.en} records are made by the system.`, zh: `${spec.label.zh}由系统生成。` },
    });
  if (!tx.actor.permits.has(spec.create.permit)) throw refused(permitReason(spec.create.permit));
  tx.behalf = principalOf(tx.actor, [spec.create.permit]);
  const all: New<N>[] = [];
  for (const input of inputs) {
    const own = await withOwnFields(tx, spec, input, input);
    const given = storedAttributes(checked(createSchema(own), spec.attributes ? flatAttributes(input) : input));
    requireSite(tx, given.site);
    requireTerminal(tx, spec, "create", given);
    requireShownFields(tx, spec, given);
    await requireVisible(tx, shapeOf(spec), given);
    all.push(given as New<N>);
  }
  const records: Rec<N>[] = [];
  for (const some of tx.house.behaviour(name)?.beforeCreate ? all.map((one) => [one]) : [all])
    records.push(...(await createInside(tx, name, some)));
  if (spec.create.duty) for (const { id } of records) tx.duty(name, id, spec.create.duty);
  return records;
}

const shapeOf = (spec: AnyRecord) => ({
  fields: spec.fields as Fields,
  rows: Object.fromEntries(lineSets(spec).map(([set, lines]) => [set, lines.fields])),
});

/** Nobody writes over what he does not see. */
function requireShownFields(tx: Tx, spec: AnyRecord, given: Given): void {
  const fields: Fields = spec.fields;
  for (const [name, field] of Object.entries(fields)) if (given[name] !== undefined) requireShown(field, tx.actor.permits);
  for (const [set, lines] of lineSets(spec))
    if (given[set] !== undefined) for (const field of Object.values(lines.fields)) requireShown(field, tx.actor.permits);
}

/** Creates records inside a running command, for the actor or on behalf of an effect. */
export async function createInside<N extends RecordName>(tx: Tx, name: N, all: readonly New<N>[]): Promise<Rec<N>[]> {
  const spec = specOf(name);
  const behaviour = tx.house.behaviour(name);
  for (const given of all) await behaviour?.beforeCreate?.(tx, given as never);
  const numbers = all.flatMap((given) => (given as { number?: string }).number ?? []);
  const taken = await tx.numberTaken(name, ...numbers);
  if (taken !== undefined)
    throw invalid({ path: "number", code: "DUPLICATE", text: { en: `${taken} is already taken.`, zh: `${taken} 已被使用。` } });
  const sets = lineSets(spec);
  const same = { version: 1, createdAt: tx.now, createdBy: tx.actor.id, retainUntil: await retainUntil(tx, spec) };
  const first = { ...(hasStates(spec) ? { state: spec.initial } : {}), ...same };
  const records: Rec<N>[] = [];
  for (const given of all) {
    const fields = Object.entries(given as Given).filter(([key]) => !sets.some(([set]) => set === key));
    const values = { ...(spec.attributes ? { attributes: {} } : {}), ...Object.fromEntries(fields), ...first };
    records.push(tx.em.create(entityClass(name), values as object, { partial: true, persist: true }) as Rec<N>);
    await tx.fresh(name, records.at(-1) as object);
  }
  await tx.flush();
  for (const [at, record] of records.entries())
    for (const [set] of sets)
      for (const [index, row] of (((all[at] as Given)[set] ?? []) as Given[]).entries())
        tx.addLine(name, set as LineName<N>, record, index + 1, row as NewLine<N, LineName<N>>);
  await tx.flush();
  for (const record of records) await behaviour?.afterCreate?.(tx, record as never);
  return records;
}

/** All that an edit would do, checked, with its record locked. Also the first half of a signature intent and of a proposed change. */
export async function prepareEdit<N extends RecordName>(tx: Tx, name: N, { id, version, input, by }: Edited) {
  const spec = specOf(name);
  // Refuses what is not there.
  const record = (await tx.lock(name, [id]))[0] as Rec<N>;
  const own = await withOwnFields(tx, spec, record, input);
  const changes = checked(editSchema(own), spec.attributes ? flatAttributes(input) : input);
  // Before the version: a conflict tells what stands there now.
  requireShownFields(tx, spec, changes);
  const saved = flatAttributes(record) as Given;
  const changed = Object.entries(changes).filter(([key, value]) => differs(own.fields[key], saved[key], value));
  const names = changed.map(([key]) => key);
  requireEditable(tx, spec, asRow(record), by === "approval" ? undefined : names);
  const differ = changed.map(([field, mine]) => ({ field, theirs: saved[field] ?? null, mine }));
  requireVersion(asRow(record), version, differ);
  requireSite(tx, (record as { site?: string }).site);
  await requireVisible(tx, shapeOf(spec), changes);
  requireFilled(own, record, changes);
  const patch = storedAttributes(Object.fromEntries(changed), (record as Given).attributes);
  await tx.house.behaviour(name)?.beforeEdit?.(tx, record as never, patch as never);
  return { record, own, changes, changed, patch, sign: editSign(spec, names) };
}

/** Changes fields of a saved record; only what is given changes. Critical values and saved lines of them ask for a reason. */
export async function edit<N extends RecordName>(tx: Tx, name: N, what: Edited): Promise<Rec<N>> {
  const { record, changes, changed, patch, sign } = await prepareEdit(tx, name, what);
  tx.behalf = await behalfOf(tx, name, "edit", asRow(record));
  const critical = changed.some(([key]) => (specOf(name).fields as Fields)[key]?.critical && (record as Given)[key] !== null);
  const signed = sign && (await signInside(tx, name, asRow(record), "edit", sign.meaning, changes, null, required(what.proof)));
  const lineChanges = await editLines(tx, name, record, changes);
  editAtTerminal(tx, specOf(name), record, { changed, lines: lineChanges.any, isSigned: sign !== undefined });
  requireReason(tx, critical || lineChanges.critical);
  if (changed.length > 0 || lineChanges.any) tx.update(name, record, patch as Partial<New<N>>);
  await tx.flush();
  await tx.house.behaviour(name)?.afterEdit?.(tx, record as never);
  await signed?.();
  return record;
}

function required(proof: SignatureProof | undefined): SignatureProof {
  if (proof) return proof;
  const reason = { code: "SIGNATURE_REQUIRED", text: { en: "This needs your signature.", zh: "此操作需要您签名。" } };
  throw new AppError("SIGNATURE_REFUSED", { reasons: [reason] });
}

// "13.250000" of the database and "13.25" of the form are one value of a number.
const differs = (field: Field | undefined, a: unknown, b: unknown): boolean =>
  field !== undefined && valueText(field, a) !== valueText(field, b);

export const notEditable: Reason = {
  code: "NOT_EDITABLE",
  text: { en: "This record can no longer be edited in its present state.", zh: "当前状态下该记录不可修改。" },
};

/** @param byHand the fields that a person changes; none named where an approved change does it, which asked for its own permit */
function requireEditable(tx: Tx, spec: AnyRecord, record: Row, byHand: readonly string[] | undefined): void {
  const { edit } = spec;
  const reasons = [
    ...(!edit || (edit.in && !edit.in.includes(record.state)) ? [notEditable] : []),
    ...(edit && byHand && !tx.actor.permits.has(edit.permit) ? [permitReason(edit.permit)] : []),
    ...approvalReasons(spec, byHand ?? []),
  ];
  if (reasons.length > 0) throw refused(...reasons);
}

/** @throws CONFLICT when the record is not the version that was shown; of an edit with both values of each field that differs. */
export function requireVersion(record: Row, version: number, fields: readonly object[] = []): void {
  if (record.version !== version)
    throw new AppError("CONFLICT", {
      current: record.version,
      fields,
      reasons: [
        because(
          "STALE_RECORD",
          "The record was changed meanwhile; please look at the present version.",
          "记录已被他人修改，请查看当前版本。",
        ),
      ],
    });
}

/** Child rows are given whole: known ones by id change, unknown ones are added, missing ones go (a draft's rows only). */
async function editLines<N extends RecordName>(
  tx: Tx,
  name: N,
  record: Rec<N>,
  changes: Given,
): Promise<{ any: boolean; critical: boolean }> {
  const result = { any: false, critical: false };
  for (const [set, spec] of lineSets(specOf(name))) {
    const rows = changes[set] as Given[] | undefined;
    if (!rows) continue;
    const saved = await tx.lines(name, set as LineName<N>, record);
    const kept = new Set<string>();
    for (const [index, { id, ...row }] of rows.entries()) {
      const known = typeof id === "string" ? saved.find((line) => line.id === id) : undefined;
      if (id !== undefined && id !== null && !known)
        throw invalid({ path: `${set}.${index}.id`, code: "ref", text: { en: "There is no such row.", zh: "没有该行。" } });
      if (!known) {
        tx.addLine(name, set as LineName<N>, record, index + 1, row as NewLine<N, LineName<N>>);
        result.any = true;
        continue;
      }
      kept.add(known.id);
      const changed = Object.entries(row).filter(([key, value]) => differs(spec.fields[key], (known as Given)[key], value));
      if (changed.length === 0 && known.position === index + 1) continue;
      result.any = true;
      result.critical ||= changed.some(([key]) => spec.fields[key]?.critical);
      tx.updateLine(
        name,
        record,
        known as Line<N, LineName<N>>,
        { ...Object.fromEntries(changed), position: index + 1 } as never,
      );
    }
    for (const line of saved.filter((l) => !kept.has(l.id))) {
      result.any = true;
      result.critical ||= Object.values(spec.fields).some((f) => f.critical);
      tx.em.remove(line as object);
    }
  }
  return result;
}

export interface Performed {
  readonly id: string;
  readonly version: number;
  readonly action: string;
  readonly input: unknown;
  readonly proof?: SignatureProof | undefined;
}

/** `by`: an approved change makes it or a proposal asks for it, never what a person sent. */
export type Edited = Omit<Performed, "action"> & { readonly by?: "approval" };

/** Performs a named action for the actor: locks, then version, permit, duties, conditions; then effect, state, signature. */
export async function act<N extends RecordName>(tx: Tx, name: N, what: Performed): Promise<Rec<N>> {
  const { action, input, record } = await prepare(tx, name, what);
  requireVersion(asRow(record), what.version);
  await requireAllowed(tx, name, what.action, asRow(record));
  requireTerminal(tx, specOf(name), what.action, record);
  requireReason(tx, action.reason === true);
  const open = action.approval ? await stageToSign(tx, name, what.action, asRow(record), input) : undefined;
  tx.behalf = await behalfOf(tx, name, what.action, asRow(record));
  if (!action.sign) return perform(tx, name, what.action, record, input);
  const proof = required(what.proof);
  // What is signed is the version that was shown, so it is read before the effect changes anything.
  const sign = await signInside(
    tx,
    name,
    asRow(record),
    what.action,
    action.sign.meaning,
    input,
    await evidence(tx, name, what.action, record, input),
    proof,
  );
  if (open) await decide(tx, name, asRow(record), what.action, open, input, proof.intentId);
  const done = open?.isLast === false ? remember(tx, name, action, record) : await perform(tx, name, what.action, record, input);
  await sign();
  return done;
}

/** A step before the last: the record stays as it is, its open task is the next step, and the signer has played the part. */
function remember<N extends RecordName>(tx: Tx, name: N, action: Action, record: Rec<N>): Rec<N> {
  tx.replan(name, record);
  if (action.duty) tx.duty(name, record.id, action.duty);
  return record;
}

/** What the signature will cover besides the record; the intent and the act ask the same function. */
export async function evidence<N extends RecordName>(
  tx: Tx,
  name: N,
  action: string,
  record: Rec<N>,
  input: Given,
): Promise<unknown> {
  const own = (await behaviourOf(tx, name, action)?.evidence?.(tx, record, input as never)) ?? null;
  if (!actionsOf(specOf(name))[action]?.approval) return own;
  const { stage, of, ruledOn } = await stageToSign(tx, name, action, asRow(record), input);
  return { own, approval: { stage, title: of.title, ruledOn } };
}

/** Validates the input, locks in the fixed order and reads the record afresh. Also the first half of a signature intent. */
export async function prepare<N extends RecordName>(
  tx: Tx,
  name: N,
  what: { id: string; action: string; input: unknown },
): Promise<{ action: Action; input: Given; record: Rec<N> }> {
  const action = Object.hasOwn(actionsOf(specOf(name)), what.action) ? actionsOf(specOf(name))[what.action] : undefined;
  if (!action?.permit) throw new AppError("NOT_FOUND");
  const input = checked(actionSchema(action.input), what.input ?? {});
  const record = await lockAll(tx, name, what.id, action, input);
  await requireVisible(tx, action.input ?? {}, input);
  return { action, input, record };
}

/** Performs one of the system's own actions inside an effect. */
export async function actInside<N extends RecordName, A extends ActionName<N>>(
  tx: Tx,
  name: N,
  id: string,
  actionName: A,
  input: ActionInputOf<N, A>,
): Promise<Rec<N>> {
  const action = actionsOf(specOf(name))[actionName];
  if (!action || action.permit) throw new Error(`${name}.${actionName} is not an action of the system`);
  // The lock reads the record afresh: what an effect has changed of it is saved first, and its version with it.
  await tx.flush();
  const record = await lockAll(tx, name, id, action, input as Given);
  if (!action.from.includes(asRow(record).state))
    throw new Error(`${name}.${actionName} is not possible in state ${asRow(record).state}`);
  return perform(tx, name, actionName, record, input as Given);
}

async function requireAllowed(tx: Tx, name: RecordName, action: string, record: Row): Promise<void> {
  const [verdict] = (await judge(tx.house, tx, name, [record], { only: action })).get(record.id) ?? [];
  if (!verdict?.allowed) throw refused(...(verdict?.reasons ?? []));
}

const behaviourOf = <N extends RecordName>(tx: Tx, name: N, action: string) =>
  (tx.house.behaviour(name)?.actions as { [name: string]: ActionBehaviour<N, ActionName<N>> } | undefined)?.[action];

async function perform<N extends RecordName>(tx: Tx, name: N, actionName: string, record: Rec<N>, input: Given): Promise<Rec<N>> {
  const action = actionsOf(specOf(name))[actionName];
  if (action?.rejects) await rejectRound(tx, name, action.rejects, asRow(record));
  await behaviourOf(tx, name, actionName)?.effect?.(tx, record, input as never);
  if (action?.to) (record as { state: string }).state = action.to;
  tx.touch(name, record as object);
  if (action?.duty) tx.duty(name, record.id, action.duty);
  await tx.flush();
  return record;
}

/**
 * Locks every record the decision rests on: lots first, then by area, each type in key order, and the record itself last, so
 * that no two commands wait for each other in a ring.
 */
async function lockAll<N extends RecordName>(tx: Tx, name: N, id: string, action: Action, input: Given): Promise<Rec<N>> {
  const record = await tx.get(name, id);
  const spec = specOf(name);
  const wanted: { target: RecordName; id: string }[] = [];
  for (const path of action.locks ?? []) {
    const [field, inner] = path.split(".") as [string, string | undefined];
    if (inner)
      for (const line of await tx.lines(name, field as LineName<N>, record))
        pick(wanted, spec.lines?.[field]?.fields[inner], (line as Given)[inner]);
    else pick(wanted, spec.fields[field], (record as Given)[field]);
  }
  for (const [key, field] of Object.entries(action.input?.fields ?? {}))
    if (field.kind === "ref" && field.target === "Lot") pick(wanted, field, input[key]);
  const targets = [...new Set(wanted.map((w) => w.target))].sort((a, b) => recordOrder(a) - recordOrder(b));
  for (const target of targets)
    await tx.lock(
      target,
      wanted.filter((w) => w.target === target).map((w) => w.id),
    );
  const [locked] = await tx.lock(name, [id]);
  return locked as Rec<N>;
}

function pick(wanted: { target: RecordName; id: string }[], field: Field | undefined, value: unknown): void {
  // The registry checked that every reference leads to a record type.
  if (field?.kind === "ref" && typeof value === "string") wanted.push({ target: field.target as RecordName, id: value });
}
