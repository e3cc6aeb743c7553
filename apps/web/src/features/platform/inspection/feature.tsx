/** What inspector accounts have of their own: the page with the scope and with everything that was looked at. */
import type { RecordFeature } from "../../../kit/feature.tsx";

export const inspectorFeature: RecordFeature = {
  layout: () => import("./InspectorLayout.tsx"),
};
