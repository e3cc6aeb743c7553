/** A role lent for some days, absences, and who leaves (compliance.md §C, REQ-ACC-08). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { acts, type Company, openCompany, purchase } from "../../../test/company.ts";
import { refusalOf } from "../../../test/house.ts";
import type { Handled } from "../../seed/hands.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());
beforeEach(() => company.at("2026-07-06 08:00"));

const personId = async (login: string): Promise<string> =>
  (await company.sql<{ id: string }>("select id from person where login = $1", [login]))[0]?.id ?? "";

async function draft(by: string, role: string, to: string, from = "2026-07-06", until = "2026-07-20"): Promise<Handled> {
  return (await company.as(by)).create("Delegation", {
    role,
    delegate: await personId(to),
    validFrom: from,
    validTo: until,
    why: "On leave until the 20th",
  });
}

const give = (by: string, delegation: { id: string }) => acts(company, by, "Delegation", delegation, "give");

async function submitted(amount: string): Promise<Handled> {
  const item = await company.id("Item", "RM-201");
  const buyer = await company.as("shenyue");
  const lines = [{ item, quantity: amount, price: "1" }];
  const order = await buyer.create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "1", { lines }));
  return buyer.act("PurchaseOrder", order, "submit");
}

const approve = (login: string, order: { id: string }) => acts(company, login, "PurchaseOrder", order, "approve");

describe("a role that is lent", () => {
  it("[REQ-ACC-08] lets the qualified person sign on behalf of whose role it is, on its days and no others, and the signature says so", async () => {
    const order = await submitted("1000");
    expect(await refusalOf(approve("qianli", order))).toEqual(["NO_PERMIT"]);
    const lent = await draft("jiangmin", "PURCHASING_MANAGER", "qianli", "2026-07-07", "2026-07-09");
    expect((await give("jiangmin", lent)).state).toBe("active");
    // Its first day is tomorrow.
    expect(await refusalOf(approve("qianli", order))).toEqual(["NO_PERMIT"]);
    await company.at("2026-07-07 09:00");
    expect((await approve("qianli", order)).state).toBe("approved");
    expect(
      await company.sql(
        "select printed_name, on_behalf_of from signature where record_type = 'PurchaseOrder' and record_id = $1",
        [order.id],
      ),
    ).toEqual([{ printed_name: "钱立", on_behalf_of: "江敏" }]);
    // Both have played the part, so neither may play the opposite one.
    expect(
      await company.sql(
        "select p.login from duty d join person p on p.id = d.person_id where d.record_type = 'PurchaseOrder' and d.record_id = $1 and d.duty = 'approver' order by p.login",
        [order.id],
      ),
    ).toEqual([{ login: "jiangmin" }, { login: "qianli" }]);
    await company.at("2026-07-10 00:30");
    expect(await refusalOf(approve("qianli", await submitted("1000")))).toEqual(["NO_PERMIT"]);
  });

  it("[REQ-ACC-08] [REQ-APR-02] never goes around the separation of duties: what its lender may not do, nobody does for him", async () => {
    // Qinlan is buyer and manager; her own order is not approved in her name.
    const item = await company.id("Item", "RM-201");
    const qinlan = await company.as("qinlan");
    const own = await qinlan.create(
      "PurchaseOrder",
      await purchase(company, "SUP-01", "RM-201", "1", { lines: [{ item, quantity: "10", price: "1" }] }),
    );
    const order = await qinlan.act("PurchaseOrder", own, "submit");
    await give("qinlan", await draft("qinlan", "PURCHASING_MANAGER", "qianli", "2026-07-06", "2026-07-06"));
    expect(await refusalOf(approve("qianli", order))).toEqual(["SOD_SELF", "SOD_SELF"]);
    expect(
      await company.sql("select 1 from signature where record_type = 'PurchaseOrder' and record_id = $1", [order.id]),
    ).toEqual([]);
    // It is not offered to her either; what somebody else ordered is.
    const queue = await (await company.browser("qianli")).ask('query { q: reviewQueue(record: "PurchaseOrder") { total own } }');
    expect(queue.data?.q).toEqual({ total: 1, own: 1 });
    // And the second step is not signed by who signed the first in another's place.
    const large = await submitted("60000");
    expect((await approve("qianli", large)).state).toBe("submitted");
    expect(await refusalOf(approve("qianli", large))).toContain("SOD_SELF");
    await acts(company, "qinlan", "Delegation", await lentBy("qinlan"), "end", undefined, "Back from leave today");
    expect(await refusalOf(approve("qianli", await submitted("1000")))).toEqual(["NO_PERMIT"]);
  });

  it("[REQ-ACC-08] asks for what the role asks for: a second factor where the rule says so, and a list of records names for whom", async () => {
    const order = await submitted("1000");
    await give("qinlan", await draft("qinlan", "PURCHASING_MANAGER", "qianli", "2026-07-06", "2026-07-06"));
    const manifest = await (await company.browser("qianli")).ask(
      `mutation ($records: [ShownRecord!]!) { manifest: signatureManifest(record: "PurchaseOrder", action: "approve", records: $records) {
         rows { number onBehalfOf { en zh } } } }`,
      { records: [{ id: order.id, shownVersion: order.version }] },
    );
    expect(manifest.data?.manifest).toEqual({ rows: [{ number: order.number, onBehalfOf: { en: "Qin Lan", zh: "秦岚" } }] });
    const asked = () => company.sql("select second_factor_required($1) as is_asked", [qianli]);
    const qianli = await personId("qianli");
    const rule = await (await company.as("songwei")).create("Rule", {
      ruleName: "second-factor",
      key: "PURCHASING_MANAGER",
      content: { required: true },
      validFrom: "2026-01-01",
      citation: "EU11d 11.6",
    });
    expect(await asked()).toEqual([{ is_asked: false }]);
    await company.sql("select set_config('app.actor', '1', false)");
    await company.sql("update rule set state = 'approved' where id = $1", [rule.id]);
    expect(await asked()).toEqual([{ is_asked: true }]);
    await acts(company, "qinlan", "Delegation", await lentBy("qinlan"), "end", undefined, "Back from leave today");
    expect(await asked()).toEqual([{ is_asked: false }]);
  });

  it("[REQ-ACC-08] is refused with every reason at once: not one's own role, not qualified, an excluded pair, too long", async () => {
    // The steward's own order of things: she holds no such role, and a buyer may not stand in for quality (rule 7).
    const wrong = await draft("luoan", "QA_REVIEWER", "shenyue", "2026-07-06", "2026-08-31");
    expect(await refusalOf(give("luoan", wrong))).toEqual(["NOT_YOUR_ROLE", "NOT_QUALIFIED", "SOD_ROLES", "TOO_LONG"]);
    const self = await draft("jiangmin", "PURCHASING_MANAGER", "jiangmin");
    expect(await refusalOf(give("jiangmin", self))).toEqual(["SOD_SELF"]);
    expect(await refusalOf(draft("jiangmin", "PURCHASING_MANAGER", "qianli", "2026-07-01", "2026-07-02"))).toEqual([
      "validFrom:date",
    ]);
    // A role that was lent is not lent on.
    await give("jiangmin", await draft("jiangmin", "PURCHASING_MANAGER", "qianli", "2026-07-10", "2026-07-20"));
    expect(await refusalOf(give("qianli", await draft("qianli", "PURCHASING_MANAGER", "qinlan")))).toEqual(["NOT_YOUR_ROLE"]);
    expect(await refusalOf(give("shenyue", await draft("jiangmin", "PURCHASING_MANAGER", "qinlan")))).toContain("NOT_YOURS");
  });
});

const lentBy = async (login: string): Promise<Handled> =>
  (
    await company.sql<Handled>(
      "select d.id, d.number, d.version, d.state from delegation d join person p on p.id = d.created_by_id where p.login = $1 and d.state = 'active'",
      [login],
    )
  )[0] as Handled;

describe("who leaves", () => {
  it("[REQ-SIG-05] [REQ-ACC-08] one action ends sessions, roles, what was lent either way and what was open for review; the name stays", async () => {
    const before = await company.sql<{ n: number }>("select count(*)::int as n from signature where printed_name = '江敏'");
    const admin = await company.as("guping");
    const leaver = await personId("jiangmin");
    await company.browser("jiangmin");
    await admin.act("Person", { id: leaver }, "disable", undefined, "Left the company today");
    expect(await company.sql("select id from session where person_id = $1 and ended_at is null", [leaver])).toEqual([]);
    expect(await company.sql("select id from role_grant where person_id = $1 and state <> 'ended'", [leaver])).toEqual([]);
    expect(await company.sql("select id from delegation where created_by_id = $1 and state <> 'ended'", [leaver])).toEqual([]);
    expect(await refusalOf(approve("qianli", await submitted("1000")))).toEqual(["NO_PERMIT"]);
    expect(await company.sql("select count(*)::int as n from signature where printed_name = '江敏'")).toEqual(before);
    // Whoever comes back begins without a role.
    await admin.act("Person", { id: leaver }, "enable", undefined, "Came back after all");
    const again = await company.browser("jiangmin");
    expect((await again.intent("PurchaseOrder", await submitted("1000"), "approve")).reasons).toEqual(["NOT_FOUND"]);
  });
});
