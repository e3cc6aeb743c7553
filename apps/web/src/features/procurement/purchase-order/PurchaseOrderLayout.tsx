/** The page of a purchase order: its lines with what has come of each, the lots that came, and its fields. */

import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import { IconScan } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ButtonLink } from "../../../kit/Button.tsx";
import { useCurrencyDecimals } from "../../../kit/data/choices.ts";
import { isRow, type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code, Masked, Quantity } from "../../../kit/mark/Text.tsx";
import { newPath } from "../../../kit/path.ts";
import kit from "../../../kit/record/record.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { less, micros } from "../../inventory/strip/amounts.ts";
import { LotCell, lotCellSelect, RefCell } from "../../shared/cells.tsx";
import { IdentityAndDates } from "../../shared/IdentityAndDates.tsx";
import { lineWords } from "../../shared/line-words.ts";
import { NumberedLines, quantityColumn } from "../../shared/NumberedLines.tsx";
import { Steps } from "../../shared/Steps.tsx";

const identity = ["supplier", "currency", "gross", "amendment", "remark", "site", "createdBy"];
const dates = ["orderedOn", "neededOn", "createdAt", "approvedAt", "receivedAt", "retainUntil"];
const way = ["draft", "submitted", "approved", "received"];

export default function PurchaseOrderLayout({ name, row }: RecordLayoutProps) {
  return (
    <>
      <Steps name={name} row={row} states={way} />
      <ReceiveLink row={row} />
      <Lines row={row} />
      <Received row={row} />
      <Clauses row={row} />
      <IdentityAndDates name={name} row={row} identity={identity} dates={dates} />
    </>
  );
}

/** Leads to a receipt against this order, ready to be scanned into. */
function ReceiveLink({ row }: { row: LoadedRecord }) {
  const { t } = useWords();
  const may = useMay()(registry.Receipt.create?.permit);
  if (!may || row.state !== "approved") return null;
  return (
    <p>
      <ButtonLink to={newPath("Receipt")} search={{ purchaseOrder: row.id }} icon={IconScan}>
        {t("receipt.receive")}
      </ButtonLink>
    </p>
  );
}

const stockUnitOf = (line: Row): string | undefined => refOf(line.item)?.unit;
// The name of a unit is its symbol.
const unitOf = (line: Row): string | undefined => refOf(line.unit)?.title.en ?? stockUnitOf(line);

function Lines({ row }: { row: LoadedRecord }) {
  const { say } = useWords();
  const lines = rowsOf(row.lines);
  const words = lineWords("PurchaseOrder");
  const money = useMoneyColumns(row);
  const ordered = row.state === "approved" || row.state === "received" || row.state === "closedShort";
  const revision: TableColumn<Row> = {
    key: "revision",
    head: say(words.of("itemRevision")),
    cell: (line) => <RefCell to="ItemRevision" value={line.itemRevision} nameless />,
  };
  const received = quantityColumn("quantityReceived", say(words.of("quantityReceived")), {
    lines,
    unitOf: stockUnitOf,
    cell: (line) => <Come line={line} />,
  });
  const needed: TableColumn<Row> = {
    key: "neededOn",
    head: say(words.of("neededOn")),
    cell: (line) => (
      <>
        {textOf(line.neededOn) || textOf(row.neededOn)}{" "}
        {refOf(line.requisition) && <RefCell to="Requisition" value={line.requisition} nameless />}
      </>
    ),
  };
  return (
    <NumberedLines
      of="PurchaseOrder"
      lines={lines}
      columns={[
        { key: "item", head: say(words.of("item")), cell: (line) => <RefCell to="Item" value={line.item} /> },
        ...(lines.some((line) => line.itemRevision) ? [revision] : []),
        quantityColumn("quantity", say(words.of("quantity")), { lines, unitOf, cell: (line) => <Ordered line={line} /> }),
        ...(lines.some((line) => line.neededOn) ? [needed] : []),
        ...(ordered ? [received] : []),
        ...money,
      ]}
    />
  );
}

/** What each line costs, and the order; the price and the amounts are masked together. */
function useMoneyColumns(row: LoadedRecord): TableColumn<Row>[] {
  const { say } = useWords();
  const currency = textOf(row.currency);
  const decimals = useCurrencyDecimals(currency);
  const { amount, tax } = registry.PurchaseOrder.fields;
  const words = lineWords("PurchaseOrder");
  const isShown = useMay()(amount.masked);
  const money = (shown: ReactNode) => (isShown ? shown : <Masked />);
  const sum = (value: unknown) => money(<Quantity value={textOf(value)} unit={currency} decimals={decimals} />);
  return [
    {
      key: "price",
      head: say(words.of("price")),
      right: true,
      cell: (line) =>
        money(<Quantity value={textOf(line.price)} unit={unitOf(line) ? `${currency}/${unitOf(line)}` : currency} />),
    },
    { key: "amount", head: say(amount.label), right: true, cell: (line) => sum(line.net), total: sum(row.amount) },
    {
      key: "tax",
      head: say(tax.label),
      right: true,
      cell: (line) => (
        <>
          <span className={kit.small}>
            <Quantity value={textOf(line.taxRate)} unit="%" />
          </span>{" "}
          {sum(line.tax)}
        </>
      ),
      total: sum(row.tax),
    },
  ];
}

/** The amount as ordered, and what it is in the unit of the stock where that is another. */
function Ordered({ line }: { line: Row }) {
  const stock = stockUnitOf(line);
  return (
    <>
      <Quantity value={textOf(line.quantity)} unit={unitOf(line)} />
      {unitOf(line) !== stock && textOf(line.stockQuantity) && (
        <span className={kit.small}>
          {" = "}
          <Quantity value={textOf(line.stockQuantity)} unit={stock} />
        </span>
      )}
    </>
  );
}

/** What the order asks of the supplier besides the goods, in the language of the screen. */
function Clauses({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const { clauses } = registry.PurchaseOrder.lines ?? {};
  const rows = rowsOf(row.clauses);
  if (!clauses || rows.length === 0) return null;
  return (
    <Table
      title={say(clauses.label)}
      rows={rows}
      rowKey={(clause) => clause.id}
      empty={t("word.none")}
      columns={[
        { key: "clause", head: say(clauses.fields.clause.label), cell: (clause) => <Code>{textOf(clause.clause)}</Code> },
        {
          key: "text",
          head: t("order.clauseText"),
          cell: (clause) => say({ en: textOf(clause.textEn), zh: textOf(clause.textZh) }),
        },
      ]}
    />
  );
}

/** How much of a line has come, and what is still open of it. */
function Come({ line }: { line: Row }) {
  const { t } = useWords();
  const come = textOf(line.quantityReceived) || "0";
  const open = less(textOf(line.stockQuantity) || textOf(line.quantity), come);
  return (
    <>
      {micros(open) > 0n ? (
        <span className={kit.small}>
          {t("order.open")} <Quantity value={open} unit={stockUnitOf(line)} /> ·{" "}
        </span>
      ) : (
        <>
          <StatusGlyph name="tick" tone="ok" size={13} />{" "}
        </>
      )}
      <Quantity value={come} unit={stockUnitOf(line)} />
    </>
  );
}

export const receivedQuery: TypedDocumentNode<{ receipts: { edges: readonly { readonly node: Row }[] } }, { order: string }> =
  gql`
  query receivedOnOrder($order: ID!) {
    receipts(filter: { purchaseOrder: { in: [$order] }, state: ["posted"] }, sort: ["-createdAt"], first: 50) {
      edges { node { id number receivedOn lines { id stockQuantity supplierLot lotNumber lot { ${lotCellSelect} } } } }
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
          cell: ({ line }) => <Quantity value={textOf(line.stockQuantity)} unit={refOf(line.lot)?.unit} />,
        },
      ]}
    />
  );
}
