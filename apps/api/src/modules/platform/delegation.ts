/** A role lent to another person: what must hold, and what follows (REQ-ACC-08, compliance.md §C). */
import { because, type Reason, type Rec, type Role, role as roles } from "@lotline/schema";
import { dateIn, type Reader } from "../../base/context.ts";
import { invalid } from "../../base/error.ts";
import { behaviour, condition } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";
import { endSigning } from "./role-grant.ts";
import { asReason, readSeparation, type Separation } from "./separation/conflicts.ts";
import { conflictsWith, type Holding, rolesHeld } from "./separation/grant.ts";

interface DelegationRule {
  readonly mostDays: number;
  readonly to: { readonly [role: string]: readonly Role[] };
}

const oneDay = 86_400_000;

type Delegation = Rec<"Delegation">;

interface Facts {
  readonly authorHolds: readonly Role[];
  readonly delegateHolds: Holding;
  readonly delegateActive: boolean;
  readonly overlapping: string | null;
  readonly rule: DelegationRule;
  readonly separation: Separation;
  readonly today: string;
}

async function factsOf(reader: Reader, rows: readonly Delegation[]): Promise<ReadonlyMap<string, Facts>> {
  // The content of this rule is checked when the rule is approved; it is shipped with the product.
  const rule = (await reader.rule("delegation")).get("default") as DelegationRule;
  const today = dateIn(reader.firmZone, reader.now);
  const separation = await readSeparation(reader);
  const found = await reader.sql<{
    id: string;
    author: Role[] | null;
    delegate: string;
    state: string;
    other: string | null;
  }>(
    `select d.id, p.state, d.delegate_id as delegate,
       (select array_agg(distinct g.role) from role_grant g where g.person_id = d.created_by_id and g.state = 'active' and (g.valid_to is null or g.valid_to >= ?::date)) as author,
       (select o.number from delegation o where o.id <> d.id and o.state = 'active' and o.role = d.role and o.delegate_id = d.delegate_id
          and o.valid_from <= d.valid_to and o.valid_to >= d.valid_from limit 1) as other
     from delegation d join person p on p.id = d.delegate_id where d.id = any(?::bigint[])`,
    [today, rows.map(({ id }) => id)],
  );
  const held = await rolesHeld(
    reader,
    rows.map(({ delegate }) => delegate),
  );
  return new Map(
    found.map((row) => [
      row.id,
      {
        authorHolds: row.author ?? [],
        delegateHolds: held(row.delegate),
        delegateActive: row.state === "active",
        overlapping: row.other,
        rule,
        separation,
        today,
      },
    ]),
  );
}

const daysOf = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / oneDay + 1;

/** Every reason against giving it. */
function reasonsOf(delegation: Delegation, facts: Facts): Reason[] {
  const { rule, authorHolds, delegateHolds } = facts;
  const label = roles.values[delegation.role];
  const allowed = rule.to[delegation.role] ?? [];
  const names = (lang: "en" | "zh") => allowed.map((role) => roles.values[role][lang]).join(lang === "en" ? ", " : "、");
  return [
    ...(authorHolds.includes(delegation.role)
      ? []
      : [
          because(
            "NOT_YOUR_ROLE",
            `Only who was granted "${label.en}" himself may lend it.`,
            `仅本人直接获授“${label.zh}”者可委托；受托角色不得转托。`,
          ),
        ]),
    ...(delegation.delegate === delegation.createdBy
      ? [because("SOD_SELF", "Nobody acts in his own place.", "不得委托给本人。")]
      : []),
    ...(facts.delegateActive ? [] : [because("PERSON_DISABLED", "The person is not in work.", "该人员已停用。")]),
    ...(allowed.length === 0
      ? [because("ROLE_NOT_LENT", `"${label.en}" is not lent (rule delegation).`, `“${label.zh}”不得委托（规则 delegation）。`)]
      : allowed.some((role) => delegateHolds.granted.includes(role))
        ? []
        : [
            because(
              "NOT_QUALIFIED",
              `The person holds none of the roles that qualify for it: ${names("en")}.`,
              `受托人不具备相应或更高资格的角色：${names("zh")}。`,
            ),
          ]),
    // What one person may never hold together is not lent either; what goes by duties is asked at each act.
    ...conflictsWith(facts.separation, delegateHolds, delegation.role)
      .filter(({ isRefused }) => isRefused)
      .map(asReason),
    ...(daysOf(delegation.validFrom, delegation.validTo) > rule.mostDays
      ? [because("TOO_LONG", `At most ${rule.mostDays} days.`, `最长 ${rule.mostDays} 天。`)]
      : []),
    ...(delegation.validTo < facts.today ? [because("DELEGATION_OVER", "Its last day has passed.", "截止日期已过。")] : []),
    ...(facts.overlapping
      ? [
          because(
            "DELEGATION_OVERLAPS",
            `${facts.overlapping} lends the same role to the same person on these days.`,
            `${facts.overlapping} 已在同期将该角色委托给同一人。`,
          ),
        ]
      : []),
  ];
}

/** Asked when it is given, and shown before. */
export const delegationFits = condition({
  gate: "delegation.give",
  code: "NOT_QUALIFIED",
  about: {
    en: "A role of one's own, lent for a bounded time to a qualified person, against no separation rule",
    zh: "委托本人角色，期限、受托人资格及职责分离均符合规则",
  },
  record: "Delegation",
  facts: factsOf,
  check: (delegation, facts) => (facts ? reasonsOf(delegation, facts) : []),
});

const notYours = because("NOT_YOURS", "Only whose role it is may do this.", "仅委托人本人可操作。");

async function rightsChanged(tx: Tx, delegation: Delegation): Promise<void> {
  await endSigning(tx, delegation.delegate);
  tx.emit("delegation.changed", { delegation: delegation.id });
}

/** Delegations: given by whose role it is, ended by either of the two or by an administrator. */
export const delegationBehaviour = behaviour({
  record: "Delegation",
  beforeCreate: async (tx, given) => {
    const today = dateIn(tx.firmZone, tx.now);
    const order = given.validTo < given.validFrom;
    if (order || given.validFrom < today)
      throw invalid({
        path: order ? "validTo" : "validFrom",
        code: "date",
        text: order
          ? { en: "The last day is not before the first.", zh: "截止日期不得早于起始日期。" }
          : { en: "Not in the past.", zh: "不得早于今日。" },
      });
  },
  actions: {
    give: {
      guard: (delegation, reader) => (delegation.createdBy === reader.actor.id ? [] : [notYours]),
      effect: (tx, delegation) => rightsChanged(tx, delegation),
    },
    end: {
      guard: (delegation, reader) =>
        delegation.createdBy === reader.actor.id ||
        delegation.delegate === reader.actor.id ||
        reader.actor.permits.has("person.change") ||
        reader.actor.permits.has("grant.propose")
          ? []
          : [notYours],
      effect: async (tx, delegation) => {
        if (delegation.state === "active") await rightsChanged(tx, delegation);
      },
    },
    lapse: {
      effect: async (tx, delegation) => {
        if (delegation.state === "active") await rightsChanged(tx, delegation);
      },
    },
  },
});
