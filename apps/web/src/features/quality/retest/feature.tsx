/** What retests have of their own: the characteristic by its name, on the page and in the list. */
import type { Row } from "../../../kit/data/row.ts";
import { isRow, labelOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { LotCell, lotCellSelect, RefCell } from "../../shared/cells.tsx";

/** Number and name, as the plan of the inspection has them. */
export function CharacteristicName({ row }: { row: Row }) {
  const { say, t } = useWords();
  const name = labelOf(row.characteristicName);
  return <>{name ? say(name) : t("word.empty")}</>;
}

function RetestSubtitle({ row }: { row: Row }) {
  const { t } = useWords();
  const inspection = isRow(row.inspection) ? row.inspection : undefined;
  return (
    <>
      <CharacteristicName row={row} />
      {typeof row.sample === "number" && ` · ${t("insp.sample")} ${row.sample}`}
      {" · "}
      <RefCell to="Inspection" value={inspection} nameless />
      {" · "}
      <RefCell to="Item" value={inspection?.item} />
      {" · "}
      <LotCell value={inspection?.lot} />
    </>
  );
}

const name = "characteristicName { en zh }";

export const retestFeature: RecordFeature = {
  layout: () => import("./RetestLayout.tsx"),
  select: `${name} inspection { id number title { en zh } item { id number title { en zh } } lot { ${lotCellSelect} } }`,
  listSelect: name,
  subtitle: RetestSubtitle,
  columns: [{ id: "characteristicName", width: 200, cell: CharacteristicName }],
};
