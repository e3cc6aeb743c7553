/** Sales orders and shipments: the public face of the area. */
import type { Area } from "../../kernel/behaviour.ts";
import { addReservation } from "../inventory/index.ts";
import { itemsSold, nothingShipped, orderCustomer, orderHasLines, soldQuantitiesFit } from "./sales-order/gates.ts";
import {
  lotsUsable,
  orderConfirmed,
  packedQuantitiesFit,
  shelfLifeEnough,
  shipmentCustomer,
  shipmentHasLines,
  stockThere,
  unitsPicked,
  withinOrder,
} from "./shipment/gates.ts";
import { shipmentBehaviour } from "./shipment/index.ts";
import { tellSalesOfHold, tellSalesOfShipment } from "./shipment/notices.ts";
import { packedReservation, ShipmentResolver } from "./shipment/proposal.ts";
import { diNotPublished, diPublished } from "./shipment/publication.ts";

addReservation(packedReservation);

export const distributionArea: Area = {
  name: "distribution",
  behaviours: [shipmentBehaviour],
  consumers: [tellSalesOfHold, tellSalesOfShipment],
  conditions: [
    orderHasLines,
    ...orderCustomer,
    itemsSold,
    soldQuantitiesFit,
    nothingShipped,
    shipmentHasLines,
    orderConfirmed,
    lotsUsable,
    withinOrder,
    shelfLifeEnough,
    stockThere,
    unitsPicked,
    ...shipmentCustomer,
    packedQuantitiesFit,
    diPublished,
  ],
  reviews: [diNotPublished],
  resolvers: [ShipmentResolver],
};
