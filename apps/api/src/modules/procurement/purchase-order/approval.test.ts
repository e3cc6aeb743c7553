/** Who approves an order, in which steps (rule data `approval-route`, ADR 29). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, countOfEverything, grant, openCompany, purchase } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { systemPersonId } from "../../../base/context.ts";
import { deliver } from "../../../outbox/relay.ts";
import type { Handled } from "../../../seed/hands.ts";

import { overdueConsumer } from "../../platform/overdue.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

/** An order of RM-201 at 1.00 a kilogram, submitted: its amount is its quantity. */
async function submitted(amount: string, more: object = {}): Promise<Handled> {
  const item = await company.id("Item", "RM-201");
  const buyer = await company.as("shenyue");
  const lines = [{ item, quantity: amount, price: "1" }];
  const draft = await buyer.create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "1", { lines, ...more }));
  return buyer.act("PurchaseOrder", draft, "submit");
}

const approve = (login: string, order: { id: string }) => acts(company, login, "PurchaseOrder", order, "approve");

const stateOf = async ({ id }: { id: string }) =>
  (await company.sql<{ state: string }>("select state from purchase_order where id = $1", [id]))[0]?.state;

const tasksOf = async ({ id }: { id: string }) =>
  (
    await company.sql<{ permit: string }>(
      "select permit from work_item where record_type = 'PurchaseOrder' and record_id = $1 order by permit",
      [id],
    )
  ).map(({ permit }) => permit);

const stepsOf = ({ id }: { id: string }) =>
  company.sql<{ stage: number; permit: string; decision: string; login: string; is_last: boolean; record_version: number }>(
    `select a.stage, a.permit, a.decision, p.login, a.is_last, a.record_version from approval a join person p on p.id = a.actor_id
     where a.record_type = 'PurchaseOrder' and a.record_id = $1 order by a.id`,
    [id],
  );

describe("US-01 the approval of an order by amount", () => {
  it("[REQ-APR-01] up to 50,000 the purchasing manager decides alone, above it finance signs the second step", async () => {
    const small = await submitted("50000");
    expect((await approve("jiangmin", small)).state).toBe("approved");
    expect(await tasksOf(small)).toEqual([]);

    const large = await submitted("86000");
    expect(await tasksOf(large)).toEqual(["purchase.approve"]);
    expect(await refusalOf(approve("qianli", large))).toEqual(["NO_PERMIT"]);
    const first = await approve("jiangmin", large);
    expect(first).toMatchObject({ state: "submitted", version: large.version });
    expect(await tasksOf(large)).toEqual(["purchase.approveAmount"]);
    expect((await approve("qianli", large)).state).toBe("approved");
    expect(await stepsOf(large)).toEqual([
      { stage: 0, permit: "purchase.approve", decision: "approved", login: "jiangmin", is_last: false, record_version: 2 },
      { stage: 1, permit: "purchase.approveAmount", decision: "approved", login: "qianli", is_last: true, record_version: 2 },
    ]);
    expect(
      await company.sql(
        `select meaning, record_version, (content::jsonb->'evidence'->'approval'->'title'->>'en') as step
         from signature where record_type = 'PurchaseOrder' and record_id = $1 order by id`,
        [large.id],
      ),
    ).toEqual([
      { meaning: "APPROVED", record_version: 2, step: "Purchasing manager" },
      // The last signature covers the order as it is then: approved, its revisions frozen.
      { meaning: "APPROVED", record_version: 3, step: "Finance, above the limit" },
    ]);
  });

  it("[REQ-APR-01] the limit is that of the order's currency, and the first cent above it counts", async () => {
    const atLimit = await submitted("6500", { currency: "EUR" });
    expect((await approve("jiangmin", atLimit)).state).toBe("approved");
    const above = await submitted("6500.01", { currency: "EUR" });
    expect((await approve("jiangmin", above)).state).toBe("submitted");
  });

  it("[REQ-APR-02] one person does not sign two steps, also holding both permits, and nothing changes", async () => {
    await grant(company, "jiangmin", "FINANCE");
    const large = await submitted("60000");
    await approve("jiangmin", large);
    const before = await countOfEverything(company);
    expect(await refusalOf(approve("jiangmin", large))).toContain("SOD_SELF");
    expect(await countOfEverything(company)).toEqual(before);
    expect(await stateOf(large)).toBe("submitted");
  });

  it("[REQ-APR-03] [REQ-APR-05] sent back at the second step and changed, the first step is asked again; both rounds stay", async () => {
    const large = await submitted("70000");
    await approve("jiangmin", large);
    const back = await acts(company, "qianli", "PurchaseOrder", large, "sendBack", {}, "Budget of this quarter is spent");
    expect(back.state).toBe("draft");
    const item = await company.id("Item", "RM-201");
    const buyer = await company.as("shenyue");
    await buyer.edit("PurchaseOrder", large, { lines: [{ item, quantity: "64000", price: "1" }] }, "Less, for this quarter");
    await buyer.act("PurchaseOrder", large, "submit");
    expect(await refusalOf(approve("qianli", large))).toEqual(["NO_PERMIT"]);
    await approve("jiangmin", large);
    expect((await approve("qianli", large)).state).toBe("approved");
    expect((await stepsOf(large)).map(({ login, decision, record_version }) => [login, decision, record_version])).toEqual([
      ["jiangmin", "approved", 2],
      ["qianli", "rejected", 2],
      ["jiangmin", "approved", 5],
      ["qianli", "approved", 5],
    ]);
  });

  it("[REQ-APR-02] who could sign the open step may send it back, others may not", async () => {
    const order = await submitted("60000");
    expect(await refusalOf(acts(company, "qianli", "PurchaseOrder", order, "sendBack", {}, "Not budgeted this month"))).toEqual([
      "NO_PERMIT",
    ]);
    expect((await acts(company, "jiangmin", "PurchaseOrder", order, "sendBack", {}, "Not needed this month")).state).toBe(
      "draft",
    );
  });

  it("[REQ-APR-04] an overdue step is told to its signers and to those above, once, and stays pending", async () => {
    const order = await submitted("60000");
    const told = async () =>
      (
        await company.sql<{ login: string }>(
          `select p.login from notice n join person p on p.id = n.person_id
           where n.message = 'approval.overdue' and n.record_number = $1 order by p.login`,
          [order.number],
        )
      ).map(({ login }) => login);
    const hour = (name: string) =>
      deliver(company.kernel, overdueConsumer, {
        message: name,
        name: "hour.begun",
        version: 1,
        payload: { hour: name },
        by: systemPersonId,
      });
    await company.at("2026-07-07 07:59");
    await hour("2026-07-06T23");
    expect(await told()).toEqual([]);
    await company.at("2026-07-07 09:01");
    await hour("2026-07-07T01");
    const all = await told();
    expect(all).toEqual(["jiangmin", "qianli", "qinlan"]);
    await hour("2026-07-07T02");
    expect(await told()).toEqual(all);
    expect(await stateOf(order)).toBe("submitted");
    await company.at("2026-07-06 09:30");
  });

  describe("[REQ-APR-01] a route that could not be followed is refused when it is proposed, with all its reasons", () => {
    const title = { en: "Finance", zh: "财务" };
    const permits = ["purchase.approve"];
    const draft = async (stages: unknown, key = "purchase-order") =>
      (await company.as("linjing")).create("Rule", {
        ruleName: "approval-route",
        key,
        content: { stages } as never,
        validFrom: "2026-07-07",
        citation: "internal",
      });

    it.each<[string, unknown, string[]]>([
      ["no step", [], ["content.stages:stages"]],
      ["no list of steps", "all", ["content.stages:stages"]],
      [
        "nothing in its step",
        [{}],
        ["content.stages.0.title.en:title", "content.stages.0.title.zh:title", "content.stages.0.permits:signers"],
      ],
      ["a permit nobody knows", [{ title, permits: ["purchase.aprove"] }], ["content.stages.0.permits:permit"]],
      ["more signatures than signers", [{ title, permits, needs: 2 }], ["content.stages.0.needs:QUORUM"]],
      [
        "conditions on every step",
        [{ title, permits, when: [{ field: "amount", above: "1" }] }],
        ["content.stages:ALWAYS_ASKED"],
      ],
      [
        "a time that is none, and nobody to be told",
        [{ title, permits, hours: 0, escalateTo: "the boss" }],
        ["content.stages.0.hours:hours", "content.stages.0.escalateTo:permit"],
      ],
      [
        "conditions about what the order does not have, or has in another way",
        [
          { title, permits },
          {
            title,
            permits,
            when: [
              { field: "colour", in: ["red"] },
              { field: "remark", above: "5" },
              { field: "currency", in: ["XXX"] },
              { field: "amount", above: "much" },
              { field: "amount", above: {}, unit: "currency" },
              { field: "amount", above: { XXX: "5" }, unit: "currency" },
            ],
          },
        ],
        [
          "content.stages.1.when.0:field",
          "content.stages.1.when.1:field",
          "content.stages.1.when.2:values",
          "content.stages.1.when.3:limit",
          "content.stages.1.when.4:limit",
          "content.stages.1.when.5:unit",
        ],
      ],
    ])("%s", async (_, stages, expected) => {
      const before = await countOfEverything(company);
      expect(await refusalOf(draft(stages))).toEqual(expected);
      expect(await countOfEverything(company)).toEqual(before);
    });

    it("of an action that asks for no route, or at a site that does not exist", async () => {
      expect(await refusalOf(draft([{ title, permits }], "requisition"))).toEqual(["key:route"]);
      expect(await refusalOf(draft([{ title, permits }], "purchase-order@XX9"))).toEqual(["key:site"]);
      expect((await draft([{ title, permits }], "purchase-order@SZ1")).state).toBe("draft");
    });

    it("whose permit no role holds", async () => {
      const given = { ruleName: "role-permit", key: "purchase.approveAmount", validFrom: "2026-07-06", citation: "internal" };
      const rule = await (await company.as("linjing")).create("Rule", { ...given, content: [] });
      await (await company.as("xuheng")).act("Rule", rule, "approve");
      expect(await refusalOf(draft([{ title, permits: ["purchase.approve", "purchase.approveAmount"] }]))).toEqual([
        "content.stages.0.permits:NOBODY_SIGNS",
      ]);
    });
  });
});
