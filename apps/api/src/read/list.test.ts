/** Lists: a walk loses and doubles nothing, cursors are this list's own, an index serves each order, statements do not grow with rows. */
import type { Field, Fields, RecordName } from "@lotline/schema";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Browser, shown } from "../../test/browser.ts";
import { copyRows } from "../../test/copies.ts";
import { type Demo, holdersOf, openDemo } from "../../test/demo.ts";
import type { Reader } from "../base/context.ts";
import { lineSets, recordNames, specOf } from "../base/names.ts";
import { pluralOf } from "../graphql/expose.ts";
import { listPage } from "./list.ts";
import { Request } from "./request.ts";

let demo: Demo;
let head: Browser;
const queries = vi.spyOn(Client.prototype, "query");

beforeAll(async () => {
  demo = await openDemo();
  head = await demo.browser("QA_HEAD");
  // Some with an expiry date and some without on one item, some with equal dates.
  await copy("lot", 20, { expires_on: "case when n % 3 = 0 then null else date '2027-01-01' + n % 4 end" });
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
  queries.mockRestore();
});

interface Page {
  readonly edges: readonly { cursor: string; node: { id: string; [field: string]: unknown } }[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  readonly totalCount: number;
}

async function page(
  record: RecordName,
  args: { sort?: readonly string[]; first?: number; after?: string | null; skip?: number; filter?: object; search?: string } = {},
): Promise<Page> {
  const { data, code, issues } = await head.ask(
    `query ($s: [String!], $n: Int, $a: String, $k: Int, $f: ${record}Filter, $q: String) { page: ${pluralOf(record)}(sort: $s, first: $n, after: $a, skip: $k, filter: $f, search: $q) { hasNextPage endCursor totalCount edges { cursor node { id number } } } }`,
    { s: args.sort, n: args.first, a: args.after, k: args.skip, f: args.filter, q: args.search },
  );
  if (!data) throw new Error(`${code} ${issues}`);
  // The fields asked for above.
  return data.page as Page;
}

/** All ids in the order of the list, page by page; between the pages something else may happen. */
async function walk(
  record: RecordName,
  sort: readonly string[],
  first: number,
  between: () => Promise<void> = async () => undefined,
): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | null = null, turns = 0; turns < 200; turns++) {
    const { edges, hasNextPage, endCursor }: Page = await page(record, { sort, first, after });
    seen.push(...edges.map((e) => e.node.id));
    if (!hasNextPage) return seen;
    after = endCursor;
    await between();
  }
  throw new Error("the walk does not end");
}

const copy = (table: string, count: number, changes?: { readonly [column: string]: string }) =>
  copyRows(demo, table, count, changes);

describe("a walk", () => {
  it.each<[string[], string]>([
    [["number"], "number asc, id asc"],
    [["-number"], "number desc, id desc"],
    [["-createdAt"], "created_at desc, id desc"],
    [["item"], "item_id asc, id asc"],
    [["expiresOn"], "expires_on asc nulls last, id asc"],
    [["-expiresOn"], "expires_on desc nulls last, id desc"],
    [["item", "expiresOn"], "item_id asc, expires_on asc nulls last, id asc"],
    [["-item", "-expiresOn"], "item_id desc, expires_on desc nulls last, id desc"],
    [["expiresOn", "-createdAt"], "expires_on asc nulls last, created_at desc, id asc"],
    [["-expiresOn", "item", "number"], "expires_on desc nulls last, item_id asc, number asc, id desc"],
  ])("by %j goes through all lots in exactly the order of the database", async (sort, order) => {
    await demo.sql("select set_config('app.actor', '1', false)");
    const ordered = (await demo.sql<{ id: string }>(`select id from lot order by ${order}`)).map((r) => r.id);
    expect(ordered.length).toBeGreaterThan(30);
    expect(await walk("Lot", sort, 7)).toEqual(ordered);
    expect(await walk("Lot", sort, 500)).toEqual(ordered);
  });

  it.each([[["expiresOn"]], [["-createdAt"]], [["-expiresOn", "item"]]])(
    "by %j loses and doubles no old row while rows are inserted",
    async (sort) => {
      const before = (await demo.sql<{ id: string }>("select id from lot")).map((r) => r.id);
      const seen = await walk("Lot", sort, 5, () =>
        copy("lot", 2, { expires_on: "case when n = 1 then null else date '2027-01-01' + (random() * 1000)::int end" }),
      );
      expect(new Set(seen).size).toBe(seen.length);
      const found = new Set(seen);
      expect(before.filter((id) => !found.has(id))).toEqual([]);
    },
  );

  it.each([[["number"]], [["-createdAt"]], [["expiresOn"]], [["-expiresOn", "item"]]])(
    "by %j is met by a jump at any row of it [U10]",
    async (sort) => {
      const ordered = await walk("Lot", sort, 500);
      for (const skip of [0, 1, 7, ordered.length - 9, ordered.length - 1, ordered.length]) {
        const { edges, hasNextPage } = await page("Lot", { sort, first: 10, skip });
        expect(edges.map((e) => e.node.id)).toEqual(ordered.slice(skip, skip + 10));
        expect(hasNextPage).toBe(skip + 10 < ordered.length);
      }
      const jumped = await page("Lot", { sort, first: 5, skip: 12 });
      const next = await page("Lot", { sort, first: 5, after: jumped.endCursor });
      expect(next.edges.map((e) => e.node.id)).toEqual(ordered.slice(17, 22));
    },
  );

  it("a jump goes from the beginning, within bounds", async () => {
    const { endCursor } = await page("Lot", { first: 3 });
    for (const args of [{ skip: -1 }, { skip: 1_000_001 }, { skip: 3, after: endCursor }])
      await expect(page("Lot", args)).rejects.toThrow("skip");
  });

  it("a page ends where the list ends: one more row is one more page, no row is none", async () => {
    const { totalCount } = await page("Site");
    expect([
      (await page("Site", { first: totalCount })).hasNextPage,
      (await page("Site", { first: totalCount - 1 })).hasNextPage,
    ]).toEqual([false, true]);
    expect(await page("Site", { filter: { number: { eq: "none" } } })).toEqual({
      edges: [],
      hasNextPage: false,
      endCursor: null,
      totalCount: 0,
    });
  });
});

describe("a cursor", () => {
  const issuesOf = async (record: string, sort: string[], after: string) =>
    (
      await head.ask(`query ($s: [String!], $a: String) { ${pluralOf(record)}(sort: $s, after: $a) { endCursor } }`, {
        s: sort,
        a: after,
      })
    ).issues;

  it("of another list, another order or made up is refused", async () => {
    const own = (await page("Lot", { sort: ["expiresOn"], first: 3 })).endCursor ?? "";
    expect(await issuesOf("Lot", ["expiresOn"], own)).toEqual([]);
    expect(await issuesOf("Lot", ["-expiresOn"], own)).toEqual(["after:cursor"]);
    expect(await issuesOf("Lot", ["number"], own)).toEqual(["after:cursor"]);
    expect(await issuesOf("Item", ["number"], own)).toEqual(["after:cursor"]);
    const [version, form, values, id] = JSON.parse(Buffer.from(own, "base64url").toString()) as [
      number,
      string,
      unknown[],
      string,
    ];
    const forged = [
      [2, form, values, id],
      [version, "x", values, id],
      [version, form, [], id],
      [version, form, ["a"], id],
      [version, form, [["2027-01-01"]], id],
      [version, form, [1], id],
      [version, form, values, 5],
      [version, form, values, "1 or 1=1"],
      [version, form, ["2026-02-30"], id],
      ["a"],
      null,
      {},
    ];
    for (const parts of forged)
      expect([parts, await issuesOf("Lot", ["expiresOn"], Buffer.from(JSON.stringify(parts)).toString("base64url"))]).toEqual([
        parts,
        ["after:cursor"],
      ]);
    for (const text of ["garbage", "%%%", "x".repeat(5000)])
      expect(await issuesOf("Lot", ["expiresOn"], text)).toEqual(["after:cursor"]);
  });
});

describe("statements", () => {
  const counted = async (ask: () => Promise<unknown>): Promise<string[]> => {
    queries.mockClear();
    await ask();
    return (
      queries.mock.calls
        // A steady statement comes with its name; of the driver's overloads the mock knows the last one only.
        .map(([asked]: unknown[]) => String(typeof asked === "object" && asked && "text" in asked ? asked.text : asked))
        .filter((text) => /^\s*(select|with)/i.test(text) && !/set_config|actor_of|domain_now\(\) as now|from session/.test(text))
    );
  };

  it("of a list are one, one for each type it refers to, one for each kind of rows, and the count, however many rows it shows", async () => {
    for (const name of recordNames) {
      const spec = specOf(name);
      if (!holdersOf(spec.read).includes("QA_HEAD")) continue;
      const refs = Object.entries(spec.fields as Fields).filter(
        (entry): entry is [string, Field & { kind: "ref" }] => entry[1].kind === "ref",
      );
      const sets = lineSets(spec).map(([set]) => set);
      const source = (n: number) =>
        `{ page: ${pluralOf(name)}(first: ${n}) { totalCount edges { node { id ${[...refs.map(([key]) => `${key} { id }`), ...sets.map((set) => `${set} { id }`), ...(spec.site ? ["site { id }"] : []), "createdBy { id }"].join(" ")} } } } }`;
      for (const rows of [3, 200]) {
        const { data } = await head.ask(source(rows));
        const nodes = shown<Page>(data, "page").edges.map((e) => e.node);
        const targets = new Set([
          "Person",
          ...(spec.site ? ["Site"] : []),
          ...refs.filter(([key]) => nodes.some((node) => node[key] !== null)).map(([, field]) => field.target),
        ]);
        const expected = 1 + (nodes.length > 0 ? targets.size + sets.length : 0) + 1;
        expect([name, rows, (await counted(() => head.ask(source(rows)))).length]).toEqual([name, rows, expected]);
      }
    }
  });

  it("of its actions are one for each kind of fact, however many rows it shows", async () => {
    const ask = (rows: number) => () =>
      head.ask(`{ page: lots(first: ${rows}) { edges { node { id actions { name allowed reasons { code } } } } } }`);
    const [few, many] = [await counted(ask(3)), await counted(ask(60))];
    expect(many.length).toBe(few.length);
    // The list, the duties played, the separation rules; this list names no gate.
    expect(few.length).toBe(3);
  });
});

describe("an order that a list declares", () => {
  it("is read from its index: no sorting of it, no reading of the whole table, first page and deep page", async () => {
    await copy("lot", 20_000, { expires_on: "case when n % 10 = 0 then null else date '2020-01-01' + (n % 3000) end" });
    await demo.sql("analyze lot");
    for (const sort of ["number", "-number", "createdAt", "-createdAt", "item", "expiresOn", "-expiresOn"]) {
      const plans: string[] = [];
      const request = new Request(demo.kernel, {
        personId: demo.person("QA_HEAD").id,
        sessionId: null,
        source: "ui",
        request: "test",
        language: "en",
      });
      const own = await request.reader();
      const asReader: Reader = {
        actor: own.actor,
        now: own.now,
        firmZone: own.firmZone,
        rule: (name, on) => own.rule(name, on),
        sql: async <T extends object>(text: string, params: readonly unknown[] = []) => {
          plans.push(
            (
              await own.sql<{
                "QUERY PLAN": string;
              }>(`explain ${text}`, params)
            )
              .map((p) => p["QUERY PLAN"])
              .join("\n"),
          );
          return own.sql<T>(text, params);
        },
      };
      const firstPage = await listPage(asReader, "Lot", { sort: [sort], first: 50 });
      const last = firstPage.rows.at(-1);
      const after = last && firstPage.cursorOf(last);
      const { rows } = await listPage(asReader, "Lot", { sort: [sort], first: 500, after });
      await request.endReads();
      expect(rows).toHaveLength(500);
      for (const plan of plans)
        expect([sort, plan]).toEqual([sort, expect.not.stringMatching(/(?<!Incremental )Sort {2}\(|Seq Scan/)]);
    }
  });
});
