/** Finished goods of the small firm on their way to a customer. */
import type { Handled } from "../src/seed/hands.ts";
import { acts, type Company, inspect, putAway } from "./company.ts";

export interface Finished {
  readonly lotNumber: string;
  readonly quantity: string;
  readonly raw: Handled;
  readonly pouch: Handled;
  readonly kilograms: string;
  readonly pouches: string;
  /** 6 July 2026 when nothing is said. */
  readonly madeOn?: string;
  readonly remark?: string;
}

/** A lot of FG-IS100, made, inspected, released to the market and put away. */
export async function finishedLot(company: Company, made: Finished): Promise<Handled> {
  const { lotNumber, quantity, raw, pouch, madeOn = "2026-07-06" } = made;
  const given = {
    site: await company.id("Site", "SZ1"),
    item: await company.id("Item", "FG-IS100"),
    quantity,
    lotNumber,
    plannedOn: madeOn,
  };
  const order = await (await company.as("hechuan")).create("WorkOrder", given);
  await acts(company, "hechuan", "WorkOrder", order, "release");
  const from = await company.id("Location", "S1");
  await acts(company, "wutong", "WorkOrder", order, "consume", { lot: raw.id, from, quantity: made.kilograms });
  await acts(company, "wutong", "WorkOrder", order, "consume", { lot: pouch.id, from, quantity: made.pouches });
  await acts(company, "liyan", "WorkOrder", order, "complete", {
    quantityGood: quantity,
    quantityScrapped: "0",
    location: await company.id("Location", "Q1"),
    madeOn,
    remark: made.remark ?? null,
  });
  await acts(company, "hechuan", "WorkOrder", order, "close");
  const lot = await (await company.as("gaolang")).find("Lot", lotNumber);
  await inspect(company, lot, [["0.31", "0.28"]], "sunye");
  await acts(company, "zhouqiming", "Lot", lot, "releaseToMarket");
  await putAway(company, lot, quantity);
  return lot;
}

/** An order of FG-IS100, not yet confirmed. */
export const saleTo = async (company: Company, customer: string, quantity: string, more: object = {}): Promise<Handled> =>
  (await company.as("fangyi")).create("SalesOrder", {
    site: await company.id("Site", "SZ1"),
    customer: await company.id("Customer", customer),
    orderedOn: "2026-07-06",
    lines: [{ item: await company.id("Item", "FG-IS100"), quantity }],
    ...more,
  });

/** By sales. */
export const confirmSale = (company: Company, order: Handled) => acts(company, "fangyi", "SalesOrder", order, "confirm");

/** A shipment of these lots for an order, still to be picked. */
export const shipmentOf = async (
  company: Company,
  order: Handled,
  lines: readonly ({ readonly lot: string; readonly quantity: string } & object)[],
): Promise<Handled> => {
  const from = await company.id("Location", "S1");
  return (await company.as("dingkai")).create("Shipment", {
    site: await company.id("Site", "SZ1"),
    salesOrder: order.id,
    lines: lines.map((line) => ({ from, ...line })),
  });
};

/** By the keeper. */
export const pickShipment = (company: Company, shipment: Handled) => acts(company, "dingkai", "Shipment", shipment, "pick");
/** By somebody else, who checks it. */
export const shipShipment = (company: Company, shipment: Handled, login = "fangyi") =>
  acts(company, login, "Shipment", shipment, "ship");
