/** What rules have of their own: what the product decides by them, in words beside the name of the rule. */
import { lazy, Suspense } from "react";
import type { Row } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";

const Words = lazy(() => import("./Meaning.tsx"));

const Meaning = ({ row }: { row: Row }) => (
  <Suspense>
    <Words row={row} />
  </Suspense>
);

export const ruleFeature: RecordFeature = {
  form: () => import("./RuleForm.tsx"),
  layout: () => import("./RuleLayout.tsx"),
  subtitle: Meaning,
  columns: [{ id: "meaning", width: 300, cell: Meaning }],
};
