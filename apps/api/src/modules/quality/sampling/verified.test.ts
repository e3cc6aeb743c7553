import { afterAll, beforeAll, expect, it } from "vitest";
import { acts, type Company, inspectionOf, openCompany, receive, revise } from "../../../../test/company.ts";

const width = { nameEn: "Width", nameZh: "宽度", kind: "variable", lower: "119.0", upper: "121.0", unit: "mm", decimals: 1 };
const verified = { ...width, samplingRule: "aql", level: "S3", aql: "2.5", isVerified: true };

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  const plan = { revision: "B", nameEn: "Pouch", nameZh: "纸塑袋", characteristics: [verified] };
  await revise(company, "InspectionPlan", "PK-301", plan, "2026-07-07");
  await company.at("2026-07-07 08:00");
});
afterAll(() => company.close());

let lots = 0;
/** A lot of which chenhe reads all samples and concludes. */
async function concluded(value: "120.0" | "121.4") {
  const inspection = await inspectionOf(company, await receive(company, "SUP-05", "PK-301", `PV-${++lots}`, "24000"));
  const readings = Array.from({ length: 20 }, (_, i) => ({ characteristic: 1, sample: i + 1, value }));
  await acts(company, "chenhe", "Inspection", inspection, "record", { readings });
  expect((await acts(company, "chenhe", "Inspection", inspection, "conclude")).state).toBe("toVerify");
  return inspection;
}

const pair = async () =>
  (await company.sql("select state, recent, score from sampling_state where number = 'SW-PK-301-SUP-05'"))[0];
const counted = async () =>
  (await company.sql<{ n: number }>("select count(*)::int as n from sampling_event where inspection_id is not null"))[0]?.n;

it("[REQ-GATE-09] [REQ-GATE-10] a result that a second person verifies enters the switching score with the verification, not before", async () => {
  const untouched = { state: "normal", recent: null, score: 0 };
  const good = await concluded("120.0");
  expect([await pair(), await counted()]).toEqual([untouched, 0]);
  await acts(company, "hejia", "Inspection", good, "verify");
  expect([await pair(), await counted()]).toEqual([{ state: "normal", recent: "+", score: 2 }, 1]);

  // Two rejections tighten once both are verified, in the order of their verification.
  const [first, second] = [await concluded("121.4"), await concluded("121.4")];
  expect([await pair(), await counted()]).toEqual([{ state: "normal", recent: "+", score: 2 }, 1]);
  await acts(company, "hejia", "Inspection", second, "verify");
  expect([await pair(), await counted()]).toEqual([{ state: "normal", recent: "+-", score: 0 }, 2]);
  await acts(company, "hejia", "Inspection", first, "verify");
  expect([await pair(), await counted()]).toEqual([{ state: "tightened", recent: null, score: 0 }, 3]);
  expect(await company.sql("select causes from sampling_event where code = 'TWO_OF_FIVE'")).toEqual([
    { causes: [first.number, second.number] },
  ]);
});

it("who inspected has the inspector's part in the pair's record, not who verified", async () => {
  expect(
    await company.sql(
      "select distinct p.login from duty d join person p on p.id = d.person_id where d.record_type = 'SamplingState' and d.duty = 'inspector'",
    ),
  ).toEqual([{ login: "chenhe" }]);
});
