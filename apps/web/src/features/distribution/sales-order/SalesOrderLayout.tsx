/** The page of a sales order: its lines with what is still open, the lots that went out for it, and its fields. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import { useZone } from "../../../kit/clock.tsx";
import { isRow, type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Quantity } from "../../../kit/mark/Text.tsx";
import { Table } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { less, micros } from "../../inventory/strip/amounts.ts";
import { LotCell, lotCellSelect, RefCell, StateCell } from "../../shared/cells.tsx";
import { IdentityAndDates } from "../../shared/IdentityAndDates.tsx";
import { lineWords } from "../../shared/line-words.ts";
import { NumberedLines, quantityColumn } from "../../shared/NumberedLines.tsx";
import { Steps } from "../../shared/Steps.tsx";
import css from "../../shared/shared.module.css";

const identity = ["customer", "customerReference", "site", "createdBy"];
const dates = ["orderedOn", "createdAt", "retainUntil"];
const way = ["draft", "confirmed", "shipped"];

export default function SalesOrderLayout({ name, row }: RecordLayoutProps) {
  return (
    <>
      <Steps name={name} row={row} states={way} />
      <Lines row={row} />
      <Shipped row={row} />
      <IdentityAndDates name={name} row={row} identity={identity} dates={dates} />
    </>
  );
}

const unitOf = (line: Row): string | undefined => refOf(line.item)?.unit;
const shippedOf = (line: Row): string => textOf(line.quantityShipped) || "0";
const openOf = (line: Row): string => less(textOf(line.quantity), shippedOf(line));

function Lines({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const lines = rowsOf(row.lines);
  const words = lineWords("SalesOrder");
  return (
    <NumberedLines
      of="SalesOrder"
      lines={lines}
      columns={[
        { key: "item", head: say(words.of("item")), cell: (line) => <RefCell to="Item" value={line.item} /> },
        quantityColumn("quantity", say(words.of("quantity")), { lines, unitOf }),
        quantityColumn("shipped", say(words.of("quantityShipped")), { lines, unitOf, of: shippedOf }),
        quantityColumn("open", t("order.openHead"), { lines, unitOf, of: openOf, cell: (line) => <Open line={line} /> }),
      ]}
    />
  );
}

function Open({ line }: { line: Row }) {
  const open = openOf(line);
  return (
    <>
      {micros(open) <= 0n && (
        <>
          <StatusGlyph name="tick" tone="ok" size={13} />{" "}
        </>
      )}
      <Quantity value={open} unit={unitOf(line)} />
    </>
  );
}

export const shippedQuery: TypedDocumentNode<{ shipments: { edges: readonly { readonly node: Row }[] } }, { order: string }> =
  gql`
  query shippedForOrder($order: ID!) {
    shipments(filter: { salesOrder: { in: [$order] } }, sort: ["-createdAt"], first: 50) {
      edges { node { id number state shippedAt lines { id quantity lot { ${lotCellSelect} } } } }
    }
  }
`;

/** The lots of its shipments, picked or gone. */
function Shipped({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const zone = useZone();
  const may = useMay()(registry.Shipment.read);
  const { data, error } = useQuery(shippedQuery, { variables: { order: row.id }, fetchPolicy: "no-cache", skip: !may });
  if (error) return <FailureText failure={failureOf(error)} />;
  const rows = (data?.shipments.edges ?? []).flatMap(({ node }) => rowsOf(node.lines).map((line) => ({ shipment: node, line })));
  if (rows.length === 0) return null;
  return (
    <Table
      title={say(registry.Shipment.plural)}
      rows={rows}
      rowKey={({ line }) => line.id}
      empty={t("word.none")}
      columns={[
        {
          key: "shipment",
          head: say(registry.Shipment.label),
          cell: ({ shipment }) => (
            <span className={css.lot}>
              <RefCell to="Shipment" value={shipment} nameless />
              <StateCell of="Shipment" value={shipment} />
            </span>
          ),
        },
        {
          key: "at",
          head: say(registry.Shipment.fields.shippedAt.label),
          cell: ({ shipment }) => formatInstant(textOf(shipment.shippedAt), zone),
        },
        { key: "lot", head: say(registry.Lot.label), cell: ({ line }) => <LotCell value={line.lot} /> },
        {
          key: "item",
          head: say(registry.Item.label),
          cell: ({ line }) => <RefCell to="Item" value={isRow(line.lot) ? line.lot.item : undefined} />,
        },
        {
          key: "quantity",
          head: say(lineWords("Shipment").of("quantity")),
          right: true,
          cell: ({ line }) => <Quantity value={textOf(line.quantity)} unit={refOf(line.lot)?.unit} />,
        },
      ]}
    />
  );
}
