/** What rules have of their own: what the product decides by them, in words beside the name of the rule. */
import { ruleMeanings } from "@lotline/schema";
import { type Row, textOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";

function Meaning({ row }: { row: Row }) {
  const { say } = useWords();
  const meaning = ruleMeanings[textOf(row.ruleName)];
  return meaning ? say(meaning) : null;
}

export const ruleFeature: RecordFeature = {
  subtitle: Meaning,
  columns: [{ id: "meaning", width: 300, cell: Meaning }],
};
