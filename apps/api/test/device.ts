/** Device records of the small firm: everything that NMPA asks for, and the way into its database. */
import type { Handled } from "../src/seed/hands.ts";
import { acts, type Company } from "./company.ts";

/** Answers of a record of FG-IS100 with this DI; the certificate and the revision come on top. */
export const completeDevice = (primaryDi: string, publishedOn = "2026-07-06") => ({
  changeReason: "first issue",
  issuingAgency: "GS1",
  primaryDi,
  diPublishDate: publishedOn,
  unitsOfUse: 1,
  carrierMatrix: true,
  sameAsRegistered: "yes",
  directMarked: "no",
  productName: "一次性使用输液器",
  modelSpec: "IS-100",
  isKit: "no",
  description: "带过滤器",
  deviceKind: "device",
  classificationCode: "14-02-05",
  productCategory: "consumable",
  registrantName: "澄澜医疗",
  registrantId: "91320500DEMO00001X",
  singleUse: "yes",
  sterile: "yes",
  needsSterilization: "no",
  mrSafety: "notStated",
  piLot: "yes",
  piSerial: "no",
  piManufacturingDate: "yes",
  piExpiryDate: "yes",
  storages: [{ condition: "Temperature", low: "5", high: "35", unit: "℃" }],
  contacts: [{ phone: "0512-5550-0100", email: "udi@chenglan.example" }],
});

/** Signs a drafted record by regulatory affairs and by quality. */
export async function approveDevice(company: Company, draft: Handled, effectiveOn: string): Promise<Handled> {
  const agreed = await acts(company, "tangrui", "DeviceRecord", draft, "approve", { effectiveOn });
  return acts(company, "linjing", "DeviceRecord", agreed, "approve", { effectiveOn });
}

/** An approved device record of FG-IS100 under the firm's own registration. */
export async function approvedDevice(
  company: Company,
  primaryDi: string,
  more: object = {},
  effectiveOn = "2026-07-06",
): Promise<Handled> {
  const [certificate] = await company.sql<{ id: string }>(
    "select id from licence where licence_number = '国械注准DEMO3140001' and kind = 'registration'",
  );
  const draft = await (await company.as("luoan")).create("DeviceRecord", {
    ...completeDevice(primaryDi),
    item: await company.id("Item", "FG-IS100"),
    certificate: certificate?.id,
    revision: "A",
    ...more,
  });
  return approveDevice(company, draft, effectiveOn);
}

/** Writes down that a record was sent to a database. */
export async function sentTo(company: Company, record: Handled, market: "CN" | "US" | "EU", day: string): Promise<Handled> {
  return acts(company, "tangrui", "DeviceRecord", record, "submit", { market, day });
}

/** Writes down that the database shows it. */
export async function shownBy(company: Company, record: Handled, market: "CN" | "US" | "EU", day: string): Promise<Handled> {
  return acts(company, "tangrui", "DeviceRecord", record, "publish", { market, day, recordKey: `${market}-${record.id}` });
}

/** FG-IS100 as NMPA shows it since 6 July 2026: it may be shipped in China. */
export async function publishedDevice(company: Company): Promise<Handled> {
  const record = await approvedDevice(company, "09521234000013");
  await sentTo(company, record, "CN", "2026-07-06");
  return shownBy(company, record, "CN", "2026-07-06");
}
