import { purchaseOrder, receipt } from "./order.ts";

export const procurement = { PurchaseOrder: purchaseOrder, Receipt: receipt } as const;
