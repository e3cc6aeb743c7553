/** Inspections, nonconformities and deviations: the public face of the area. */
import type { Area } from "../../kernel/behaviour.ts";
import { addReleaseEvidence } from "../inventory/index.ts";
import { deviationDecided, noOpenDeviation } from "./deviation/gates.ts";
import { deviationBehaviour } from "./deviation/index.ts";
import {
  defectsCoded,
  inspectionAccepted,
  inspectionConcluded,
  inspectionPresent,
  planInForce,
  readingsComplete,
} from "./inspection/gates.ts";
import { inspectionBehaviour } from "./inspection/index.ts";
import { inspectorsQualified } from "./inspection/qualified.ts";
import { InspectionResolver } from "./inspection/resolver.ts";
import {
  holdDecided,
  holdLifted,
  noOpenNonconformity,
  noOpenNonconformityUpstream,
  quantityBalances,
  reworkInspected,
} from "./nonconformity/gates.ts";
import { nonconformityBehaviour } from "./nonconformity/index.ts";
import { resultsOfLot } from "./release-evidence.ts";
import { inspectionRuns } from "./retest/index.ts";
import { RetestResolver, retestColumns } from "./retest/resolver.ts";
import { qualityReviews } from "./review.ts";
import { inspectionNotStopped, samplingNotStopped } from "./sampling/gates.ts";
import { samplingStateBehaviour } from "./sampling/index.ts";
import { PlanSamplingResolver } from "./sampling/plan-resolver.ts";
import { SamplingStateResolver } from "./sampling/resolver.ts";
import { inspectedOrSkipped, skipStands } from "./sampling/skip-gates.ts";

export { openDeviation } from "./deviation/open.ts";
export { inspectArrival, openInspection } from "./inspection/open.ts";

addReleaseEvidence({ name: "quality", read: resultsOfLot });

export const qualityArea: Area = {
  name: "quality",
  behaviours: [inspectionBehaviour, nonconformityBehaviour, deviationBehaviour, samplingStateBehaviour],
  reviews: qualityReviews,
  conditions: [
    inspectionPresent,
    inspectionConcluded,
    inspectionAccepted,
    noOpenDeviation,
    deviationDecided,
    noOpenNonconformity,
    noOpenNonconformityUpstream,
    planInForce,
    readingsComplete,
    defectsCoded,
    ...inspectorsQualified,
    inspectionRuns,
    holdDecided,
    holdLifted,
    quantityBalances,
    reworkInspected,
    samplingNotStopped,
    inspectedOrSkipped,
    skipStands,
    inspectionNotStopped,
  ],
  columns: retestColumns,
  resolvers: [InspectionResolver, SamplingStateResolver, PlanSamplingResolver, RetestResolver],
};
