/** What the firm owes others and itself about its records: copies for inspections, retention, legal holds. The area's public face. */
import type { Area } from "../../kernel/behaviour.ts";
import { inspectionCopyBehaviour } from "./copy/order.ts";
import { CopyResolver } from "./copy/resolver.ts";
import { copyKeeper, copyWorker } from "./copy/worker.ts";
import { onlyLengthens, retentionDecisionBehaviour } from "./keep/decision.ts";
import { holdConditions, legalHoldBehaviour } from "./keep/holds.ts";
import { KeepingResolver } from "./keep/resolver.ts";

export { copyRoutes } from "./copy/routes.ts";
export { keepingRoutes } from "./keep/routes.ts";

export const governanceArea: Area = {
  name: "governance",
  behaviours: [inspectionCopyBehaviour, legalHoldBehaviour, retentionDecisionBehaviour],
  conditions: [...holdConditions, onlyLengthens],
  consumers: [copyWorker, copyKeeper],
  resolvers: [CopyResolver, KeepingResolver],
};
