/**
 * What differs from the kit. A main record registers its own layout here, a special screen its page; both are loaded when they
 * are first opened. Everything not named here is shown by the kit from its record file alone.
 */
import { type Label, registry } from "@lotline/schema";
import type { Lazy, RecordFeatures } from "../kit/feature.tsx";
import { lotFeature } from "./inventory/lot/feature.ts";
import { workOrderFeature } from "./production/work-order/feature.tsx";
import { inspectionFeature } from "./quality/inspection/feature.tsx";

export type AreaKey = "review" | "operate" | "quality" | "trace" | "data" | "insight";

/** A page that is no record: the trace, a board, a review queue. */
export interface FeaturePage {
  readonly area: AreaKey;
  readonly to: `/${string}`;
  readonly label: Label;
  /** Shown only to people with this permit. */
  readonly permit?: string;
  readonly page: Lazy<Record<never, never>>;
}

export const recordFeatures: RecordFeatures = {
  Inspection: inspectionFeature,
  Lot: lotFeature,
  WorkOrder: workOrderFeature,
};

export const featurePages: readonly FeaturePage[] = [
  {
    area: "trace",
    to: "/trace",
    label: { en: "Trace", zh: "追溯" },
    permit: registry.Lot.read,
    page: () => import("./inventory/trace/TracePage.tsx"),
  },
];
