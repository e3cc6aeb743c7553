import { expectedDelivery } from "./expected-delivery.ts";
import { purchaseOrder } from "./order.ts";
import { receipt } from "./receipt.ts";
import { requisition } from "./requisition.ts";

export const procurement = {
  Requisition: requisition,
  PurchaseOrder: purchaseOrder,
  ExpectedDelivery: expectedDelivery,
  Receipt: receipt,
} as const;
