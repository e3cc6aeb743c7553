/** Accounts of inspectors: what a scope must say, who confirms it, what it gives, and its end (REQ-ACC-12, ADR 42). */
import { because, type Issue, inspectedArea, type Reason, type Rec } from "@lotline/schema";
import { type Holders, readingRights } from "@lotline/schema/special-rights";
import type { Reader } from "../../../base/context.ts";
import { dateIn } from "../../../base/context.ts";
import { invalid } from "../../../base/error.ts";
import { recordNames, specOf } from "../../../base/names.ts";
import { behaviour, condition, consumer } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { endSigning } from "../role-grant.ts";
import { rolesHeld } from "../separation/grant.ts";
import { daysUntil } from "../warning.ts";

type Access = Rec<"InspectorAccess">;

/** Whose read permits an inspector's are taken from, and on what no scope is said because nothing could be told without it. */
const readsAs = "AUDITOR";
const always = ["Site", "Unit", "Person"];

async function mostDays(reader: Reader): Promise<number> {
  const rule = (await reader.rule("inspector-access")).get("default") as { readonly mostDays: number } | undefined;
  return rule?.mostDays ?? 1;
}

interface Facts {
  readonly roles: number;
  readonly other: string | null;
  readonly isActive: boolean;
  readonly sites: number;
  readonly areas: number;
  readonly mostDays: number;
}

async function factsOf(reader: Reader, rows: readonly Access[]): Promise<ReadonlyMap<string, Facts>> {
  const held = await rolesHeld(
    reader,
    rows.map(({ person }) => person),
    { proposed: true },
  );
  const most = await mostDays(reader);
  const found = await reader.sql<{ id: string; state: string; other: string | null; sites: number; areas: number }>(
    `select a.id, p.state,
       (select o.number from inspector_access o where o.id <> a.id and o.person_id = a.person_id and o.state = 'active'
          and o.valid_from <= a.valid_to and o.valid_to >= a.valid_from order by o.id limit 1) as other,
       (select count(*)::int from inspector_access_site s where s.head_id = a.id) as sites,
       (select count(*)::int from inspector_access_area s where s.head_id = a.id) as areas
     from inspector_access a join person p on p.id = a.person_id where a.id = any(?::bigint[])`,
    [rows.map(({ id }) => id)],
  );
  const people = new Map(rows.map(({ id, person }) => [id, person]));
  return new Map(
    found.map(({ id, state, ...row }) => {
      const { granted, lent } = held(people.get(id) ?? "");
      return [id, { ...row, roles: granted.length + lent.length, isActive: state === "active", mostDays: most }];
    }),
  );
}

const self = because("SOD_SELF", "Nobody confirms an account for himself.", "不得为本人确认账户（职责分离）。");
const hasRoles = because(
  "INSPECTOR_HAS_ROLES",
  "The person holds or is proposed for a role; an inspector holds none.",
  "该人员已有或待确认角色；检查员不得担任任何角色。",
);
const inactive = because("PERSON_DISABLED", "The person is not in work.", "该人员已停用。");
const overlaps = (number: string) =>
  because(
    "INSPECTOR_OVERLAPS",
    `${number} is in force on some of these days.`,
    `${number} 在此期间已生效。`,
    "InspectorAccess",
    number,
  );
const noScope = because(
  "INSPECTOR_NO_SCOPE",
  "At least one site and one area of records are named.",
  "须至少指定一个场所和一个记录范围。",
);
const tooLong = (days: number) => because("TOO_LONG", `At most ${days} days.`, `最长 ${days} 天。`);
const over = because("INSPECTOR_OVER", "Its last day has passed.", "截止日期已过。");

function reasonsOf(access: Access, facts: Facts, today: string): Reason[] {
  return [
    ...(facts.isActive ? [] : [inactive]),
    ...(facts.roles > 0 ? [hasRoles] : []),
    ...(facts.other ? [overlaps(facts.other)] : []),
    ...(facts.sites === 0 || facts.areas === 0 ? [noScope] : []),
    ...(daysUntil(access.validFrom, access.validTo) + 1 > facts.mostDays ? [tooLong(facts.mostDays)] : []),
    ...(access.validTo < today ? [over] : []),
  ];
}

export const inspectorConfirmed = condition({
  gate: "inspector.confirm",
  code: "INSPECTOR_HAS_ROLES",
  about: {
    en: "An inspector without roles, a scope, and days within the rule, confirmed by a second person",
    zh: "检查员无任何角色，范围明确，天数符合规则，由第二人确认",
  },
  record: "InspectorAccess",
  facts: factsOf,
  check: (access, facts, { actor, firmZone, now }) => [
    ...(access.person === actor.id ? [self] : []),
    ...(facts ? reasonsOf(access, facts, dateIn(firmZone, now)) : []),
  ],
});

/** Refuses days and a period that run backwards, and a reason that says nothing. */
function requireOrder(given: Pick<Access, "validFrom" | "validTo" | "why"> & Partial<Access>): void {
  const order = { en: "The last day is not before the first.", zh: "截止日期不得早于起始日期。" };
  const why = { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" };
  const issues: Issue[] = [
    ...(given.validTo < given.validFrom ? [{ path: "validTo", code: "date", text: order }] : []),
    ...(given.periodFrom && given.periodTo && given.periodTo < given.periodFrom
      ? [{ path: "periodTo", code: "date", text: order }]
      : []),
    ...([...given.why.trim()].length < 10 ? [{ path: "why", code: "REASON_REQUIRED", text: why }] : []),
  ];
  if (issues.length > 0) throw invalid(...issues);
}

/** Writes down what the account reads: the types of record of its areas, and the read permits for them. */
async function writeRights(tx: Tx, access: Access): Promise<void> {
  const areas = new Set<string>((await tx.lines("InspectorAccess", "areas", access)).map(({ area }) => area));
  const ofAreas = recordNames.filter((name) => areas.has(specOf(name).area) && name !== "InspectorAccess");
  const types = new Set<string>([...ofAreas, ...always]);
  for (const [index, recordType] of [...types].entries())
    tx.addLine<"InspectorAccess", "types">("InspectorAccess", "types", access, index + 1, { recordType });
  // The content of this rule is checked when it is approved.
  const rights = readingRights(readsAs, (await tx.rule("role-permit")) as Holders, types);
  for (const [index, permit] of rights.entries())
    tx.addLine<"InspectorAccess", "rights">("InspectorAccess", "rights", access, index + 1, { permit });
}

async function endSessions(tx: Tx, access: Access): Promise<void> {
  // One that was never confirmed let nobody in.
  if (access.state !== "active") return;
  await tx.sql(
    "update session set ended_at = ?, end_reason = 'inspector account ended' where person_id = ? and ended_at is null",
    [tx.now, access.person],
  );
}

export const inspectorBehaviour = behaviour({
  record: "InspectorAccess",
  beforeCreate: async (_tx, given) => requireOrder(given),
  beforeEdit: async (_tx, access, changes) => requireOrder({ ...access, ...changes } as Access),
  actions: {
    confirm: {
      effect: async (tx, access) => {
        await writeRights(tx, access);
        await endSigning(tx, access.person);
      },
    },
    end: { effect: endSessions },
    expire: { effect: endSessions },
  },
});

/** Accounts whose last day is over end with the next one, and their sessions with them; they give nothing before that already. */
export const inspectorConsumer = consumer({
  name: "platform.end-inspector-accounts",
  message: "day.begun",
  handle: async (tx) => {
    const past = await tx.sql<{ id: string }>(
      "select id from inspector_access where state in ('proposed', 'active') and valid_to < public.company_day() order by id",
    );
    for (const { id } of past) await tx.act("InspectorAccess", id, "expire", {});
  },
});

/** Every area of the record files has its word in a scope. */
export const areasWithoutWord = (): string[] =>
  [...new Set(recordNames.map((name) => specOf(name).area))].filter((area) => !Object.hasOwn(inspectedArea.values, area));
