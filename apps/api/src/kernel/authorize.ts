import {
  type Action,
  type AnyRecord,
  actionsOf,
  type Duty,
  dutyLabels,
  isDecision,
  type Label,
  type Reason,
  type RecordName,
} from "@lotline/schema";
import type { Actor, Principal, Reader } from "../base/context.ts";
import { specOf } from "../base/names.ts";
import { readOnlyReason, urgentReason } from "../base/special-access.ts";
import { steady } from "../base/sqltext.ts";
import { terminalReasons } from "../base/terminal.ts";
import { type OpenStage, openStages } from "./approval.ts";
import type { Row } from "./behaviour.ts";
import type { House } from "./house.ts";

/** May this action happen on this record by this actor? All reasons at once, never only the first. */
export interface Verdict {
  readonly name: string;
  readonly allowed: boolean;
  readonly reasons: readonly Reason[];
}

/** What the pure decision looks at besides the row. */
export interface Facts {
  /** Duties people already played on the record: duty → person ids. */
  readonly duties: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pairs of duties that one person may not play on one record chain, from rule data. */
  readonly separated: readonly (readonly [Duty, Duty])[];
  /** What guard and gate conditions answered. */
  readonly blockers: readonly Reason[];
  /** Of an action that is approved step by step, or that rejects such an approval: what is asked next. */
  readonly open?: OpenStage | undefined;
}

const noFacts: Facts = { duties: new Map(), separated: [], blockers: [] };

export const permitReason = (permit: string): Reason => ({
  code: "NO_PERMIT",
  text: { en: `Your roles do not include the permit ${permit}.`, zh: `您的角色不含权限 ${permit}。` },
});

/** The one decision, pure and synchronous, deny by default; asked by the command, the button, the queue and the matrix test. */
export function can(actor: Actor, spec: AnyRecord, name: string, row: Row, facts: Facts = noFacts): Verdict {
  const action = actionsOf(spec)[name];
  if (!action?.permit) return { name, allowed: false, reasons: [permitReason(`${spec.name}.${name}`)] };
  const principal = principalOf(actor, facts.open?.permits ?? [action.permit]);
  const reasons = [
    ...stateReasons(spec, action, row),
    ...stepReasons(actor, action.permit, facts.open),
    ...dutyReasons(actor, action, row, facts),
    // Whoever lends his role lends none of what he may not do himself (compliance.md §C).
    ...(principal ? dutyReasons(principal, action, row, facts, principal.name) : []),
    ...facts.blockers,
    ...(action.from.includes(row.state) ? terminalReasons(actor, spec, name, row) : []),
    ...(actor.emergency && isDecision(action) ? [urgentReason(actor.emergency)] : []),
  ];
  return { name, allowed: reasons.length === 0, reasons };
}

function stateReasons(spec: AnyRecord, action: Action, row: Row): Reason[] {
  if (action.from.includes(row.state)) return [];
  const labels = spec.states as { [state: string]: { en: string; zh: string } };
  const now = labels[row.state];
  const wanted = action.from.map((s) => labels[s]);
  return [
    {
      code: "STATE",
      text: {
        en: `The record is "${now?.en}"; this needs "${wanted.map((l) => l?.en).join('" or "')}".`,
        zh: `当前状态为“${now?.zh}”，需为“${wanted.map((l) => l?.zh).join("”或“")}”。`,
      },
    },
  ];
}

const signedStep: Reason = {
  code: "SOD_SELF",
  text: {
    en: "You have signed a step of this approval; another person must sign this one.",
    zh: "您已签署该审批的一个步骤，此步骤须由他人签署（职责分离）。",
  },
};
const noRoute: Reason = {
  code: "NO_APPROVAL_ROUTE",
  text: {
    en: "No rule says who approves this; a rule approval-route must be in force.",
    zh: "没有规则规定由谁批准；须有生效的审批路线规则（approval-route）。",
  },
};

/** In whose place the actor would act by these permits; nobody's where a role of his own holds one of them. */
export function principalOf(actor: Actor, permits: readonly string[]): Principal | undefined {
  const held = permits.filter((permit) => actor.permits.has(permit));
  return held.every((permit) => actor.behalf.has(permit)) ? actor.behalf.get(held[0] ?? "") : undefined;
}

/** In whose place the actor would act: of an approval, by the permits that its open step still waits for. */
export async function behalfOf(reader: Reader, name: RecordName, actionName: string, row: Row): Promise<Principal | undefined> {
  if (reader.actor.behalf.size === 0) return undefined;
  const action = actionsOf(specOf(name))[actionName];
  const asked = action?.rejects ?? (action?.approval ? actionName : undefined);
  const open = asked ? (await openStages(reader, name, asked, [row])).get(row.id) : undefined;
  const permit = actionName === "edit" ? specOf(name).edit?.permit : action?.permit;
  return principalOf(reader.actor, open?.permits ?? [permit ?? ""]);
}

/** Who may do it: whoever holds its permit; of an approval, one of those that its open stage still waits for. */
function stepReasons(actor: Actor, permit: string, open: OpenStage | undefined): Reason[] {
  const permits = open?.permits ?? [permit];
  return [
    ...(permits.length === 0 ? [noRoute] : []),
    ...(permits.length > 0 && !permits.some((p) => actor.permits.has(p)) ? [permitReason(permits.join(" / "))] : []),
  ];
}

function dutyReasons({ id }: { id: string }, action: Action, row: Row, facts: Facts, named?: Label): Reason[] {
  const separated = action.duty
    ? facts.separated.flatMap(([a, b]) => (a === action.duty ? [b] : b === action.duty ? [a] : []))
    : [];
  const barred = new Set<Duty>([...(action.notBy ?? []), ...separated]);
  const [who, whom] = named ? [`${named.en}, for whom you act,`, `您所代理的${named.zh}`] : ["You", "您"];
  const signed = action.approval && facts.open?.signers.has(id) ? [signedStep] : [];
  return [...barred]
    .filter((duty) => (duty === "author" ? row.createdBy === id : false) || facts.duties.get(duty)?.has(id))
    .map(
      (duty): Reason => ({
        code: "SOD_SELF",
        text: {
          en: `${who} ${dutyLabels[duty].en}; another person must do this.`,
          zh: `${whom}已承担“${dutyLabels[duty].zh}”，此操作须由他人完成（职责分离）。`,
        },
      }),
    )
    .concat(signed);
}

/** Judges rows of one record type: facts for all rows at once, one statement per kind of fact. */
export async function judge(
  house: House,
  reader: Reader,
  record: RecordName,
  rows: readonly Row[],
  options: { only?: string; listed?: boolean } = {},
): Promise<Map<string, Verdict[]>> {
  const spec = specOf(record);
  const actions = Object.entries(actionsOf(spec)).filter(
    ([name, action]) => action.permit && (!options.only || name === options.only),
  );
  // Nothing is asked of conditions, whose answers could name what is out of an inspector's scope.
  const { inspection } = reader.actor;
  const none = inspection && actions.map(([name]) => ({ name, allowed: false, reasons: [readOnlyReason(inspection)] }));
  if (none) return new Map(rows.map((row) => [row.id, none]));
  const duties = actions.some(([, a]) => a.notBy || a.duty)
    ? await dutiesOf(reader, record, rows)
    : new Map<string, Map<string, Set<string>>>();
  const separated = await separatedDuties(reader);
  const gates = new Set(
    actions.flatMap(([, a]) => (a.gate && (!options.listed || spec.list.gates?.includes(a.gate)) ? [a.gate] : [])),
  );
  const answers = new Map<string, Map<string, Reason[]>>();
  for (const gate of gates) answers.set(gate, await askGate(house, reader, gate, rows));
  const open = new Map<string, Map<string, OpenStage>>();
  for (const name of new Set(actions.flatMap(([n, a]) => (a.approval ? [n] : (a.rejects ?? [])))))
    open.set(name, await openStages(reader, record, name, rows));
  const behaviour = house.behaviour(record);
  return new Map(
    rows.map((row) => [
      row.id,
      actions.map(([name, action]) => {
        // The behaviour is declared for this very record type; its guards take its rows.
        const guard = (
          behaviour?.actions as { [name: string]: { guard?: (row: Row, reader: Reader) => readonly Reason[] } } | undefined
        )?.[name]?.guard;
        const blockers = [...(guard?.(row, reader) ?? []), ...(action.gate ? (answers.get(action.gate)?.get(row.id) ?? []) : [])];
        // In another state the conditions of an action mean nothing yet, unless the record says so; the state is the reason.
        const asked = action.from.includes(row.state) || action.asksIn?.includes(row.state);
        return can(reader.actor, spec, name, row, {
          duties: duties.get(row.id) ?? new Map(),
          separated,
          blockers: asked ? blockers : [],
          open: open.get(action.rejects ?? name)?.get(row.id),
        });
      }),
    ]),
  );
}

async function askGate(house: House, reader: Reader, gate: string, rows: readonly Row[]): Promise<Map<string, Reason[]>> {
  const answers = new Map<string, Reason[]>(rows.map((row) => [row.id, []]));
  for (const condition of house.conditions(gate)) {
    const facts = await condition.facts(reader, rows);
    for (const row of rows) answers.get(row.id)?.push(...condition.check(row, facts.get(row.id), reader));
  }
  return answers;
}

/** Who played which part on each record. */
export async function dutiesOf(
  reader: Reader,
  record: string,
  rows: readonly { id: string }[],
): Promise<Map<string, Map<string, Set<string>>>> {
  const found = await reader.sql<{ record_id: string; duty: string; person_id: string }>(
    steady("select record_id, duty, person_id from duty where record_type = ? and record_id = any(?::bigint[])"),
    [record, rows.map((r) => r.id)],
  );
  const all = new Map<string, Map<string, Set<string>>>();
  for (const { record_id, duty, person_id } of found) {
    const of = all.get(record_id) ?? new Map<string, Set<string>>();
    of.set(duty, (of.get(duty) ?? new Set<string>()).add(person_id));
    all.set(record_id, of);
  }
  return all;
}

async function separatedDuties(reader: Reader): Promise<(readonly [Duty, Duty])[]> {
  const rules = await reader.rule("separation");
  // The content of this rule is a pair of duties, checked when the rule is approved.
  return [...rules.values()].map((content) => content as readonly [Duty, Duty]);
}
