/** What to take by first expired, first out, as work orders and shipments show it: the lots in turn, and what is short and why. */
import { fefoObstacle, type Label, registry } from "@lotline/schema";
import type { ReactNode } from "react";
import { isRow, type Row, refOf, rowsOf, textOf } from "../../kit/data/row.ts";
import { formatDecimal } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Quantity } from "../../kit/mark/Text.tsx";
import { Table, type TableColumn } from "../../kit/record/Table.tsx";
import { LotCell, RefCell } from "./cells.tsx";
import css from "./shared.module.css";

/** One lot of a proposal, with the item it is for. */
export interface FefoPick {
  readonly item: Row;
  readonly pick: Row;
}

/** The lots of proposals, in turn. */
export const picksOf = (proposals: readonly Row[]): FefoPick[] =>
  proposals.flatMap((proposal) =>
    isRow(proposal.item) ? rowsOf(proposal.picks).map((pick) => ({ item: proposal.item as Row, pick })) : [],
  );

interface Props {
  title: string;
  proposals: readonly Row[];
  /** A button of each row. */
  action?: (pick: FefoPick) => ReactNode;
  /** Below the table. */
  children?: ReactNode;
}

export function Fefo({ title, proposals, action, children }: Props) {
  const { t, say } = useWords();
  const picks = picksOf(proposals);
  const fields = registry.Lot.fields;
  const columns: TableColumn<FefoPick>[] = [
    { key: "item", head: say(registry.Item.label), cell: ({ item }) => <RefCell to="Item" value={item} /> },
    { key: "lot", head: say(registry.Lot.label), cell: ({ pick }) => <LotCell value={pick.lot} /> },
    {
      key: "expires",
      head: say(fields.expiresOn.label),
      cell: ({ pick }) => (isRow(pick.lot) && textOf(pick.lot.expiresOn)) || t("word.empty"),
    },
    {
      key: "location",
      head: say(registry.Location.label),
      cell: ({ pick }) => <RefCell to="Location" value={pick.location} />,
    },
    {
      key: "quantity",
      head: t("lot.quantity"),
      right: true,
      cell: ({ item, pick }) => <Quantity value={textOf(pick.quantity)} unit={refOf(item)?.unit} />,
    },
  ];
  return (
    <div>
      <Table
        title={title}
        note={t("fefo.note")}
        rows={picks}
        rowKey={({ item, pick }) => `${item.id} ${pick.id}`}
        empty={t("fefo.nothing")}
        columns={action ? [...columns, { key: "do", head: "", right: true, cell: action }] : columns}
      />
      {proposals.map((proposal) => (
        <Short key={isRow(proposal.item) ? proposal.item.id : proposal.id} proposal={proposal} />
      ))}
      {children}
    </div>
  );
}

/** What no usable lot covers, and what there is of the item that may not be taken. */
function Short({ proposal }: { proposal: Row }) {
  const { t, say } = useWords();
  const short = textOf(proposal.short);
  const item = refOf(proposal.item);
  if (!item || short === "" || short === "0") return null;
  const words: Readonly<Record<string, Label>> = fefoObstacle.values;
  const unit = item.unit ?? "";
  const obstacles = rowsOf(proposal.obstacles).map((obstacle) => {
    const numbers = Array.isArray(obstacle.numbers) ? obstacle.numbers.map(String) : [];
    const more = Number(obstacle.lots) - numbers.length;
    const why = words[textOf(obstacle.why)];
    return t("fefo.obstacle", {
      quantity: formatDecimal(textOf(obstacle.quantity)),
      unit,
      why: why ? say(why) : textOf(obstacle.why),
      numbers: [...numbers, ...(more > 0 ? [t("fefo.more", { n: more })] : [])].join(", "),
    });
  });
  return (
    <p className={css.short}>
      <StatusGlyph name="triangleHalf" tone="wait" size={13} />{" "}
      {t("fefo.short", { item: item.number, quantity: formatDecimal(short), unit })} {obstacles.join(" · ")}
    </p>
  );
}
