/** Templates: what is downloaded is filled in and comes back mapped by itself; the second sheet explains every column. */
import { importSets, importTargets, type Language, type registry } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Imports } from "../../../../test/imports.ts";
import { openStage, type Stage } from "../../../../test/stock-stage.ts";
import { specOf } from "../../../base/names.ts";
import { SqlReader } from "../../../base/reader.ts";
import { type Form, formStream } from "../../../export/form.ts";
import { linesOf } from "./read/csv.ts";
import { readTable } from "./read/read.ts";
import { templateCsv, templateForm } from "./template.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const bytesOf = async (form: Form): Promise<Buffer> => Buffer.concat(await formStream(form).toArray());
const columnsOf = (name: keyof typeof registry, set: string | null) => importTargets(specOf(name), [], set);

const form = (name: keyof typeof registry, set: string | null, lang: Language, key: string | null = null) =>
  stage.run(
    (tx) =>
      templateForm(tx, specOf(name), columnsOf(name, set), {
        lang,
        lineSet: set === null ? null : { en: "Characteristics", zh: "检验项目" },
        key,
      }),
    "luoan",
  );

describe("[U12] the template of a record type", () => {
  it("has one column for each field in the chosen language, offers choices and the few records there are, and explains itself", async () => {
    const item = await form("Item", null, "zh");
    expect(item.columns.map(({ head }) => head)).toEqual([
      ...[
        "物料 *",
        "名称（英文） *",
        "名称（中文） *",
        "类别 *",
        "来源 *",
        "单位 *",
        "医疗器械类别",
        "植入",
        "批号规则",
        "使用前检验 *",
        "按序列号管理",
      ],
    ]);
    expect(item.columns.filter(({ offers }) => offers.length > 0).map(({ head, offers, only }) => [head, offers, only])).toEqual([
      ["类别 *", ["原材料", "零部件", "半成品", "包装材料", "耗材", "成品"], true],
      ["来源 *", ["外购", "自制"], true],
      ["单位 *", ["ea", "kg"], false],
      ["医疗器械类别", ["第一类", "第二类", "第三类"], true],
      ["植入", ["是", "否"], true],
      ["使用前检验 *", ["是", "否"], true],
      ["按序列号管理", ["是", "否"], true],
    ]);
    expect([item.about[0], item.about[1], item.about[6], item.about[9]]).toEqual([
      ["列", "必填", "类型", "单位", "允许值", "示例", "说明"],
      ["物料 *", "是", "文本", "", "不超过 40 个字符；A–Z、0–9 及 . _ / -", "A-001", ""],
      ["单位 *", "是", "记录编号", "", "已有的计量单位", "ea", ""],
      ["批号规则", "", "文本", "", "不超过 40 个字符", "", "例如 R201-{yy}{mm}"],
    ]);
    const plan = await form("InspectionPlan", "characteristics", "en", "item");
    expect(plan.about.find(([head]) => head === "Item *")).toEqual([
      ...["Item *", "yes, on the first row of a record", "number of a record", "", "an existing item", "FG-1"],
      "Rows with the same value here make one record and stand together.",
    ]);
    expect(plan.about.find(([head]) => head === "Upper limit")?.slice(1, 5)).toEqual(["", "number", "", "at most 6 decimals"]);
  });

  it("is a workbook whose first sheet is empty but for its heads and whose cells take only what they offer", async () => {
    const item = await form("Item", null, "zh");
    const bytes = await bytesOf(item);
    // As it is downloaded there is nothing to import.
    expect(() => readTable(bytes)).toThrow("NO_ROWS");
    const about = readTable(bytes, { sheet: "填写说明" });
    expect([about.sheets, about.headers.slice(0, 3), about.rows[0]?.cells.slice(0, 3)]).toEqual([
      ["物料", "填写说明"],
      ["列", "必填", "类型"],
      ["物料 *", "是", "文本"],
    ]);
  });

  it("filled in maps itself, of every type that is imported and in both languages", async () => {
    for (const lang of ["en", "zh"] as const)
      for (const [name, set] of [
        ...(["Item", "ItemRevision", "Supplier", "Customer", "Location", "SupplierItem", "OpeningStock"] as const).map(
          (type) => [type, null] as const,
        ),
        ...(["InspectionPlan", "PurchaseOrder", "SalesOrder"] as const).map(
          (type) => [type, importSets(specOf(type))[0] ?? null] as const,
        ),
      ]) {
        const { columns } = await form(name, set, lang);
        const { suggestMapping } = await import("@lotline/schema");
        const targets = columnsOf(name, set);
        const heads = columns.map(({ head }) => head);
        const csvHeads = linesOf(templateCsv(targets, lang).slice(1), ",")[0]?.cells ?? [];
        for (const given of [heads, csvHeads]) {
          const mapping = suggestMapping(specOf(name), targets, given);
          expect([name, lang, given.map((head) => mapping.columns[head])]).toEqual([name, lang, targets.map(({ path }) => path)]);
          expect([name, mapping.key !== null]).toEqual([name, set !== null]);
        }
      }
  });

  it("comes back as suppliers: texts as they were typed, leading zeros and full-width digits included", async () => {
    const steward = await Imports.of(stage.house, "luoan");
    const heads = templateCsv(columnsOf("Supplier", null), "zh").trim();
    const id = await steward.upload(
      "Supplier",
      "供应商.csv",
      Buffer.from(`${heads}\r\n００７,Seven,七,路 ７ 号,\r\n,,,,\r\n\r\n`, "utf8"),
    );
    await steward.done("mapImport", id, { mapping: (await steward.look(id)).mapping });
    expect(await steward.done("checkImport", id)).toMatchObject({ total: 1, ok: 1, wrong: 0 });
    await steward.done("commitImport", id);
    expect(await stage.house.sql("select number, address from supplier where name_en = 'Seven'")).toEqual([
      { number: "007", address: "路 ７ 号" },
    ]);
  });

  it("tells no more than its reader may see", async () => {
    const { columns } = await stage.run(
      (tx) =>
        templateForm(
          new SqlReader(tx.em, { ...tx, actor: { ...tx.actor, permits: new Set() } }),
          specOf("Item"),
          columnsOf("Item", null),
          { lang: "en", lineSet: null, key: null },
        ),
      "luoan",
    );
    expect(columns.find(({ head }) => head === "Unit *")?.offers).toEqual([]);
  });
});
