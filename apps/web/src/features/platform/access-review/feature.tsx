/** What access reviews have of their own: the page on which each role is decided. */
import type { RecordFeature } from "../../../kit/feature.tsx";

export const accessReviewFeature: RecordFeature = {
  layout: () => import("./AccessReviewLayout.tsx"),
};
