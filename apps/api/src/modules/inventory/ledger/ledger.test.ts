import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { document, openStage, type Stage } from "../../../../test/stock-stage.ts";
import { issue, sample } from "../index.ts";
import { type LedgerFilter, ledgerLines, ledgerTotals } from "./list.ts";

let stage: Stage;
let lot: string;
let other: string;
const begin = "2026-07-06T08:00:00+08:00";
beforeAll(async () => {
  stage = await openStage();
  const at = (moment: string) => stage.house.sql("select public.set_domain_clock(0, $1::timestamptz)", [moment]);
  await at(begin);
  lot = await stage.releasedLot({ quantity: "100" });
  other = await stage.releasedLot({ quantity: "7", item: stage.item.part });
  // Half past seven in the evening of the 31st in Suzhou, and a minute after midnight there: one month in UTC, two at home.
  await at("2026-07-31T23:59:00+08:00");
  const line = (quantity: string) => ({ lot, location: stage.place.storage, quantity });
  await stage.run((tx) => issue(tx, { source: document("WorkOrder", "WO-26-0001"), lines: [line("10")] }));
  await at("2026-08-01T00:01:00+08:00");
  await stage.run((tx) => sample(tx, { source: document("Lot", "L-X"), ...line("2.5") }), "chenhe");
  await at(begin);
});
afterAll(() => stage.close());

const lines = (filter: LedgerFilter, first = 100, after: string | null = null) =>
  stage.run(async (tx) =>
    (await ledgerLines(tx, filter, first, after)).map(({ id, kind, quantity }) => ({ id, kind, quantity: Number(quantity) })),
  );
const plain = async (filter: LedgerFilter) => (await lines(filter)).map(({ kind, quantity }) => `${kind} ${quantity}`);
const totals = (by: "kind" | "item" | "month" | "person", filter: LedgerFilter = {}) =>
  stage.run(async (tx) =>
    (await ledgerTotals(tx, filter, by)).map(({ number, unit, lines: n, came, left }) => [
      number,
      unit,
      n,
      Number(came),
      Number(left),
    ]),
  );

describe("the movements of the stock", () => {
  it("[REQ-TRC-04] are told at places of ours, newest first, and narrowed by lot, kind, document and day of the firm", async () => {
    expect(await plain({ lot })).toEqual(["sample -2.5", "issue -10", "move 100", "move -100", "receive 100"]);
    expect(await plain({ item: stage.item.part })).toEqual(["move 7", "move -7", "receive 7"]);
    expect(await plain({ kind: "issue" })).toEqual(["issue -10"]);
    expect(await plain({ document: "WO-26" })).toEqual(["issue -10"]);
    expect(await plain({ lot, from: "2026-07-31", to: "2026-07-31" })).toEqual(["issue -10"]);
    expect(await plain({ lot, from: "2026-08-01" })).toEqual(["sample -2.5"]);
    expect(await plain({ location: stage.place.quarantine, lot: other })).toEqual(["move -7", "receive 7"]);
  });

  it("lose and double nothing from page to page", async () => {
    const all = (await lines({})).map(({ id }) => id);
    const walked: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: { id: string }[] = await lines({}, 3, after);
      walked.push(...page.map(({ id }) => id));
      if (page.length < 3) break;
      after = page.at(-1)?.id ?? null;
    }
    expect(walked).toEqual(all);
  });

  it("[REQ-TRC-04] are added up by group and unit: what came and what left, never kilograms and pieces together", async () => {
    expect(await totals("kind")).toEqual([
      ["move", "ea", 2, 7, 7],
      ["move", "kg", 2, 100, 100],
      ["issue", "kg", 1, 0, 10],
      ["receive", "ea", 1, 7, 0],
      ["receive", "kg", 1, 100, 0],
      ["sample", "kg", 1, 0, 2.5],
    ]);
    expect(await totals("month", { lot })).toEqual([
      ["2026-08", "kg", 1, 0, 2.5],
      ["2026-07", "kg", 4, 200, 110],
    ]);
    expect((await totals("item")).map(([number, unit]) => [number, unit])).toEqual([
      ["RM-1", "kg"],
      ["SA-1", "ea"],
    ]);
    expect(await totals("person", { kind: "sample" })).toHaveLength(1);
  });
});
