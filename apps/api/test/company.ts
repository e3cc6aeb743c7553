/** The small firm for stories of the modules: its clock, and what its people do most. */
import type { ActionInputOf, ActionName, Reason, RecordName } from "@lotline/schema";
import { graphql } from "graphql";
import { asRow } from "../src/kernel/behaviour.ts";
import { Request } from "../src/read/request.ts";
import { buildGraphqlSchema } from "../src/schema.ts";
import type { Handled } from "../src/seed/hands.ts";
import { grantRole, type House, openHouse } from "./house.ts";
import { companyTemplate, instant, type Staff, staffOf } from "./small-firm.ts";

export { revise } from "./small-firm.ts";

export interface Company extends House, Staff {
  /** Moves the domain clock: "2026-07-06 09:40" on the wall in Suzhou. */
  at(wall: string): Promise<void>;
  /** Lets the clock run on from 2026-07-06 08:00. */
  run(): Promise<void>;
}

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
