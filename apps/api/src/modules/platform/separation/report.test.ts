/** The report on separation of duties, minimum staffing and the periodic review of access. */
import { type Role, role as roles } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shown } from "../../../../test/browser.ts";
import { grantRole, type House, openHouse, refusalOf } from "../../../../test/house.ts";
import type { Hand, Handled } from "../../../seed/hands.ts";
import { isUnused } from "./access-review.ts";
import { readSeparation, type Separation } from "./conflicts.ts";
import { judgeStaff } from "./staffing.ts";

let house: House;
let separation: Separation;
beforeAll(async () => {
  house = await openHouse();
  await (await house.hands.as("weiqing")).read(async (tx) => {
    separation = await readSeparation(tx);
  });
});
afterAll(() => house?.close());

interface Report {
  readonly people: readonly {
    readonly person: { readonly title: { readonly en: string } };
    readonly isAdministrator: boolean;
    readonly roles: readonly { readonly role: string; readonly until: string | null; readonly lastUsedAt: string | null }[];
    readonly conflicts: readonly {
      readonly rule: string;
      readonly grant: string | null;
      readonly mitigation: string | null;
      readonly until: string | null;
      readonly isReviewLate: boolean;
    }[];
  }[];
  readonly lastReview: { readonly number: string; readonly by: string } | null;
}

const report = async (given: { role?: string; permit?: string; conflicting?: boolean }, login = "weiqing") => {
  const answer = await (await house.browser(login)).ask(
    `query ($role: String, $permit: String, $conflicting: Boolean) { separationReport(role: $role, permit: $permit, conflicting: $conflicting) {
      people { person { title { en } } isAdministrator roles { role until lastUsedAt }
        conflicts { rule grant mitigation until isReviewLate } } lastReview { number by } } }`,
    given,
  );
  return { reasons: answer.reasons, said: answer.data ? shown<Report>(answer.data, "separationReport") : undefined };
};
const called = (said: Report | undefined) => said?.people.map(({ person }) => person.title.en);
const moveClock = (days: number) => house.sql("select public.set_domain_clock($1)", [days * 86_400_000]);

describe("[REQ-ACC-04] the report on separation of duties", () => {
  it("drill 9: who can release, and whether one of them is also operator or administrator", async () => {
    const { said } = await report({ permit: "lot.release" });
    expect(called(said)).toEqual(["Zhou Qiming", "Yao Lan"]);
    expect(
      said?.people.map(({ roles: held, isAdministrator, conflicts }) => [
        held.map(({ role }) => role),
        isAdministrator,
        conflicts,
      ]),
    ).toEqual([
      [["RELEASER"], false, []],
      [["RELEASER"], false, []],
    ]);
    await grantRole(house, "wutong", "RELEASER");
    const again = (await report({ permit: "lot.release" })).said;
    expect(called(again)).toEqual(["Wu Tong", "Zhou Qiming", "Yao Lan"]);
    expect(
      again?.people[0]?.conflicts.map(({ rule, mitigation, isReviewLate }) => [rule, mitigation !== null, isReviewLate]),
    ).toEqual([["4", true, false]]);
    expect(again?.people[0]?.conflicts[0]?.until).toBe(again?.people[0]?.roles[1]?.until);
  });

  it("drill 8: administrators are marked, a role is found by its name, one that does not exist is held by nobody", async () => {
    const { said } = await report({});
    expect(said?.people.filter(({ isAdministrator }) => isAdministrator).map(({ person }) => person.title.en)).toEqual([
      "Gu Ping",
      "Wei Qing",
      "Hao Yu",
    ]);
    expect(called((await report({ role: "QC_VERIFIER" })).said)).toEqual(["He Jia"]);
    expect(called((await report({ role: "KING" })).said)).toEqual([]);
    expect(called((await report({ permit: "nothing.known" })).said)).toEqual([]);
  });

  it("only who conflicts, each with the mitigation of its grant; a late monthly review is told", async () => {
    const before = (await report({ conflicting: true })).said;
    expect(before?.people.map(({ person, conflicts }) => [person.title.en, conflicts.map(({ rule }) => rule)])).toEqual([
      ["Qin Lan", ["2", "8"]],
      ["Wu Tong", ["4"]],
    ]);
    await moveClock(29);
    expect((await report({ conflicting: true })).said?.people[0]?.conflicts[0]?.isReviewLate).toBe(false);
    await moveClock(32);
    // The month of Wu Tong is over, and so is his role.
    expect(
      (await report({ conflicting: true })).said?.people.map(({ conflicts }) =>
        conflicts.map(({ isReviewLate }) => isReviewLate),
      ),
    ).toEqual([[true, true]]);
    await moveClock(0);
  });

  it("the last use of a role is the last act by one of its permits; what everybody may do tells nothing", async () => {
    const used = async () =>
      (await report({ role: "QA_REVIEWER" })).said?.people.find(({ person }) => person.title.en === "Song Wei")?.roles[0]
        ?.lastUsedAt;
    const songwei = await house.hands.as("songwei");
    expect(await used()).toBeNull();
    await songwei.create("SavedView", { recordType: "Site", nameEn: "Mine", nameZh: "我的", address: "" });
    expect(await used()).toBeNull();
    await songwei.create("Rule", {
      ruleName: "separation",
      key: "own-1",
      content: ["author", "checker"],
      validFrom: "2026-01-01",
      citation: "test",
    });
    const [act] = await house.sql<{ at: Date }>("select max(created_at) as at from rule where created_by_id = $1", [
      songwei.ctx.personId,
    ]);
    expect(await used()).toBe(act?.at.toISOString());
  });

  it("who may not read grants gets neither the report nor the staffing", async () => {
    for (const login of ["wutong", "linjing", "zhouqiming"]) {
      expect([login, (await report({}, login)).reasons]).toEqual([login, ["NO_PERMIT"]]);
      expect((await (await house.browser(login)).ask("{ minimumStaffing { rule } }")).reasons).toEqual(["NO_PERMIT"]);
    }
  });
});

describe("[REQ-ACC-04] minimum staffing", () => {
  const staff = (...of: (readonly [string, ...Role[]])[]) =>
    of.map(([name, ...held]) => ({ id: name, name: { en: name, zh: name }, roles: held, sites: "all" as const }));
  const one = [{ id: "1", number: "SZ1" }];
  const about = (found: ReturnType<typeof judgeStaff>, rule: string, record: string) =>
    found.filter((f) => f.rule === rule && f.text.en.startsWith(record)).map(({ level, text }) => [level, text.en]);

  it("one person who inspects and releases, a releaser who is alone, and nobody who releases: three different findings", () => {
    const found = (people: ReturnType<typeof staff>) => about(judgeStaff(separation, people, one), "3", "Lot");
    expect(found(staff(["Ann", "INSPECTOR", "RELEASER"]))).toEqual([
      ["alone", 'Lot: only Ann can have "released it"; where Ann "inspected it" before, nobody is left.'],
    ]);
    expect(found(staff(["Ann", "INSPECTOR"], ["Bo", "RELEASER"]))).toEqual([
      ["single", 'Lot: only Bo can have "released it"; there is no deputy.'],
    ]);
    expect(found(staff(["Ann", "INSPECTOR"]))).toEqual([["nobody", 'Lot: there is nobody who could have "released it".']]);
    expect(found(staff(["Ann", "INSPECTOR", "RELEASER"], ["Bo", "RELEASER"]))).toEqual([]);
  });

  it("at each site: whoever sees another site only does not count, and the site is named", () => {
    const people = [
      { id: "1", name: { en: "Ann", zh: "Ann" }, roles: ["INSPECTOR"] as Role[], sites: "all" as const },
      { id: "2", name: { en: "Bo", zh: "Bo" }, roles: ["RELEASER"] as Role[], sites: ["1"] },
      { id: "3", name: { en: "Cy", zh: "Cy" }, roles: ["RELEASER"] as Role[], sites: ["1"] },
    ];
    const found = judgeStaff(separation, people, [...one, { id: "2", number: "SZ2" }]);
    expect(about(found, "3", "Lot")).toEqual([["nobody", 'Lot (SZ2): there is nobody who could have "released it".']]);
  });

  it("names the compensating control: from outside for a rule without override, a later review for another", () => {
    const found = judgeStaff(separation, staff(["Ann", "WAREHOUSE", "INSPECTOR", "BUYER"]), one);
    const control = (rule: string) =>
      new Set(found.filter((f) => f.rule === rule).map(({ compensation }) => compensation?.en.split(":")[0]));
    expect(control("3")).toEqual(new Set(["External verifier"]));
    expect(control("6")).toEqual(new Set(["Later independent review"]));
    expect(found.filter(({ level }) => level === "single")).toEqual([]);
  });

  it("a side of a static rule that nobody holds is named; the demo company's people meet every rule", async () => {
    const alone = judgeStaff(
      separation,
      staff(["Ann", ...(Object.keys(roles.values) as Role[]).filter((code) => code !== "AUDIT_ADMIN")]),
      one,
    );
    expect(alone.filter(({ rule }) => rule === "13").map(({ text }) => text.zh)).toEqual([
      "无人担任“审计管理员”，而另一方人员不得兼任。",
    ]);
    const answer = await (await house.browser("xuheng")).ask(
      "{ minimumStaffing { rule level text { en } compensation { en } } }",
    );
    const found = shown<{ level: string }[]>(answer.data, "minimumStaffing");
    expect(found.filter(({ level }) => level !== "single")).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
  });
});

describe("[REQ-ACC-05] the review of access", () => {
  interface ReviewLine {
    readonly position: number;
    readonly login: string;
    readonly role: string;
    readonly proposal: string;
    readonly decision: string | null;
    readonly grant_state: string;
  }
  const linesOf = (review: Handled) =>
    house.sql<ReviewLine>(
      `select l.position, p.login, l.role, l.proposal, l.decision, g.state as grant_state from access_review_role l
       join person p on p.id = l.person_id join role_grant g on g.id = l.grant_id where l.head_id = $1 order by l.position`,
      [review.id],
    );
  const decide = (hand: Hand, review: Handled, decisions: object[]) =>
    hand.act("AccessReview", review, "decide", { decisions } as never);

  it("campaign · sign · removals applied, event written; nobody decides about his own, an unused role is kept with a reason only", async () => {
    const [weiqing, xuheng] = [await house.hands.as("weiqing"), await house.hands.as("xuheng")];
    await moveClock(100);
    try {
      const review = await weiqing.create("AccessReview", { subject: "Second half" });
      const lines = await linesOf(review);
      const inForce = await house.sql<{ n: number }>(
        "select count(*)::int as n from role_grant g join person p on p.id = g.person_id where g.state = 'active' and p.state = 'active' and (valid_to is null or valid_to >= public.company_day())",
      );
      expect(lines.length).toBe(inForce[0]?.n);
      const luting = lines.find(({ login }) => login === "luting");
      expect(luting?.proposal).toBe("remove");
      // The security administrator has opened the review with this very role.
      expect(lines.find(({ login }) => login === "weiqing")?.proposal).toBe("keep");

      const own = lines.filter(({ login }) => login === "xuheng").map(({ position }) => position);
      expect(await refusalOf(decide(xuheng, review, [{ line: own[0], decision: "keep" }]))).toContain("REVIEW_OWN_ROLE");
      expect(await refusalOf(decide(xuheng, review, [{ line: luting?.position, decision: "keep" }]))).toEqual([
        "REVIEW_REMARK_MISSING",
      ]);
      expect(await refusalOf(decide(xuheng, review, [{ line: 9999, decision: "keep" }]))).toEqual(["NO_LINE"]);
      expect((await linesOf(review)).filter(({ decision }) => decision !== null)).toEqual([]);
      expect(await refusalOf(xuheng.act("AccessReview", review, "complete"))).toEqual(["REVIEW_LINES_OPEN"]);

      const all = lines.map(({ position, login }) => ({
        line: position,
        decision: login === "luting" ? "remove" : "keep",
        remark: "Needed, seldom used",
      }));
      await decide(
        xuheng,
        review,
        all.filter(({ line }) => !own.includes(line)),
      );
      await decide(
        weiqing,
        review,
        all.filter(({ line }) => own.includes(line)),
      );
      expect(await refusalOf(weiqing.act("AccessReview", review, "complete"))).toEqual(["NO_PERMIT", "SOD_SELF"]);
      const [sent] = await house.sql<{ n: number }>("select count(*)::int as n from outbox where name = 'role.changed'");
      expect((await xuheng.act("AccessReview", review, "complete")).state).toBe("signed");
      expect((await linesOf(review)).filter(({ grant_state }) => grant_state === "ended").map(({ login }) => login)).toEqual([
        "luting",
      ]);
      expect(await house.sql("select count(*)::int - $1::int as n from outbox where name = 'role.changed'", [sent?.n])).toEqual([
        { n: 1 },
      ]);
      expect(
        await house.sql(
          "select e.operation, e.new ->> 'state' as state from audit.event e where e.table_name = 'role_grant' and e.kind = 'update' order by e.id desc limit 1",
        ),
      ).toEqual([{ operation: "completeAccessReview", state: "ended" }]);
      expect((await (await house.browser("luting")).ask("{ me { roles } }")).data).toEqual({ me: { roles: [] } });
      expect((await report({})).said?.lastReview).toEqual({ number: review.number, by: "许衡" });
      expect(await refusalOf(decide(xuheng, review, [{ line: 1, decision: "remove" }]))).toEqual(["STATE"]);
    } finally {
      await moveClock(0);
    }
  });

  it.each([
    [{ since: 200, lastUsedAt: null }, true],
    [{ since: 200, lastUsedAt: 91 }, true],
    [{ since: 200, lastUsedAt: 90 }, false],
    [{ since: 89, lastUsedAt: null }, false],
  ])("held and used so many days ago %j: unused %s", ({ since, lastUsedAt }, unused) => {
    const now = new Date("2026-08-20T00:00:00Z");
    const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
    expect(isUnused({ since: ago(since), lastUsedAt: lastUsedAt === null ? null : ago(lastUsedAt) }, now, 90)).toBe(unused);
  });
});
