/** Files that change records: old and new values before anything is done, proposals where approval is asked, undo where nothing came after. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "../../../../test/house.ts";
import { Imports } from "../../../../test/imports.ts";

let house: House;
let steward: Imports;
let batch: string;
beforeAll(async () => {
  house = await openHouse();
  steward = await Imports.of(house, "luoan");
  const hand = await house.hands.as("luoan");
  for (const n of [1, 2, 3, 4])
    await hand.create("Customer", {
      ...{ number: `C-${n}`, nameEn: `Customer ${n}`, nameZh: `客户${n}`, address: `road ${n}`, kind: "hospital" },
      minRemainingMonths: 6,
    });
});
afterAll(() => house.close());

const csv = (...lines: string[]) => Buffer.from(`${lines.join("\r\n")}\r\n`, "utf8");
const head = "客户,名称（中文）,地址,类型,最低剩余有效期";
const customers = () =>
  house
    .sql(
      `select number || ' ' || name_zh || ' ' || coalesce(address, '-') || ' ' || kind || ' ' || min_remaining_months || ' v' || version as is
     from customer order by id`,
    )
    .then((rows) => rows.map((row) => Reflect.get(row, "is")));
const asTheyWere = [
  "C-1 客户1 road 1 hospital 6 v1",
  "C-2 客户2 road 2 hospital 6 v1",
  "C-3 客户3 road 3 hospital 6 v1",
  "C-4 客户4 road 4 hospital 6 v1",
];
const bring = async (...rows: string[]) => {
  const id = await steward.upload("Customer", "客户更改.csv", csv(head, ...rows), null, "change");
  await steward.done("mapImport", id, { mapping: (await steward.look(id)).mapping });
  return id;
};

describe("[U12] [REQ-DQ-04] a file that changes records", () => {
  it("names rows whose record is not there, stands twice or has a wrong value, and changes nothing by its check", async () => {
    const id = await bring("C-9,,road,,", "c-1,,road 1b,,", "C-1,,road 1c,,", "C-2,,,诊所,", "C-3,,,,500");
    expect(await steward.done("checkImport", id)).toMatchObject({ total: 5, ok: 1, wrong: 4 });
    expect(await steward.wrong(id)).toEqual([
      "2 客户 UNKNOWN_RECORD",
      "4 客户 TWICE_IN_FILE",
      "5 类型 UNMAPPED_VALUE",
      "6 最低剩余有效期 max",
    ]);
    expect(await customers()).toEqual(asTheyWere);
    await steward.done("discardImport", id);
  });

  it("shows old and new of every field, edits what may be edited, proposes what needs approval, counts what is so already", async () => {
    batch = await bring("C-1,,road 1b,,", "C-2,客户二,road 2b,,", "C-3,,,经销商,12", "C-4,客户4,road 4,医疗机构,6");
    expect(await steward.done("checkImport", batch)).toMatchObject({ state: "checked", records: 4, ok: 3, wrong: 0 });
    const reply = await steward.browser.ask(
      "query ($id: ID!) { importBatch(id: $id) { mode rows(changedOnly: true) { position input } } }",
      { id: batch },
    );
    const { mode, rows } = (
      reply.data as { importBatch: { mode: string; rows: { position: number; input: { changes: object[] } }[] } }
    ).importBatch;
    expect([mode, rows.map(({ position, input }) => [position, input.changes])]).toEqual([
      "change",
      [
        [2, [change("address", "road 1", "road 1b", false)]],
        [3, [change("nameZh", "客户2", "客户二", true), change("address", "road 2", "road 2b", false)]],
        [4, [change("kind", "hospital", "distributor", true), change("minRemainingMonths", "6", "12", true)]],
      ].map(([position, changes]) => [position, expect.toSatisfy((of: object[]) => sameSet(of, changes as object[]))]),
    ]);
    expect(await customers()).toEqual(asTheyWere);
    const early = await steward.order("commitImport", batch);
    expect([early.code, ...early.issues]).toEqual(["BAD_USER_INPUT", "reason:REASON_REQUIRED"]);
    expect(await steward.done("commitImport", batch, { reason: "addresses of the new year" })).toMatchObject({
      state: "committed",
    });
    expect(await customers()).toEqual([
      "C-1 客户1 road 1b hospital 6 v2",
      "C-2 客户2 road 2b hospital 6 v2",
      "C-3 客户3 road 3 hospital 6 v1",
      "C-4 客户4 road 4 hospital 6 v1",
    ]);
    expect(await proposals()).toEqual([
      "MC-26-0001 C-2 proposed nameZh: 客户2 → 客户二",
      "MC-26-0002 C-3 proposed kind: hospital → distributor",
      "MC-26-0002 C-3 proposed minRemainingMonths: 6 → 12",
    ]);
    expect(
      await house.sql(
        `select distinct e.operation, e.source, e.reason, p.login from audit.event e join person p on p.id = e.actor_id
         where e.table_name = 'customer' and e.new ->> 'version' = '2'`,
      ),
    ).toEqual([
      {
        ...{ operation: "commitImport", source: "import", login: "luoan" },
        reason: `Import ${batch}: 客户更改.csv: addresses of the new year`,
      },
    ]);
    const hand = await house.hands.as("luoan");
    const { id } = await hand.find("Customer", "C-1");
    const told = await steward.browser.ask(
      "query ($id: ID!) { customer(id: $id) { timeline { kind moves { label { zh } } } } }",
      { id },
    );
    expect(JSON.stringify(told.data ?? told.errors)).toContain("由“客户更改.csv”第 2 行更改");
  });

  it("with a field whose change is proposed already is told so at its line; a record that changed since the check is named", async () => {
    const id = await bring("C-2,客户贰,,,", "C-4,,road 4b,,");
    expect(await steward.done("checkImport", id)).toMatchObject({ ok: 1, wrong: 1 });
    expect(await steward.wrong(id)).toEqual(["2 – CHANGE_OPEN"]);
    await steward.done("correctImport", id, { corrections: [{ position: 2, column: "名称（中文）", text: "" }] });
    expect(await steward.done("checkImport", id)).toMatchObject({ records: 2, ok: 1, wrong: 0 });
    const hand = await house.hands.as("luoan");
    await hand.edit("Customer", await hand.find("Customer", "C-4"), { address: "between" });
    const after = await steward.done("commitImport", id, { reason: "addresses of the new year" });
    expect([after.state, after.wrong, after.problem.map(({ code }) => code)]).toEqual(["checked", 1, ["CHANGED_MEANWHILE"]]);
    expect(await steward.wrong(id)).toEqual(["3 – STALE_RECORD"]);
    await steward.done("discardImport", id);
  });

  it("[REQ-MIG-04] is undone where nothing came after, and says where something did", async () => {
    const hand = await house.hands.as("luoan");
    await hand.edit("Customer", await hand.find("Customer", "C-2"), { address: "later" });
    const undone = await steward.done("undoImport", batch, { reason: "the list of another year" });
    expect([undone.state, undone.problem.map(({ code, text }) => `${code} ${text.en}`)]).toEqual([
      "undone",
      ["CHANGED_SINCE C-2 was changed since; it stays as it is."],
    ]);
    expect(await customers()).toEqual([
      "C-1 客户1 road 1 hospital 6 v3",
      "C-2 客户2 later hospital 6 v3",
      "C-3 客户3 road 3 hospital 6 v1",
      "C-4 客户4 between hospital 6 v2",
    ]);
    expect((await proposals()).map((one) => one.split(" ").slice(0, 3).join(" "))).toEqual([
      "MC-26-0001 C-2 withdrawn",
      "MC-26-0002 C-3 withdrawn",
      "MC-26-0002 C-3 withdrawn",
    ]);
  });

  it("counts equal errors together whatever their text, but each text that nothing stands for by itself", async () => {
    const id = await bring("C-7,,road,,", "C-8,,road,,", "C-3,,,诊所,", "C-4,,,药房,");
    await steward.done("checkImport", id);
    const reply = await steward.browser.ask("query ($id: ID!) { importBatch(id: $id) { groups { code value count line } } }", {
      id,
    });
    expect(reply.data).toEqual({
      importBatch: {
        groups: [
          { code: "UNKNOWN_RECORD", value: null, count: 2, line: 2 },
          { code: "UNMAPPED_VALUE", value: "诊所", count: 1, line: 4 },
          { code: "UNMAPPED_VALUE", value: "药房", count: 1, line: 5 },
        ],
      },
    });
    await steward.done("discardImport", id);
  });

  it("is for those who may edit such records", async () => {
    const buyer = await Imports.of(house, "shenyue");
    await expect(buyer.upload("Customer", "x.csv", csv(head, "C-1,,x,,"), null, "change")).rejects.toMatchObject({
      details: { reasons: [{ code: "NO_PERMIT" }] },
    });
  });
});

const change = (path: string, before: string, after: string, approved: boolean) => ({
  ...{ path, before, after, approved },
  shown: { before, after },
});
const sameSet = (a: readonly object[], b: readonly object[]): boolean => {
  expect([...a].sort(byPath)).toEqual([...b].sort(byPath));
  return true;
};
const byPath = (a: object, b: object) => (String(Reflect.get(a, "path")) < String(Reflect.get(b, "path")) ? -1 : 1);
const proposals = async (): Promise<string[]> =>
  (
    await house.sql<{ is: string }>(
      `select c.number || ' ' || c.record_number || ' ' || c.state || ' ' || v.field || ': ' || v.before || ' → ' || v.after as is
       from master_change c join master_change_value v on v.head_id = c.id order by c.id, v.field`,
    )
  ).map(({ is }) => is);
