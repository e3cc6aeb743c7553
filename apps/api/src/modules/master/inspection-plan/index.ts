import { behaviour } from "../../../kernel/behaviour.ts";
import { comesIntoForce, numberedAfterItem } from "../revision/index.ts";

/** Inspection plans by revision: IP-RM-201.A. Whether one is complete is asked at approval (gates.ts). */
export const inspectionPlanBehaviour = behaviour({
  record: "InspectionPlan",
  beforeCreate: numberedAfterItem("InspectionPlan", "IP-"),
  actions: { approve: { effect: comesIntoForce("InspectionPlan") } },
});
