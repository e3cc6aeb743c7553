import { graphql } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Genealogy, openGenealogy } from "../../../../test/genealogy.ts";
import { document } from "../../../../test/stock-stage.ts";
import { Request } from "../../../read/request.ts";
import { buildGraphqlSchema } from "../../../schema.ts";
import { issue, produceLot, returnFrom, reverse, split, traceSummary } from "../index.ts";
import { customersOf } from "./customers.ts";
import { graphOf, mostNodes } from "./graph.ts";
import type { Direction, Trace, TraceRow } from "./summary.ts";
import { totalsByLot, totalsOf } from "./totals.ts";
import { whyOf } from "./why.ts";

let made: Genealogy;
beforeAll(async () => {
  made = await openGenealogy();
});
afterAll(() => made.stage.close());

const trace = (text: string, direction: Direction, asOf: Date | null = null): Promise<Trace> =>
  made.stage.run((tx) => traceSummary(tx, { text }, direction, asOf), "chengyuan");
const numbersOf = async (ids: readonly string[]) =>
  (await made.stage.house.sql<{ number: string }>("select number from lot where id = any($1) order by number", [ids])).map(
    (row) => row.number,
  );
const itemOf = (row: TraceRow) => [...made.items].find(([, id]) => id === row.item)?.[0] ?? "?";
const plain = (row: TraceRow) =>
  Object.fromEntries(
    Object.entries({ ...row, item: itemOf(row) })
      .filter(([key]) => key !== "byType")
      .map(([key, value]) => [key, typeof value === "object" && "toFixed" in value ? value.toFixed() : value])
      .filter(([, value]) => value !== "0"),
  );

describe("the trace of supplier lot PV26-118", () => {
  it("[REQ-TRC-03][REQ-TRC-04] finds 22 descendant lots with exact quantities, and none of the controls", async () => {
    const found = await trace("PV26-118", "FORWARD");
    const [forward] = found.sides;
    const reached = await numbersOf(forward?.lots ?? []);
    expect(reached).toHaveLength(23);
    expect(reached).not.toEqual(expect.arrayContaining(["IS2606C"]));
    expect(found.hidden).toBe(0);
    expect(found.rows.map(plain)).toEqual([
      {
        item: "RM-201",
        level: 0,
        lots: 1,
        made: "1200",
        consumed: "1063",
        scrapped: "2.4",
        sampled: "3",
        onHand: "126",
        unaccounted: "5.6",
      },
      { item: "SF-121", level: 1, lots: 5, made: "73600", consumed: "72000", scrapped: "980", sampled: "20", onHand: "600" },
      { item: "MP-112", level: 1, lots: 2, made: "74000", consumed: "72000", scrapped: "1180", sampled: "20", onHand: "800" },
      { item: "SA-110", level: 2, lots: 3, made: "72000", consumed: "72000" },
      { item: "SA-120", level: 2, lots: 3, made: "72000", consumed: "72000" },
      { item: "SF-AS", level: 3, lots: 3, made: "72000", consumed: "72000" },
      { item: "SF-NS", level: 4, lots: 3, made: "72000", consumed: "72000" },
      {
        item: "FG-IS100",
        level: 5,
        lots: 3,
        made: "70932",
        shipped: "29600",
        inTransit: "2400",
        onHand: "38292",
        sampled: "640",
      },
    ]);
    const types = ["storage", "quarantine", "blocked", "retained"] as const;
    expect(types.map((type) => found.rows.at(-1)?.byType.get(type)?.toFixed())).toEqual(["14400", "23580", "72", "240"]);
  });

  it("[REQ-TRC-03] names the six consignees with their quantities, in transit apart", async () => {
    const { sides } = await trace("pv26-118", "FORWARD");
    const rows = await made.stage.run((tx) => customersOf(tx, sides[0]?.lots ?? [], null));
    const of = (number: string) => rows.find((row) => row.customer === made.customer(number));
    const answer = ["C-01", "C-02", "C-04", "C-05", "C-06", "C-07"].map((number) => [
      number,
      Number(of(number)?.shipped),
      Number(of(number)?.inTransit),
      of(number)?.lots,
    ]);
    expect(answer).toEqual([
      ["C-01", 2000, 0, 1],
      ["C-02", 4000, 0, 1],
      ["C-04", 8800, 0, 2],
      ["C-05", 5600, 0, 2],
      ["C-06", 6000, 0, 2],
      ["C-07", 3200, 2400, 2],
    ]);
  });

  it("[REQ-TRC-03] goes back from a finished lot to its raw lots, and only to them", async () => {
    const { sides, rows } = await trace("IS2607B", "BACKWARD");
    expect(await numbersOf(sides[0]?.lots ?? [])).toEqual(
      [
        "AS-2607B",
        "IS2607B",
        "MP112-26-31",
        "MP112-26-32",
        "NS-2607B",
        "R201-2607",
        "SA110-2607B",
        "SA120-2607B",
        "TB-072",
        "TB-073",
        "TB-074",
      ].sort(),
    );
    expect(rows.map((row) => [itemOf(row), row.level])).toEqual([
      ["RM-201", -5],
      ["SF-121", -4],
      ["MP-112", -4],
      ["SA-110", -3],
      ["SA-120", -3],
      ["SF-AS", -2],
      ["SF-NS", -1],
      ["FG-IS100", 0],
    ]);
  });

  it("[REQ-TRC-03] both ways from a lot in the middle; each lot balances to nothing unaccounted for but what was counted", async () => {
    const found = await trace("TB-072", "BOTH");
    expect(found.rows.map((row) => [itemOf(row), row.level, row.lots])).toEqual([
      ["RM-201", -1, 1],
      ["SF-121", 0, 1],
      ["SA-120", 1, 2],
      ["SF-AS", 2, 2],
      ["SF-NS", 3, 2],
      ["FG-IS100", 4, 2],
    ]);
    const all = await made.stage.run((tx) => totalsByLot(tx, [...made.lots.values()], { limit: 500 }));
    const missing = all.filter(({ byType }) => !totalsOf(byType).unaccounted.isZero()).map(({ lot }) => lot);
    expect(await numbersOf(missing)).toEqual(["R201-2607"]);
  });

  it("[REQ-TRC-03] answers as of a moment: before the sets were shipped nothing was at a customer", async () => {
    const found = await trace("PV26-118", "FORWARD", new Date("2026-07-31T00:00:00+08:00"));
    expect(found.rows.map((row) => plain(row)).at(-1)).toEqual({
      item: "FG-IS100",
      level: 5,
      lots: 3,
      made: "70932",
      onHand: "70292",
      sampled: "640",
    });
    const earlier = await trace("PV26-118", "FORWARD", new Date("2026-07-08T00:00:00+08:00"));
    expect(earlier.rows.map(plain)).toEqual([
      { item: "RM-201", level: 0, lots: 1, made: "1200", scrapped: "2.4", sampled: "3", onHand: "1194.6" },
    ]);
  });

  it("draws every lot and event, and says of each edge which document, how much, who and when", async () => {
    const found = await trace("PV26-118", "FORWARD");
    const graph = await made.stage.run((tx) => graphOf(tx, found));
    expect(graph.complete).toBe(true);
    expect(graph.nodes.filter((node) => node.kind === "LOT")).toHaveLength(23);
    expect(graph.nodes.filter((node) => node.kind === "EVENT")).toHaveLength(22);
    expect(graph.nodes.filter((node) => node.isRoot).map((node) => [node.number, node.level])).toEqual([["R201-2607", 0]]);
    const edge = graph.edges.find((one) => one.from === made.idOf("TB-072") && Number(one.quantity) === 5600);
    const why = await made.stage.run((tx) => whyOf(tx, edge?.from ?? "", edge?.to ?? ""));
    expect(why).toMatchObject([
      {
        kind: "issue",
        record: "WorkOrder",
        number: "WO-SA120-2607B",
        quantity: "5600.000000",
        at: new Date("2026-07-13T00:00:00Z"),
      },
    ]);
    expect(await made.stage.run((tx) => whyOf(tx, "x", "1; drop table lot"))).toEqual([]);
  });

  it("[REQ-TRC-11] a returned quantity is told apart, a reversed issue stays found and counts nothing", async () => {
    await made.stage.run((tx) =>
      returnFrom(tx, {
        source: document("Shipment"),
        customer: made.customer("C-01"),
        lines: [{ lot: made.idOf("IS2607A"), location: made.stage.place.quarantine, quantity: "400" }],
      }),
    );
    const { sides, rows } = await trace("IS2607A", "FORWARD");
    const [first] = (await made.stage.run((tx) => customersOf(tx, sides[0]?.lots ?? [], null))).filter(
      (row) => row.customer === made.customer("C-01"),
    );
    expect([Number(first?.shipped), Number(first?.returned)]).toEqual([2000, 400]);
    expect(rows.map(plain)).toMatchObject([{ shipped: "19600", onHand: "3720" }]);
    const source = document();
    const wrong = await made.stage.run((tx) =>
      issue(tx, { source, lines: [{ lot: made.idOf("TB-071"), location: made.stage.place.storage, quantity: "10" }] }),
    );
    await made.stage.run((tx) => reverse(tx, { posting: wrong, source, remark: "wrong lot scanned" }));
    const again = await trace("TB-071", "FORWARD");
    expect(again.rows.find((row) => row.level === 0)?.onHand.toFixed()).toBe("50");
    expect(again.sides[0]?.events).toHaveLength(5);
  });

  it("[REQ-TRC-03] says that it is not complete when it reaches a lot at a site that the reader may not see", async () => {
    const other = await (await made.stage.house.hands.as("guping")).create("Site", {
      number: "SH2",
      nameEn: "Shanghai",
      nameZh: "上海",
      zone: "Asia/Shanghai",
      address: "2 Demo Road",
    });
    const shelf = { number: "SH2-Q", nameEn: "Q", nameZh: "待验", type: "quarantine", site: other.id };
    const { id: location } = await (await made.stage.house.hands.as("luoan")).create("Location", shelf);
    const source = document();
    const lines = [{ lot: made.idOf("TB-073"), location: made.stage.place.storage, quantity: "1" }];
    await made.stage.run((tx) => issue(tx, { source, lines }));
    await made.stage.run((tx) =>
      produceLot(tx, { source, number: "SH2-1", item: made.items.get("SA-120") ?? "", quantity: "1", location }),
    );
    const seenFrom = (sites: string) =>
      made.stage.run(async (tx) => {
        await tx.sql("select set_config('app.sites', ?, true)", [sites]);
        return traceSummary(tx, { text: "TB-073" }, "FORWARD");
      });
    expect((await seenFrom(`${made.stage.site},${other.id}`)).hidden).toBe(0);
    expect((await seenFrom(made.stage.site)).hidden).toBe(1);
    expect((await seenFrom(other.id)).roots).toEqual([]);
  });

  const ask = async (login: string, source: string): Promise<unknown> => {
    const request = new Request(made.stage.house.kernel, (await made.stage.house.hands.as(login)).ctx);
    const { data, errors } = await graphql({ schema: await buildGraphqlSchema(), source, contextValue: request });
    await request.endReads();
    // Objects of GraphQL have no prototype; a test compares plain ones.
    return JSON.parse(JSON.stringify(errors ? errors.map((error) => error.message) : data));
  };

  it("refuses a moment that is none", async () => {
    for (const at of ["Infinity", "20", "{}", "0000-00-00", ""])
      expect(await ask("chengyuan", `{ trace(text: "IS2607B", asOf: "${at}") { visited } }`)).toEqual([
        "asOf: A date and time is expected.",
      ]);
  });

  it("[REQ-TRC-05] answers the page: rows, lots by item, customers for who may see them, the graph", async () => {
    const page = (part: string) =>
      `{ trace(text: "IS2607B", direction: FORWARD) { complete hidden visited roots { number } ${part} } }`;
    const head = { complete: true, hidden: 0, visited: 1, roots: [{ number: "IS2607B" }] };
    const rows = "rows { item { number } level lots totals { made shipped inTransit byType { type quantity } } }";
    expect(await ask("chengyuan", page(rows))).toEqual({
      trace: {
        ...head,
        rows: [
          {
            item: { number: "FG-IS100" },
            level: 0,
            lots: 1,
            totals: {
              made: "23712",
              shipped: "9600",
              inTransit: "2400",
              byType: [
                ["blocked", "72"],
                ["retained", "120"],
                ["storage", "11200"],
                ["transit", "2400"],
                ["customer", "9600"],
                ["output", "-23712"],
                ["sample", "320"],
              ].map(([type, quantity]) => ({ type, quantity })),
            },
          },
        ],
      },
    });
    const customers = "customers { customer { number } shipped returned inTransit lots }";
    expect(await ask("chengyuan", page(customers))).toMatchObject({
      trace: {
        customers: [
          { customer: { number: "C-04" }, shipped: "4800" },
          { shipped: "2400" },
          { shipped: "2400" },
          { shipped: "0", inTransit: "2400" },
        ],
      },
    });
    expect(await ask("chenhe", page(customers))).toEqual({ trace: { ...head, customers: null } });
    const graph =
      "lots(first: 1) { rows { lot { number state } totals { onHand } } hasNextPage } graph { complete nodes { number kind item { number } } edges { from } }";
    expect(await ask("chenhe", page(graph))).toEqual({
      trace: {
        ...head,
        lots: { rows: [{ lot: { number: "IS2607B", state: "released" }, totals: { onHand: "11392" } }], hasNextPage: false },
        graph: { complete: true, nodes: [{ number: "IS2607B", kind: "LOT", item: { number: "FG-IS100" } }], edges: [] },
      },
    });
    expect(await ask("guping", page("visited"))).toEqual([expect.stringMatching(/lot\.read/)]);
    expect(await ask("chenhe", '{ trace(text: "no such lot") { visited } }')).toEqual([expect.stringMatching(/no such record/)]);
  });
});

describe("a trace too large to look at", () => {
  it("is drawn by item and says so; the rows stay exact", async () => {
    const lot = await made.stage.releasedLot({
      number: "BULK",
      quantity: "1000",
      item: made.stage.item.part,
      supplierLot: "B-1",
    });
    for (let batch = 0; batch * 50 < mostNodes; batch++) {
      const parts = Array.from({ length: 50 }, (_, i) => ({ number: `BULK-${batch * 50 + i}`, quantity: "2" }));
      await made.stage.run((tx) => split(tx, { lot, location: made.stage.place.storage, parts, source: document("Lot") }));
    }
    const found = await trace("BULK", "FORWARD");
    expect(
      found.rows.map(({ lots: n, made, regrouped, onHand, unaccounted }) => [
        n,
        ...[made, regrouped, onHand, unaccounted].map(Number),
      ]),
    ).toEqual([
      [1, 1000, 600, 400, 0],
      [300, 0, -600, 600, 0],
    ]);
    const graph = await made.stage.run((tx) => graphOf(tx, found));
    expect(graph.complete).toBe(false);
    expect(graph.nodes).toMatchObject([{ kind: "ITEM", number: "SA-1", lots: 301, isRoot: true }]);
  });
});
