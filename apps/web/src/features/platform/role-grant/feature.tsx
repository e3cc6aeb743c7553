/** What role grants have of their own: the simulation in form and page, last use and rules in the list. */
import { labelOf, type Row } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";

function Said({ value }: { value: unknown }) {
  const { t, say } = useWords();
  const label = labelOf(value);
  return label ? say(label) : t("word.empty");
}

export const roleGrantFeature: RecordFeature = {
  layout: () => import("./RoleGrantLayout.tsx"),
  form: () => import("./RoleGrantForm.tsx"),
  listSelect: "lastUsed { en zh } rules { en zh }",
  columns: [
    { id: "lastUsed", width: 110, cell: ({ row }: { row: Row }) => <Said value={row.lastUsed} /> },
    { id: "rules", width: 120, cell: ({ row }: { row: Row }) => <Said value={row.rules} /> },
  ],
};
