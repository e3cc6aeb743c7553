/** What inspections have of their own: the sheet of readings, and the line below the head. */
import { Link } from "@tanstack/react-router";
import { type Row, refOf, textOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import { type Characteristic, inspectionSelect } from "./inspection-row.ts";

function InspectionSubtitle({ row }: { row: Row }) {
  const { say } = useWords();
  const [item, lot, plan] = [refOf(row.item), refOf(row.lot), refOf(row.plan)];
  return (
    <>
      {item && (
        <>
          <Code>{item.number}</Code> {say(item.title)}
        </>
      )}
      {lot && (
        <>
          {" · "}
          <Link to={recordPath("Lot", lot.number)}>
            <Code>{lot.number}</Code>
          </Link>
        </>
      )}
      {" · "}
      <Quantity value={textOf(row.lotQuantity)} unit={item?.unit} />
      {plan && (
        <>
          {" · "}
          <Link to={recordPath("InspectionPlan", plan.number)}>
            <Code>{plan.number}</Code>
          </Link>
        </>
      )}
    </>
  );
}

const rowsOfPlan = (row: Row): readonly Characteristic[] =>
  Array.isArray(row.characteristics) ? (row.characteristics as readonly Characteristic[]) : [];

export const inspectionFeature: RecordFeature = {
  layout: () => import("./InspectionLayout.tsx"),
  select: inspectionSelect,
  subtitle: InspectionSubtitle,
  // A characteristic is chosen by its name, not by a bare number.
  choices: (row, action, field) =>
    action === "requestRetest" && field === "characteristic"
      ? rowsOfPlan(row).map(({ position, nameEn, nameZh }) => ({
          value: String(position),
          label: { en: `${position} ${nameEn}`, zh: `${position} ${nameZh}` },
        }))
      : undefined,
};
