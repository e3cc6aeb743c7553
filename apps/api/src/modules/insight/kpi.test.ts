/** A number on the board is made of exactly the rows of the list that it opens. */
import { addDays, allKpis, type Kpi, type KpiAsked, kpiAddress, kpiFilter, kpis, supplierKpis } from "@lotline/schema";
import { Decimal } from "decimal.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../../test/browser.ts";
import { type Demo, openDemo } from "../../../test/demo.ts";
import type { Reader } from "../../base/context.ts";
import { pluralOf } from "../../graphql/expose.ts";
import { measureEach, measureKpi, monthsUpTo, waitingBuckets } from "../../read/kpi.ts";
import { Hands } from "../../seed/hands.ts";

let demo: Demo;
let manager: Browser;
beforeAll(async () => {
  demo = await openDemo();
  manager = await demo.as("chengyuan");
});
afterAll(() => demo?.[Symbol.asyncDispose]());

type Row = { readonly [column: string]: unknown };

const columnsOf = ({ measure }: Kpi): string[] =>
  measure.kind === "meanTime"
    ? [measure.from, measure.to]
    : measure.kind === "waiting"
      ? [measure.since]
      : measure.kind === "count"
        ? []
        : [measure.column];

/** All rows of the list that the number opens, page by page as the screen reads them. */
async function listed(kpi: Kpi, asked: KpiAsked): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const { data } = await manager.ask(
      `query ($filter: ${kpi.record}Filter, $after: String) { page: ${pluralOf(kpi.record)}(filter: $filter, first: 500, after: $after)
       { edges { node { id ${columnsOf(kpi).join(" ")} } } hasNextPage endCursor } }`,
      { filter: kpiFilter(kpi, asked), after },
    );
    type Page = { edges: { node: Row }[]; hasNextPage: boolean; endCursor: string | null };
    const page: Page = shown<Page>(data, "page");
    rows.push(...page.edges.map(({ node }) => node));
    after = page.hasNextPage ? page.endCursor : null;
  } while (after);
  return rows;
}

/** The figure worked out from the rows by another way than SQL. */
function byHand({ measure }: Kpi, rows: readonly Row[]): string | null {
  if (measure.kind === "waiting" || measure.kind === "count") return String(rows.length);
  if (rows.length === 0) return null;
  const sum = (values: Decimal[]) => values.reduce((all, value) => all.plus(value), new Decimal(0));
  const instant = (value: unknown) => new Decimal(Date.parse(String(value)));
  const text = (value: Decimal) => value.toDecimalPlaces(6, Decimal.ROUND_HALF_UP).toString();
  switch (measure.kind) {
    case "meanTime": {
      const spent = rows.map((row) => instant(row[measure.to]).minus(instant(row[measure.from])));
      return text(
        sum(spent)
          .div(rows.length)
          .div(measure.per === "day" ? 86_400_000 : 3_600_000),
      );
    }
    case "share":
      return text(new Decimal(100).times(rows.filter((row) => row[measure.column] === measure.is).length).div(rows.length));
    case "meanPpm":
      return text(
        sum(rows.map((row) => new Decimal(String(row[measure.column]))))
          .div(rows.length)
          .times(1_000_000),
      );
  }
}

const spans = fc
  .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 200 }))
  .map(([back, length]) => ({ from: addDays("2026-08-20", -back), to: addDays(addDays("2026-08-20", -back), length) }));

async function reading<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
  let answer: T | undefined;
  await (await new Hands(demo.kernel).as("chengyuan")).read(async (tx) => {
    answer = await work(tx);
  });
  return answer as T;
}

describe("the figures of the board", () => {
  for (const kpi of allKpis)
    it(`${kpi.name}: the number is that of the rows that its list shows, whatever the period`, async () => {
      await fc.assert(
        fc.asyncProperty(spans, async (span) => {
          const asked = kpi.during ? span : {};
          const rows = await listed(kpi, asked);
          const { value, rows: counted } = await reading((reader) => measureKpi(reader, kpi, asked));
          expect([counted, value]).toEqual([rows.length, byHand(kpi, rows)]);
        }),
        { numRuns: 12, seed: 20_260_820 },
      );
    });

  it("[REQ-SUP-02] narrowed to any supplier and item, a figure is that of the rows which its list shows then", async () => {
    const pairs = await demo.sql<{ supplier: string; item: string }>(
      "select distinct supplier_id::text as supplier, item_id::text as item from lot where supplier_id is not null order by 1, 2",
    );
    const narrowing = fc.constantFrom(...pairs).chain(({ supplier, item }) => fc.constantFrom({ supplier }, { supplier, item }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...supplierKpis), narrowing, spans, async (kpi, of, span) => {
        const rows = await listed(kpi, { ...span, of });
        const { value, rows: counted } = await reading((reader) => measureKpi(reader, kpi, { ...span, of }));
        expect([counted, value]).toEqual([rows.length, byHand(kpi, rows)]);
      }),
      { numRuns: 40, seed: 20_260_820 },
    );
  });

  it("[REQ-SUP-02] compared with each other, each supplier and each of its items has the figure that it has alone", async () => {
    const year = { from: "2025-09-01", to: "2026-08-31" };
    for (const kpi of supplierKpis)
      await reading(async (reader) => {
        const pairs = await measureEach(reader, kpi, year, ["supplier", "item"]);
        const suppliers = await measureEach(reader, kpi, year, ["supplier"]);
        expect(pairs.size).toBeGreaterThan(0);
        for (const [key, figure] of pairs) {
          const [supplier = "", item = ""] = key.split(" ");
          expect(await measureKpi(reader, kpi, { ...year, of: { supplier, item } })).toEqual(figure);
        }
        for (const [supplier, figure] of suppliers)
          expect(await measureKpi(reader, kpi, { ...year, of: { supplier } })).toEqual(figure);
        const sum = (of: typeof pairs) => [...of.values()].reduce((all, { rows }) => all + rows, 0);
        expect(sum(pairs)).toBe(sum(suppliers));
      });
  });

  it("[REQ-SUP-02] the page of a supplier and the comparison tell the same figures, and each address opens its rows", async () => {
    type Figure = { name: string; value: string | null; rows: number; address: object };
    type Of = { id: string; number: string; figures: Figure[] };
    const figures = "figures { name value rows address }";
    const all = shown<{ from: string; to: string; suppliers: Of[] }>(
      (await manager.ask(`{ supplierComparison { from to suppliers { id number ${figures} } } }`)).data,
      "supplierComparison",
    );
    expect([all.from, all.to]).toEqual(["2025-09-01", "2026-08-31"]);
    const pouches = all.suppliers.find(({ number }) => number === "SUP-05");
    if (!pouches) throw new Error("SUP-05 is not compared");
    const ask = `query ($supplier: ID!) { supplierPerformance(supplier: $supplier) { ${figures} items { id number ${figures} } } }`;
    const one = shown<{ figures: Figure[]; items: Of[] }>(
      (await manager.ask(ask, { supplier: pouches.id })).data,
      "supplierPerformance",
    );
    expect(one.figures.map(({ name }) => name)).toEqual(supplierKpis.map(({ name }) => name));
    for (const figure of one.figures) expect(pouches.figures).toContainEqual(figure);
    for (const { id, figures: ofItem } of one.items)
      for (const { name, rows, address } of ofItem) {
        const kpi = supplierKpis.find((found) => found.name === name);
        if (!kpi) throw new Error(name);
        const asked = { from: all.from, to: all.to, of: { supplier: pouches.id, item: id } };
        expect(address).toEqual(kpiAddress(kpi, asked));
        expect((await listed(kpi, asked)).length).toBe(rows);
      }
    expect(
      one.items.find(({ number }) => number === "PK-301")?.figures.find(({ name }) => name === "receivedLotsRejected")?.rows,
    ).toBe(2);
  });

  it("what waits is divided by age without a gap, and each age opens its own rows", async () => {
    for (const kpi of kpis.filter(({ measure }) => measure.kind === "waiting")) {
      const buckets = await reading((reader) => waitingBuckets(reader, kpi));
      const rows = await Promise.all(buckets.map((bucket) => listed(kpi, { ...bucket, day: "createdAt" })));
      expect(rows.map(({ length }) => length)).toEqual(buckets.map((bucket) => bucket.rows));
      const ids = rows.flatMap((of) => of.map(({ id }) => id));
      expect(new Set(ids)).toEqual(new Set((await listed(kpi, {})).map(({ id }) => id)));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it("answers only figures whose list the person may read, with their goal and twelve months", async () => {
    const ask = "{ kpis { name goal state rows parts { from to } } }";
    type Shown = { name: string; goal: string; state: string; rows: number; parts: { from: string; to: string }[] };
    const all = shown<Shown[]>((await manager.ask(ask)).data, "kpis");
    expect(all.map(({ name, goal }) => [name, goal])).toEqual([
      ["poToReceiptCycle", "7"],
      ["inspectionsWaiting", "10"],
      ["lotAcceptanceRate", "98"],
      ["exceptionHandlingTime", "10"],
      ["supplierPpm", "5000"],
    ]);
    expect(all[0]?.parts.map(({ from }) => from)).toEqual(monthsUpTo("2026-08-20", 12).map(({ from }) => from));
    expect(all[0]?.parts.at(-1)).toEqual({ from: "2026-08-01", to: "2026-08-31" });
    const operator = shown<Shown[]>((await (await demo.as("liyan")).ask(ask)).data, "kpis");
    expect(operator.map(({ name }) => name)).not.toContain("poToReceiptCycle");
  });

  it("refuses a period that is none", async () => {
    expect((await manager.ask("{ kpis(days: 0) { name } }")).issues).toEqual(["days:range"]);
  });
});
