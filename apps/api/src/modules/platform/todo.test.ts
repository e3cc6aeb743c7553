/** The to-do centre: what waits, what was done, what one began, what one is told of; and clocks that stand still. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "../../../test/browser.ts";
import { acts, type Company, openCompany, purchase } from "../../../test/company.ts";
import { systemPersonId } from "../../base/context.ts";
import { deliver } from "../../outbox/relay.ts";
import { decidedConsumer, overdueConsumer } from "./overdue.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function submitted() {
  const item = await company.id("Item", "RM-201");
  const buyer = await company.as("shenyue");
  const lines = [{ item, quantity: "10", price: "1" }];
  const order = await buyer.create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "1", { lines }));
  return buyer.act("PurchaseOrder", order, "submit");
}

interface Item {
  readonly number: string;
  readonly task: { readonly en: string } | null;
  readonly doneBy: { readonly name: { readonly en: string } } | null;
  readonly pauseReason: string | null;
  readonly dueAt: string | null;
}

async function tab(person: Browser, name: string): Promise<readonly Item[]> {
  const reply = await person.ask(
    "query ($t: String!) { todo(tab: $t) { total next items { number task { en } doneBy { name { en } } pauseReason dueAt } } }",
    { t: name },
  );
  expect(reply.errors).toEqual([]);
  const { items, total } = (reply.data as { todo: { items: readonly Item[]; total: number } }).todo;
  expect(total).toBe(items.length);
  return items;
}

const of = (items: readonly Item[], number: string) => items.filter((item) => item.number === number);

describe("the tabs", () => {
  it("[REQ-APR-04] [REQ-APR-05] a task goes from waiting to done; who began it sees who has it and what became of it, and is told", async () => {
    const order = await submitted();
    const [manager, buyer] = [await company.browser("jiangmin"), await company.browser("shenyue")];
    expect(of(await tab(manager, "waiting"), order.number)).toMatchObject([{ task: { en: "Approve" } }]);
    expect(of(await tab(buyer, "waiting"), order.number)).toEqual([]);
    expect(of(await tab(buyer, "started"), order.number)).toMatchObject([{ task: { en: "Approve" }, doneBy: null }]);
    expect(of(await tab(buyer, "done"), order.number)).toMatchObject([{ task: { en: "Submit" } }]);
    await acts(company, "jiangmin", "PurchaseOrder", order, "approve");
    expect(of(await tab(manager, "waiting"), order.number)).toEqual([]);
    expect(of(await tab(manager, "done"), order.number)).toMatchObject([{ task: { en: "Approve" } }]);
    expect(of(await tab(buyer, "started"), order.number)).toMatchObject([
      { task: { en: "Approve" }, doneBy: { name: { en: "Jiang Min" } } },
    ]);
    const payload = { record: "PurchaseOrder", id: order.id, action: "approve", decision: "approved" };
    expect(
      await company.sql("select payload from outbox where name = 'approval.decided' and payload->>'id' = $1", [order.id]),
    ).toEqual([{ payload }]);
    await deliver(company.kernel, decidedConsumer, {
      message: order.id,
      name: "approval.decided",
      version: 1,
      payload,
      by: systemPersonId,
    });
    expect(of(await tab(buyer, "copied"), order.number)).toMatchObject([{ task: null }]);
  });
});

describe("a clock that stands still", () => {
  it("[REQ-APR-04] needs a reason, moves the due date by as long as it stood, is not reminded of meanwhile and decides nothing", async () => {
    const order = await submitted();
    const manager = await company.browser("jiangmin");
    const pause = (reason: string, person = manager) =>
      person.ask(
        `mutation ($c: ID!, $i: ID!, $r: String!) { pauseTask(commandId: $c, record: "PurchaseOrder", id: $i, reason: $r) }`,
        {
          c: randomUUID(),
          i: order.id,
          r: reason,
        },
      );
    const resume = async () =>
      // Whoever comes back after two days signs in anew.
      (await company.browser("jiangmin")).ask(
        `mutation ($c: ID!, $i: ID!) { resumeTask(commandId: $c, record: "PurchaseOrder", id: $i) }`,
        {
          c: randomUUID(),
          i: order.id,
        },
      );
    const due = async () =>
      (
        await company.sql<{ due: string }>(
          "select due_at::text as due from work_item where record_type = 'PurchaseOrder' and record_id = $1",
          [order.id],
        )
      )[0]?.due;
    expect((await pause("wait")).issues).toEqual(["reason:REASON_REQUIRED"]);
    expect((await pause("Waits for the supplier's answer", await company.browser("gaolang"))).reasons).toEqual(["NO_PERMIT"]);
    const before = await due();
    expect((await pause("Waits for the supplier's answer")).errors).toEqual([]);
    expect((await pause("Waits for the supplier's answer")).reasons).toEqual(["PAUSED"]);
    expect(of(await tab(manager, "waiting"), order.number)).toMatchObject([{ pauseReason: "Waits for the supplier's answer" }]);
    await company.at("2026-07-08 08:00");
    await overdueIsTold();
    expect(await company.sql("select 1 from notice where message = 'approval.overdue' and record_id = $1", [order.id])).toEqual(
      [],
    );
    expect((await resume()).errors).toEqual([]);
    expect((await resume()).reasons).toEqual(["NOT_PAUSED"]);
    expect(new Date((await due()) ?? "").getTime() - new Date(before ?? "").getTime()).toBe(48 * 3_600_000);
    expect(await company.sql("select kind, reason from work_pause where record_id = $1 order by id", [order.id])).toEqual([
      { kind: "pause", reason: "Waits for the supplier's answer" },
      { kind: "resume", reason: null },
    ]);
    expect(await company.sql("select state from purchase_order where id = $1", [order.id])).toEqual([{ state: "submitted" }]);
    await company.at("2026-07-06 08:00");
  });
});

const overdueIsTold = () =>
  deliver(company.kernel, overdueConsumer, {
    message: "2026-07-08T00",
    name: "hour.begun",
    version: 1,
    payload: { hour: "2026-07-08T00" },
    by: systemPersonId,
  });
