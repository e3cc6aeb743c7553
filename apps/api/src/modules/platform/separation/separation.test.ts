/** Separation of duties as data: which roles conflict, what a grant needs, and what nothing lets through. */
import { type ExclusiveRoles, isNeverOverridden, type Role, role as roles, shippedExclusiveRoles } from "@lotline/schema";
import { dutyActs } from "@lotline/schema/duty-acts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse, reasonsOf, refusalOf } from "../../../../test/house.ts";
import { ruleFault } from "../rule-shapes.ts";
import { conflictsOf, readSeparation, type Separation } from "./conflicts.ts";
import { grantReasons } from "./grant.ts";

let house: House;
let separation: Separation;
beforeAll(async () => {
  house = await openHouse();
  await (await house.hands.as("weiqing")).read(async (tx) => {
    separation = await readSeparation(tx);
  });
});
afterAll(() => house?.close());

const all = Object.keys(roles.values) as Role[];
const rulesOf = (held: Role[], wanted: Role) => conflictsOf(separation, held, wanted).map(({ rule, kind }) => `${rule} ${kind}`);
const day = (days: number) =>
  house.sql<{ day: string }>("select (public.company_day() + $1::int)::text as day", [days]).then(([row]) => row?.day ?? "");
let count = 0;
const newcomer = async () => {
  const login = `someone${++count}`;
  return (await house.hands.as("guping")).create("Person", {
    login,
    nameEn: "New",
    nameZh: "新",
    titleEn: "Tester",
    titleZh: "测试",
  });
};
const propose = async (person: string, role: Role, more: object = {}) =>
  (await house.hands.as("weiqing")).create("RoleGrant", { person, role, ...more });
const give = async (person: string, role: Role) =>
  (await house.hands.as("guping")).act("RoleGrant", await propose(person, role), "confirm");
const mitigated = async (days = 90) => ({ validTo: await day(days), mitigation: "QA looks at every record of both duties" });
const state = async () =>
  house.sql(
    "select (select count(*)::int from role_grant) as grants, (select count(*)::int from duty) as duties, (select count(*)::int from outbox) as messages",
  );

describe("[REQ-ACC-04] rules as data", () => {
  it("every pair of roles marked S! in compliance.md §C is refused in both directions, whatever is written on the grant", async () => {
    const today = await day(0);
    const written = await mitigated();
    for (const [key, { a, b }] of Object.entries(shippedExclusiveRoles) as [string, ExclusiveRoles][])
      for (const x of a)
        for (const y of b)
          for (const [held, wanted] of [
            [x, y],
            [y, x],
          ] as const) {
            const found = conflictsOf(separation, [held], wanted);
            expect([held, wanted, found.filter(({ kind }) => kind === "roles").map(({ rule }) => rule)]).toEqual([
              held,
              wanted,
              [key],
            ]);
            expect(grantReasons(found, written, today, 366).map(({ code }) => code)).toContain("SOD_ROLES");
          }
  });

  it("pairs of duties conflict where one role can play the one and another role the other on one type of record", () => {
    expect(rulesOf(["INSPECTOR"], "RELEASER")).toEqual(["3 duties", "4 duties"]);
    expect(rulesOf(["RELEASER"], "INSPECTOR")).toEqual(["3 duties", "4 duties"]);
    expect(rulesOf(["OPERATOR"], "RELEASER")).toEqual(["4 duties"]);
    expect(rulesOf(["BUYER"], "WAREHOUSE")).toEqual(["5 duties"]);
    expect(rulesOf(["WAREHOUSE"], "INSPECTOR")).toEqual(["6 duties"]);
    expect(rulesOf(["BUYER"], "PURCHASING_MANAGER")).toEqual(["2 duties", "8 duties"]);
    expect(rulesOf(["WAREHOUSE"], "SALES")).toEqual(["23 duties", " duties"]);
    expect(rulesOf(["WAREHOUSE"], "FINANCE")).toEqual(["2 duties", "20 duties"]);
    expect(rulesOf(["METROLOGY"], "QA_REVIEWER")).toEqual(["2 duties", "16 duties"]);
    // On label jobs an operator makes and prints, a reviewer checks, releases and closes.
    expect(rulesOf(["OPERATOR"], "QA_REVIEWER")).toEqual(["1 duties", "2 duties", "17 duties", " duties"]);
  });

  it("what the record file itself separates counts too: who receives a lot does not release it", () => {
    const found = conflictsOf(separation, ["WAREHOUSE"], "RELEASER");
    expect(found.map(({ rule, pairs }) => [rule, pairs])).toEqual([
      ["", [{ record: "Lot", held: "receiver", wanted: "releaser" }]],
    ]);
    expect(found[0]?.text.en).toBe(
      "Lot: who received it (Warehouse keeper) may not be who released it (Authorised releaser) on the same record (the record itself).",
    );
  });

  it("one role by itself, the same role again and roles that share no record conflict with nothing", () => {
    for (const role of all) expect([role, rulesOf([], role), rulesOf([role], role)]).toEqual([role, [], []]);
    expect(rulesOf(["WAREHOUSE", "OPERATOR"], "MANAGEMENT")).toEqual([]);
    expect(rulesOf(["OPERATOR"], "LAB")).toEqual([]);
  });

  it("an approval step by step counts the permits of its route: finance approves orders above the limit", () => {
    const approvers = separation.acts
      .filter((act) => act.record === "PurchaseOrder" && act.duty === "approver")
      .map((act) => act.permit);
    expect(approvers).toEqual(["purchase.approve", "purchase.approveAmount"]);
    expect(rulesOf(["BUYER"], "FINANCE")).toEqual(["2 duties", "8 duties"]);
  });

  it('a rule marked "!" cannot be approved with an override, a rule of the firm\'s own can', () => {
    const content = { a: ["BUYER"], b: ["QA_HEAD"], override: true };
    for (const key of ["7", "12", "13", "13b", "24"])
      expect([key, ruleFault("exclusive-roles", content, key)?.code]).toEqual([key, "NEVER_OVERRIDDEN"]);
    for (const key of ["own-1", "5", "25"]) expect([key, ruleFault("exclusive-roles", content, key)]).toEqual([key, null]);
    expect([1, 5, 6, 10, 14, 20, 23].map((rule) => isNeverOverridden(String(rule)))).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  it("every duty that an action of a record file gives can be found again by a permit", () => {
    expect(new Set(dutyActs.filter(({ record }) => record === "Lot").map(({ duty }) => duty))).toEqual(
      new Set(["releaser", "reviewer", "receiver", "inspector", "verifier", "performer"]),
    );
  });
});

describe("[REQ-ACC-04] grants", () => {
  it("against a static rule a grant is refused at its proposal with everything that stands in the way, and nothing is written", async () => {
    const { id } = await newcomer();
    await give(id, "BUYER");
    const before = await state();
    const reasons = await reasonsOf(propose(id, "QA_HEAD", await mitigated()));
    expect(reasons.map(({ code, record }) => `${code} ${record}`)).toEqual(["SOD_ROLES Rule"]);
    expect(await state()).toEqual(before);
    expect(await refusalOf(propose(id, "SYSADMIN"))).toEqual(["SOD_ROLES"]);
  });

  it("against duties it needs a mitigation and a last day, each conflict named, and the QA head's signature", async () => {
    const { id } = await newcomer();
    await give(id, "INSPECTOR");
    const before = await state();
    const reasons = await reasonsOf(propose(id, "RELEASER"));
    expect(reasons.map(({ code }) => code)).toEqual(["SOD_DUTIES", "SOD_DUTIES", "MITIGATION_REQUIRED"]);
    expect(reasons.map(({ text }) => /separation rule (\d+)/.exec(text.en)?.[1])).toEqual(["3", "4", undefined]);
    expect(reasons[0]?.text.zh).toContain("职责分离规则 3");
    const full = await mitigated();
    for (const missing of [{ validTo: full.validTo }, { mitigation: full.mitigation }, { ...full, mitigation: "   " }])
      expect(await refusalOf(propose(id, "RELEASER", missing))).toContain("MITIGATION_REQUIRED");
    expect(await refusalOf(propose(id, "RELEASER", await mitigated(367)))).toEqual(["MITIGATION_TOO_LONG"]);
    expect(await refusalOf(propose(id, "RELEASER", await mitigated(-1)))).toEqual(["GRANT_OVER"]);
    expect(await state()).toEqual(before);

    const grant = await propose(id, "RELEASER", full);
    expect(await refusalOf((await house.hands.as("guping")).act("RoleGrant", grant, "confirm"))).toEqual(["OVERRIDE_BY_QA_HEAD"]);
    expect(await refusalOf((await house.hands.as("guping")).act("RoleGrant", grant, "confirmOverride"))).toEqual(["NO_PERMIT"]);
    const xuheng = await house.hands.as("xuheng");
    expect((await xuheng.act("RoleGrant", grant, "confirmOverride")).state).toBe("active");
    expect(
      await house.sql("select is_override, mitigation_reviewed_at is not null as reviewed from role_grant where id = $1", [
        grant.id,
      ]),
    ).toEqual([{ is_override: true, reviewed: true }]);
    expect(
      await house.sql("select meaning from signature where record_type = 'RoleGrant' and record_id = $1", [grant.id]),
    ).toEqual([{ meaning: "APPROVED" }]);
    expect(
      (await xuheng.act("RoleGrant", grant, "reviewMitigation", {}, "Ten lots looked at, none released by the inspector")).state,
    ).toBe("active");
  });

  it("the QA head does not confirm a grant that goes against no rule, and reviews no mitigation where there is none", async () => {
    const { id } = await newcomer();
    const grant = await propose(id, "SALES");
    const xuheng = await house.hands.as("xuheng");
    expect(await refusalOf(xuheng.act("RoleGrant", grant, "confirmOverride"))).toEqual(["NO_CONFLICT"]);
    const active = await (await house.hands.as("guping")).act("RoleGrant", grant, "confirm");
    expect(await refusalOf(xuheng.act("RoleGrant", active, "reviewMitigation", {}, "a long enough reason"))).toEqual([
      "NO_MITIGATION",
    ]);
  });

  it("a mitigation taken away before the confirmation is asked for again", async () => {
    const { id } = await newcomer();
    await give(id, "INSPECTOR");
    const weiqing = await house.hands.as("weiqing");
    const grant = await propose(id, "RELEASER", await mitigated());
    expect(await refusalOf(weiqing.edit("RoleGrant", grant, { validTo: null }, "the last day is not known yet"))).toEqual([
      "SOD_DUTIES",
      "SOD_DUTIES",
      "MITIGATION_REQUIRED",
    ]);
  });

  it("two conflicting roles proposed side by side: the second is not confirmed, at the same moment neither", async () => {
    const guping = await house.hands.as("guping");
    const side = async (person: string, role: Role, number: string) => {
      await house.sql("select set_config('app.actor', '1', false)");
      const [row] = await house.sql<{ id: string }>(
        "insert into role_grant (number, state, created_by_id, person_id, role) values ($3, 'proposed', 1, $1, $2) returning id",
        [person, role, number],
      );
      return { id: row?.id ?? "" };
    };
    const one = await newcomer();
    const buyer = await propose(one.id, "BUYER");
    expect(await refusalOf(propose(one.id, "QA_HEAD"))).toContain("SOD_ROLES");
    const head = await side(one.id, "QA_HEAD", "RG-SIDE-1");
    await guping.act("RoleGrant", buyer, "confirm");
    expect(await refusalOf(guping.act("RoleGrant", head, "confirm"))).toContain("SOD_ROLES");
    for (let turn = 0; turn < 5; turn++) {
      const { id } = await newcomer();
      const both = [await side(id, "BUYER", `RG-RACE-A${turn}`), await side(id, "QA_HEAD", `RG-RACE-B${turn}`)];
      const done = await Promise.allSettled(both.map((grant) => guping.act("RoleGrant", grant, "confirm")));
      expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    }
  });

  it("a grant that has run out conflicts with nothing any more", async () => {
    const { id } = await newcomer();
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql(
      "insert into role_grant (number, state, created_by_id, person_id, role, valid_to) values ('RG-OVER', 'active', 1, $1, 'BUYER', public.company_day() - 1)",
      [id],
    );
    expect((await propose(id, "QA_HEAD")).state).toBe("proposed");
  });

  it("[REQ-ACC-08] a role lent conflicts until its last day with what nothing lets through, and with no more than that", async () => {
    const { id } = await newcomer();
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql(
      `insert into delegation (number, state, created_by_id, delegate_id, role, valid_from, valid_to, why)
       values ('DG-LENT', 'active', 1, $1, 'QA_HEAD', public.company_day(), public.company_day(), 'On leave')`,
      [id],
    );
    expect(await refusalOf(propose(id, "BUYER"))).toEqual(["SOD_ROLES"]);
    expect((await propose(id, "INSPECTOR")).state).toBe("proposed");
    await house.sql("update delegation set state = 'ended' where number = 'DG-LENT'");
    expect((await propose(id, "BUYER")).state).toBe("proposed");
  });
});
