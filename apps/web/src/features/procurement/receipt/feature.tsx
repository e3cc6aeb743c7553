/** What receipts have of their own: the page, and the line below its head. */
import { isRow, type Row, textOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { lotCellSelect, RefCell } from "../../shared/cells.tsx";

function ReceiptSubtitle({ row }: { row: Row }) {
  const { t } = useWords();
  const order = isRow(row.purchaseOrder) ? row.purchaseOrder : undefined;
  const note = textOf(row.deliveryNote);
  return (
    <>
      {order && isRow(order.supplier) && (
        <>
          <RefCell to="Supplier" value={order.supplier} />
          {" · "}
        </>
      )}
      <RefCell to="PurchaseOrder" value={order} nameless />
      {note && ` · ${t("order.deliveryNote", { note })}`}
    </>
  );
}

/** The order's lines tell what each line of the receipt is. */
const receiptSelect = `purchaseOrder { id number title { en zh } supplier { id number title { en zh } }
    lines { id position quantity quantityReceived item { id number title { en zh } unit { id symbol decimals } } } }
  lines { id lot { ${lotCellSelect} } }`;

export const receiptFeature: RecordFeature = {
  layout: () => import("./ReceiptLayout.tsx"),
  form: () => import("./ReceiptForm.tsx"),
  select: receiptSelect,
  subtitle: ReceiptSubtitle,
};
