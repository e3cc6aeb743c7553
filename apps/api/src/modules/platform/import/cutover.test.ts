/** What a firm brings at its change-over, besides items, partners and stock: revisions, approved suppliers, open orders of both sides. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Imports } from "../../../../test/imports.ts";
import { openStage, type Stage } from "../../../../test/stock-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const csv = (...lines: string[]) => Buffer.from(`${lines.join("\n")}\n`, "utf8");
const sql = <T extends object>(text: string, params: unknown[] = []) => stage.house.sql<T>(text, params);

/** The file as its headers say, checked without a finding, committed. */
async function whole(imports: Imports, id: string, more: object = {}): Promise<void> {
  await imports.done("mapImport", id, { mapping: { ...(await imports.look(id)).mapping, ...more } });
  const checked = await imports.done("checkImport", id);
  expect([checked.wrong, await imports.wrong(id)]).toEqual([0, []]);
  expect((await imports.done("commitImport", id)).state).toBe("committed");
}

describe("[U12] what a firm brings at its change-over", () => {
  it("[REQ-MIG-05] open purchase orders order what is still to come; what came before is evidence, the old number is taken once", async () => {
    const buyer = await Imports.of(stage.house, "shenyue");
    const head = "原系统订单号,供应商,下单日期,需求日期,币种,物料,数量,单价,原系统已收（证据）";
    const rows = [
      "P-1,SUP-1,2026-08-01,2026-09-01,CNY,RM-1,10.5,3,89.5",
      "P-1,,,,,RM-1,4,3.25,0",
      "P-2,SUP-1,2026-08-02,2026-09-02,CNY,RM-1,7,2,",
    ];
    const id = await buyer.upload("PurchaseOrder", "未结采购订单.csv", csv(head, ...rows), "lines");
    expect((await buyer.look(id)).mapping).toMatchObject({ key: "原系统订单号", columns: { 数量: "lines.quantity" } });
    await whole(buyer, id, { fixed: { site: "SZ1" } });
    const orders = () =>
      sql(
        `select o.number, o.state, o.legacy_number as old, o.amount::text as amount,
           array_agg(l.quantity::text || ' + ' || coalesce(l.legacy_quantity::text, '-') order by l.position) as lines
         from purchase_order o join purchase_order_line l on l.head_id = o.id group by o.id order by o.id`,
      );
    expect(await orders()).toEqual([
      {
        number: "PO-26-0001",
        state: "draft",
        old: "P-1",
        amount: "44.50",
        lines: ["10.500000 + 89.500000", "4.000000 + 0.000000"],
      },
      { number: "PO-26-0002", state: "draft", old: "P-2", amount: "14.00", lines: ["7.000000 + -"] },
    ]);
    const again = await buyer.upload("PurchaseOrder", "更正.csv", csv(head, rows[2] ?? "", "P-3,,,,,RM-1,4,3.25,0"), "lines");
    await buyer.done("mapImport", again, { mapping: { ...(await buyer.look(again)).mapping, fixed: { site: "SZ1" } } });
    await buyer.done("checkImport", again);
    expect(await buyer.wrong(again)).toEqual([
      "2 原系统订单号 DUPLICATE",
      "3 供应商 required",
      "3 下单日期 required",
      "3 需求日期 required",
      "3 币种 required",
    ]);
    await buyer.done("discardImport", again);
    expect((await buyer.done("undoImport", id, { reason: "orders of the wrong year" })).state).toBe("undone");
    expect(await orders()).toMatchObject([
      { state: "cancelled", old: `P-1~${id}` },
      { state: "cancelled", old: `P-2~${id}` },
    ]);
  });

  it("[REQ-MIG-05] open sales orders order what is still to be shipped; orders without an old number are undone too", async () => {
    const sales = await Imports.of(stage.house, "fangyi");
    const head = "场所,原系统订单号,客户,下单日期,客户订单号,物料,数量,原系统已发（证据）";
    const id = await sales.upload(
      "SalesOrder",
      "未结销售订单.csv",
      csv(head, "SZ1,S-1,C-01,2026-08-01,H-7,FG-1,40,60", "SZ1,,C-02,2026-08-02,,FG-1,5,", "SZ1,,C-02,2026-08-03,,FG-1,6,"),
      "lines",
    );
    // Orders without an old number have nothing by which their rows would belong together.
    await sales.done("mapImport", id, { mapping: (await sales.look(id)).mapping });
    await sales.done("checkImport", id);
    expect(await sales.wrong(id)).toEqual(["3 原系统订单号 KEY_EMPTY", "4 原系统订单号 KEY_EMPTY"]);
    await sales.done("discardImport", id);
    const more = await sales.upload(
      "SalesOrder",
      "无旧单号.csv",
      csv(
        `${head},行组`,
        "SZ1,S-1,C-01,2026-08-01,H-7,FG-1,40,60,1",
        "SZ1,,C-02,2026-08-02,,FG-1,5,,2",
        "SZ1,,C-02,2026-08-03,,FG-1,6,,3",
      ),
      "lines",
    );
    await whole(sales, more, { columns: { ...(await sales.look(more)).mapping.columns, 行组: "" }, key: "行组" });
    const orders = () =>
      sql(
        `select o.state, o.legacy_number as old, l.quantity::text as open, l.legacy_quantity::text as before
         from sales_order o join sales_order_line l on l.head_id = o.id order by o.id`,
      );
    expect(await orders()).toEqual([
      { state: "draft", old: "S-1", open: "40.000000", before: "60.000000" },
      { state: "draft", old: null, open: "5.000000", before: null },
      { state: "draft", old: null, open: "6.000000", before: null },
    ]);
    expect((await sales.done("undoImport", more, { reason: "orders of the wrong year" })).state).toBe("undone");
    expect(await orders()).toMatchObject([{ state: "cancelled", old: `S-1~${more}` }, { old: null }, { old: null }]);
  });

  it("revisions of items arrive as drafts that somebody else approves, and are withdrawn with their import", async () => {
    const steward = await Imports.of(stage.house, "luoan");
    const id = await steward.upload(
      "ItemRevision",
      "物料版本.csv",
      csv(
        "物料,版本,修订原因,规格,有效期",
        "RM-1,C,原系统现行版本,Resin 3,24",
        "FG-1,A,原系统现行版本,Set,",
        "FG-1,A,twice,Set,",
      ),
    );
    await steward.done("mapImport", id, { mapping: (await steward.look(id)).mapping });
    await steward.done("checkImport", id);
    expect(await steward.wrong(id)).toEqual(["4 版本 TWICE_IN_FILE"]);
    await steward.done("correctImport", id, { corrections: [{ position: 4, column: "版本", text: "B" }] });
    await whole(steward, id);
    const revisions = () => sql("select number, state, shelf_life_months as months from item_revision order by id");
    expect(await revisions()).toEqual([
      { number: "RM-1.C", state: "draft", months: 24 },
      { number: "FG-1.A", state: "draft", months: null },
      { number: "FG-1.B", state: "draft", months: null },
    ]);
    expect((await steward.done("undoImport", id, { reason: "the list of another product" })).state).toBe("undone");
    expect(await revisions()).toMatchObject([{ state: "withdrawn" }, { state: "withdrawn" }, { state: "withdrawn" }]);
  });

  it("suppliers of items arrive under evaluation; a pair twice is told at its line, and undo frees the pair for the corrected file", async () => {
    const quality = await Imports.of(stage.house, "mengfei");
    const head = "供应商,物料,风险等级,准入依据,准入有效期至";
    const row = "SUP-1,RM-1,B 重要,原合格供方名录 2026,2028-01-31";
    const id = await quality.upload(
      "SupplierItem",
      "合格供方.csv",
      csv(head, row, row.replace("B 重要", "C 一般"), "SUP-1,FG-1,A,名录,2028-01-31"),
    );
    await quality.done("mapImport", id, { mapping: (await quality.look(id)).mapping });
    await quality.done("checkImport", id);
    expect(await quality.wrong(id)).toEqual(["3 – DUPLICATE", "4 – ITEM_NOT_BOUGHT"]);
    await quality.done("discardImport", id);
    const one = await quality.upload("SupplierItem", "合格供方1.csv", csv(head, row));
    await whole(quality, one);
    const pairs = () => sql("select number, state, risk_class as risk from supplier_item order by id");
    expect(await pairs()).toEqual([{ number: "SI-0001", state: "underEvaluation", risk: "B" }]);
    expect(await sql("select action from work_item where record_type = 'SupplierItem'")).toEqual([{ action: "approve" }]);
    expect((await quality.done("undoImport", one, { reason: "the list of last year" })).state).toBe("undone");
    expect(await sql("select action from work_item where record_type = 'SupplierItem'")).toEqual([]);
    const next = await quality.upload("SupplierItem", "合格供方2.csv", csv(head, row));
    await whole(quality, next);
    expect(await pairs()).toEqual([
      { number: "SI-0001", state: "withdrawn", risk: "B" },
      { number: "SI-0002", state: "underEvaluation", risk: "B" },
    ]);
  });
});
