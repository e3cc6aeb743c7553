/** What copies, legal holds and retention decisions have of their own: a form by scope, and that a selection of a list begins one. */
import { type Label, registry } from "@lotline/schema";
import type { RecordFeature } from "../../../kit/feature.tsx";

/** A form by scope; a selection of a list begins it with its records named. */
const named = (label: Label, given: object = {}): RecordFeature => ({
  form: () => import("./ScopeForm.tsx"),
  fromSelection: {
    label,
    begins: (recordType, numbers) => ({
      ...given,
      named: numbers.map((recordNumber) => ({ recordType, recordNumber })),
    }),
  },
});

/** Its contents before it is made, its download, who took it. */
export const copyFeature: RecordFeature = {
  ...named(registry.InspectionCopy.label, { scope: "records" }),
  layout: () => import("../copy/CopyLayout.tsx"),
};

export const legalHoldFeature: RecordFeature = named(registry.LegalHold.label, { scope: "records" });

export const retentionDecisionFeature: RecordFeature = named(registry.RetentionDecision.label);
