/** What nonconformities have of their own: the page, and the line below its head. */
import { isRow, type Row } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { LotCell, lotCellSelect, RefCell } from "../../shared/cells.tsx";

function NonconformitySubtitle({ row }: { row: Row }) {
  return (
    <>
      <LotCell value={row.lot} />
      {" · "}
      <RefCell to="Item" value={isRow(row.lot) ? row.lot.item : undefined} />
    </>
  );
}

const nonconformitySelect = `lot { ${lotCellSelect} onHand supplierLot supplier { id number title { en zh } }
    balances { type quantity location { id number title { en zh } } } }
  inspection { id number state result }`;

export const nonconformityFeature: RecordFeature = {
  layout: () => import("./NonconformityLayout.tsx"),
  select: nonconformitySelect,
  subtitle: NonconformitySubtitle,
  // What breaks the law, or could hurt, is not even offered as a concession (REQ-GATE-13).
  without: (row, action, field) =>
    action === "disposition" && field === "decision" && (row.legalRequirementUnmet === true || row.severity === "critical")
      ? ["useAsIs"]
      : [],
};
