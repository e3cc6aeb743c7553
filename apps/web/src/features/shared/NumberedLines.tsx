/** The child rows of an order or a shipment as a table: numbered, with the totals of what can be added up. */
import type { RecordName } from "@lotline/schema";
import { type Row, textOf } from "../../kit/data/row.ts";
import { useWords } from "../../kit/lang.tsx";
import { Quantity } from "../../kit/mark/Text.tsx";
import kit from "../../kit/record/record.module.css";
import { Table, type TableColumn } from "../../kit/record/Table.tsx";
import { Totals } from "./cells.tsx";
import { lineWords } from "./line-words.ts";
import { totalsByUnit } from "./totals.ts";

interface Props {
  of: RecordName;
  lines: readonly Row[];
  columns: readonly TableColumn<Row>[];
}

export function NumberedLines({ of, lines, columns }: Props) {
  const { t, say } = useWords();
  const number: TableColumn<Row> = {
    key: "no",
    head: "#",
    cell: (_, index) => <span className={kit.small}>{index + 1}</span>,
    total: t("order.total"),
  };
  return (
    <Table
      title={say(lineWords(of).title)}
      rows={lines}
      rowKey={(line) => line.id}
      empty={t("record.noLines")}
      columns={[number, ...columns]}
    />
  );
}

interface Measured {
  lines: readonly Row[];
  unitOf: (line: Row) => string | undefined;
  /** The quantity of a line; the field called as the column where nothing is said. */
  of?: (line: Row) => string;
  /** More than the quantity with its unit. */
  cell?: TableColumn<Row>["cell"];
}

/** A column of quantities in their units, with the total of each unit. */
export function quantityColumn(key: string, head: string, { lines, unitOf, of, cell }: Measured): TableColumn<Row> {
  const amount = of ?? ((line: Row) => textOf(line[key]));
  return {
    key,
    head,
    right: true,
    cell: cell ?? ((line) => <Quantity value={amount(line)} unit={unitOf(line)} />),
    total: <Totals totals={totalsByUnit(lines.map((line) => ({ unit: unitOf(line), quantity: amount(line) })))} />,
  };
}
