/** What inspection copies have of their own: their contents before they are made, their download, who took them. */
import type { RecordFeature } from "../../../kit/feature.tsx";

export const copyFeature: RecordFeature = {
  layout: () => import("./CopyLayout.tsx"),
};
