/** Groups and totals: over all rows, equal to counting by hand; each group's filter leaves its rows; nothing of another site. */
import { groupFilter, type Period, periodStart, type RecordFilter, type RecordName } from "@lotline/schema";
import { groupsDocument, totalsDocument } from "@lotline/schema/documents";
import { Decimal } from "decimal.js";
import fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Browser, shown } from "../../test/browser.ts";
import { copyRows } from "../../test/copies.ts";
import { type Demo, openDemo } from "../../test/demo.ts";
import { dateIn } from "../base/context.ts";
import { specOf } from "../base/names.ts";

interface Sum {
  readonly column: string;
  readonly unit: { readonly key: string | null; readonly label: { readonly en: string } } | null;
  readonly n: number;
  readonly sum: string | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly average: string | null;
}
interface Group {
  readonly key: string | null;
  readonly label: { readonly en: string; readonly zh: string };
  readonly number: string | null;
  readonly count: number;
  readonly sums: readonly Sum[];
}
interface Groups {
  readonly groups: readonly Group[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  readonly total: number;
}
interface Lot {
  readonly id: string;
  readonly state: string;
  readonly item: string;
  readonly itemNumber: string;
  readonly unit: string;
  readonly supplier: string | null;
  readonly finished: boolean;
  readonly made: string;
  readonly expiresOn: string | null;
  readonly createdAt: Date;
}

let demo: Demo;
let head: Browser;
let lots: Lot[];
let zone: string;
const queries = vi.spyOn(Client.prototype, "query");

beforeAll(async () => {
  demo = await openDemo();
  head = await demo.browser("QA_HEAD");
  const items = await demo.sql<{ id: string }>("select id from item order by id limit 12");
  await copyRows(demo, "lot", 240, {
    state: "(array['quarantine','underTest','released','rejected'])[1 + n % 4]",
    item_id: `(array[${items.map((row) => row.id).join(",")}])[1 + n * 7 % ${items.length}]`,
    supplier_id: "case when n % 3 = 0 then null else t.supplier_id end",
    is_finished_device: "n % 2 = 0",
    quantity_made: "n * 1.000001 + 900000000",
    expires_on: "case when n % 4 = 0 then null else date '2026-12-20' + n end",
    created_at: "public.domain_now() - n * interval '37 hours'",
  });
  lots = await demo.sql<Lot>(
    `select l.id, l.state, l.item_id as item, i.number as "itemNumber", i.unit_id as unit, l.supplier_id as supplier, l.is_finished_device as finished,
       l.quantity_made as made, l.expires_on::text as "expiresOn", l.created_at as "createdAt" from lot l join item i on i.id = l.item_id`,
  );
  zone = (await demo.sql<{ zone: string }>("select public.company_zone() as zone"))[0]?.zone ?? "";
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
  queries.mockRestore();
});

async function groups(
  by: string,
  more: { filter?: RecordFilter; search?: string; first?: number; after?: string | null } = {},
  browser = head,
  record: RecordName = "Lot",
): Promise<Groups> {
  const { data, code, issues } = await browser.ask(groupsDocument(record), { by, ...more });
  if (!data) throw new Error(`${code} ${issues}`);
  return shown<Groups>(data, "page");
}

async function totals(
  filter?: RecordFilter,
  browser = head,
  record: RecordName = "Lot",
): Promise<{ count: number; sums: Sum[] }> {
  const { data, code, issues } = await browser.ask(totalsDocument(record), { filter });
  if (!data) throw new Error(`${code} ${issues}`);
  return shown(data, "totals");
}

/** The sums of lots by hand: one for each unit, in exact decimals. */
function sumsByHand(rows: readonly Lot[]): Map<string, object> {
  const byUnit = new Map<string, Decimal[]>();
  for (const { unit, made } of rows) byUnit.set(unit, [...(byUnit.get(unit) ?? []), new Decimal(made)]);
  return new Map(
    [...byUnit].map(([unit, made]) => {
      const sum = made.reduce((a, b) => a.plus(b), new Decimal(0));
      const text = (value: Decimal) => value.toFixed();
      return [
        unit,
        {
          n: made.length,
          sum: text(sum),
          min: text(Decimal.min(...made)),
          max: text(Decimal.max(...made)),
          average: text(sum.div(made.length).toDecimalPlaces(6)),
        },
      ];
    }),
  );
}

const sumsAnswered = (given: readonly Sum[]): Map<string, object> =>
  new Map(given.map(({ unit, n, sum, min, max, average }) => [unit?.key ?? "none", { n, sum, min, max, average }]));

/** The key of a lot's group, by hand. */
const keyOf: { readonly [by: string]: (lot: Lot) => string | null } = {
  state: (lot) => lot.state,
  item: (lot) => lot.item,
  supplier: (lot) => lot.supplier,
  isFinishedDevice: (lot) => String(lot.finished),
  ...Object.fromEntries(
    (["day", "week", "month", "quarter", "year"] as Period[]).flatMap((period) => [
      [`createdAt:${period}`, (lot: Lot) => periodStart(period, dateIn(zone, lot.createdAt))],
      [`expiresOn:${period}`, (lot: Lot) => lot.expiresOn && periodStart(period, lot.expiresOn)],
    ]),
  ),
};

const selections: readonly [RecordFilter | undefined, (lot: Lot) => boolean][] = [
  [undefined, () => true],
  [{ state: ["released", "rejected"] }, (lot) => ["released", "rejected"].includes(lot.state)],
  [{ not: { supplier: { isNull: true } } }, (lot) => lot.supplier !== null],
  [{ quantityMade: { max: "0" } }, (lot) => Number(lot.made) <= 0],
  [
    { expiresOn: { from: "2027-01-15", to: "2027-05-15" } },
    (lot) => (lot.expiresOn ?? "") >= "2027-01-15" && (lot.expiresOn ?? "") <= "2027-05-15",
  ],
];

describe("[U06] the groups of a list", () => {
  it("count and add up all rows as counting by hand does, for every column and period, and add up to the totals", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(keyOf)), fc.constantFrom(...selections), async (by, [filter, holds]) => {
        const rows = lots.filter(holds);
        const key = keyOf[by] ?? (() => null);
        const { groups: found, total, hasNextPage } = await groups(by, { ...(filter ? { filter } : {}), first: 500 });
        expect([total, hasNextPage]).toEqual([found.length, false]);
        expect(found.map((group) => group.key).sort()).toEqual([...new Set(rows.map(key))].sort());
        for (const group of found) {
          const own = rows.filter((lot) => key(lot) === group.key);
          expect([by, group.key, group.count]).toEqual([by, group.key, own.length]);
          expect(sumsAnswered(group.sums)).toEqual(sumsByHand(own));
        }
        const all = await totals(filter);
        expect(all.count).toBe(rows.length);
        expect(sumsAnswered(all.sums)).toEqual(sumsByHand(rows));
      }),
      { numRuns: 40 },
    );
  });

  it("each open with a filter that leaves exactly their rows, the group without a value too", async () => {
    for (const [by, key] of Object.entries(keyOf)) {
      const { groups: found } = await groups(by, { first: 500 });
      for (const group of found.slice(-3)) {
        const all = await totals(groupFilter(specOf("Lot"), by, group.key));
        expect([by, group.key, all.count]).toEqual([by, group.key, lots.filter((lot) => key(lot) === group.key).length]);
      }
    }
  });

  it("open level by level: the next level is the same question with the group's filter", async () => {
    const { groups: states } = await groups("state");
    for (const state of states) {
      const filter = { and: [groupFilter(specOf("Lot"), "state", state.key)] };
      const { groups: months } = await groups("createdAt:month", { filter });
      expect(months.reduce((sum, { count }) => sum + count, 0)).toBe(state.count);
    }
  });

  it("stand in their order: words as declared, records by number, days forward, instants backward, none last", async () => {
    const keys = async (by: string) => (await groups(by, { first: 500 })).groups.map((group) => group.key);
    expect(await keys("state")).toEqual(["quarantine", "underTest", "released", "rejected"]);
    expect(await keys("isFinishedDevice")).toEqual(["true", "false"]);
    const days = (await keys("expiresOn:month")).slice(0, -1);
    expect([days, (await keys("expiresOn:month")).at(-1)]).toEqual([[...days].sort(), null]);
    const months = await keys("createdAt:month");
    expect(months).toEqual([...months].sort().reverse());
    const items = await groups("item", { first: 500 });
    const numbers = await demo.sql<{ number: string }>(
      "select number from item where id in (select item_id from lot) order by number",
    );
    expect(items.groups.map(({ number }) => number)).toEqual(numbers.map(({ number }) => number));
  });

  it("are called in both languages", async () => {
    const [state] = (await groups("state")).groups;
    expect([state?.label, state?.number]).toEqual([{ en: "Quarantine", zh: "待验" }, null]);
    const none = (await groups("supplier", { first: 500 })).groups.at(-1);
    expect([none?.key, none?.label]).toEqual([null, { en: "None", zh: "（空）" }]);
    const [yes] = (await groups("isFinishedDevice")).groups;
    expect(yes?.label).toEqual({ en: "Yes", zh: "是" });
    const [site] = (await groups("site")).groups;
    const [row] = await demo.sql<{ number: string; name_en: string; name_zh: string }>("select * from site where id = $1", [
      site?.key,
    ]);
    expect([site?.number, site?.label]).toEqual([row?.number, { en: row?.name_en, zh: row?.name_zh }]);
    const [year] = (await groups("expiresOn:year")).groups;
    expect(year?.label).toEqual({ en: year?.key?.slice(0, 4), zh: `${year?.key?.slice(0, 4)}年` });
  });

  it("are walked page by page without losing or doubling one", async () => {
    for (const by of Object.keys(keyOf)) {
      const whole = (await groups(by, { first: 500 })).groups.map(({ key }) => key);
      for (const first of whole.length > 20 ? [37] : [1, 3]) {
        const seen: (string | null)[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const page: Groups = await groups(by, { first, after });
          seen.push(...page.groups.map(({ key }) => key));
          expect(page.total).toBe(whole.length);
          [after, more] = [page.endCursor, page.hasNextPage];
        }
        expect([by, seen]).toEqual([by, whole]);
      }
    }
  });
});

describe("[U06] a question for groups is refused", () => {
  it("for a column that a list is not grouped by, a page of no size, and a place of another grouping", async () => {
    const issues = async (by: string, more: Parameters<typeof groups>[1] = {}) =>
      groups(by, more).then(
        () => [],
        (error: Error) => error.message,
      );
    for (const by of [
      "number",
      "supplierLot",
      "quantityMade",
      "createdAt",
      "state:month",
      "releaseEvidence",
      "nothing",
      "constructor",
      "state; drop",
    ])
      expect([by, await issues(by)]).toEqual([by, "BAD_USER_INPUT by:groups"]);
    for (const first of [0, 501, -1]) expect(await issues("state", { first })).toBe("BAD_USER_INPUT first:groups");
    const { endCursor } = await groups("item", { first: 1 });
    expect(await issues("supplier", { after: endCursor })).toBe("BAD_USER_INPUT after:groups");
    const [version, form, place, key] = JSON.parse(Buffer.from(endCursor ?? "", "base64url").toString()) as unknown[];
    for (const forged of [
      [2, form, place, key],
      [version, "x", place, key],
      [version, form, 5, key],
      [version, form, place, 5],
      [version, form, place],
      [version, form, "a\0", key],
      {},
      null,
    ])
      expect([forged, await issues("item", { after: Buffer.from(JSON.stringify(forged)).toString("base64url") })]).toEqual([
        forged,
        "BAD_USER_INPUT after:groups",
      ]);
    expect(await issues("item", { after: "%%%" })).toBe("BAD_USER_INPUT after:groups");
  });

  it("[REQ-ACC-02] to a person whose roles do not include the record", async () => {
    const nobody = await demo.browser("");
    const asked = await nobody.ask('{ lotsGroups(by: "state") { total } }');
    const counted = await nobody.ask("{ lotsTotals { count } }");
    expect([asked.code, asked.reasons, counted.code, counted.reasons]).toEqual([
      "REFUSED",
      ["NO_PERMIT"],
      "REFUSED",
      ["NO_PERMIT"],
    ]);
  });
});

describe("[U06] totals", () => {
  it("of numbers are one row, of a list without numbers none", async () => {
    const units = await demo.sql<{ decimals: number }>("select decimals from unit");
    const values = units.map(({ decimals }) => new Decimal(decimals));
    const sum = values.reduce((a, b) => a.plus(b), new Decimal(0));
    expect(await totals(undefined, head, "Unit")).toEqual({
      count: units.length,
      sums: [
        {
          column: "decimals",
          unit: null,
          n: units.length,
          sum: sum.toFixed(),
          min: Decimal.min(...values).toFixed(),
          max: Decimal.max(...values).toFixed(),
          average: sum.div(units.length).toDecimalPlaces(6).toFixed(),
        },
      ],
    });
    expect((await totals(undefined, head, "Site")).sums).toEqual([]);
    const none = await totals({ number: { eq: "none" } }, head, "Unit");
    expect(none).toEqual({
      count: 0,
      sums: [{ column: "decimals", unit: null, n: 0, sum: null, min: null, max: null, average: null }],
    });
    expect(await totals({ number: { eq: "none" } })).toEqual({ count: 0, sums: [] });
  });

  it("[REQ-ACC-02] and groups hold no row of another site", async () => {
    const [elsewhere] = await demo.sql<{ id: string }>("select id from site where number = 'SH2'");
    await demo.sql("select set_config('app.actor', '1', false)");
    await demo.sql("update lot set site_id = $1 where id in (select id from lot order by id desc limit 7)", [elsewhere?.id]);
    await demo.sql("update role_grant set for_site_id = $1 where number like 'RG-test%' and role = 'QA_REVIEWER'", [
      elsewhere?.id,
    ]);
    const there = await demo.browser("QA_REVIEWER");
    const all = await totals(undefined, there);
    expect([all.count, all.sums.reduce((sum, { n }) => sum + n, 0)]).toEqual([7, 7]);
    const bySite = await groups("site", {}, there);
    expect(bySite.groups.map(({ key, count }) => [key, count])).toEqual([[elsewhere?.id, 7]]);
    expect((await groups("state", {}, there)).groups.reduce((sum, { count }) => sum + count, 0)).toBe(7);
    expect((await totals()).count).toBe(lots.length);
  });

  it("ask the database once, and once more for each way to a unit, however many rows and units there are", async () => {
    const statements = async (ask: () => Promise<unknown>) => {
      queries.mockClear();
      await ask();
      return queries.mock.calls.filter(([text]) => / from lot t /.test(String(text))).length;
    };
    const few = { number: { startsWith: "COPY-1-11" } };
    expect([await statements(() => totals(few)), await statements(() => totals())]).toEqual([2, 2]);
    // The groups themselves, and what they hold.
    expect([await statements(() => groups("item", { filter: few })), await statements(() => groups("item"))]).toEqual([3, 3]);
  });

  it("that take longer than a statement may say so, and the next question is answered", async () => {
    await demo.sql(
      `create function public.slow(lot) returns boolean language plpgsql as $$ begin perform pg_sleep(60); return true; end $$`,
    );
    await demo.sql("create policy slow on lot as restrictive to lotline_app using (public.slow(lot))");
    const asked = head.ask("{ lotsTotals { count } }");
    // What the time limit does after ten seconds, at once.
    const cancel =
      "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database() and query ~ ' from lot t '";
    for (let turns = 0; turns < 200 && (await demo.sql(cancel)).length === 0; turns++)
      await new Promise((done) => setTimeout(done, 25));
    const { code, reasons } = await asked;
    await demo.sql("drop policy slow on lot");
    expect([code, reasons]).toEqual(["TIMEOUT", ["TIMEOUT"]]);
    expect((await totals()).count).toBe(lots.length);
  });

  it("[U06] money is added up for each currency, in groups and in totals", async () => {
    await copyRows(demo, "purchase_order", 6, {
      currency: "(array['USD','EUR'])[1 + n % 2]",
      amount: "n * 100.25",
      created_at: "timestamptz '2020-02-01' + n * interval '1 hour'",
    });
    const filter = { createdAt: { from: "2020-01-01T00:00:00.000Z", to: "2020-12-31T00:00:00.000Z" } };
    const expected = [
      { unit: "EUR", n: 3, sum: "902.25" },
      { unit: "USD", n: 3, sum: "1203" },
    ];
    const told = (sums: readonly Sum[]) =>
      sums.filter(({ column }) => column === "amount").map(({ unit, n, sum }) => ({ unit: unit?.key, n, sum }));
    expect(told((await totals(filter, head, "PurchaseOrder")).sums)).toEqual(expected);
    const { groups: years } = await groups("createdAt:year", { filter }, head, "PurchaseOrder");
    expect(years.map(({ key, sums }) => [key, told(sums)])).toEqual([["2020-01-01", expected]]);
  });
});
