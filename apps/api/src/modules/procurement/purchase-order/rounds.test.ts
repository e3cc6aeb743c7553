/** An order that is sent back and submitted again: both rounds stay on the record. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { doneOf, shown } from "../../../../test/browser.ts";
import { type Demo, openDemo } from "../../../../test/demo.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.[Symbol.asyncDispose]());

interface Entry {
  readonly operation: string | null;
  readonly reason: string | null;
  readonly actor: { readonly en: string };
  readonly changes: readonly { readonly field: string; readonly old: string | null; readonly new: string | null }[];
}

describe("the decisions on a purchase order", () => {
  it("[REQ-APR-05] a refusal with its reason, the new round and the approval are all shown, in order", async () => {
    const [buyer, manager] = [await demo.as("shenyue"), await demo.as("jiangmin")];
    const id = async (table: string, number: string) =>
      (await demo.sql<{ id: string }>(`select id from ${table} where number = $1`, [number]))[0]?.id;
    const order = doneOf(
      await buyer.create("PurchaseOrder", {
        site: await id("site", "SZ1"),
        supplier: await id("supplier", "SUP-01"),
        orderedOn: "2026-08-20",
        neededOn: "2026-08-27",
        currency: "CNY",
        lines: [{ item: await id("item", "RM-201"), quantity: "500", price: "18.5" }],
      }),
    );
    const first = doneOf(await buyer.act("PurchaseOrder", order, "submit"));
    expect((await manager.act("PurchaseOrder", first, "sendBack")).issues).toEqual(["reason:REASON_REQUIRED"]);
    const back = doneOf(await manager.act("PurchaseOrder", first, "sendBack", { reason: "Needed a week later, see plan" }));
    const edited = doneOf(await buyer.edit("PurchaseOrder", back, { neededOn: "2026-09-03" }, "the plan of week 36 says so"));
    const second = doneOf(await buyer.act("PurchaseOrder", edited, "submit"));
    expect((await manager.sign("PurchaseOrder", second, "approve")).code).toBeNull();

    const { data } = await buyer.ask(
      "query ($id: ID!) { purchaseOrder(id: $id) { timeline { operation reason actor { en } changes { field old new } } } }",
      { id: order.id },
    );
    const { timeline } = shown<{ timeline: Entry[] }>(data, "purchaseOrder");
    const decisions = timeline.toReversed().flatMap(({ operation, reason, actor, changes }) => {
      const state = changes.find(({ field }) => field === "state");
      return state?.old ? [[operation, state.old, state.new, actor.en, reason]] : [];
    });
    expect(decisions).toEqual([
      ["submitPurchaseOrder", "draft", "submitted", "Shen Yue", null],
      ["sendBackPurchaseOrder", "submitted", "draft", "Jiang Min", "Needed a week later, see plan"],
      ["submitPurchaseOrder", "draft", "submitted", "Shen Yue", null],
      ["approvePurchaseOrder", "submitted", "approved", "Jiang Min", null],
    ]);
  });
});
