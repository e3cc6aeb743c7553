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
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { less, micros } from "../../inventory/strip/amounts.ts";
import { LotCell, lotCellSelect, RefCell, StateCell, Totals } from "../../shared/cells.tsx";
import { lineWords } from "../../shared/line-words.ts";
import { totalsByUnit } from "../../shared/money.ts";
import { Steps } from "../../shared/Steps.tsx";
import css from "../../shared/shared.module.css";

const identity = ["customer", "customerReference", "site", "createdBy"];
const dates = ["orderedOn", "createdAt", "retainUntil"];
const way = ["draft", "confirmed", "shipped"];

export default function SalesOrderLayout({ name, row }: RecordLayoutProps) {
  const { t } = useWords();
  return (
    <>
      <Steps name={name} row={row} states={way} />
      <Lines row={row} />
      <Shipped row={row} />
      <div className={`${kit.groups} ${css.fields}`}>
        <FieldList name={name} row={row} title={t("record.identity")} names={identity} />
        <FieldList name={name} row={row} title={t("record.dates")} names={dates} />
      </div>
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
  const totals = (of: (line: Row) => string) => (
    <Totals totals={totalsByUnit(lines.map((line) => ({ unit: unitOf(line), quantity: of(line) })))} />
  );
  return (
    <Table
      title={say(words.title)}
      rows={lines}
      rowKey={(line) => line.id}
      empty={t("record.noLines")}
      columns={[
        { key: "no", head: "#", cell: (_, index) => <span className={kit.small}>{index + 1}</span>, total: t("order.total") },
        { key: "item", head: say(words.of("item")), cell: (line) => <RefCell to="Item" value={line.item} /> },
        {
          key: "quantity",
          head: say(words.of("quantity")),
          right: true,
          cell: (line) => <Quantity value={textOf(line.quantity)} unit={unitOf(line)} />,
          total: totals((line) => textOf(line.quantity)),
        },
        {
          key: "shipped",
          head: say(words.of("quantityShipped")),
          right: true,
          cell: (line) => <Quantity value={shippedOf(line)} unit={unitOf(line)} />,
          total: totals(shippedOf),
        },
        { key: "open", head: t("order.openHead"), right: true, cell: (line) => <Open line={line} />, total: totals(openOf) },
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
