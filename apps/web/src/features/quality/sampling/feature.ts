/** What inspection plans and sampling severities have of their own. */
import type { RecordFeature } from "../../../kit/feature.tsx";

/** The plan's page says what its rules give for typical lots. */
export const inspectionPlanFeature: RecordFeature = {
  layout: () => import("./PlanLayout.tsx"),
  select: "samplingStandard skipLotTerms { id number lots oneOf riskClassA confirmed }",
};

export const samplingStateFeature: RecordFeature = {
  layout: () => import("./SamplingStateLayout.tsx"),
  select:
    "history { id at by { en zh } inspection lot result original severityFrom severityTo reason { en zh } causes skipReason { en zh } skip }",
};
