/** What every reviewer is shown as out of the ordinary, whatever the type of record: changed values, refusals, questions, interfaces. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shown } from "../../../../test/browser.ts";
import { acts, type Company, openCompany, purchase } from "../../../../test/company.ts";
import { factLines, findingsOf, foundBy, said } from "../../../../test/findings.ts";
import { type Handled, Hands } from "../../../seed/hands.ts";

let company: Company;
let next = 0;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

/** An approval under evaluation, of a supplier of its own. */
async function pairBy(hands: Hands = company.hands): Promise<Handled> {
  const number = `SUP-V${++next}`;
  const given = { number, nameEn: number, nameZh: number, address: "Demo Street 5" };
  const supplier = await (await company.as("luoan")).create("Supplier", given);
  return (await hands.as("mengfei")).create("SupplierItem", {
    supplier: supplier.id,
    item: await company.id("Item", "RM-201"),
    riskClass: "A",
    basis: "audit 2026",
    validTo: "2027-12-31",
  });
}

/** Approved and put under conditions: signed twice, and to be approved once more. */
async function signed(pair: Handled): Promise<void> {
  await acts(company, "linjing", "SupplierItem", pair, "approve");
  const terms = { conditions: "Tightened inspection", conditionalTo: "2026-12-31" };
  await acts(company, "mengfei", "SupplierItem", pair, "makeConditional", terms);
}

describe("review by exception of every record", () => {
  it("[REQ-REC-04] VALUE_CHANGED lists each critical value changed after it was saved, with its reason, until somebody signs", async () => {
    const pair = await pairBy();
    expect(await findingsOf(company, "linjing", "SupplierItem", pair)).toEqual([]);
    const quality = await company.as("mengfei");
    // Not critical: nothing to be seen.
    await quality.edit("SupplierItem", pair, { basis: "audit of May 2026" }, "Typed the wrong audit");
    expect(await findingsOf(company, "linjing", "SupplierItem", pair)).toEqual([]);
    await quality.edit("SupplierItem", pair, { riskClass: "B" }, "Not in contact with the drug");
    const found = await findingsOf(company, "linjing", "SupplierItem", pair);
    expect(found.map(({ code }) => code)).toEqual(["VALUE_CHANGED"]);
    expect(found.map(said)).toEqual([["Risk class: A, critical → B, important", "风险等级：A 关键 → B 重要", "medium"]]);
    expect(found.map(({ detail }) => detail)).toEqual([
      { en: "Meng Fei. Not in contact with the drug", zh: "孟飞。Not in contact with the drug" },
    ]);
    expect(found.flatMap(factLines)).toEqual([
      "Before A, critical · 原值 A 关键",
      "After B, important · 新值 B 重要 · not ok",
      "Changed by Meng Fei · 更改人 孟飞",
      "Reason Not in contact with the drug · 原因 Not in contact with the drug",
    ]);
    await signed(pair);
    expect(await findingsOf(company, "linjing", "SupplierItem", pair)).toEqual([]);
  });

  it("[REQ-REC-04] VALUE_CHANGED tells a reference by its number", async () => {
    const draft = await (await company.as("shenyue")).create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "10"));
    await (await company.as("shenyue")).edit(
      "PurchaseOrder",
      draft,
      { supplier: await company.id("Supplier", "SUP-04") },
      "Ordered from the wrong supplier",
    );
    expect((await foundBy("VALUE_CHANGED", company, "jiangmin", "PurchaseOrder", draft)).map(said)).toEqual([
      ["Supplier: SUP-01 → SUP-04", "供应商：SUP-01 → SUP-04", "medium"],
    ]);
  });

  it("[REQ-REC-04] VALUE_CHANGED tells of a changed row which one it is, and of a removed one what went with it", async () => {
    const buyer = await company.as("shenyue");
    const order = await purchase(company, "SUP-01", "RM-201", "10");
    const [line] = order.lines as { item: string; quantity: string; price: string }[];
    const draft = await buyer.create("PurchaseOrder", { ...order, lines: [line, { ...line, quantity: "20" }] });
    const rows = await company.sql<{ id: string }>("select id from purchase_order_line where head_id = $1 order by position", [
      draft.id,
    ]);
    const sent = rows.map(({ id }, index) => ({ ...line, id, quantity: ["10", "25"][index] }));
    // A row of its own that comes later is a first entry, no change.
    await buyer.edit("PurchaseOrder", draft, { lines: [...sent, { ...line, quantity: "30" }] }, "The plan was raised by five");
    await buyer.edit("PurchaseOrder", draft, { lines: sent.slice(1) }, "Ordered elsewhere by the other site");
    const found = await foundBy("VALUE_CHANGED", company, "jiangmin", "PurchaseOrder", draft);
    expect(found.map(said)).toEqual([
      ["Lines, row 1 · Quantity: 20 → 25", "明细第 1 行 · 数量：20 → 25", "medium"],
      ["Lines, row 1 · removed", "明细第 1 行 · 已删除", "medium"],
      ["Lines, row 3 · removed", "明细第 3 行 · 已删除", "medium"],
    ]);
    expect(found.slice(0, 2).map(factLines)).toEqual([
      [
        "Before 20 · 原值 20",
        "After 25 · 新值 25 · not ok",
        "Changed by Shen Yue · 更改人 沈悦",
        "Reason The plan was raised by five · 原因 The plan was raised by five",
      ],
      [
        "Quantity 10 · 数量 10 · not ok",
        "Purchase unit kg · 采购单位 kg · not ok",
        "Price per unit 12.5 · 单价 12.5 · not ok",
        "Tax rate 13 % · 税率 13 % · not ok",
        "Changed by Shen Yue · 更改人 沈悦",
        "Reason Ordered elsewhere by the other site · 原因 Ordered elsewhere by the other site",
      ],
    ]);
  });

  it("[REQ-APR-05] SENT_BACK tells who sent it back and why, of a rejected approval and of a refusal", async () => {
    const draft = await (await company.as("shenyue")).create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "10"));
    await acts(company, "shenyue", "PurchaseOrder", draft, "submit");
    expect(await foundBy("SENT_BACK", company, "jiangmin", "PurchaseOrder", draft)).toEqual([]);
    await acts(company, "jiangmin", "PurchaseOrder", draft, "sendBack", {}, "The price of last month has lapsed");
    await acts(company, "shenyue", "PurchaseOrder", draft, "submit");
    const found = await foundBy("SENT_BACK", company, "jiangmin", "PurchaseOrder", draft);
    expect(found.map(said)).toEqual([["Sent back by Jiang Min", "江敏曾退回", "medium"]]);
    expect(found.map(({ detail }) => detail?.zh)).toEqual(["The price of last month has lapsed"]);
    expect(found.flatMap(factLines)).toEqual([]);
    const wanted = await (await company.as("hechuan")).create("Requisition", {
      site: await company.id("Site", "SZ1"),
      item: await company.id("Item", "RM-201"),
      quantity: "10",
      neededOn: "2026-08-01",
      purpose: "Trial run",
    });
    await acts(company, "hechuan", "Requisition", wanted, "submit");
    await acts(company, "jiangmin", "Requisition", wanted, "sendBack", {}, "We have enough of it in stock");
    await acts(company, "hechuan", "Requisition", wanted, "submit");
    expect((await foundBy("SENT_BACK", company, "jiangmin", "Requisition", wanted)).map(said)).toEqual([
      ["Sent back by Jiang Min", "江敏曾退回", "medium"],
    ]);
  });

  it("[REQ-APR-05] QUESTION_OPEN lists a question until it is resolved or taken back, and again when it is opened anew", async () => {
    const pair = await pairBy();
    const reviewer = await company.browser("linjing");
    const say = async (
      operation: string,
      args: string,
      variables: object,
    ): Promise<{ id: string; comments: { id: string }[] } | undefined> => {
      const reply = await reviewer.ask(
        `mutation ($c: ID!, $i: ID!) { done: ${operation}(commandId: $c, ${args}) { id comments { id } } }`,
        {
          c: randomUUID(),
          ...variables,
        },
      );
      expect(reply.errors).toEqual([]);
      // All threads of the record, the latest last.
      return shown<{ id: string; comments: { id: string }[] }[]>(reply.data, "done").at(-1);
    };
    const post = (text: string) =>
      say("postComment", `record: "SupplierItem", id: $i, text: "${text}", mentions: []`, { i: pair.id });
    const open = () => foundBy("QUESTION_OPEN", company, "xuheng", "SupplierItem", pair);
    const thread = await post("Where is the audit report?");
    const found = await open();
    expect(found.map(said)).toEqual([["Open question of Lin Jing", "林静的问题未解决", "medium"]]);
    expect(found.map(({ detail }) => detail?.en)).toEqual(["Where is the audit report?"]);
    await say("resolveComment", "thread: $i", { i: thread?.id });
    expect(await open()).toEqual([]);
    await say("reopenComment", "thread: $i", { i: thread?.id });
    expect(await open()).toHaveLength(1);
    await say("resolveComment", "thread: $i", { i: thread?.id });
    const other = await post("A slip of the pen");
    expect(await open()).toHaveLength(1);
    await say("withdrawComment", "comment: $i", { i: other?.comments[0]?.id });
    expect(await open()).toEqual([]);
  });

  it.each([
    ["import", "Written by an import", "由导入写入"],
    ["api", "Written by an interface", "由接口写入"],
  ] as const)("[REQ-REC-12] BY_INTERFACE says that a record came by %s, until somebody signs it", async (source, en, zh) => {
    const pair = await pairBy(new Hands(company.kernel, { source, name: `by ${source}` }));
    const found = await findingsOf(company, "linjing", "SupplierItem", pair);
    expect(found.map(({ code }) => code)).toEqual(["BY_INTERFACE"]);
    expect(found.map(said)).toEqual([[en, zh, "low"]]);
    await signed(pair);
    expect(await findingsOf(company, "linjing", "SupplierItem", pair)).toEqual([]);
  });
});
