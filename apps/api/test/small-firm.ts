/** The small firm itself, played once and copied: its site, items with plans and a bill of materials, suppliers and customers. */
import type { RecordName } from "@lotline/schema";
import { assemble } from "../src/assemble.ts";
import { type Hand, type Handled, Hands } from "../src/seed/hands.ts";
import { ensureTemplate } from "./database.ts";
import { peopleTemplate, testKeys } from "./house.ts";
import { query } from "./query.ts";

/** The people of the firm at work. */
export interface Staff {
  /** The key of a record by its number. */
  id(record: RecordName, number: string): Promise<string>;
  as(login: string): Promise<Hand>;
}

const began = "2026-07-06 08:00";

/** What a clock on the wall in Suzhou says, as the database takes it. */
export const instant = (wall: string): string => `${wall}:00+08`;

/** What these hands do for the firm. */
export function staffOf(hands: Hands): Staff {
  const as = (login: string) => hands.as(login);
  return { as, id: async (record, number) => (await (await as("linjing")).find(record, number)).id };
}

/** A database with the firm in it at 2026-07-06 08:00 in Suzhou. */
export const companyTemplate = () =>
  ensureTemplate(
    "company",
    async (urls) => {
      const kernel = await assemble(urls.app, testKeys, { pool: 4 });
      await query(urls.owner, "select public.set_domain_clock(0, $1::timestamptz)", [instant(began)]);
      const staff = staffOf(new Hands(kernel, { name: "company" }));
      await places(staff);
      await items(staff);
      await partners(staff);
      await kernel.orm.close(true);
    },
    peopleTemplate,
  );

async function places({ as }: Staff): Promise<void> {
  const site = await (await as("guping")).create("Site", {
    number: "SZ1",
    nameEn: "Suzhou",
    nameZh: "苏州",
    zone: "Asia/Shanghai",
    address: "Demo Road 1",
  });
  const steward = await as("luoan");
  const types: readonly (readonly [string, string])[] = [
    ["Q1", "quarantine"],
    ["S1", "storage"],
    ["D1", "dispatch"],
  ];
  for (const [number, type] of types)
    await steward.create("Location", { number, nameEn: number, nameZh: number, type, site: site.id });
}

/** Creates and approves a dated revision of an item. */
export async function revise(
  company: Staff,
  record: "ItemRevision" | "InspectionPlan" | "Bom",
  item: string,
  given: object,
  effectiveOn = "2026-07-06",
): Promise<Handled> {
  const draft = await (await company.as("luoan")).create(record, {
    item: await company.id("Item", item),
    revision: "A",
    changeReason: "first",
    ...given,
  });
  return (await company.as("linjing")).act(record, draft, "approve", { effectiveOn });
}

const characteristic = { nameZh: "项目", kind: "variable", decimals: 1, samplingRule: "fixed", sampleSize: 2, acceptUpTo: 0 };

async function items(company: Staff): Promise<void> {
  const steward = await company.as("luoan");
  const kg = await steward.create("Unit", { symbol: "kg", nameEn: "Kilogram", nameZh: "千克", decimals: 3 });
  const ea = await steward.create("Unit", { symbol: "ea", nameEn: "Each", nameZh: "件", decimals: 0 });
  const make = async (number: string, given: object, revision: object = {}) => {
    await steward.create("Item", { number, nameEn: number, nameZh: number, unit: ea.id, inspectionRequired: true, ...given });
    await revise(company, "ItemRevision", number, { specification: number, ...revision });
  };
  await make("RM-201", { itemClass: "raw", source: "bought", unit: kg.id });
  await make("RM-205", { itemClass: "component", source: "bought" });
  await make("PK-301", { itemClass: "packaging", source: "bought" }, { shelfLifeMonths: 36 });
  await make("FG-IS100", { itemClass: "finished", source: "made", deviceClass: "III" }, { shelfLifeMonths: 36 });
  await revise(company, "InspectionPlan", "RM-201", {
    nameEn: "PVC",
    nameZh: "PVC",
    characteristics: [{ ...characteristic, nameEn: "Tensile strength", lower: "13.5", unit: "MPa" }],
  });
  await revise(company, "InspectionPlan", "PK-301", {
    nameEn: "Pouch",
    nameZh: "纸塑袋",
    characteristics: [
      { ...characteristic, nameEn: "Width", lower: "119.0", upper: "121.0", unit: "mm", sampleSize: 3, acceptUpTo: 1 },
      { ...characteristic, nameEn: "Appearance", kind: "attribute", decimals: 0, sampleSize: 2, acceptUpTo: 2 },
    ],
  });
  await revise(company, "InspectionPlan", "FG-IS100", {
    nameEn: "Set",
    nameZh: "输液器",
    characteristics: [{ ...characteristic, nameEn: "EO residual", upper: "0.5", decimals: 2 }],
  });
  const component = async (number: string, quantityPer: string) => ({ component: await company.id("Item", number), quantityPer });
  await revise(company, "Bom", "FG-IS100", {
    components: [await component("RM-201", "0.05"), await component("PK-301", "1.02")],
  });
}

async function partners(company: Staff): Promise<void> {
  const steward = await company.as("luoan");
  const quality = await company.as("mengfei");
  const reviewer = await company.as("linjing");
  const supplier = async (number: string, item: string) => {
    const made = await steward.create("Supplier", { number, nameEn: number, nameZh: number, address: "Demo Street 2" });
    const pair = await quality.create("SupplierItem", {
      supplier: made.id,
      item: await company.id("Item", item),
      riskClass: "A",
      basis: "audit 2026",
      validTo: "2027-12-31",
    });
    await reviewer.act("SupplierItem", pair, "approve");
    return made;
  };
  const northbay = await supplier("SUP-01", "RM-201");
  await quality.create("Licence", {
    supplier: northbay.id,
    kind: "certificate",
    licenceNumber: "Q 13485",
    validFrom: "2025-03-01",
    validTo: "2027-02-28",
  });
  const qinghe = await supplier("SUP-04", "RM-205");
  await quality.create("Licence", {
    supplier: qinghe.id,
    kind: "medicalLicence",
    licenceNumber: "QH-1",
    validFrom: "2021-10-01",
    validTo: "2026-09-30",
  });
  await supplier("SUP-05", "PK-301");
  const customer = (number: string, kind: string, more: object = {}) =>
    steward.create("Customer", {
      number,
      nameEn: number,
      nameZh: number,
      kind,
      address: "Hospital Road 3",
      contact: "Ms Gu",
      ...more,
    });
  await customer("C-01", "hospital", { minRemainingMonths: 18 });
  const licensed = async (number: string, scopeClass: string, validTo: string) => {
    const made = await customer(number, "distributor");
    await quality.create("Licence", {
      customer: made.id,
      kind: "distribution",
      licenceNumber: number,
      scopeClass,
      validFrom: "2021-08-12",
      validTo,
    });
  };
  await licensed("C-02", "III", "2026-08-11");
  await licensed("C-03", "II", "2028-12-31");
  // The licence numbers above are asserted by tests: ours comes after them.
  await quality.create("Licence", {
    kind: "registration",
    licenceNumber: "国械注准DEMO3140001",
    validFrom: "2021-04-01",
    validTo: "2031-03-31",
    covers: [{ item: await company.id("Item", "FG-IS100") }],
  });
}
