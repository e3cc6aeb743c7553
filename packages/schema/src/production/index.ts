import { workOrder } from "./work-order.ts";

export const production = { WorkOrder: workOrder } as const;
