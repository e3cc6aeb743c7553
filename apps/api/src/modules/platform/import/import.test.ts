import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "../../../../test/house.ts";
import { Imports } from "../../../../test/imports.ts";

let house: House;
let steward: Imports;
beforeAll(async () => {
  house = await openHouse();
  steward = await Imports.of(house, "luoan");
});
afterAll(() => house.close());

const csv = (...lines: string[]) => Buffer.from(`${lines.join("\r\n")}\r\n`, "utf8");
const head = "供应商,名称（英文）,名称（中文）,地址,备注列";
const supplierMapping = {
  columns: { 供应商: "number", "名称（英文）": "nameEn", "名称（中文）": "nameZh", 地址: "address", 备注列: "" },
};
const good = (n: number) => `SUP-${n},Supplier ${n},供应商${n},苏州 ${n} 号,x`;
const suppliers = () =>
  house.sql<{ number: string; state: string; name_zh: string }>(
    "select number, state, name_zh from supplier where number like 'SUP-%' order by id",
  );

describe("[U12] an import of suppliers", () => {
  it("asks what is undecided, names every error with its line and column, is corrected in place, and is made whole", async () => {
    const file = csv(
      head,
      good(1),
      "sup-2,,供应商２,地址,",
      good(3),
      "SUP-3,Other,其他,路 1,",
      `SUP 4,${"x".repeat(200)},四,路,`,
    );
    const id = await steward.upload("Supplier", "供应商.csv", file);
    expect(await steward.look(id)).toMatchObject({
      state: "uploaded",
      total: 5,
      mapping: { columns: { 供应商: "number", "名称（英文）": "nameEn", "名称（中文）": "nameZh", 地址: "address" } },
    });
    const undecided = await steward.order("mapImport", id, { mapping: { columns: { 供应商: "number" } } });
    expect([undecided.code, ...undecided.issues]).toEqual([
      "BAD_USER_INPUT",
      "名称（英文）:UNMAPPED_COLUMN",
      "名称（中文）:UNMAPPED_COLUMN",
      "地址:UNMAPPED_COLUMN",
      "备注列:UNMAPPED_COLUMN",
      "nameEn:REQUIRED_UNMAPPED",
      "nameZh:REQUIRED_UNMAPPED",
      "address:REQUIRED_UNMAPPED",
    ]);
    await steward.done("mapImport", id, { mapping: supplierMapping });
    const before = await house.sql("select count(*) as n from audit.event");
    expect(await steward.done("checkImport", id)).toMatchObject({ state: "checked", records: 5, ok: 2, wrong: 3 });
    expect(await steward.wrong(id)).toEqual([
      "3 名称（英文） required",
      "5 供应商 TWICE_IN_FILE",
      "6 供应商 code",
      "6 名称（英文） tooLong",
    ]);
    expect(await house.sql("select count(*) as n from audit.event")).toEqual(before);
    const early = await steward.order("commitImport", id);
    expect([early.code, ...early.reasons]).toEqual(["REFUSED", "ROWS_WRONG"]);
    const corrections = [
      { position: 3, column: "名称（英文）", text: "Supplier 2" },
      { position: 5, column: "供应商", text: "SUP-5" },
      { position: 6, column: "供应商", text: "SUP-4" },
      { position: 6, column: "名称（英文）", text: "Supplier 4" },
    ];
    await steward.done("correctImport", id, { corrections });
    expect(await steward.done("checkImport", id)).toMatchObject({ state: "checked", ok: 5, wrong: 0 });
    expect(await steward.done("commitImport", id)).toMatchObject({ state: "committed", problem: [] });
    expect((await suppliers()).map(({ number, name_zh, state }) => `${number} ${name_zh} ${state}`)).toEqual([
      "SUP-1 供应商1 active",
      "SUP-2 供应商２ active",
      "SUP-3 供应商3 active",
      "SUP-5 其他 active",
      "SUP-4 四 active",
    ]);
  });

  it("[REQ-MIG-01] says of each record its file, line, hash and corrections, audited as an import of the person under one command", async () => {
    const sources = await house.sql<{ sha256: string }>(
      "select record_number, from_line, to_line, file_name, sha256, corrections from import_source order by id",
    );
    expect(sources.slice(1, 3)).toEqual([
      {
        ...{ record_number: "SUP-2", from_line: 3, to_line: 3, file_name: "供应商.csv", sha256: sources[0]?.sha256 },
        corrections: [{ line: 3, column: "名称（英文）", was: "", is: "Supplier 2" }],
      },
      { record_number: "SUP-3", from_line: 4, to_line: 4, file_name: "供应商.csv", sha256: sources[0]?.sha256, corrections: [] },
    ]);
    expect(sources[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const events = await house.sql(
      `select distinct e.operation, e.source, e.request, e.reason, p.login from audit.event e join person p on p.id = e.actor_id
       where e.table_name = 'supplier' and e.new ->> 'number' like 'SUP-%'`,
    );
    expect(events).toEqual([
      { operation: "commitImport", source: "import", request: "import 1", reason: "Import 1: 供应商.csv", login: "luoan" },
    ]);
    expect(
      await house.sql(
        "select count(*)::int as n from command_log where operation = 'commitImport' and id in (select command_id from import_source)",
      ),
    ).toEqual([{ n: 1 }]);
    const hand = await house.hands.as("luoan");
    const { id } = await hand.find("Supplier", "SUP-2");
    const reply = await steward.browser.ask(
      "query ($id: ID!) { supplier(id: $id) { timeline { kind moves { label { zh } remark } } } }",
      { id },
    );
    expect(JSON.stringify(reply.data ?? reply.errors)).toContain("由“供应商.csv”第 3 行导入");
  });

  it("of the same file is refused with the earlier one named; what was decided is offered for the same headers", async () => {
    const [batch] = await house.sql<{ sha256: string }>("select sha256 from import_batch where id = 1");
    const file = csv(
      head,
      good(1),
      "sup-2,,供应商２,地址,",
      good(3),
      "SUP-3,Other,其他,路 1,",
      `SUP 4,${"x".repeat(200)},四,路,`,
    );
    await expect(steward.upload("Supplier", "other name.csv", file)).rejects.toMatchObject({
      details: { reasons: [{ code: "FILE_IMPORTED", text: { en: expect.stringContaining("import 1, “供应商.csv”") } }] },
    });
    expect(batch?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const id = await steward.upload(
      "Supplier",
      "more.csv",
      csv("备注列,地址,名称（中文）,名称（英文）,供应商", "x,路,七,Seven,SUP-1"),
    );
    expect((await steward.look(id)).mapping).toMatchObject({ columns: supplierMapping.columns });
    await steward.done("mapImport", id, { mapping: supplierMapping });
    expect(await steward.done("checkImport", id)).toMatchObject({ ok: 0, wrong: 1 });
    expect(await steward.wrong(id)).toEqual(["2 供应商 DUPLICATE"]);
    await steward.done("discardImport", id);
    expect(await house.sql("select 1 from import_row where batch_id = $1", [id])).toEqual([]);
  });

  it("[REQ-MIG-04] is undone whole: records withdrawn, never deleted, their numbers free; the file may come again", async () => {
    const undone = await steward.order("undoImport", "1", { reason: "short" });
    expect([undone.code, ...undone.issues]).toEqual(["BAD_USER_INPUT", "reason:REASON_REQUIRED"]);
    expect(await steward.done("undoImport", "1", { reason: "the wrong file of the old system" })).toMatchObject({
      state: "undone",
    });
    expect((await suppliers()).map(({ number, state }) => `${number} ${state}`)).toEqual(
      ["SUP-1~1", "SUP-2~1", "SUP-3~1", "SUP-5~1", "SUP-4~1"].map((number) => `${number} withdrawn`),
    );
    const id = await steward.upload(
      "Supplier",
      "供应商.csv",
      csv(head, good(1), "sup-2,,供应商２,地址,", good(3), "SUP-3,Other,其他,路 1,", `SUP 4,${"x".repeat(200)},四,路,`),
    );
    expect((await steward.look(id)).state).toBe("uploaded");
  });

  it("cannot be undone while a record is used, changed or has evidence: all that stands in the way is named, and nothing changes", async () => {
    const id = await steward.upload("Supplier", "three.csv", csv(head, good(11), good(12), good(13)));
    await steward.done("mapImport", id, { mapping: supplierMapping });
    await steward.done("checkImport", id);
    await steward.done("commitImport", id);
    const hand = await house.hands.as("luoan");
    await hand.edit("Supplier", await hand.find("Supplier", "SUP-11"), { address: "another road" });
    const { id: supplier } = await hand.find("Supplier", "SUP-12");
    const item = { number: "RM-9", nameEn: "Nine", nameZh: "九", itemClass: "raw", source: "bought", inspectionRequired: true };
    const unit = await hand.create("Unit", { symbol: "kg", nameEn: "kilogram", nameZh: "千克", decimals: 3 });
    const { id: nine } = await hand.create("Item", { ...item, unit: unit.id });
    await (await house.hands.as("mengfei")).create("SupplierItem", {
      supplier,
      item: nine,
      riskClass: "C",
      basis: "audit",
      validTo: "2028-01-01",
    });
    const after = await steward.done("undoImport", id, { reason: "the wrong file again, sorry" });
    expect(after.state).toBe("committed");
    expect(after.problem.map(({ code, text }) => `${code} ${text.en}`)).toEqual([
      "CHANGED_SINCE SUP-11 was changed since it was imported.",
      "REFERRED_TO SUP-12 is used by approved supplier of an item SI-0001.",
    ]);
    expect((await suppliers()).slice(-3).map(({ number, state }) => `${number} ${state}`)).toEqual([
      "SUP-11 active",
      "SUP-12 active",
      "SUP-13 active",
    ]);
  });

  it("changes nothing when one record cannot be made any more: the line is named, none is imported", async () => {
    const id = await steward.upload("Supplier", "late.csv", csv(head, good(21), good(22), good(23)));
    await steward.done("mapImport", id, { mapping: supplierMapping });
    expect(await steward.done("checkImport", id)).toMatchObject({ ok: 3, wrong: 0 });
    const hand = await house.hands.as("luoan");
    await hand.create("Supplier", { number: "SUP-22", nameEn: "between", nameZh: "其间", address: "road" });
    const before = await suppliers();
    const after = await steward.done("commitImport", id);
    expect(after).toMatchObject({ state: "checked", ok: 2, wrong: 1, problem: [{ code: "CHANGED_MEANWHILE" }] });
    expect(await steward.wrong(id)).toEqual(["3 供应商 DUPLICATE"]);
    expect(await suppliers()).toEqual(before);
    expect(await house.sql("select 1 from import_source where batch_id = $1", [id])).toEqual([]);
  });

  it("finds the records that the database refuses among many others, each at its line, and the commit names the one that came between", async () => {
    const hand = await house.hands.as("luoan");
    const rows = Array.from({ length: 250 }, (_, i) => good(1000 + i));
    const id = await steward.upload("Supplier", "many.csv", csv(head, ...rows));
    await steward.done("mapImport", id, { mapping: supplierMapping });
    await house.sql(
      "create or replace function no_seven() returns trigger language plpgsql as $$ begin raise unique_violation; end $$",
    );
    await house.sql(
      "create trigger no_seven before insert on supplier for each row when (new.number in ('SUP-1007', 'SUP-1093', 'SUP-1171')) execute function no_seven()",
    );
    expect(await steward.done("checkImport", id)).toMatchObject({ records: 250, ok: 247, wrong: 3 });
    expect(await steward.wrong(id)).toEqual(["9 – DUPLICATE", "95 – DUPLICATE", "173 – DUPLICATE"]);
    await house.sql("drop trigger no_seven on supplier");
    expect(await steward.done("checkImport", id)).toMatchObject({ ok: 250, wrong: 0 });
    await hand.create("Supplier", { number: "SUP-1240", nameEn: "between", nameZh: "其间", address: "road" });
    expect(await steward.done("commitImport", id)).toMatchObject({ state: "checked", ok: 249, wrong: 1 });
    expect(await steward.wrong(id)).toEqual(["242 供应商 DUPLICATE"]);
    await steward.done("correctImport", id, { corrections: [{ position: 242, column: "供应商", text: "SUP-2240" }] });
    await steward.done("checkImport", id);
    expect(await steward.done("commitImport", id)).toMatchObject({ state: "committed", records: 250 });
    expect(
      await house.sql(
        `select count(*)::int as n, min(s.from_line) as first, max(s.from_line) as last from import_source s
         join supplier t on t.id = s.record_id and t.number = s.record_number where s.batch_id = $1`,
        [id],
      ),
    ).toEqual([{ n: 250, first: 2, last: 251 }]);
  });

  it("is for those who may make such records; rows are seen by whose import it is", async () => {
    const sales = await Imports.of(house, "fangyi");
    await expect(sales.upload("Supplier", "x.csv", csv(head, good(99)))).rejects.toMatchObject({
      details: { reasons: [{ code: "NO_PERMIT" }] },
    });
    expect((await sales.browser.ask('{ importBatch(id: "1") { id } }')).code).toBe("NOT_FOUND");
    const buyer = await Imports.of(house, "shenyue");
    expect((await buyer.browser.ask('{ importBatch(id: "2") { id mine } }')).data).toMatchObject({
      importBatch: { mine: false },
    });
    expect((await buyer.browser.ask('{ importBatch(id: "2") { rows { cells } } }')).code).toBe("NOT_FOUND");
    expect((await buyer.order("commitImport", "2")).code).toBe("NOT_FOUND");
    // What has become records is read as records, with their own rights.
    expect((await steward.browser.ask('{ importBatch(id: "1") { rows { cells } } }')).code).toBe("NOT_FOUND");
    await expect(steward.upload("RoleGrant", "x.csv", csv("a", "1"))).rejects.toMatchObject({
      details: { reasons: [{ code: "NOT_IMPORTED" }] },
    });
  });
});
