/** What approved orders let us expect, and whether it came by its day. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, arrival, type Company, openCompany, order, purchase } from "../../../../test/company.ts";
import { systemPersonId } from "../../../base/context.ts";
import { tellTime } from "../../../outbox/day-clock.ts";
import { deliver } from "../../../outbox/relay.ts";
import type { Handled } from "../../../seed/hands.ts";
import { markOverdue } from "./expected.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const expected = (order: { id: string }) =>
  company.sql<object>(
    `select number, state, quantity::float as quantity, promised_on::text as promised, received_on::text as received, punctuality
     from expected_delivery where purchase_order_id = $1 order by order_line`,
    [order.id],
  );

async function arrives(order: Handled, quantity: string, receivedOn: string): Promise<void> {
  const keeper = await company.as("gaolang");
  const given = await arrival(company, order, `E-${++lots}`, quantity);
  const draft = await keeper.create("Receipt", { ...given, receivedOn });
  await keeper.act("Receipt", draft, "post");
}
let lots = 0;

async function dayBegins(day: string): Promise<void> {
  await company.at(`${day} 00:05`);
  await tellTime(company.kernel);
  const waiting = await company.sql<{ id: string; payload: object }>(
    "update outbox set sent_at = now() where name = 'day.begun' and sent_at is null returning id, payload",
  );
  for (const { id, payload } of waiting)
    await deliver(company.kernel, markOverdue, { message: id, name: "day.begun", version: 1, payload, by: systemPersonId });
}

describe("expected deliveries", () => {
  it("[REQ-SUP-02] a line is on time when its last part came by the promised day, whatever day the order is completed on", async () => {
    const made = await order(company, "SUP-01", "RM-201", "100");
    const number = `${made.number}:1`;
    const line = { number, quantity: 100, promised: "2026-07-20", received: null, punctuality: null };
    expect(await expected(made)).toEqual([{ ...line, state: "expected" }]);
    await company.at("2026-07-21 09:00");
    await arrives(made, "60", "2026-07-15");
    expect(await expected(made)).toEqual([{ ...line, state: "expected" }]);
    await arrives(made, "40", "2026-07-20");
    expect(await expected(made)).toEqual([{ ...line, state: "received", received: "2026-07-20", punctuality: "onTime" }]);
  });

  it("[REQ-SUP-02] the morning after its day it is late, told once, and stays late when it comes", async () => {
    await company.at("2026-07-06 08:00");
    const made = await order(company, "SUP-01", "RM-201", "100");
    await dayBegins("2026-07-20");
    expect(await expected(made)).toMatchObject([{ state: "expected", punctuality: null }]);
    await dayBegins("2026-07-21");
    expect(await expected(made)).toMatchObject([{ state: "expected", punctuality: "late" }]);
    const changes = () => company.sql("select count(*)::int as n from audit.event where table_name = 'expected_delivery'");
    const before = await changes();
    await dayBegins("2026-07-22");
    expect(await changes()).toEqual(before);
    await arrives(made, "100", "2026-07-22");
    expect(await expected(made)).toMatchObject([{ state: "received", received: "2026-07-22", punctuality: "late" }]);
  });

  it("[REQ-SUP-02] a receipt posted later, of a day before the promise, is on time again", async () => {
    await company.at("2026-07-06 08:00");
    const made = await order(company, "SUP-01", "RM-201", "100");
    await dayBegins("2026-07-23");
    await arrives(made, "100", "2026-07-19");
    expect(await expected(made)).toMatchObject([{ state: "received", received: "2026-07-19", punctuality: "onTime" }]);
  });

  it("an amended order is expected as it was approved last: another day, a line less, a line more", async () => {
    await company.at("2026-07-06 08:00");
    const item = await company.id("Item", "RM-201");
    const line = (quantity: string, neededOn: string) => ({ item, quantity, price: "1", neededOn });
    const buyer = await company.as("shenyue");
    const lines = [line("10", "2026-07-10"), line("20", "2026-07-11")];
    const made = await buyer.create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "1", { lines }));
    const approve = async () => {
      await acts(company, "shenyue", "PurchaseOrder", made, "submit");
      await acts(company, "jiangmin", "PurchaseOrder", made, "approve");
    };
    await approve();
    await dayBegins("2026-07-13");
    await acts(company, "shenyue", "PurchaseOrder", made, "amend", {}, "Supplier asks for another week");
    await buyer.edit("PurchaseOrder", made, { lines: [line("10", "2026-07-17")] }, "Supplier asks for another week");
    await approve();
    expect(await expected(made)).toMatchObject([
      { state: "expected", promised: "2026-07-17", punctuality: null },
      // It had not come by its day when it was given up.
      { state: "ended", promised: "2026-07-11", punctuality: "late" },
    ]);
    await arrives(made, "10", "2026-07-13");
    expect(await expected(made)).toMatchObject([{ state: "received", punctuality: "onTime" }, {}]);
  });

  it("what is cancelled or closed short is no longer expected", async () => {
    await company.at("2026-07-06 08:00");
    const cancelled = await order(company, "SUP-01", "RM-201", "100");
    await acts(company, "shenyue", "PurchaseOrder", cancelled, "cancel", {}, "No longer needed at all");
    expect(await expected(cancelled)).toMatchObject([{ state: "ended", punctuality: null }]);
    const short = await order(company, "SUP-01", "RM-201", "100");
    await arrives(short, "60", "2026-07-06");
    await acts(company, "shenyue", "PurchaseOrder", short, "closeShort", {}, "The supplier cannot deliver the rest");
    expect(await expected(short)).toMatchObject([{ state: "ended", received: null }]);
  });
});
