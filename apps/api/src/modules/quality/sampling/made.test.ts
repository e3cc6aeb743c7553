/** What the company makes itself comes to inspection as lots of their own. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { acts, type Company, inspectionOf, openCompany, revise, usableLot } from "../../../../test/company.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const byAql = {
  nameEn: "Leaks",
  nameZh: "泄漏",
  kind: "attribute",
  decimals: 0,
  samplingRule: "aql",
  level: "S1",
  aql: "6.5",
};

it("[REQ-GATE-01] two lots made and not accepted tighten: that their components were inspected before does not make them resubmitted", async () => {
  await revise(
    company,
    "InspectionPlan",
    "FG-IS100",
    { revision: "B", nameEn: "Set", nameZh: "输液器", characteristics: [byAql] },
    "2026-07-07",
  );
  await company.at("2026-07-07 08:00");
  const place = await company.id("Location", "S1");
  const components = [
    { lot: await usableLot(company, "SUP-01", "RM-201", "R201-M", "1200"), quantity: "5" },
    { lot: await usableLot(company, "SUP-05", "PK-301", "P301-M", "24000"), quantity: "102" },
  ];
  for (const number of ["IS-M1", "IS-M2"]) {
    const order = await (await company.as("hechuan")).create("WorkOrder", {
      site: await company.id("Site", "SZ1"),
      item: await company.id("Item", "FG-IS100"),
      quantity: "100",
      lotNumber: number,
      plannedOn: "2026-07-07",
    });
    await acts(company, "hechuan", "WorkOrder", order, "release");
    for (const { lot, quantity } of components)
      await acts(company, "wutong", "WorkOrder", order, "consume", { lot: lot.id, from: place, quantity });
    const made = {
      quantityGood: "100",
      quantityScrapped: "0",
      location: await company.id("Location", "Q1"),
      madeOn: "2026-07-07",
    };
    await acts(company, "wutong", "WorkOrder", order, "complete", made);
    const [lot] = await company.sql<{ id: string }>("select id from lot where number = $1", [number]);
    const inspection = await inspectionOf(company, lot ?? { id: "" });
    const [sample] = await company.sql<{ n: number }>("select sample_size as n from inspection_sample where head_id = $1", [
      inspection.id,
    ]);
    const readings = Array.from({ length: sample?.n ?? 0 }, (_, s) => ({ characteristic: 1, sample: s + 1, value: "1" }));
    await acts(company, "sunye", "Inspection", inspection, "record", { readings });
    await acts(company, "sunye", "Inspection", inspection, "conclude");
  }
  expect(
    await company.sql("select original, severity_from as before, severity_to as after from sampling_event order by id"),
  ).toEqual([
    { original: true, before: "normal", after: "normal" },
    { original: true, before: "normal", after: "tightened" },
  ]);
});
