import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acts,
  type Company,
  countOfEverything,
  grant,
  inspect,
  inspectionOf,
  openCompany,
  receive,
  usableLot,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
let next = 0;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const release = (lot: Handled) => acts(company, "zhouqiming", "Lot", lot, "release");

/** Refused, and nothing changed. */
async function refusedWith(work: () => Promise<unknown>): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
}

describe("the release of a received lot", () => {
  it("[REQ-GATE-03] needs its inspection concluded, and a draft nonconformity is one already", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    const inspection = await inspectionOf(company, lot);
    await acts(company, "chenhe", "Inspection", inspection, "record", {
      readings: [{ characteristic: 1, sample: 1, value: "14" }],
    });
    expect(await refusedWith(() => release(lot))).toEqual(["INSPECTION_OPEN"]);
    await inspect(company, lot, [["14", "14"]]);
    const reporter = await company.as("chenhe");
    const draft = await reporter.create("Nonconformity", {
      site: await company.id("Site", "SZ1"),
      description: "Torn bag",
      severity: "minor",
      lot: lot.id,
      quantity: "25",
    });
    expect(await refusedWith(() => release(lot))).toEqual(["NCR_OPEN"]);
    await acts(company, "linjing", "Nonconformity", draft, "void", {}, "The bag belongs to another lot");
    expect((await release(lot)).state).toBe("released");
  });

  it("[REQ-GATE-04] a nonconformity written at the same moment is never missed: no lot is released with an older one open", async () => {
    const lots: Handled[] = [];
    for (let i = 0; i < 8; i++) {
      const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "10");
      await inspect(company, lot, [["14", "14"]]);
      lots.push(lot);
    }
    const site = await company.id("Site", "SZ1");
    await company.run();
    const [reporter, releaser] = [await company.as("chenhe"), await company.as("zhouqiming")];
    const report = async (lot: Handled) =>
      reporter.act(
        "Nonconformity",
        await reporter.create("Nonconformity", { site, description: "Smell", severity: "major", lot: lot.id, quantity: "10" }),
        "report",
      );
    const done = await Promise.allSettled(lots.flatMap((lot) => [releaser.act("Lot", lot, "release"), report(lot)]));
    await company.at("2026-07-06 12:00");
    for (const [index, one] of done.entries()) if (one.status === "rejected" && index % 2 === 1) throw one.reason;
    const missed = await company.sql(
      "select l.number from lot l join nonconformity n on n.lot_id = l.id where l.id = any($1) and l.released_at is not null and n.created_at < l.released_at",
      [lots.map((lot) => lot.id)],
    );
    expect(missed).toEqual([]);
  });

  it("a lot taken back is inspected again before it is released again", async () => {
    const lot = await usableLot(company, "SUP-01", "RM-201", `R-${++next}`, "10");
    const request = async () =>
      (await company.as("linjing")).create("Inspection", { site: await company.id("Site", "SZ1"), lot: lot.id });
    expect(await refusedWith(request)).toEqual(["LOT_DECIDED"]);
    await acts(company, "linjing", "Lot", lot, "reevaluate", {}, "Odd smell in production");
    expect(await refusedWith(() => release(lot))).toEqual(["INSPECT_FIRST"]);
    const again = await request();
    expect(await refusedWith(request)).toEqual(["INSPECTION_OPEN"]);
    await inspect(company, lot, [["14", "14"]]);
    const filled = await company.sql(
      "select i.item_id = l.item_id as same, i.lot_quantity, p.number from inspection i join lot l on l.id = i.lot_id join inspection_plan p on p.id = i.plan_id where i.id = $1",
      [again.id],
    );
    expect(filled).toEqual([{ same: true, lot_quantity: "10.000000", number: "IP-RM-201.A" }]);
    expect((await release(lot)).state).toBe("released");
  });

  it("[REQ-GATE-03] needs an inspection at all when the item is inspected", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    await inspect(company, lot, [["14", "14"]]);
    const [inspection] = await company.sql<{ id: string }>("select id from inspection where lot_id = $1", [lot.id]);
    const other = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    // Only somebody who goes around the app could take an inspection away; the gate still sees it.
    await company.sql("select set_config('app.actor', '1', false)");
    await company.sql("update inspection set lot_id = $1 where id = $2", [other.id, inspection?.id]);
    expect(await refusedWith(() => release(lot))).toEqual(["INSPECTION_MISSING"]);
  });

  it("[REQ-SIG-10] an inspector of the lot does not release it, whatever roles he has", async () => {
    await grant(company, "sunye", "RELEASER");
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    await inspect(company, lot, [["14", "14"]], "sunye");
    expect(await refusedWith(() => acts(company, "sunye", "Lot", lot, "release"))).toEqual(["SOD_SELF"]);
    expect((await release(lot)).state).toBe("released");
  });
});
