/** How much of a received lot was rejected: what the supplier's ppm is made of. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, inspectionOf, openCompany, receive } from "../../../../test/company.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

let next = 0;
/** An inspection of 24,000 pouches with all its readings, not concluded. */
async function pouches(width: string): Promise<Handled> {
  const lot = await receive(company, "SUP-05", "PK-301", `P-${++next}`, "24000");
  const inspection = await inspectionOf(company, lot);
  const readings = [
    ...[1, 2, 3].map((sample) => ({ characteristic: 1, sample, value: width })),
    ...[1, 2].map((sample) => ({ characteristic: 2, sample, value: "0" })),
  ];
  return acts(company, "chenhe", "Inspection", inspection, "record", { readings });
}

const conclude = (inspection: Handled) => acts(company, "chenhe", "Inspection", inspection, "conclude");
const hold = async (inspection: Handled, quantity: string, suffix: string) =>
  acts(company, "chenhe", "Inspection", inspection, "holdPart", {
    from: await company.id("Location", "Q1"),
    quantity,
    lotNumber: `P-${next}-${suffix}`,
    severity: "major",
    description: "Torn wrapping",
  });

const rejectedOf = async ({ id }: Handled) =>
  (
    await company.sql<object>(
      "select result, rejected_quantity as quantity, rejected_share as share from inspection where id = $1",
      [id],
    )
  )[0];

describe("the rejected share of a lot", () => {
  it("[REQ-SUP-02] is that of the parts held out of it, before and after the conclusion", async () => {
    const inspection = await pouches("120.0");
    await hold(inspection, "1000", "A");
    expect(await rejectedOf(inspection)).toEqual({ result: null, quantity: "1000.000000", share: "0.041667" });
    await conclude(inspection);
    await hold(inspection, "8000", "B");
    expect(await rejectedOf(inspection)).toEqual({ result: "accepted", quantity: "9000.000000", share: "0.375000" });
  });

  it("[REQ-SUP-02] is the whole of a lot that was not accepted, whatever was held before, and nothing of one accepted whole", async () => {
    const bad = await pouches("125.0");
    await hold(bad, "1000", "A");
    await conclude(bad);
    expect(await rejectedOf(bad)).toEqual({ result: "rejected", quantity: "24000.000000", share: "1.000000" });
    const good = await pouches("120.0");
    await conclude(good);
    expect(await rejectedOf(good)).toEqual({ result: "accepted", quantity: "0.000000", share: "0.000000" });
  });

  it("[REQ-SUP-02] is counted once: a lot inspected again, or a part of one, is no second lot of its supplier", async () => {
    const inspection = await pouches("120.0");
    await hold(inspection, "1000", "A");
    await conclude(inspection);
    const lots = await company.sql<{ id: string; number: string }>(
      "select id, number from lot where id = (select lot_id from inspection where id = $1) or number = $2 order by id",
      [inspection.id, `P-${next}-A`],
    );
    const site = await company.id("Site", "SZ1");
    for (const lot of lots) await (await company.as("linjing")).create("Inspection", { site, lot: lot.id });
    const origins = await company.sql<{ origin: string }>(
      "select origin from inspection where lot_id = any($1::bigint[]) order by id",
      [lots.map(({ id }) => id)],
    );
    expect(origins.map(({ origin }) => origin)).toEqual(["received", "again", "again"]);
  });
});
