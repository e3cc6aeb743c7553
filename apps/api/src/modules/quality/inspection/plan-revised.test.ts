/** A plan that is revised while lots are inspected by it. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { acts, ask, type Company, inspectionOf, openCompany, receive, revise } from "../../../../test/company.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

it("[REQ-GATE-10] a running inspection stays with the plan it began by, says which one is in force now, and loses no reading", async () => {
  const running = await inspectionOf(company, await receive(company, "SUP-01", "RM-201", "R-OLD", "100"));
  const read = (inspection: typeof running, sample: number, value: string) =>
    acts(company, "chenhe", "Inspection", inspection, "record", { readings: [{ characteristic: 1, sample, value }] });
  await read(running, 1, "13.9");
  const stricter = {
    revision: "B",
    changeReason: "stronger tube",
    nameEn: "PVC",
    nameZh: "PVC",
    characteristics: [
      {
        nameEn: "Tensile strength",
        nameZh: "拉伸强度",
        kind: "variable",
        lower: "14.0",
        unit: "MPa",
        decimals: 1,
        samplingRule: "fixed",
        sampleSize: 3,
        acceptUpTo: 0,
      },
    ],
  };
  await revise(company, "InspectionPlan", "RM-201", stricter, "2026-07-07");
  await company.at("2026-07-07 08:00");

  const page = `query { inspection(number: "${running.number}") { plan { number } planInForce { number }
    characteristics { lower sampleSize readings { sample value conforms } } } }`;
  expect(await ask(company, "chenhe", page)).toEqual({
    inspection: {
      plan: { number: "IP-RM-201.A" },
      planInForce: { number: "IP-RM-201.B" },
      characteristics: [{ lower: "13.5", sampleSize: 2, readings: [{ sample: 1, value: "13.9", conforms: true }] }],
    },
  });
  await read(running, 2, "13.8");
  await acts(company, "chenhe", "Inspection", running, "conclude");
  expect(await company.sql("select result from inspection where id = $1", [running.id])).toEqual([{ result: "accepted" }]);

  const next = await inspectionOf(company, await receive(company, "SUP-01", "RM-201", "R-NEW", "100"));
  await read(next, 1, "13.9");
  expect(await company.sql("select conforms from reading where inspection_id = $1", [next.id])).toEqual([{ conforms: false }]);
});
