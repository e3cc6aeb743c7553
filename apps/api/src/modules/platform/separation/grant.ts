/** What a role grant must say before it may be given: asked when it is written, on its buttons and when it is confirmed. */
import { because, type Reason, type Role } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { dateIn } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { daysUntil } from "../warning.ts";
import { asReason, type Conflict, conflictsOf, readSeparation, type Separation } from "./conflicts.ts";

interface Limits {
  readonly maxDays: number;
  readonly reviewDays: number;
}

/** How long a mitigation lasts at most, and how often it is reviewed; the strictest where no rule is in force. */
export async function mitigationLimits(reader: Reader): Promise<Limits> {
  return ((await reader.rule("mitigation")).get("default") as Limits | undefined) ?? { maxDays: 1, reviewDays: 1 };
}

/** The roles of a person, granted or lent by another. */
export interface Holding {
  readonly granted: readonly Role[];
  readonly lent: readonly Role[];
}

/** The roles people hold today or are lent until their last day; `proposed` also those that wait for their confirmation. */
export async function rolesHeld(
  reader: Reader,
  people: readonly string[],
  { proposed = false, without = [] as readonly string[] } = {},
): Promise<(person: string) => Holding> {
  const rows = await reader.sql<Holding & { person: string }>(
    `select person, coalesce(array_agg(distinct role order by role) filter (where not is_lent), '{}') as granted,
       coalesce(array_agg(distinct role order by role) filter (where is_lent), '{}') as lent
     from (
       select person_id as person, role, false as is_lent from role_grant
       where person_id = any(?::bigint[]) and state = any(?::text[]) and (valid_to is null or valid_to >= public.company_day())
         and not id = any(?::bigint[])
       union all
       select delegate_id, role, true from delegation
       where delegate_id = any(?::bigint[]) and state = 'active' and valid_to >= public.company_day()
     ) held group by 1`,
    [people, proposed ? ["active", "proposed"] : ["active"], without, people],
  );
  const held = new Map(rows.map((row) => [row.person, row]));
  return (person) => held.get(person) ?? { granted: [], lent: [] };
}

/**
 * Every conflict that a role brings to a person: with the roles granted, and with the roles lent those that nothing lets through.
 * What goes by duties is asked at each act, so that a role lent for some days asks for no mitigation. Pure.
 */
export const conflictsWith = (separation: Separation, { granted, lent }: Holding, wanted: Role): Conflict[] => [
  ...conflictsOf(separation, granted, wanted),
  ...conflictsOf(
    separation,
    lent.filter((role) => !granted.includes(role)),
    wanted,
  ).filter(({ isRefused }) => isRefused),
];

/** The parts of a grant that decide. */
interface Given {
  readonly validTo?: string | null | undefined;
  readonly mitigation?: string | null | undefined;
}

/** Why a grant with these conflicts may not stand as it is written; every conflict is named (US-15). Pure. */
export function grantReasons(
  conflicts: readonly Conflict[],
  { validTo, mitigation }: Given,
  today: string,
  maxDays: number,
): Reason[] {
  const isOver = validTo != null && validTo < today;
  const isMitigated = Boolean(mitigation?.trim()) && validTo != null;
  const open = conflicts.filter(({ isRefused }) => isRefused || !isMitigated);
  const isLong = conflicts.length > 0 && validTo != null && daysUntil(today, validTo) > maxDays;
  return [
    ...open.map(asReason),
    ...(open.some(({ isRefused }) => !isRefused) ? [mitigationRequired] : []),
    ...(isLong ? [tooLong(maxDays)] : []),
    ...(isOver ? [grantOver] : []),
  ];
}

const mitigationRequired = because(
  "MITIGATION_REQUIRED",
  "Against a separation rule the role needs a mitigation and a last day.",
  "与职责分离规则冲突的授权须填写补偿措施和截止日期。",
);
const grantOver = because("GRANT_OVER", "The last day of the grant is past.", "授权截止日期已过。");
const tooLong = (days: number) =>
  because(
    "MITIGATION_TOO_LONG",
    `Against a separation rule a role is given for ${days} days at most.`,
    `与职责分离规则冲突的授权期限最长 ${days} 天。`,
  );
const byQaHead = because(
  "OVERRIDE_BY_QA_HEAD",
  "The grant goes against a separation rule: the QA head confirms it with its mitigation.",
  "该授权与职责分离规则冲突，须由 QA 负责人按补偿措施确认。",
);
const noConflict = because(
  "NO_CONFLICT",
  "The grant goes against no separation rule: it is confirmed as any other.",
  "该授权与职责分离规则不冲突，按一般授权确认即可。",
);
const noMitigation = because("NO_MITIGATION", "This grant has no mitigation to review.", "该授权没有需复核的补偿措施。");

interface Facts {
  readonly conflicts: readonly Conflict[];
  readonly maxDays: number;
}

async function factsOf(reader: Reader, rows: readonly { id: string; person: string; role: Role }[]): Promise<Map<string, Facts>> {
  const held = await rolesHeld(
    reader,
    rows.map(({ person }) => person),
  );
  const separation = await readSeparation(reader);
  const { maxDays } = await mitigationLimits(reader);
  return new Map(rows.map(({ id, person, role }) => [id, { conflicts: conflictsWith(separation, held(person), role), maxDays }]));
}

const about = { en: "Separation of duties at the grant of a role", zh: "授权时的职责分离" };
const today = (reader: Reader): string => dateIn(reader.firmZone, reader.now);

/** Who confirms a grant, and what it must say, follows from the roles that its person holds at that moment. */
export const grantConditions = [
  condition({
    gate: "grant.confirm",
    code: "SOD_GRANT",
    about,
    record: "RoleGrant",
    facts: factsOf,
    check: (row, fact, reader) => [
      ...grantReasons(fact?.conflicts ?? [], row, today(reader), fact?.maxDays ?? 0),
      ...(fact?.conflicts.some(({ isRefused }) => !isRefused) ? [byQaHead] : []),
    ],
  }),
  condition({
    gate: "grant.override",
    code: "SOD_OVERRIDE",
    about,
    record: "RoleGrant",
    facts: factsOf,
    check: (row, fact, reader) => [
      ...grantReasons(fact?.conflicts ?? [], row, today(reader), fact?.maxDays ?? 0),
      ...(fact?.conflicts.length === 0 ? [noConflict] : []),
    ],
  }),
  condition({
    gate: "grant.reviewMitigation",
    code: "NO_MITIGATION",
    about: { en: "A mitigation to review", zh: "需复核的补偿措施" },
    record: "RoleGrant",
    facts: async () => new Map<string, never>(),
    check: (row) => (row.isOverride ? [] : [noMitigation]),
  }),
];
