/** Texts are looked for by index, also under row-level security; what is found is what each row would answer, and what the asker may see. */
import fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Browser, shown } from "../../test/browser.ts";
import { copyRows } from "../../test/copies.ts";
import { type Demo, openDemo } from "../../test/demo.ts";
import { query } from "../../test/query.ts";
import { recordNames, tableOf } from "../base/names.ts";
import { searchColumns } from "./met.ts";

let demo: Demo;
let head: Browser;
let lots: { id: string; number: string; supplier_lot: string | null; site_id: string }[];
let elsewhere: string;
const queries = vi.spyOn(Client.prototype, "query");

beforeAll(async () => {
  demo = await openDemo();
  head = await demo.browser("QA_HEAD");
  const sites = await demo.sql<{ id: string }>("select id from site where number = 'SH2'");
  elsewhere = sites[0]?.id ?? "";
  await copyRows(demo, "lot", 6000, {
    number: "'N' || n * 7919 % 100003",
    supplier_lot: "case when n % 5 = 0 then null when n % 7 = 0 then '50%_off\\' || n else 'V' || n * 31 % 997 end",
    site_id: `case when n % 3 = 0 then ${elsewhere} else t.site_id end`,
  });
  await demo.sql("analyze lot");
  lots = await demo.sql("select id, number, supplier_lot, site_id from lot");
  await demo.sql("select set_config('app.actor', '1', false)");
  await demo.sql("update role_grant set for_site_id = $1 where number like 'RG-test%' and role = 'QA_REVIEWER'", [elsewhere]);
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
  queries.mockRestore();
});

const count = async (browser: Browser, args: { search?: string; filter?: object }): Promise<number> => {
  const { data, code } = await browser.ask("query ($q: String, $f: LotFilter) { lotsTotals(search: $q, filter: $f) { count } }", {
    q: args.search,
    f: args.filter,
  });
  if (!data) throw new Error(String(code));
  return shown<{ count: number }>(data, "lotsTotals").count;
};

const holding = (part: string, site?: string) =>
  lots.filter(
    (lot) =>
      (site === undefined || lot.site_id === site) &&
      [lot.number, lot.supplier_lot].some((text) => text?.toLowerCase().includes(part.toLowerCase())),
  ).length;

describe("[REQ-REC-13] a search of a list", () => {
  it("finds every row that holds the words and no other, few or many, whatever stands in them", async () => {
    const there = await demo.browser("QA_REVIEWER");
    const part = fc.oneof(
      fc.constantFrom("N", "n1", "N12", "123", "v1", "V99", "%_o", "50%", "off\\", "_", "\\", "'", "x'y", "?"),
      fc.integer({ min: 0, max: 999 }).map(String),
    );
    await fc.assert(
      fc.asyncProperty(part, async (words) => {
        expect([words, await count(head, { search: words })]).toEqual([words, holding(words)]);
        // Of another site's rows, none.
        expect([words, await count(there, { search: words })]).toEqual([words, holding(words, elsewhere)]);
      }),
      { numRuns: 60 },
    );
  });

  it("[U05] and a filter by a part of a text find the same, negated and nested too", async () => {
    const not = (filter: object) => ({ not: filter });
    for (const part of ["n12", "%_o", "V99", "N"]) {
      const holds = lots.filter((lot) => lot.supplier_lot?.toLowerCase().includes(part.toLowerCase())).length;
      const filter = { supplierLot: { contains: part } };
      expect([part, await count(head, { filter }), await count(head, { filter: not(filter) })]).toEqual([
        part,
        holds,
        lots.length - holds,
      ]);
      const begins = lots.filter((lot) => lot.number.toLowerCase().startsWith(part.toLowerCase())).length;
      expect([part, await count(head, { filter: { or: [{ number: { startsWith: part } }] } })]).toEqual([part, begins]);
    }
  });

  it("looks once for a page and its count", async () => {
    queries.mockClear();
    await head.ask('{ lots(search: "N1234", first: 5) { totalCount edges { node { id } } } }');
    expect(queries.mock.calls.filter(([text]) => /text_met/.test(String(text))).length).toBe(1);
  });
});

describe("the function behind it", () => {
  const asApp = async (settings: string, asked: string) => {
    const client = new Client({ connectionString: demo.database.app });
    await client.connect();
    try {
      await client.query("begin");
      if (settings) await client.query("select set_config('app.sites', $1, true)", [settings]);
      return (await client.query<{ id: string }>(`select ${asked}`)).rows.map(({ id }) => id);
    } finally {
      await client.end();
    }
  };
  const call = "public.text_met('lot', array['number'], '%N12%', 10000) as id";

  it("[REQ-ACC-02] keeps to the sites of the transaction, and without any finds nothing", async () => {
    const of = (site?: string) =>
      lots.filter((lot) => lot.number.includes("N12") && (site === undefined || lot.site_id === site)).map(({ id }) => id);
    const ids = await asApp(elsewhere, call);
    expect([...ids].sort()).toEqual(of(elsewhere).sort());
    expect(ids.length).toBeGreaterThan(10);
    expect(await asApp("", call)).toEqual([]);
  });

  it("is as strict as the table's own policies, permissive and restrictive, for every record", async () => {
    await demo.sql("create policy odd on lot as restrictive to lotline_app using (id % 2 = 1)");
    const ids = await asApp(elsewhere, call);
    await demo.sql("drop policy odd on lot");
    expect(ids.length).toBeGreaterThan(5);
    expect(ids.filter((id) => BigInt(id) % 2n === 0n)).toEqual([]);
    // Every record answers, the same as a plain question under the policies does.
    for (const name of recordNames) {
      const [table, columns] = [tableOf(name), searchColumns(name)];
      const met = await asApp(
        elsewhere,
        `public.text_met('${table}', array[${columns.map((c) => `'${c}'`).join(", ")}], '%', 100000) as id`,
      );
      expect([name, met.length]).toEqual([name, (await asApp(elsewhere, `id from ${table}`)).length]);
    }
  });

  it("reads the trigram index, not the table", async () => {
    const [plan] = await demo.sql<{ "QUERY PLAN": string }>(
      "explain select t.id from public.lot t where (t.number ilike '%N1234%' or t.supplier_lot ilike '%N1234%') and (site_id is null or site_id = any ('{1}')) limit 5001",
    );
    expect(JSON.stringify(plan)).not.toMatch(/Seq Scan/);
  });

  it("is not for those who only read reports", async () => {
    await expect(query(demo.database.reader, `select ${call}`)).rejects.toThrow(/permission denied/);
  });
});
