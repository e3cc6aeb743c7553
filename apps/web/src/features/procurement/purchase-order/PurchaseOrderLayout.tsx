/** The page of a purchase order: its lines with what has come of each, the lots that came, and its fields. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import type { ReactNode } from "react";
import { isRow, type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code, Masked, Quantity } from "../../../kit/mark/Text.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { less, micros } from "../../inventory/strip/amounts.ts";
import { LotCell, lotCellSelect, RefCell } from "../../shared/cells.tsx";
import { IdentityAndDates } from "../../shared/IdentityAndDates.tsx";
import { lineWords } from "../../shared/line-words.ts";
import { amountOf } from "../../shared/money.ts";
import { NumberedLines, quantityColumn } from "../../shared/NumberedLines.tsx";
import { Steps } from "../../shared/Steps.tsx";

const identity = ["supplier", "currency", "remark", "site", "createdBy"];
const dates = ["orderedOn", "neededOn", "createdAt", "retainUntil"];
const way = ["draft", "submitted", "approved", "received"];

export default function PurchaseOrderLayout({ name, row }: RecordLayoutProps) {
  return (
    <>
      <Steps name={name} row={row} states={way} />
      <Lines row={row} />
      <Received row={row} />
      <IdentityAndDates name={name} row={row} identity={identity} dates={dates} />
    </>
  );
}

const unitOf = (line: Row): string | undefined => refOf(line.item)?.unit;

function Lines({ row }: { row: LoadedRecord }) {
  const { say } = useWords();
  const lines = rowsOf(row.lines);
  const words = lineWords("PurchaseOrder");
  const money = useMoneyColumns(row, lines);
  const ordered = row.state === "approved" || row.state === "received";
  const revision: TableColumn<Row> = {
    key: "revision",
    head: say(words.of("itemRevision")),
    cell: (line) => <RefCell to="ItemRevision" value={line.itemRevision} nameless />,
  };
  const received = quantityColumn("quantityReceived", say(words.of("quantityReceived")), {
    lines,
    unitOf,
    cell: (line) => <Come line={line} />,
  });
  return (
    <NumberedLines
      of="PurchaseOrder"
      lines={lines}
      columns={[
        { key: "item", head: say(words.of("item")), cell: (line) => <RefCell to="Item" value={line.item} /> },
        ...(lines.some((line) => line.itemRevision) ? [revision] : []),
        quantityColumn("quantity", say(words.of("quantity")), { lines, unitOf }),
        ...(ordered ? [received] : []),
        ...money,
      ]}
    />
  );
}

/** What each line costs, and the order; the price and the amounts are masked together. */
function useMoneyColumns(row: LoadedRecord, lines: readonly Row[]): TableColumn<Row>[] {
  const { say } = useWords();
  const currency = textOf(row.currency);
  const { amount } = registry.PurchaseOrder.fields;
  const isShown = useMay()(amount.masked);
  const money = (shown: ReactNode) => (isShown ? shown : <Masked />);
  const priced = (line: Row) => ({ quantity: textOf(line.quantity), price: textOf(line.price) || "0" });
  // From submission on the order has the amount that was approved; before that it is the lines' own.
  const total = textOf(row.amount) || amountOf(lines.map(priced));
  return [
    {
      key: "price",
      head: say(lineWords("PurchaseOrder").of("price")),
      right: true,
      cell: (line) =>
        money(<Quantity value={textOf(line.price)} unit={unitOf(line) ? `${currency}/${unitOf(line)}` : currency} />),
    },
    {
      key: "amount",
      head: say(amount.label),
      right: true,
      cell: (line) => money(<Quantity value={amountOf([priced(line)])} unit={currency} decimals={2} />),
      total: money(<Quantity value={total} unit={currency} decimals={2} />),
    },
  ];
}

/** How much of a line has come, and what is still open of it. */
function Come({ line }: { line: Row }) {
  const { t } = useWords();
  const come = textOf(line.quantityReceived) || "0";
  const open = less(textOf(line.quantity), come);
  return (
    <>
      {micros(open) > 0n ? (
        <span className={kit.small}>
          {t("order.open")} <Quantity value={open} unit={unitOf(line)} /> ·{" "}
        </span>
      ) : (
        <>
          <StatusGlyph name="tick" tone="ok" size={13} />{" "}
        </>
      )}
      <Quantity value={come} unit={unitOf(line)} />
    </>
  );
}

export const receivedQuery: TypedDocumentNode<{ receipts: { edges: readonly { readonly node: Row }[] } }, { order: string }> =
  gql`
  query receivedOnOrder($order: ID!) {
    receipts(filter: { purchaseOrder: { in: [$order] }, state: ["posted"] }, sort: ["-createdAt"], first: 50) {
      edges { node { id number receivedOn lines { id quantity supplierLot lotNumber lot { ${lotCellSelect} } } } }
    }
  }
`;

/** The lots that came, with where each stands now. */
function Received({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const may = useMay()(registry.Receipt.read);
  const { data, error } = useQuery(receivedQuery, { variables: { order: row.id }, fetchPolicy: "no-cache", skip: !may });
  if (error) return <FailureText failure={failureOf(error)} />;
  const rows = (data?.receipts.edges ?? []).flatMap(({ node }) => rowsOf(node.lines).map((line) => ({ receipt: node, line })));
  if (rows.length === 0) return null;
  const words = lineWords("Receipt");
  return (
    <Table
      title={t("order.lotsReceived")}
      rows={rows}
      rowKey={({ line }) => line.id}
      empty={t("word.none")}
      columns={[
        {
          key: "lot",
          head: say(registry.Lot.label),
          cell: ({ line }) => <LotCell value={line.lot} number={textOf(line.lotNumber)} />,
        },
        {
          key: "item",
          head: say(registry.Item.label),
          cell: ({ line }) => <RefCell to="Item" value={isRow(line.lot) ? line.lot.item : undefined} />,
        },
        { key: "supplierLot", head: say(words.of("supplierLot")), cell: ({ line }) => <Code>{textOf(line.supplierLot)}</Code> },
        {
          key: "receipt",
          head: say(registry.Receipt.label),
          cell: ({ receipt }) => <RefCell to="Receipt" value={receipt} nameless />,
        },
        { key: "on", head: say(registry.Receipt.fields.receivedOn.label), cell: ({ receipt }) => textOf(receipt.receivedOn) },
        {
          key: "quantity",
          head: say(words.of("quantity")),
          right: true,
          cell: ({ line }) => <Quantity value={textOf(line.quantity)} unit={refOf(line.lot)?.unit} />,
        },
      ]}
    />
  );
}
