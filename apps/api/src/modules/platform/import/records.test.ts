import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Imports } from "../../../../test/imports.ts";
import { openStage, type Stage } from "../../../../test/stock-stage.ts";
import { sheetXml, workbook } from "../../../../test/workbook.ts";

let stage: Stage;
let steward: Imports;
const csv = (...lines: string[]) => Buffer.from(`${lines.join("\n")}\n`, "utf8");
const sql = <T extends object>(text: string, params: unknown[] = []) => stage.house.sql<T>(text, params);

beforeAll(async () => {
  stage = await openStage();
  steward = await Imports.of(stage.house, "luoan");
});
afterAll(() => stage.close());

/** The file decided, checked and committed; the check must have found nothing. */
async function whole(imports: Imports, id: string, mapping: object): Promise<void> {
  await imports.done("mapImport", id, { mapping });
  const checked = await imports.done("checkImport", id);
  expect([checked.wrong, await imports.wrong(id)]).toEqual([0, []]);
  expect((await imports.done("commitImport", id)).state).toBe("committed");
}

describe("[U12] items from a workbook", () => {
  const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const row = (n: number, ...texts: string[]) =>
    `<row r="${n}">${texts.map((text, i) => cell(`${"ABCDEFG"[i]}${n}`, text)).join("")}</row>`;
  const bytes = workbook(
    sheetXml(
      row(1, "物料", "名称（英文）", "名称（中文）", "类别", "来源", "单位", "检验") +
        row(2, "rm-100", "Resin", "树脂", "原料", "外购", "公斤", "是") +
        row(3, "RM-101", "Film", "薄膜", "原料", "外购", "公斤", "") +
        row(4, "RM-102", "Dye", "染料", "原材料", "外购", "kg", "要"),
    ),
  );
  const columns = {
    ...{ 物料: "number", "名称（英文）": "nameEn", "名称（中文）": "nameZh", 类别: "itemClass", 来源: "source", 单位: "unit" },
    检验: "inspectionRequired",
  };

  it("errs on every value that nothing stands for, an empty flag included; values are mapped once and remembered", async () => {
    const id = await steward.upload("Item", "物料.xlsx", bytes);
    await steward.done("mapImport", id, { mapping: { columns } });
    expect(await steward.done("checkImport", id)).toMatchObject({ ok: 0, wrong: 3 });
    expect(await steward.wrong(id)).toEqual([
      "2 类别 UNMAPPED_VALUE",
      "2 单位 UNMAPPED_REFERENCE",
      "3 类别 UNMAPPED_VALUE",
      "3 单位 UNMAPPED_REFERENCE",
      "3 检验 required",
      "4 检验 UNMAPPED_VALUE",
    ]);
    const values = { itemClass: { 原料: "raw" }, unit: { 公斤: "kg" }, inspectionRequired: { 要: "true" } };
    await steward.done("correctImport", id, { corrections: [{ position: 3, column: "检验", text: "否" }] });
    await whole(steward, id, { columns, values });
    expect(
      await sql("select number, item_class, source, inspection_required from item where number like 'RM-10%' order by number"),
    ).toEqual([
      { number: "RM-100", item_class: "raw", source: "bought", inspection_required: true },
      { number: "RM-101", item_class: "raw", source: "bought", inspection_required: false },
      { number: "RM-102", item_class: "raw", source: "bought", inspection_required: true },
    ]);
    const next = await steward.upload(
      "Item",
      "more.csv",
      csv("物料,名称（英文）,名称（中文）,类别,来源,单位,检验", "RM-103,Tube,管,原料,外购,公斤,要"),
    );
    await whole(steward, next, (await steward.look(next)).mapping);
    expect(await steward.done("undoImport", next, { reason: "only to see that it can be" })).toMatchObject({ state: "undone" });
  });
});

describe("[U12] records with rows of their own", () => {
  const head = "物料,版本,修订原因,名称（英文）,名称（中文）,项目英,项目中,类型,下限,上限,修约位数,抽样,样本量";
  const columns = {
    ...{ 物料: "item", 版本: "revision", 修订原因: "changeReason", "名称（英文）": "nameEn", "名称（中文）": "nameZh" },
    ...{ 项目英: "characteristics.nameEn", 项目中: "characteristics.nameZh", 类型: "characteristics.kind" },
    ...{ 下限: "characteristics.lower", 上限: "characteristics.upper", 修约位数: "characteristics.decimals" },
    ...{ 抽样: "characteristics.samplingRule", 样本量: "characteristics.sampleSize" },
  };
  const line = (item: string, what: string, lower = "1.5") =>
    `${item},A,first,Plan,规程,${what},${what},计量,${lower},3,1,固定样本量,5`;

  it("are made from neighbouring rows with the same key; errors stand at their own line", async () => {
    const file = csv(
      head,
      line("RM-1", "length"),
      line("RM-1", "width", '"1,5"'),
      line("SA-1", "length"),
      line("RM-1", "height"),
    );
    const id = await steward.upload("InspectionPlan", "规程.csv", file, "characteristics");
    const without = await steward.order("mapImport", id, { mapping: { columns } });
    expect(without.issues).toEqual(["key:KEY_MISSING"]);
    await steward.done("mapImport", id, { mapping: { columns, key: "物料" } });
    expect(await steward.done("checkImport", id)).toMatchObject({ total: 4, records: 3, ok: 1, wrong: 2 });
    expect(await steward.wrong(id)).toEqual(["3 下限 comma", "5 物料 KEY_APART", "5 版本 TWICE_IN_FILE"]);
    const corrections = [
      { position: 3, column: "下限", text: "1.5" },
      { position: 5, column: "物料", text: "SA-1" },
    ];
    await steward.done("correctImport", id, { corrections });
    await whole(steward, id, { columns, key: "物料" });
    const plans = await sql(
      `select p.number, array_agg(c.name_en order by c.position) as names, s.from_line, s.to_line from inspection_plan p
       join inspection_plan_characteristic c on c.head_id = p.id join import_source s on s.record_id = p.id and s.record_type = 'InspectionPlan'
       group by p.number, s.from_line, s.to_line order by p.number`,
    );
    expect(plans).toEqual([
      { number: "IP-RM-1.A", names: ["length", "width"], from_line: 2, to_line: 3 },
      { number: "IP-SA-1.A", names: ["length", "height"], from_line: 4, to_line: 5 },
    ]);
    expect((await steward.done("undoImport", id, { reason: "the plans of another site" })).state).toBe("undone");
    expect(await sql("select number, state from inspection_plan order by number")).toEqual([
      { number: `IP-RM-1.A~${id}`, state: "withdrawn" },
      { number: `IP-SA-1.A~${id}`, state: "withdrawn" },
    ]);
  });

  it("open purchase orders arrive as drafts of the buyer, a site for all rows given once, and are cancelled by undo", async () => {
    const buyer = await Imports.of(stage.house, "shenyue");
    const file = csv(
      "旧单号,供应商,下单日期,需求日期,币种,物料,数量,单价",
      "P-1,SUP-1,2026/8/1,2026年9月1日,人民币,RM-1,10.5,3",
      "P-1,,,,,RM-1,4,3.25",
    );
    const id = await buyer.upload("PurchaseOrder", "未结订单.csv", file, "lines");
    const mapping = {
      columns: {
        ...{ 旧单号: "remark", 供应商: "supplier", 下单日期: "orderedOn", 需求日期: "neededOn", 币种: "currency" },
        ...{ 物料: "lines.item", 数量: "lines.quantity", 单价: "lines.price" },
      },
      fixed: { site: "SZ1" },
      key: "旧单号",
    };
    await whole(buyer, id, mapping);
    const orders = () =>
      sql("select number, state, remark, ordered_on::text as ordered, amount::text as amount from purchase_order");
    expect(await orders()).toEqual([
      { number: "PO-26-0001", state: "draft", remark: "P-1", ordered: "2026-08-01", amount: "44.50" },
    ]);
    expect((await buyer.done("undoImport", id, { reason: "orders of the wrong year" })).state).toBe("undone");
    expect(await orders()).toMatchObject([{ number: "PO-26-0001", state: "cancelled" }]);
  });
});

describe("[U12] locations and opening stock", () => {
  it("a location that was withdrawn with its import takes no stock", async () => {
    const id = await steward.upload(
      "Location",
      "库位.csv",
      csv("库位,场所,名称（英文）,名称（中文）,类型", "SZ1-Q9,SZ1,Nine,九,待验区"),
    );
    await whole(steward, id, {
      columns: { 库位: "number", 场所: "site", "名称（英文）": "nameEn", "名称（中文）": "nameZh", 类型: "type" },
    });
    const [place] = await sql<{ id: string }>("select id from location where number = 'SZ1-Q9'");
    const { receiveLot } = await import("../../inventory/index.ts");
    const receive = (number: string) =>
      stage.run((tx) =>
        receiveLot(tx, {
          ...{
            number,
            item: stage.item.raw,
            supplier: stage.supplier,
            supplierLot: "S",
            quantity: "1",
            location: place?.id ?? "",
          },
          source: { record: "Receipt", id: "1", number: "R-1" },
        }),
      );
    expect((await steward.done("undoImport", id, { reason: "a place that was never built" })).state).toBe("undone");
    await expect(receive("L-Q9")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await sql("select number, state from location where number like 'SZ1-Q9%'")).toEqual([
      { number: `SZ1-Q9~${id}`, state: "withdrawn" },
    ]);
  });

  const opening = (...rows: string[]) => csv("批号,物料,数量,库位,供应商,供应商批号,有效期至,数量依据,原系统状态", ...rows);
  const mapping = {
    columns: {
      ...{ 批号: "lotNumber", 物料: "item", 数量: "quantity", 库位: "location", 供应商: "supplier", 供应商批号: "supplierLot" },
      ...{ 有效期至: "expiresOn", 数量依据: "basis", 原系统状态: "legacyStatus" },
    },
    fixed: { site: "SZ1" },
  };
  const good = "OLD-1,RM-1,12.5,SZ1-QUARANTINE,SUP-1,S-77,2027-06-30,盘点表 7,已放行 2025-11-02";

  it("[REQ-MIG-05] is posted only while QA has opened the change-over; lots arrive in quarantine, an old release is evidence only", async () => {
    const keeper = await Imports.of(stage.house, "gaolang");
    const id = await keeper.upload(
      "OpeningStock",
      "期初.csv",
      opening(good, "OLD-2,RM-1,3,SZ1-STORAGE,,,,盘点表 7,", "OLD-3,FG-1,4,SZ1-QUARANTINE,,,,盘点表 8,"),
    );
    await keeper.done("mapImport", id, { mapping });
    expect(await keeper.done("checkImport", id)).toMatchObject({ ok: 0, wrong: 3 });
    expect(await keeper.wrong(id)).toEqual([
      "2 – OPENING_STOCK_CLOSED",
      "3 – OPENING_STOCK_CLOSED",
      "3 – OPENING_SUPPLIER_MISSING",
      "4 – OPENING_STOCK_CLOSED",
    ]);
    const rule = {
      ruleName: "opening-stock",
      key: "default",
      content: { until: "2099-12-31" },
      validFrom: "2026-01-01",
      citation: "change-over plan",
    };
    const draft = await (await stage.house.hands.as("linjing")).create("Rule", rule);
    await (await stage.house.hands.as("xuheng")).act("Rule", draft, "approve");
    expect(await keeper.done("checkImport", id)).toMatchObject({ ok: 2, wrong: 1 });
    expect(await keeper.wrong(id)).toEqual(["3 – OPENING_SUPPLIER_MISSING"]);
    const corrections = [
      { position: 3, column: "库位", text: "SZ1-QUARANTINE" },
      { position: 3, column: "供应商", text: "SUP-1" },
      { position: 3, column: "供应商批号", text: "S-78" },
    ];
    await keeper.done("correctImport", id, { corrections });
    expect(await keeper.done("checkImport", id)).toMatchObject({ ok: 3, wrong: 0 });
    expect((await keeper.done("commitImport", id)).state).toBe("committed");
    expect(
      await sql(
        `select l.number, l.state, b.quantity::text as quantity, p.kind, l.supplier_lot from lot l join balance b on b.lot_id = l.id
         join location o on o.id = b.location_id and o.type = 'quarantine' join movement m on m.lot_id = l.id and m.quantity > 0
         join posting p on p.id = m.posting_id where l.number like 'OLD-%' order by l.number`,
      ),
    ).toEqual([
      { number: "OLD-1", state: "quarantine", quantity: "12.500000", kind: "receive", supplier_lot: "S-77" },
      { number: "OLD-2", state: "quarantine", quantity: "3.000000", kind: "receive", supplier_lot: "S-78" },
      { number: "OLD-3", state: "quarantine", quantity: "4.000000", kind: "output", supplier_lot: null },
    ]);
    expect(await sql("select legacy_status from opening_stock where lot_number = 'OLD-1'")).toEqual([
      { legacy_status: "已放行 2025-11-02" },
    ]);
    expect(await sql("select 1 from signature where record_type = 'Lot'")).toEqual([]);
  });

  it("[REQ-MIG-04] is taken back by counter-postings while its lots are untouched, and not one lot when one has moved", async () => {
    const keeper = await Imports.of(stage.house, "gaolang");
    const [batch] = await sql<{ id: string }>("select id from import_batch where record_type = 'OpeningStock'");
    const id = batch?.id ?? "";
    const [{ lot } = { lot: "" }] = await sql<{ lot: string }>(
      "select lot_id as lot from opening_stock where lot_number = 'OLD-3'",
    );
    await (await stage.house.hands.as("hejia")).act("Lot", { id: lot }, "placeHold", {
      kind: "investigation",
      explanation: "look at it first",
    });
    const refused = await keeper.done("undoImport", id, { reason: "counted the wrong shelf" });
    expect([refused.state, refused.problem.map(({ code }) => code)]).toEqual(["committed", ["LOT_USED_SINCE"]]);
    const next = await keeper.upload("OpeningStock", "期初2.csv", opening(good.replaceAll("OLD-1", "OLD-9")));
    await whole(keeper, next, mapping);
    expect((await keeper.done("undoImport", next, { reason: "counted the wrong shelf" })).state).toBe("undone");
    expect(
      await sql(
        `select l.number, (select sum(b.quantity)::text from balance b join location o on o.id = b.location_id and o.type = 'quarantine' where b.lot_id = l.id) as there,
           (select count(*)::int from posting p join movement m on m.posting_id = p.id where m.lot_id = l.id) as movements
         from lot l where l.number like 'OLD-9%'`,
      ),
    ).toEqual([{ number: "OLD-9~OS-26-00004", there: "0.000000", movements: 4 }]);
  });
});
