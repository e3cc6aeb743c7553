/** What sales orders have of their own: the page, and the line below its head. */
import { type Row, textOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { RefCell } from "../../shared/cells.tsx";

function OrderSubtitle({ row }: { row: Row }) {
  const { t } = useWords();
  const reference = textOf(row.customerReference);
  return (
    <>
      <RefCell to="Customer" value={row.customer} />
      {" · "}
      {t("order.orderedOn", { date: textOf(row.orderedOn) })}
      {reference && ` · ${reference}`}
    </>
  );
}

export const salesOrderFeature: RecordFeature = {
  layout: () => import("./SalesOrderLayout.tsx"),
  subtitle: OrderSubtitle,
};
