/** What emergency access has of its own: the page with everything that was done under it. */
import type { RecordFeature } from "../../../kit/feature.tsx";

export const emergencyFeature: RecordFeature = {
  layout: () => import("./EmergencyLayout.tsx"),
  select: "acts { id at operation reason record number }",
};
