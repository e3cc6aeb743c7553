/**
 * Which separation rules (compliance.md §C) a person meets with the roles held and one more. Static rules are pairs of roles
 * (rule data `exclusive-roles`). Dynamic ones are pairs of duties (rule data `separation`): a role can play a duty when one of its
 * permits performs an action that gives it. The site of a grant narrows what its person sees, not what may be done there, so it
 * does not narrow conflicts.
 */
import {
  type Duty,
  dutyLabels,
  type ExclusiveRoles,
  type Label,
  type Reason,
  type RecordName,
  type Role,
  role as roles,
  separationNumber,
} from "@lotline/schema";
import { type DutyAct, dutyActs } from "@lotline/schema/duty-acts";
import type { Reader } from "../../../base/context.ts";
import { specOf } from "../../../base/names.ts";

/** A version of a rule that separates, in force. */
interface SeparationRule<C> {
  readonly key: string;
  /** Of the record that holds it. */
  readonly number: string;
  readonly citation: string;
  readonly content: C;
}

/** What conflicts follow from: the rules in force and who may play which duty. */
export interface Separation {
  readonly exclusive: readonly SeparationRule<ExclusiveRoles>[];
  readonly pairs: readonly SeparationRule<readonly [Duty, Duty]>[];
  /** Roles by permit, as the rule data says; "*" is everybody. */
  readonly holders: ReadonlyMap<string, readonly Role[] | "*">;
  readonly acts: readonly DutyAct[];
}

/** Two duties that one person could play on a record of a type, one by a role held and one by the role wanted. */
export interface DutyPair {
  readonly record: RecordName;
  readonly held: Duty;
  readonly wanted: Duty;
}

export interface Conflict {
  /** The number of the rule in compliance.md §C; of a firm's own rule its key; "" where the record file itself separates. */
  readonly rule: string;
  readonly kind: "roles" | "duties";
  /** No mitigation lets the role be given. */
  readonly isRefused: boolean;
  readonly held: readonly Role[];
  readonly wanted: Role;
  readonly pairs: readonly DutyPair[];
  readonly citation: string;
  /** The record of the rule, if there is one. */
  readonly number: string | null;
  readonly text: Label;
}

/** Reads the rules in force today. */
export async function readSeparation(reader: Reader): Promise<Separation> {
  const rows = await reader.sql<SeparationRule<unknown> & { name: string }>(
    `select distinct on (rule_name, key) rule_name as name, key, number, citation, content from rule
     where rule_name in ('exclusive-roles', 'separation') and state = 'approved' and valid_from <= public.company_day()
     order by rule_name, key, valid_from desc, id desc`,
  );
  const named = <C>(name: string) =>
    rows
      .filter((row) => row.name === name)
      .sort((a, b) => separationNumber(a.key) - separationNumber(b.key) || (a.key < b.key ? -1 : 1))
      // The shape of a rule's content is checked when it is written.
      .map(({ key, number, citation, content }) => ({ key, number, citation, content: content as C }));
  const holders = new Map(
    [...(await reader.rule("role-permit"))].map(([key, content]) => [key, content as readonly Role[] | "*"]),
  );
  const routes = await reader.rule("approval-route");
  return {
    exclusive: named<ExclusiveRoles>("exclusive-roles"),
    pairs: named<readonly [Duty, Duty]>("separation"),
    holders,
    acts: dutyActs.flatMap((act) => {
      const route = act.route === undefined ? undefined : (routes.get(act.route) as Route | undefined);
      return route ? route.stages.flatMap(({ permits }) => permits.map((permit) => ({ ...act, permit }))) : [act];
    }),
  };
}

interface Route {
  readonly stages: readonly { readonly permits: readonly string[] }[];
}

/** Whether a role holds a permit. */
export function holds({ holders }: Separation, role: Role, permit: string): boolean {
  const held = holders.get(permit);
  return held === "*" || (held?.includes(role) ?? false);
}

/** The duties that a role can play, as "record duty". */
export const dutiesOfRole = (separation: Separation, role: Role): ReadonlySet<string> =>
  new Set(separation.acts.filter((act) => holds(separation, role, act.permit)).map(({ record, duty }) => `${record} ${duty}`));

/**
 * Every conflict that a role brings to a person who holds others; none for what one role can do by itself, which is a matter of the
 * permit table, nor for what the roles held do without it. Pure.
 */
export function conflictsOf(separation: Separation, held: readonly Role[], wanted: Role): Conflict[] {
  const others = held.filter((code) => code !== wanted);
  return [...staticConflicts(separation, others, wanted), ...dynamicConflicts(separation, others, wanted)];
}

const name = (code: Role) => roles.values[code];

/** The rule as a person calls it: 3 for "3", 4 for "4c", "own-1" for a firm's own. */
export const ruleCalled = (key: string): string => String(separationNumber(key) || key);

function staticConflicts({ exclusive }: Separation, others: readonly Role[], wanted: Role): Conflict[] {
  return exclusive.flatMap(({ key, number, citation, content: { a, b, override } }) =>
    others
      .filter((other) => (a.includes(wanted) && b.includes(other)) || (b.includes(wanted) && a.includes(other)))
      .map(
        (other): Conflict => ({
          rule: ruleCalled(key),
          kind: "roles",
          isRefused: !override,
          held: [other],
          wanted,
          pairs: [],
          citation,
          number,
          text: {
            en: `"${name(wanted).en}" and "${name(other).en}" may not be held by one person (separation rule ${ruleCalled(key)}).`,
            zh: `“${name(wanted).zh}”与“${name(other).zh}”不得由同一人担任（职责分离规则 ${ruleCalled(key)}）。`,
          },
        }),
      ),
  );
}

/** A pair of duties separated on some types of record. */
export interface Apart {
  readonly rule: string;
  readonly citation: string;
  readonly number: string | null;
  readonly duties: readonly [Duty, Duty];
  readonly on: readonly RecordName[];
}

/** The pairs of the rules, on every type of record, and those of the record files that no rule names. */
export function apart({ pairs, acts }: Separation): Apart[] {
  const everywhere = [...new Set(acts.map(({ record }) => record))];
  const ruled = new Set(pairs.flatMap(({ content: [a, b] }) => [`${a} ${b}`, `${b} ${a}`]));
  return [
    ...pairs.map(({ key, citation, number, content }) => ({
      rule: ruleCalled(key),
      citation,
      number,
      duties: content,
      on: everywhere,
    })),
    ...acts.flatMap(({ record, duty, notBy = [] }) =>
      notBy
        .filter((other) => !ruled.has(`${duty} ${other}`))
        .map((other): Apart => ({ rule: "", citation: "", number: null, duties: [other, duty], on: [record] })),
    ),
  ];
}

interface Found extends Pick<Apart, "citation" | "number"> {
  readonly held: Set<Role>;
  readonly pairs: DutyPair[];
}

function dynamicConflicts(separation: Separation, others: readonly Role[], wanted: Role): Conflict[] {
  const own = dutiesOfRole(separation, wanted);
  const theirs = others.map((role) => ({ role, duties: dutiesOfRole(separation, role) }));
  const byRule = new Map<string, Found>();
  for (const { rule, citation, number, duties, on } of apart(separation))
    for (const record of on)
      for (const [one, other] of [duties, duties.toReversed()] as (readonly [Duty, Duty])[]) {
        const by = theirs.filter((their) => their.duties.has(`${record} ${one}`)).map(({ role }) => role);
        const alone = own.has(`${record} ${one}`) || theirs.some((their) => their.duties.has(`${record} ${other}`));
        if (by.length === 0 || !own.has(`${record} ${other}`) || alone) continue;
        const found = byRule.get(rule) ?? { citation, number, held: new Set(), pairs: [] };
        for (const role of by) found.held.add(role);
        if (!found.pairs.some((pair) => pair.record === record && pair.held === one && pair.wanted === other))
          found.pairs.push({ record, held: one, wanted: other });
        byRule.set(rule, found);
      }
  return [...byRule].map(
    ([rule, { citation, number, held, pairs }]): Conflict => ({
      rule,
      kind: "duties",
      isRefused: false,
      held: [...held],
      wanted,
      pairs,
      citation,
      number,
      text: dutyText(rule, [...held], wanted, pairs),
    }),
  );
}

function dutyText(rule: string, held: readonly Role[], wanted: Role, pairs: readonly DutyPair[]): Label {
  const all = (words: readonly Label[]): Label => ({
    en: [...new Set(words.map(({ en }) => en))].join(", "),
    zh: [...new Set(words.map(({ zh }) => zh))].join("、"),
  });
  const by = all(held.map(name));
  const own = name(wanted);
  const [one, other] = [all(pairs.map((pair) => dutyLabels[pair.held])), all(pairs.map((pair) => dutyLabels[pair.wanted]))];
  const records = all(pairs.map(({ record }) => specOf(record).label));
  const source = rule
    ? { en: `separation rule ${rule}`, zh: `职责分离规则 ${rule}` }
    : { en: "the record itself", zh: "记录自身规定" };
  return {
    en: `${records.en}: who ${one.en} (${by.en}) may not be who ${other.en} (${own.en}) on the same record (${source.en}).`,
    zh: `${records.zh}：同一记录上“${one.zh}”（${by.zh}）与“${other.zh}”（${own.zh}）不得由同一人承担（${source.zh}）。`,
  };
}

/** A conflict as a reason, with the rule that it follows from. */
export const asReason = ({ kind, text, number }: Conflict): Reason => ({
  code: kind === "roles" ? "SOD_ROLES" : "SOD_DUTIES",
  text,
  ...(number === null ? {} : { record: "Rule", number }),
});
