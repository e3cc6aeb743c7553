/** What signing keys have of their own: how much each has signed, in the list. */
import { labelOf, type Row } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";

function Signed({ row }: { row: Row }) {
  const { t, say } = useWords();
  const label = labelOf(row.signed);
  return label ? say(label) : t("word.empty");
}

export const signingKeyFeature: RecordFeature = {
  listSelect: "signed { en zh }",
  columns: [{ id: "signed", width: 190, cell: Signed }],
};
