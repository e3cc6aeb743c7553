/** Work orders: the public face of the area. */
import type { Area } from "../../kernel/behaviour.ts";
import { addReleaseEvidence } from "../inventory/index.ts";
import { orderOfLot } from "./release-evidence.ts";
import {
  bomInForce,
  componentsIssued,
  itemMade,
  lotNumberFree,
  lotNumberNotReserved,
  orderedQuantityFits,
  revisionInForce,
  workOrderClosed,
} from "./work-order/gates.ts";
import { workOrderBehaviour } from "./work-order/index.ts";
import { tellPlanner } from "./work-order/notices.ts";
import { WorkOrderResolver } from "./work-order/resolver.ts";

addReleaseEvidence({ name: "production", read: orderOfLot });

export const productionArea: Area = {
  name: "production",
  behaviours: [workOrderBehaviour],
  consumers: [tellPlanner],
  conditions: [
    itemMade,
    revisionInForce,
    bomInForce,
    lotNumberFree,
    orderedQuantityFits,
    componentsIssued,
    workOrderClosed,
    lotNumberNotReserved,
  ],
  resolvers: [WorkOrderResolver],
};
