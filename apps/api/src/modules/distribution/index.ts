/** Sales orders and shipments: the public face of the area. */
import type { Area } from "../../kernel/behaviour.ts";
import {
  consigneeKnown,
  customerActive,
  customerLicensed,
  itemsSold,
  nothingShipped,
  orderHasLines,
  scopeCovered,
  soldQuantitiesFit,
} from "./sales-order/gates.ts";
import {
  consigneeActive,
  consigneeComplete,
  consigneeLicensed,
  lotsUsable,
  orderConfirmed,
  packedQuantitiesFit,
  shelfLifeEnough,
  shipmentHasLines,
  shippedScopeCovered,
  stockThere,
  withinOrder,
} from "./shipment/gates.ts";
import { shipmentBehaviour } from "./shipment/index.ts";
import { tellSalesOfHold, tellSalesOfShipment } from "./shipment/notices.ts";

export const distributionArea: Area = {
  name: "distribution",
  behaviours: [shipmentBehaviour],
  consumers: [tellSalesOfHold, tellSalesOfShipment],
  conditions: [
    orderHasLines,
    customerActive,
    consigneeKnown,
    customerLicensed,
    scopeCovered,
    itemsSold,
    soldQuantitiesFit,
    nothingShipped,
    shipmentHasLines,
    orderConfirmed,
    lotsUsable,
    withinOrder,
    shelfLifeEnough,
    stockThere,
    consigneeActive,
    consigneeComplete,
    consigneeLicensed,
    shippedScopeCovered,
    packedQuantitiesFit,
  ],
};
