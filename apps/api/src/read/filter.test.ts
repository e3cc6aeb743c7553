/** Filters: each operator answers exactly its rows, a row without a value is never lost or found by accident, limits refuse. */
import { addDays, filterLimits, type RecordFilter } from "@lotline/schema";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../test/browser.ts";
import { copyRows } from "../../test/copies.ts";
import { type Demo, openDemo } from "../../test/demo.ts";
import { dateIn, dayStart } from "../base/context.ts";
import { conditions } from "./list.ts";
import { Request } from "./request.ts";

interface Lot {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly item: string;
  readonly supplier: string | null;
  readonly finished: boolean;
  readonly supplierLot: string | null;
  readonly made: string;
  readonly expiresOn: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

let demo: Demo;
let head: Browser;
let request: Request;
let lots: Lot[];

beforeAll(async () => {
  demo = await openDemo();
  head = await demo.browser("QA_HEAD");
  const [people, items] = await Promise.all([
    demo.sql<{ id: string }>("select id from person order by id limit 3"),
    demo.sql<{ id: string }>("select id from item order by id limit 4"),
  ]);
  const oneOf = (rows: { id: string }[]) => `(array[${rows.map((row) => row.id).join(",")}])[1 + n % ${rows.length}]`;
  await copyRows(demo, "lot", 150, {
    state: "(array['quarantine','underTest','released','rejected'])[1 + n % 4]",
    item_id: oneOf(items),
    supplier_id: "case when n % 3 = 0 then null else t.supplier_id end",
    supplier_lot: "case when n % 5 = 0 then null else 'V%_' || n end",
    is_finished_device: "n % 2 = 0",
    quantity_made: "n * 1.000001",
    expires_on: "case when n % 4 = 0 then null else public.company_day() + (n - 75) end",
    created_at: "public.domain_now() - n * interval '7 hours'",
    created_by_id: oneOf([...people, { id: demo.person("QA_HEAD").id }]),
  });
  lots = await demo.sql<Lot>(
    `select id, number, state, item_id as item, supplier_id as supplier, is_finished_device as finished, supplier_lot as "supplierLot",
       quantity_made as made, expires_on::text as "expiresOn", created_at as "createdAt", created_by_id as "createdBy" from lot`,
  );
  request = new Request(demo.kernel, {
    personId: demo.person("QA_HEAD").id,
    sessionId: null,
    source: "ui",
    request: "test",
    language: "en",
  });
});
afterAll(async () => {
  await request?.endReads();
  await demo?.[Symbol.asyncDispose]();
});

/** The ids a filter leaves, by the conditions that lists, counts, groups and exports share. */
async function found(filter: RecordFilter): Promise<string[]> {
  const reader = await request.reader();
  const { where, params } = await conditions(reader, "Lot", { filter });
  const rows = await reader.sql<{ id: string }>(`select t.id from lot t where ${where.join(" and ")} order by t.id`, params);
  return rows.map(({ id }) => id);
}

const idsWhere = (holds: (lot: Lot) => boolean): string[] =>
  lots
    .filter(holds)
    .map(({ id }) => id)
    .sort((a, b) => Number(a) - Number(b));

const issuesOf = async (filter: object, record = "Lot"): Promise<readonly string[]> =>
  (await head.ask(`query ($f: ${record}Filter) { page: ${record.toLowerCase()}s(filter: $f) { totalCount } }`, { f: filter }))
    .issues;

describe("[U05] an operator of a filter", () => {
  it("finds exactly the rows it is true of", async () => {
    const { now, firmZone } = await request.reader();
    const today = dateIn(firmZone, now);
    const me = demo.person("QA_HEAD").id;
    const some = lots.find((lot) => lot.supplier !== null);
    const cases: [RecordFilter, (lot: Lot) => boolean][] = [
      [{ number: { eq: lots[5]?.number } }, (l) => l.number === lots[5]?.number],
      [{ number: { startsWith: "copy" } }, (l) => l.number.startsWith("COPY")],
      [
        { number: { in: [lots[1]?.number, lots[2]?.number, "none"] } },
        (l) => [lots[1], lots[2]].some((o) => o?.number === l.number),
      ],
      [{ supplierLot: { contains: "%_1" } }, (l) => l.supplierLot?.includes("%_1") ?? false],
      [{ supplierLot: { isNull: true } }, (l) => l.supplierLot === null],
      [{ state: ["released", "rejected"] }, (l) => ["released", "rejected"].includes(l.state)],
      [{ state: [] }, () => false],
      [{ supplier: { in: [some?.supplier] } }, (l) => l.supplier === some?.supplier],
      [{ supplier: { isNull: false } }, (l) => l.supplier !== null],
      [{ isFinishedDevice: true }, (l) => l.finished],
      [{ quantityMade: { min: "10.00001", max: "20.00002" } }, (l) => Number(l.made) >= 10.00001 && Number(l.made) <= 20.00002],
      [
        { expiresOn: { from: today, to: addDays(today, 9) } },
        (l) => l.expiresOn !== null && l.expiresOn >= today && l.expiresOn <= addDays(today, 9),
      ],
      [{ expiresOn: { relative: "past" } }, (l) => l.expiresOn !== null && l.expiresOn < today],
      [
        { expiresOn: { relative: "next30d" } },
        (l) => l.expiresOn !== null && l.expiresOn >= today && l.expiresOn <= addDays(today, 29),
      ],
      [
        { createdAt: { relative: "last7d" } },
        (l) => dateIn(firmZone, l.createdAt) >= addDays(today, -6) && dateIn(firmZone, l.createdAt) <= today,
      ],
      [{ createdAt: { relative: "yesterday" } }, (l) => dateIn(firmZone, l.createdAt) === addDays(today, -1)],
      [
        { createdAt: { from: addDays(today, -9), to: addDays(today, -9) } },
        (l) => dateIn(firmZone, l.createdAt) === addDays(today, -9),
      ],
      [{ createdBy: { isMe: true } }, (l) => l.createdBy === me],
      [{ createdBy: { isMe: false } }, (l) => l.createdBy !== me],
      [{ or: [{ state: ["released"] }, { supplier: { isNull: true } }] }, (l) => l.state === "released" || l.supplier === null],
      [{ and: [], or: [] }, () => true],
      [{ not: { expiresOn: { relative: "past" } } }, (l) => !(l.expiresOn !== null && l.expiresOn < today)],
      [{ not: { not: { supplierLot: { contains: "V" } } } }, (l) => l.supplierLot?.includes("V") ?? false],
    ];
    for (const [filter, holds] of cases) {
      expect([filter, await found(filter)]).toEqual([filter, idsWhere(holds)]);
      // Not is everything else, rows without a value included.
      expect([filter, await found({ not: filter })]).toEqual([filter, idsWhere((lot) => !holds(lot))]);
    }
    expect(idsWhere((l) => l.createdBy === me).length).toBeGreaterThan(10);
    expect(idsWhere((l) => dateIn(firmZone, l.createdAt) === addDays(today, -1)).length).toBeGreaterThan(1);
  });
});

type Truth = boolean | null;
type Leaf = [RecordFilter, (lot: Lot) => Truth];

const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc
    .subarray(["quarantine", "underTest", "released", "rejected"])
    .map((of): Leaf => [{ state: of }, (l) => of.includes(l.state)]),
  fc.boolean().map((is): Leaf => [{ isFinishedDevice: is }, (l) => l.finished === is]),
  fc.boolean().map((is): Leaf => [{ supplier: { isNull: is } }, (l) => (l.supplier === null) === is]),
  fc
    .constantFrom("1", "v", "_2", "%")
    .map(
      (part): Leaf => [
        { supplierLot: { contains: part } },
        (l) => (l.supplierLot === null ? null : l.supplierLot.toLowerCase().includes(part)),
      ],
    ),
  fc.integer({ min: 0, max: 150 }).map((n): Leaf => [{ quantityMade: { max: String(n) } }, (l) => Number(l.made) <= n]),
  fc
    .integer({ min: 2020, max: 2030 })
    .map(
      (year): Leaf => [
        { expiresOn: { from: `${year}-06-01` } },
        (l) => (l.expiresOn === null ? null : l.expiresOn >= `${year}-06-01`),
      ],
    ),
);

/** The logic of SQL: what is asked of a missing value is neither true nor false. */
const both = (a: Truth, b: Truth): Truth => (a === false || b === false ? false : a === null || b === null ? null : true);
const either = (a: Truth, b: Truth): Truth => (a === true || b === true ? true : a === null || b === null ? null : false);
const tree = fc.letrec<{ tree: Leaf }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leaf,
    fc.tuple(tie("tree"), tie("tree")).map(([[f, a], [g, b]]): Leaf => [{ and: [f, g] }, (l) => both(a(l), b(l))]),
    fc.tuple(tie("tree"), tie("tree")).map(([[f, a], [g, b]]): Leaf => [{ or: [f, g] }, (l) => either(a(l), b(l))]),
    tie("tree").map(([f, a]): Leaf => [{ not: f }, (l) => a(l) !== true]),
  ),
})).tree;

describe("[U05] nested and, or and not", () => {
  it("leave exactly the rows that their logic leaves, whatever is nested in what", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async ([filter, holds]) => {
        expect(await found(filter)).toEqual(idsWhere((lot) => holds(lot) === true));
      }),
      { numRuns: 150 },
    );
  });

  it("come through GraphQL as they are", async () => {
    const filter = {
      not: { or: [{ state: ["released"] }, { not: { createdBy: { isMe: true } } }] },
      createdAt: { relative: "last999d" },
    };
    const { data } = await head.ask("query ($f: LotFilter) { lots(filter: $f, first: 500) { edges { node { id } } } }", {
      f: filter,
    });
    const me = demo.person("QA_HEAD").id;
    const ids = shown<{ edges: { node: { id: string } }[] }>(data, "lots").edges.map(({ node }) => node.id);
    expect(new Set(ids)).toEqual(new Set(idsWhere((l) => l.state !== "released" && l.createdBy === me)));
  });
});

describe("[U05] a filter is refused, and says why,", () => {
  const nested = (levels: number, inner: object = {}): object => (levels === 0 ? inner : { not: nested(levels - 1, inner) });

  it("when it is deeper or longer than a filter may be", async () => {
    expect(await issuesOf(nested(filterLimits.depth, { state: ["released"] }))).toEqual([]);
    expect(await issuesOf(nested(filterLimits.depth + 1))).toEqual(["filter:filter"]);
    const many = (count: number) => ({ or: Array.from({ length: count }, (_, i) => ({ number: { eq: `${i}` } })) });
    expect(await issuesOf(many(filterLimits.terms - 1))).toEqual([]);
    expect(await issuesOf(many(filterLimits.terms))).toEqual(["filter:filter"]);
    expect(await issuesOf({ and: Array.from({ length: 60 }, () => many(60)) })).toEqual(["filter:filter"]);
    expect(await issuesOf({ or: Array.from({ length: 5000 }, () => ({})) })).toEqual(["filter:filter"]);
    expect(await issuesOf({ attributes: Array.from({ length: 101 }, () => ({ name: "x" })) })).toEqual(["filter:filter"]);
    const values = (count: number) => ({ number: { in: Array.from({ length: count }, (_, i) => `${i}`) } });
    expect(await issuesOf(values(filterLimits.values))).toEqual([]);
    expect(await issuesOf(values(filterLimits.values + 1))).toEqual(["filter.number.in:filter"]);
  });

  it("when it asks for me of something that is no person, or for a span that is none", async () => {
    expect(await issuesOf({ item: { isMe: true } })).toEqual(["filter.item.isMe:filter"]);
    expect(await issuesOf({ site: { isMe: false } })).toEqual(["filter.site.isMe:filter"]);
    for (const relative of ["last0d", "soon", "last1000d", "'; drop table lot"])
      expect(await issuesOf({ createdAt: { relative } })).toEqual(["filter.createdAt.relative:filter"]);
    expect(await issuesOf({ expiresOn: { from: "2026-02-30" } })).toEqual(["filter.expiresOn.from:filter"]);
    expect(await issuesOf({ expiresOn: { from: "2026-02-03T00:00:00Z" } })).toEqual(["filter.expiresOn.from:filter"]);
    expect(await issuesOf({ item: { in: ["1 or 1=1"] } })).toEqual(["filter.item.in:filter"]);
  });
});

describe("[U05] the day of the firm", () => {
  const zones = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Beirut",
    "Pacific/Apia",
    "Australia/Lord_Howe",
  ];

  it("begins at its first moment in any zone, also where the clock changes at midnight", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date("1995-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }),
        (zone, at) => {
          const day = dateIn(zone, at);
          const [first, next] = [dayStart(zone, day), dayStart(zone, addDays(day, 1))];
          expect(first <= at && at < next).toBe(true);
          expect([dateIn(zone, first), dateIn(zone, new Date(first.getTime() - 1)) < day]).toEqual([day, true]);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("is told where clocks change: 23 and 25 hours, and a midnight that does not exist or comes twice", () => {
    const at = (zone: string, day: string) => dayStart(zone, day).toISOString();
    expect([at("Europe/Berlin", "2026-03-29"), at("Europe/Berlin", "2026-03-30")]).toEqual([
      "2026-03-28T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
    ]);
    expect([at("Europe/Berlin", "2026-10-25"), at("Europe/Berlin", "2026-10-26")]).toEqual([
      "2026-10-24T22:00:00.000Z",
      "2026-10-25T23:00:00.000Z",
    ]);
    expect(at("America/Sao_Paulo", "2018-11-04")).toBe("2018-11-04T03:00:00.000Z");
    expect(at("America/Havana", "2026-11-01")).toBe("2026-11-01T04:00:00.000Z");
  });

  it("counts for instants as the database tells it", async () => {
    const rows = await demo.sql<{ zone: string; day: string; at: Date }>(
      `select z as zone, (at at time zone z)::date::text as day, at from unnest($1::text[]) z, generate_series(timestamptz '2026-01-01', '2026-12-31', '17 hours') at`,
      [zones],
    );
    expect(rows.length).toBeGreaterThan(3000);
    expect(rows.filter(({ zone, day, at }) => dateIn(zone, at) !== day)).toEqual([]);
  });
});
