/** What people and skills have of their own: who is qualified for what, today and at any moment. */
import type { RecordFeature } from "../../../kit/feature.tsx";

const standing = {
  layout: () => import("./StandingLayout.tsx"),
  past: () => import("./StandingThen.tsx"),
} satisfies RecordFeature;

export const personFeature: RecordFeature = {
  ...standing,
  layout: () => import("../../platform/account/PersonLayout.tsx"),
  related: [
    { record: "Qualification", field: "person" },
    { record: "RoleGrant", field: "person" },
    { record: "IdentityLink", field: "person" },
  ],
};

export const skillFeature: RecordFeature = {
  ...standing,
  related: [
    { record: "Qualification", field: "skill" },
    { record: "InspectionPlan", field: "skill" },
  ],
};
