import { salesOrder, shipment } from "./order.ts";

export const distribution = { SalesOrder: salesOrder, Shipment: shipment } as const;
