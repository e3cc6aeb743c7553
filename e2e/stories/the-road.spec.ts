import { expect, test } from "@playwright/test";
import { inspectionOf } from "../inspection-of.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";

/** Each language walks the whole road with numbers of its own. */
for (const language of languagesOf("zh")) {
  const tag = language.toUpperCase();
  const raw = `R201-${tag}4`;
  const finished = `CT${tag}4`;

  test(`the road from the order to the hospital and back, by the people who walk it (${language}) [REQ-GATE-01] [REQ-GATE-11] [REQ-TRC-03] [REQ-APR-02] [REQ-SIG-03]`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;

    const order = await test.step("the buyer orders", async () => {
      await person.come("shenyue");
      const number = await person.create(
        "PurchaseOrder",
        { supplier: "SUP-01", orderedOn: "2026-08-20", neededOn: "2026-08-27", currency: "CNY" },
        [{ item: "RM-201", quantity: "500", price: "18.5" }],
      );
      await person.act("PurchaseOrder", "submit");
      return number;
    });
    await test.step("the purchasing manager approves", async () => {
      await person.come("jiangmin");
      await person.open("PurchaseOrder", order);
      await person.act("PurchaseOrder", "approve");
    });
    await test.step("the warehouse receives into quarantine", async () => {
      await person.come("gaolang");
      await person.create("Receipt", { purchaseOrder: order, receivedOn: "2026-08-20" }, [
        { orderLine: "1", quantity: "500", lotNumber: raw, supplierLot: `PV26-${tag}`, location: "SZ1-Q1" },
      ]);
      await person.act("Receipt", "post");
      await person.open("Lot", raw);
      await expect(page.getByRole("main")).toContainText(language === "zh" ? "待验" : "Quarantine");
    });
    await test.step("the inspector reads the samples; the limits judge them", async () => {
      await person.come("chenhe");
      await person.open("Inspection", await inspectionOf(person, raw));
      const good = (characteristic: number, value: string, more: object = {}) =>
        [1, 2, 3, 4, 5].map((sample) => ({ ...more, characteristic: String(characteristic), sample: String(sample), value }));
      await person.act("Inspection", "record", {}, { rows: [...good(1, "14.6", { equipment: "TT-01" }), ...good(2, "78")] });
      await person.act("Inspection", "conclude");
      await expect(page.getByRole("main")).toContainText(person.say({ en: "Accepted", zh: "合格" }));
    });
    await test.step("the releaser, who did not inspect, releases by signature", async () => {
      await person.come("zhouqiming");
      await person.open("Lot", raw);
      await person.act("Lot", "release");
      await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText(
        person.say({ en: "Released", zh: "已放行" }),
      );
    });
    await test.step("the keeper takes it to its shelf", async () => {
      await person.come("dingkai");
      await person.open("Lot", raw);
      await person.act("Lot", "move", { from: "SZ1-Q1", to: "SZ1-S1", quantity: "500" });
    });
    const workOrder = await test.step("the planner releases a work order", async () => {
      await person.come("hechuan");
      const number = await person.create("WorkOrder", {
        item: "FG-CT15",
        quantity: "1000",
        lotNumber: finished,
        plannedOn: "2026-08-20",
      });
      await person.act("WorkOrder", "release");
      return number;
    });
    await test.step("the operator issues released lots and reports the output", async () => {
      await person.come("wutong");
      await person.open("WorkOrder", workOrder);
      await person.act("WorkOrder", "consume", { lot: raw, from: "SZ1-S1", quantity: "20" });
      await person.act("WorkOrder", "consume", { lot: "P302-2607", from: "SZ1-S1", quantity: "20" });
      await person.act("WorkOrder", "complete", {
        quantityGood: "990",
        quantityScrapped: "10",
        location: "SZ1-Q1",
        madeOn: "2026-08-20",
      });
    });
    await test.step("the planner closes the order", async () => {
      await person.come("hechuan");
      await person.open("WorkOrder", workOrder);
      await person.act("WorkOrder", "close");
    });
    await test.step("the final inspector and the releaser release it to market", async () => {
      await person.come("sunye");
      await person.open("Inspection", await inspectionOf(person, finished));
      await person.act(
        "Inspection",
        "record",
        {},
        { rows: [1, 2, 3, 4, 5].map((sample) => ({ characteristic: "1", sample: String(sample), value: "0" })) },
      );
      await person.act("Inspection", "conclude");
      await person.come("zhouqiming");
      await person.open("Lot", finished);
      await person.act("Lot", "releaseToMarket");
      await person.come("dingkai");
      await person.open("Lot", finished);
      await person.act("Lot", "move", { from: "SZ1-Q1", to: "SZ1-F1", quantity: "990" });
    });
    const salesOrder = await test.step("sales confirms an order of a hospital", async () => {
      await person.come("fangyi");
      const number = await person.create("SalesOrder", { customer: "C-04", orderedOn: "2026-08-20" }, [
        { item: "FG-CT15", quantity: "900" },
      ]);
      await person.act("SalesOrder", "confirm");
      return number;
    });
    const shipment = await test.step("one picks, another checks and ships", async () => {
      await person.come("dingkai");
      const number = await person.create("Shipment", { salesOrder }, [{ lot: finished, from: "SZ1-F1", quantity: "900" }]);
      await person.act("Shipment", "pick");
      await person.come("fangyi");
      await person.open("Shipment", number);
      await person.act("Shipment", "ship");
      return number;
    });
    await test.step("sales notes that the hospital has signed for it", async () => {
      await person.act("Shipment", "deliver", { deliveredOn: "2026-08-20", proofOfDelivery: `POD ${tag}` });
      await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText(
        person.say({ en: "Delivered", zh: "已送达" }),
      );
    });
    await test.step("the trace leads from the supplier's lot to the hospital and back", async () => {
      await person.come("fanqing");
      await page.goto(`/trace?lot=PV26-${tag}&dir=forward&view=table`);
      for (const name of [raw, finished, "C-04"]) await expect(page.getByRole("main")).toContainText(name);
      await page.goto(`/trace?lot=${finished}&dir=backward&view=table`);
      for (const name of [raw, "P302-2607"]) await expect(page.getByRole("main")).toContainText(name);
    });
    await test.step("every signature on the road is valid", async () => {
      await person.come("fanqing");
      for (const [record, number] of [
        ["PurchaseOrder", order],
        ["Lot", raw],
        ["WorkOrder", workOrder],
        ["Lot", finished],
        ["Shipment", shipment],
      ] as const) {
        await person.open(record, number);
        await expect(page.getByText(person.say({ en: "Valid", zh: "有效" }), { exact: true }).first()).toBeVisible();
      }
    });
    await context.close();
  });
}
