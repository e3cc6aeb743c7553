/** What a row of the list of lots says besides its fields: why it may not be used, and what is on hand. */
import { Link } from "@tanstack/react-router";
import { type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import css from "./lot.module.css";
import { reasonsOf, unitOf } from "./lot-row.ts";

/** The status word says "not released" already; the first other reason stands here, the rest as a count. */
export function WhyBlocked({ row }: { row: Row }) {
  const { t, say } = useWords();
  const reasons = reasonsOf(row).filter(({ code }) => code !== "LOT_NOT_RELEASED");
  const [first] = reasons;
  if (!first) return null;
  // The row says which lot it is; what the hold was placed for says more than that there is one.
  const hold = rowsOf(row.holds).find((candidate) => candidate.number === first.number);
  return (
    <span
      className={css.why}
      data-no={first.code === "LOT_EXPIRED" || undefined}
      title={reasons.map(({ text }) => say(text)).join("\n")}
    >
      {hold ? (
        <>
          <Code>{textOf(hold.number)}</Code> {textOf(hold.explanation)}
        </>
      ) : (
        say(first.text)
      )}
      {reasons.length > 1 && <span className={css.note}> {t("lot.blockedMore", { n: reasons.length - 1 })}</span>}
    </span>
  );
}

export function OnHand({ row }: { row: Row }) {
  return <Quantity value={textOf(row.onHand)} unit={unitOf(row)} />;
}

/** Below the head of the page: the item, and whose lot it was. */
export function LotSubtitle({ row }: { row: Row }) {
  const { say } = useWords();
  const item = refOf(row.item);
  const supplier = refOf(row.supplier);
  const supplierLot = textOf(row.supplierLot);
  return (
    <>
      {item && (
        <>
          <Link to={recordPath("Item", item.number)}>
            <Code>{item.number}</Code>
          </Link>{" "}
          {say(item.title)}
        </>
      )}
      {supplier && ` · ${say(supplier.title)}`}
      {supplierLot && (
        <>
          {" · "}
          <Code>{supplierLot}</Code>
        </>
      )}
    </>
  );
}
