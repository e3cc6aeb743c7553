/**
 * At which terminal critical input and signatures are made, and where they may be (21 CFR 11.10(h), REQ-ACC-07, ADR 53). Every
 * command asks here, once for each record that its person creates, changes or acts on.
 */
import { type AnyRecord, because, type Fields, type Lines, type Reason } from "@lotline/schema";
import { criticalVerbs, hasCriticalRows } from "@lotline/schema/critical-input";
import { type Actor, type Ctx, type Standing, systemPersonId, type TerminalLimit } from "./context.ts";
import { refused } from "./error.ts";

/** A command's transaction, as far as it is needed to write down how something was done. */
export interface Doing {
  readonly actor: Actor;
  readonly ctx: Ctx;
  readonly reason: string;
  insert(table: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): Promise<unknown>;
}

const verbsOf = new Map<string, ReadonlySet<string>>();

/** Whether critical values are entered, or a signature given, by this verb (create, edit or an action) of a record type. */
export function isCriticalVerb(spec: AnyRecord, verb: string): boolean {
  const known = verbsOf.get(spec.name) ?? new Set(criticalVerbs(spec));
  verbsOf.set(spec.name, known);
  return known.has(verb);
}

/** The limit that counts: that of the verb before that of the type before the one for everything, if it is about the site. */
function limitOf({ limits }: Standing, record: string, verb: string, site: unknown): TerminalLimit | undefined {
  const about = limits.filter(({ sites }) => sites.length === 0 || (typeof site === "string" && sites.includes(site)));
  for (const key of [`${record}.${verb}`, record, "default"]) {
    const found = about.find((limit) => limit.key === key);
    if (found) return found;
  }
  return undefined;
}

/** The limit that is not met where somebody sits; undefined where all is well. */
export function unmetLimit(actor: Actor, spec: AnyRecord, verb: string, site: unknown): TerminalLimit | undefined {
  const { standing } = actor;
  if (!standing || standing.limits.length === 0 || actor.id === systemPersonId || !isCriticalVerb(spec, verb)) return undefined;
  const limit = limitOf(standing, spec.name, verb, site);
  if (!limit || limit.outcome === "record") return undefined;
  const { terminal } = standing;
  const stands = limit.locations.length === 0 || limit.locations.some(({ id }) => id === terminal?.location);
  return terminal && stands ? undefined : limit;
}

/** Why it is not done here: which rule says so, and at which terminals it is. */
export function limitReason({ terminal }: Standing, { number, locations, fitting }: TerminalLimit): Reason {
  const [en, zh] = terminal
    ? [
        `Terminal ${terminal.number} does not stand at ${locations.map((one) => one.number).join(", ")}`,
        `终端 ${terminal.number} 不在 ${locations.map((one) => one.number).join("、")}`,
      ]
    : ["This device is not a registered terminal", "本设备不是已登记的终端"];
  const whereEn =
    fitting.length > 0
      ? `use ${fitting.map((one) => `${one.number} ${one.en}`).join(", ")}`
      : "no terminal that would do has a device yet";
  const whereZh =
    fitting.length > 0 ? `请使用 ${fitting.map((one) => `${one.number} ${one.zh}`).join("、")}` : "尚无已登记设备的可用终端";
  return because(
    terminal ? "TERMINAL_ELSEWHERE" : "TERMINAL_UNREGISTERED",
    `${en}; by ${number} this is done at one: ${whereEn}.`,
    `${zh}；按 ${number}，须在规定终端操作：${whereZh}。`,
    "Rule",
    number,
  );
}

/** What stands in the way of a verb where somebody sits; shown before the click. Pure. */
export function terminalReasons(actor: Actor, spec: AnyRecord, verb: string, row: object): Reason[] {
  const limit = unmetLimit(actor, spec, verb, Reflect.get(row, "site"));
  return actor.standing && limit?.outcome === "block" ? [limitReason(actor.standing, limit)] : [];
}

// What of a running command is critical: the limits that were not met, which let it through and flag it.
const critical = new WeakMap<Doing, TerminalLimit[]>();

/** Refuses critical input or a signature at the wrong place, and remembers that there was one. @throws REFUSED */
export function requireTerminal(tx: Doing, spec: AnyRecord, verb: string, row: object): void {
  if (!isCriticalVerb(spec, verb) || tx.actor.id === systemPersonId) return;
  const reasons = terminalReasons(tx.actor, spec, verb, row);
  if (reasons.length > 0) throw refused(...reasons);
  const limit = unmetLimit(tx.actor, spec, verb, Reflect.get(row, "site"));
  critical.set(tx, [...(critical.get(tx) ?? []), ...(limit ? [limit] : [])]);
}

interface Changed {
  /** Fields that differ, with their new values. */
  readonly changed: readonly (readonly [field: string, value: unknown])[];
  /** Child rows differ. */
  readonly lines: boolean;
  readonly isSigned: boolean;
}

/** The same for a change: only where critical values or rows differ, or it is signed. @throws REFUSED */
export function editAtTerminal(tx: Doing, spec: AnyRecord, row: object, { changed, lines, isSigned }: Changed): void {
  const fields: Fields = spec.fields;
  const rows = lines && Object.values<Lines>(spec.lines ?? {}).some(hasCriticalRows);
  if (isSigned || rows || changed.some(([name]) => fields[name]?.critical)) requireTerminal(tx, spec, "edit", row);
}

/** Writes down, with the command itself, at which terminal its critical input or signature was made; nothing where there was none. */
export async function noteTerminal(
  tx: Doing,
  operation: string,
  outcome: { readonly record: string; readonly id: string } | null,
): Promise<void> {
  const unmet = critical.get(tx);
  // The script of the demo company sits nowhere.
  if (!unmet || tx.ctx.source === "seed") return;
  const terminal = tx.actor.standing?.terminal;
  const [first] = unmet;
  const columns = [
    "terminal_id",
    "terminal_number",
    "operation",
    "record_type",
    "record_id",
    "is_flagged",
    "rule_id",
    "rule_number",
  ];
  await tx.insert("terminal_act", columns, [
    [
      ...[terminal?.id ?? null, terminal?.number ?? null, operation, outcome?.record ?? null, outcome?.id ?? null],
      ...[first !== undefined, first?.rule ?? null, first?.number ?? null],
    ],
  ]);
}
