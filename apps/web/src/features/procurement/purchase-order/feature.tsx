/** What purchase orders have of their own: the page, and the line below its head. */
import { useCurrencyDecimals } from "../../../kit/data/choices.ts";
import { type Row, textOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { Quantity } from "../../../kit/mark/Text.tsx";
import { RefCell } from "../../shared/cells.tsx";

function OrderSubtitle({ row }: { row: Row }) {
  const { t } = useWords();
  const amount = textOf(row.gross);
  const currency = textOf(row.currency);
  const decimals = useCurrencyDecimals(currency);
  return (
    <>
      <RefCell to="Supplier" value={row.supplier} />
      {" · "}
      {t("order.neededOn", { date: textOf(row.neededOn) })}
      {amount && (
        <>
          {" · "}
          <Quantity value={amount} unit={currency} decimals={decimals} /> {t("order.gross")}
        </>
      )}
    </>
  );
}

export const purchaseOrderFeature: RecordFeature = {
  layout: () => import("./PurchaseOrderLayout.tsx"),
  subtitle: OrderSubtitle,
  print: true,
};
