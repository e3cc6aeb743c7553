import { graphql } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grantRole, refusalOf } from "../../../../test/house.ts";
import { document, openStage, type Stage } from "../../../../test/stock-stage.ts";
import { Request } from "../../../read/request.ts";
import { buildGraphqlSchema } from "../../../schema.ts";
import type { Handled } from "../../../seed/hands.ts";
import { issue, move, receiveLot, stockOf } from "../index.ts";

let stage: Stage;
const places: string[] = [];
beforeAll(async () => {
  stage = await openStage();
  await stage.house.sql("select public.set_domain_clock(0, '2026-07-06T08:00:00+08:00')");
});
afterAll(() => stage.close());

const keeper = () => stage.house.hands.as("gaolang");
const planner = () => stage.house.hands.as("hechuan");

/** A shelf of its own for each story. */
async function shelf(): Promise<string> {
  const number = `COUNT-${places.length + 1}`;
  const given = { number, nameEn: number, nameZh: number, type: "storage", site: stage.site };
  const { id } = await (await stage.house.hands.as("luoan")).create("Location", given);
  places.push(id);
  return id;
}
async function stand(location: string, number: string, quantity: string, item?: string): Promise<string> {
  const lot = await stage.releasedLot({ number, quantity, ...(item ? { item } : {}) });
  const source = document("Lot");
  await stage.run((tx) => move(tx, { lot, from: stage.place.storage, to: location, quantity, source }));
  return lot;
}
async function sheetOf(location: string, more: object = {}): Promise<Handled> {
  const given = { site: stage.site, subject: "shelf", places: [{ location }], ...more };
  const sheet = await (await keeper()).create("StockCount", given);
  return (await keeper()).act("StockCount", sheet, "start");
}
const record = async (sheet: Handled, counts: { line: number; counted: string; serials?: string }[], found: object[] = []) =>
  (await keeper()).act("StockCount", sheet, "record", { counts, found: found as never });
const submit = async (sheet: Handled) => (await keeper()).act("StockCount", sheet, "submit");
const approve = async (sheet: Handled, lines: number[] = [], login = "hechuan") =>
  (await stage.house.hands.as(login)).act("StockCount", sheet, "approve", {
    reasons: lines.map((line) => ({ line, reason: "loss" as const })),
  });
const standing = async (lot: string, location: string) =>
  (await stage.run((tx) => stockOf(tx, [lot]))).filter((row) => row.location === location).map((row) => Number(row.quantity));
const linesOf = (sheet: Handled) =>
  stage.house.sql(
    `select l.number as lot, trim_scale(c.book_at_start)::text as start, trim_scale(c.first_counted)::text as first, trim_scale(c.counted)::text as counted,
       trim_scale(c.book_at_count)::text as book, trim_scale(c.difference)::text as difference, c.reason
     from stock_count_line c join lot l on l.id = c.lot_id where c.head_id = $1 order by c.position`,
    [sheet.id],
  );
const everything = () =>
  stage.house.sql(
    "select (select count(*) from posting) as postings, (select count(*) from movement) as movements, (select count(*) from signature) as signatures",
  );

describe("a stock count", () => {
  it("[REQ-TRC-04][REQ-ACC-04] freezes the book, is posted by a second person's signature with reasons, and never by who counted", async () => {
    const at = await shelf();
    const [first, second] = [await stand(at, "CNT-1", "100"), await stand(at, "CNT-2", "20")];
    const sheet = await sheetOf(at);
    await record(sheet, [{ line: 1, counted: "97.5" }]);
    expect(await refusalOf(submit(sheet))).toEqual(["COUNT_LINES_OPEN"]);
    await record(sheet, [{ line: 2, counted: "20" }]);
    await submit(sheet);
    // Also when the counter holds the permit to approve.
    await grantRole(stage.house, "gaolang", "FINANCE");
    const before = await everything();
    expect(await refusalOf(approve(sheet, [1], "gaolang"))).toEqual(expect.arrayContaining(["SOD_SELF"]));
    expect(await refusalOf(approve(sheet, []))).toEqual(["COUNT_REASON_MISSING"]);
    expect(await everything()).toEqual(before);
    expect((await approve(sheet, [1])).state).toBe("posted");
    expect([await standing(first, at), await standing(second, at)]).toEqual([[97.5], [20]]);
    expect(await linesOf(sheet)).toEqual([
      { lot: "CNT-1", start: "100", first: "97.5", counted: "97.5", book: "100", difference: "-2.5", reason: "loss" },
      { lot: "CNT-2", start: "20", first: "20", counted: "20", book: "20", difference: "0", reason: null },
    ]);
    const [posting] = await stage.house.sql(
      "select p.kind, count(*)::int as lines from posting p join movement m on m.posting_id = p.id where p.record_type = 'StockCount' and p.record_id = $1 group by p.id, p.kind",
      [sheet.id],
    );
    expect(posting).toEqual({ kind: "count", lines: 2 });
  });

  it("[REQ-TRC-04] what moves before and after a line is counted is neither lost nor counted twice", async () => {
    const at = await shelf();
    const lot = await stand(at, "CNT-3", "100");
    const sheet = await sheetOf(at);
    const take = (quantity: string) =>
      stage.run((tx) => issue(tx, { source: document(), lines: [{ lot, location: at, quantity }] }));
    await take("30");
    await record(sheet, [{ line: 1, counted: "69" }]);
    await take("9");
    await submit(sheet);
    await take("10");
    await approve(sheet, [1]);
    // 100 − 30 − 9 − 10 issued, and 1 that the count did not find.
    expect(await standing(lot, at)).toEqual([50]);
    expect(await linesOf(sheet)).toMatchObject([{ start: "100", book: "70", counted: "69", difference: "-1" }]);
  });

  it("[REQ-ACC-10] is blind: who counts sees no book, who approves does", async () => {
    const at = await shelf();
    await stand(at, "CNT-4", "55");
    const sheet = await sheetOf(at);
    await record(sheet, [{ line: 1, counted: "50" }]);
    const seen = async (login: string) => {
      const request = new Request(stage.house.kernel, (await stage.house.hands.as(login)).ctx);
      const source = `{ stockCount(id: "${sheet.id}") { lines { counted bookAtStart bookAtCount difference } } }`;
      const { data } = await graphql({ schema: await buildGraphqlSchema(), source, contextValue: request });
      await request.endReads();
      return JSON.parse(JSON.stringify(data)).stockCount.lines;
    };
    expect(await seen("dingkai")).toEqual([{ counted: "50", bookAtStart: null, bookAtCount: null, difference: null }]);
    expect(await seen("hechuan")).toEqual([{ counted: "50", bookAtStart: "55", bookAtCount: "55", difference: "-5" }]);
  });

  it("[REQ-TRC-04] lines are counted again on request; the first result stays beside the second", async () => {
    const at = await shelf();
    const lot = await stand(at, "CNT-5", "10");
    const sheet = await sheetOf(at);
    await record(sheet, [{ line: 1, counted: "1" }]);
    await submit(sheet);
    await (await planner()).act("StockCount", sheet, "recount", { lines: [{ line: 1 }] }, "one digit is missing");
    expect(await refusalOf(submit(sheet))).toEqual(["COUNT_LINES_OPEN"]);
    await record(sheet, [{ line: 1, counted: "10" }]);
    await submit(sheet);
    await approve(sheet);
    expect(await linesOf(sheet)).toMatchObject([{ first: "1", counted: "10", difference: "0" }]);
    expect(await standing(lot, at)).toEqual([10]);
  });

  it("[REQ-TRC-04] what stands there besides the book is a line of its own; other places and known lines are refused", async () => {
    const at = await shelf();
    await stand(at, "CNT-6", "10");
    const found = await stand(await shelf(), "CNT-7", "10");
    const sheet = await sheetOf(at);
    const elsewhere = record(sheet, [], [{ lot: found, location: stage.place.storage, counted: "2" }]);
    expect(await refusalOf(elsewhere)).toEqual(["COUNT_OTHER_PLACE"]);
    // All reasons of all lines at once, a lot named twice in one command too; nothing is taken.
    const there = { lot: found, location: at, counted: "2" };
    const lines = await linesOf(sheet);
    const wrong = record(sheet, [{ line: 1, counted: "1.23456" }], [{ ...there, location: stage.place.storage }, there, there]);
    expect(await refusalOf(wrong)).toEqual(["QUANTITY_DECIMALS", "COUNT_OTHER_PLACE", "COUNT_LINE_KNOWN"]);
    expect(await linesOf(sheet)).toEqual(lines);
    await record(sheet, [{ line: 1, counted: "10" }], [there]);
    expect(await refusalOf(record(sheet, [], [{ lot: found, location: at, counted: "2" }]))).toEqual(["COUNT_LINE_KNOWN"]);
    await submit(sheet);
    await approve(sheet, [2]);
    expect(await standing(found, at)).toEqual([2]);
  });

  it("[REQ-TRC-01] units of serial-tracked items are counted one by one: missing ones leave, lost ones that are found come back", async () => {
    const units = await stage.house.sql<{ id: string }>("select id from unit where symbol = 'ea'");
    const { id: item } = await (await stage.house.hands.as("luoan")).create("Item", {
      number: "MB-401",
      nameEn: "Board",
      nameZh: "主板",
      itemClass: "component",
      source: "bought",
      unit: units[0]?.id,
      inspectionRequired: true,
      serialTracked: true,
    });
    const lot = await stage.run(async (tx) => {
      const made = await receiveLot(tx, {
        number: "MB-1",
        item,
        supplier: stage.supplier,
        supplierLot: "S",
        quantity: "5",
        serials: "M1…5",
        location: stage.place.quarantine,
        source: document("Receipt"),
      });
      return made.id;
    });
    const where = async () =>
      (
        await stage.house.sql<{ at: string }>(
          "select whereabouts || ' ' || string_agg(serial_number, ' ' order by serial_number) as at from serial where lot_id = $1 group by whereabouts order by 1",
          [lot],
        )
      ).map((row) => row.at);
    const counted = async (serials: string, amount: string) => {
      const sheet = await sheetOf(stage.place.quarantine, { item });
      expect(await refusalOf(record(sheet, [{ line: 1, counted: amount }]))).toEqual(["SERIALS_COUNT"]);
      await record(sheet, [{ line: 1, counted: amount, serials }]);
      await submit(sheet);
      return approve(sheet, [1]);
    };
    await counted("M1, M2, M4, M5", "4");
    expect(await where()).toEqual(["adjustment M3", "quarantine M1 M2 M4 M5"]);
    // As many as the book says, and yet not the same ones.
    await counted("M1…M4", "4");
    expect(await where()).toEqual(["adjustment M5", "quarantine M1 M2 M3 M4"]);
  });
});
