/** What work orders have of their own: the page, and the line below its head. */
import { Link } from "@tanstack/react-router";
import { type Row, refOf, textOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import { orderSelect } from "./order-row.ts";

function OrderSubtitle({ row }: { row: Row }) {
  const { say } = useWords();
  const [item, lot] = [refOf(row["item"]), refOf(row["lot"])];
  return (
    <>
      {item && (
        <>
          <Code>{item.number}</Code> {say(item.title)}
        </>
      )}
      {" · "}
      <Quantity value={textOf(row["quantity"])} unit={item?.unit} />
      {" · "}
      {lot ? (
        <Link to={recordPath("Lot", lot.number)}>
          <Code>{lot.number}</Code>
        </Link>
      ) : (
        <Code>{textOf(row["lotNumber"])}</Code>
      )}
    </>
  );
}

export const workOrderFeature: RecordFeature = {
  layout: () => import("./OrderLayout.tsx"),
  select: orderSelect,
  subtitle: OrderSubtitle,
};
