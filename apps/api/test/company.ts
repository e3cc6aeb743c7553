/** A small firm for stories of the modules: one site, a few items with plans and a bill of materials, suppliers and customers. */
import type { ActionInputOf, ActionName, Reason, RecordName } from "@lotline/schema";
import { graphql } from "graphql";
import { assemble } from "../src/assemble.ts";
import { asRow } from "../src/kernel/behaviour.ts";
import { Request } from "../src/read/request.ts";
import { buildGraphqlSchema } from "../src/schema.ts";
import { type Hand, type Handled, Hands } from "../src/seed/hands.ts";
import { ensureTemplate } from "./database.ts";
import { grantRole, type House, openHouse, peopleTemplate, testKeys } from "./house.ts";
import { query } from "./query.ts";

/** The people of the firm at work. */
interface Staff {
  /** The key of a record by its number. */
  id(record: RecordName, number: string): Promise<string>;
  as(login: string): Promise<Hand>;
}

export interface Company extends House, Staff {
  /** Moves the domain clock: "2026-07-06 09:40" on the wall in Suzhou. */
  at(wall: string): Promise<void>;
  /** Lets the clock run on from 2026-07-06 08:00. */
  run(): Promise<void>;
}

const began = "2026-07-06 08:00";

/** What a clock on the wall in Suzhou says, as the database takes it. */
const instant = (wall: string): string => `${wall}:00+08`;

function staffOf(hands: Hands): Staff {
  const as = (login: string) => hands.as(login);
  return { as, id: async (record, number) => (await (await as("linjing")).find(record, number)).id };
}

// Played once; each test file takes a copy.
const companyTemplate = () =>
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

/** Opens a house at 2026-07-06 08:00 in Suzhou with the small firm in it. */
export async function openCompany(): Promise<Company> {
  const house = await openHouse(companyTemplate);
  const at = async (wall: string) => {
    await house.sql("select public.set_domain_clock(0, $1::timestamptz)", [instant(wall)]);
  };
  const run = async () => {
    await house.sql(
      "select public.set_domain_clock((extract(epoch from timestamptz '2026-07-06 08:00:00+08' - now()) * 1000)::bigint)",
    );
  };
  return { ...house, ...staffOf(house.hands), at, run };
}

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

/** An order of one line, submitted and approved. */
export async function order(company: Company, supplier: string, item: string, quantity: string): Promise<Handled> {
  const buyer = await company.as("shenyue");
  const draft = await buyer.create("PurchaseOrder", await purchase(company, supplier, item, quantity));
  await buyer.act("PurchaseOrder", draft, "submit");
  const managed = await (await company.as("jiangmin")).act("PurchaseOrder", draft, "approve");
  // Above the limit finance signs too.
  return managed.state === "approved" ? managed : (await company.as("qianli")).act("PurchaseOrder", draft, "approve");
}

/** What a buyer types for an order of one line. */
export const purchase = async (company: Company, supplier: string, item: string, quantity: string, more: object = {}) => ({
  site: await company.id("Site", "SZ1"),
  supplier: await company.id("Supplier", supplier),
  orderedOn: "2026-07-06",
  neededOn: "2026-07-20",
  currency: "CNY",
  lines: [{ item: await company.id("Item", item), quantity, price: "12.5" }],
  ...more,
});

/** What a warehouse keeper types for a receipt of one line. */
export const arrival = async (
  company: Company,
  purchaseOrder: { id: string },
  lotNumber: string,
  quantity: string,
  more: object = {},
) => ({
  site: await company.id("Site", "SZ1"),
  purchaseOrder: purchaseOrder.id,
  receivedOn: "2026-07-06",
  lines: [
    {
      orderLine: 1,
      quantity,
      lotNumber,
      supplierLot: `V-${lotNumber}`,
      expiresOn: "2029-06-30",
      location: await company.id("Location", "Q1"),
      ...more,
    },
  ],
});

// One order that never ends for each supplier and item: a lot costs a receipt then, not a purchase of its own.
const standing = new WeakMap<Company, Map<string, Promise<Handled>>>();

function standingOrder(company: Company, supplier: string, item: string): Promise<Handled> {
  const orders = standing.get(company) ?? new Map<string, Promise<Handled>>();
  standing.set(company, orders);
  const key = `${supplier} ${item}`;
  const known = orders.get(key) ?? order(company, supplier, item, "100000000");
  orders.set(key, known);
  return known;
}

/** Received, in quarantine; on the standing order unless another is given. */
export async function receive(
  company: Company,
  supplier: string,
  item: string,
  lotNumber: string,
  quantity: string,
  ordered?: Handled,
): Promise<Handled> {
  const keeper = await company.as("gaolang");
  const purchased = ordered ?? (await standingOrder(company, supplier, item));
  const draft = await keeper.create("Receipt", await arrival(company, purchased, lotNumber, quantity));
  await keeper.act("Receipt", draft, "post");
  return keeper.find("Lot", lotNumber);
}

/** The inspection of a lot. */
export async function inspectionOf(company: Company, lot: { id: string }): Promise<Handled> {
  const [row] = await company.sql<{ number: string }>(
    "select number from inspection where lot_id = $1 order by id desc limit 1",
    [lot.id],
  );
  return (await company.as("chenhe")).find("Inspection", row?.number ?? "");
}

/** Records values of characteristic 1, 2, … in the order of their samples, and concludes. */
export async function inspect(
  company: Company,
  lot: { id: string },
  values: readonly (readonly string[])[],
  login = "chenhe",
): Promise<Handled> {
  const inspector = await company.as(login);
  const inspection = await inspectionOf(company, lot);
  const readings = values.flatMap((ofOne, c) => ofOne.map((value, s) => ({ characteristic: c + 1, sample: s + 1, value })));
  await inspector.act("Inspection", inspection, "record", { readings });
  return inspector.act("Inspection", inspection, "conclude");
}

const good: { readonly [item: string]: readonly (readonly string[])[] } = {
  "RM-201": [["14.2", "14.6"]],
  "PK-301": [
    ["120.0", "120.2", "119.9"],
    ["0", "0"],
  ],
  "FG-IS100": [["0.31", "0.28"]],
};

/** Bought, inspected, released and put away. */
export async function usableLot(
  company: Company,
  supplier: string,
  item: string,
  lotNumber: string,
  quantity: string,
): Promise<Handled> {
  const lot = await receive(company, supplier, item, lotNumber, quantity);
  await inspect(company, lot, good[item] ?? []);
  await (await company.as("zhouqiming")).act("Lot", lot, "release");
  await putAway(company, lot, quantity);
  return lot;
}

/** Gives a lot another last good day, as if it had been received so. */
export const expires = (company: Company, lot: { id: string }, on: string | null) =>
  company.sql(
    "with actor as (select set_config('app.actor', '1', false)) update lot set expires_on = $1 from actor where lot.id = $2",
    [on, lot.id],
  );

/** From quarantine to storage. */
export async function putAway(company: Company, lot: { id: string }, quantity: string): Promise<void> {
  await (await company.as("gaolang")).act("Lot", lot, "move", {
    from: await company.id("Location", "Q1"),
    to: await company.id("Location", "S1"),
    quantity,
  });
}

/** A refused act must leave everything as it was: the trail, the ledger and the work list do not grow. */
export async function countOfEverything(company: Company): Promise<object> {
  const [row] = await company.sql<object>(
    `select (select count(*) from audit.event) as events, (select count(*) from movement) as movements, (select count(*) from reading) as readings,
       (select count(*) from duty) as duties, (select count(*) from signature) as signatures, (select count(*) from outbox) as messages`,
  );
  return row ?? {};
}

/** What the conditions of a gate answer about a record, whatever its state. */
export async function blockers(company: Company, gate: string, record: RecordName, id: string): Promise<Reason[]> {
  const found: Reason[] = [];
  await (await company.as("zhouqiming")).read(async (tx) => {
    const row = asRow(await tx.get(record, id));
    for (const condition of tx.house.conditions(gate))
      found.push(...condition.check(row, (await condition.facts(tx, [row])).get(id), tx));
  });
  return found;
}

/** Their codes; for what is refused again further in, where the gate must be the first to say it. */
export const blockerCodes = async (company: Company, gate: string, record: RecordName, id: string): Promise<string[]> =>
  (await blockers(company, gate, record, id)).map((reason) => reason.code);

/** Asks GraphQL as a person; fails on any error. */
export async function ask(company: Company, login: string, source: string): Promise<unknown> {
  const request = new Request(company.kernel, (await company.as(login)).ctx);
  const { data, errors } = await graphql({ schema: await buildGraphqlSchema(), source, contextValue: request });
  await request.endReads();
  if (errors) throw new Error(errors.map((error) => error.message).join("; "));
  // Objects of GraphQL have no prototype; a test compares plain ones.
  return JSON.parse(JSON.stringify(data));
}

/** Gives a person one more role; against a separation rule with a mitigation, as the QA head lets it. */
export async function grant(company: Company, login: string, role: string): Promise<void> {
  await grantRole(company, login, role);
}

/** Acts as a person; shorter to read in a story. */
export async function acts<N extends RecordName, A extends ActionName<N>>(
  company: Company,
  login: string,
  record: N,
  target: { id: string },
  action: A,
  input?: ActionInputOf<N, A>,
  reason?: string,
): Promise<Handled> {
  return (await company.as(login)).act(record, target, action, input, reason);
}

/** An instrument entered by metrology, calibrated for a year and approved by QA: ready to measure. */
export async function instrument(company: Company, number: string, calibratedOn: string, more: object = {}): Promise<Handled> {
  const metrologist = await company.as("shaobo");
  const made = await metrologist.create("Equipment", {
    number,
    site: await company.id("Site", "SZ1"),
    nameEn: number,
    nameZh: number,
    type: "calliper",
    rangeFrom: "0",
    rangeTo: "150",
    rangeUnit: "mm",
    calibrationMonths: 12,
    ...more,
  });
  const recorded = { calibratedOn, certificate: `C-${number}`, asFound: "inTolerance" } as const;
  await metrologist.act("Equipment", made, "calibrate", recorded);
  return (await company.as("linjing")).act("Equipment", made, "approve");
}
