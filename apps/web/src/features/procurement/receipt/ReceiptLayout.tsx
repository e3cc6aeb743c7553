/** The page of a receipt: each line with its item, the lot it became and what the inspection says of it. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import { isRow, type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { LotCell, RefCell, SkipRule, StateCell, Totals } from "../../shared/cells.tsx";
import { IdentityAndDates } from "../../shared/IdentityAndDates.tsx";
import { lineWords } from "../../shared/line-words.ts";
import css from "../../shared/shared.module.css";
import { totalsByUnit } from "../../shared/totals.ts";

const identity = ["purchaseOrder", "deliveryNote", "site", "createdBy"];
const dates = ["receivedOn", "createdAt", "retainUntil"];

export default function ReceiptLayout({ name, row }: RecordLayoutProps) {
  return (
    <>
      <Lines row={row} />
      <IdentityAndDates name={name} row={row} identity={identity} dates={dates} />
    </>
  );
}

interface Line {
  readonly line: Row;
  /** The order's line it answers; undefined for who may not see the order. */
  readonly ordered: Row | undefined;
  /** The unit that was counted, and the one in which the item is kept. */
  readonly unit: string | undefined;
  readonly stockUnit: string | undefined;
}

function linesOf(row: LoadedRecord): Line[] {
  const order = isRow(row.purchaseOrder) ? rowsOf(row.purchaseOrder.lines) : [];
  return rowsOf(row.lines).map((line) => {
    const ordered = order.find(({ position }) => position === line.orderLine);
    // The name of a unit is its symbol.
    const stockUnit = refOf(ordered?.item)?.unit ?? refOf(line.lot)?.unit;
    return { line, ordered, unit: refOf(line.unit)?.title.en ?? stockUnit, stockUnit };
  });
}

function Lines({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const lines = linesOf(row);
  const inspections = useInspections(lines.flatMap(({ line }) => (isRow(line.lot) ? [line.lot.id] : [])));
  const words = lineWords("Receipt");
  const dated = lines.some(({ line }) => line.expiresOn);
  const onlyOne = lines.length > 1;
  return (
    <Table
      title={say(words.title)}
      rows={lines}
      rowKey={({ line }) => line.id}
      empty={t("record.noLines")}
      columns={[
        {
          key: "orderLine",
          head: say(words.of("orderLine")),
          cell: ({ line }) => <span className={kit.small}>{textOf(line.orderLine)}</span>,
          ...(onlyOne ? { total: t("order.total") } : {}),
        },
        { key: "item", head: say(registry.Item.label), cell: ({ ordered }) => <RefCell to="Item" value={ordered?.item} /> },
        {
          key: "quantity",
          head: say(words.of("quantity")),
          right: true,
          cell: (line) => <Counted line={line} />,
          ...(onlyOne
            ? {
                total: (
                  <Totals totals={totalsByUnit(lines.map(({ line, unit }) => ({ unit, quantity: textOf(line.quantity) })))} />
                ),
              }
            : {}),
        },
        {
          key: "lot",
          head: say(words.of("lotNumber")),
          cell: ({ line }) => <LotCell value={line.lot} number={textOf(line.lotNumber)} />,
        },
        { key: "supplierLot", head: say(words.of("supplierLot")), cell: ({ line }) => <Code>{textOf(line.supplierLot)}</Code> },
        ...(dated
          ? [
              {
                key: "expires",
                head: say(words.of("expiresOn")),
                cell: ({ line }: Line) => textOf(line.expiresOn) || t("word.empty"),
              },
            ]
          : []),
        ...(lines.some(({ line }) => line.loggerMax || line.loggerMin)
          ? [{ key: "logger", head: t("receipt.logger"), cell: ({ line }: Line) => <Logger line={line} /> }]
          : []),
        {
          key: "location",
          head: say(words.of("location")),
          cell: ({ line }) => <RefCell to="Location" value={line.location} nameless />,
        },
        {
          key: "inspection",
          head: say(registry.Inspection.label),
          cell: ({ line }) => (
            <Inspections of={inspections.filter(({ lot }) => isRow(lot) && isRow(line.lot) && lot.id === line.lot.id)} />
          ),
        },
      ]}
    />
  );
}

/** What the logger of the delivery read, and the deviation that it led to. */
function Logger({ line }: { line: Row }) {
  const { t } = useWords();
  const read = [textOf(line.loggerMin), textOf(line.loggerMax)].filter(Boolean).join("–");
  return (
    <span className={css.lot}>
      {read ? <span>{`${read} °C`}</span> : t("word.empty")}
      {textOf(line.minutesOut) && <span className={kit.small}>{t("receipt.minutes", { n: textOf(line.minutesOut) })}</span>}
      {refOf(line.deviation) && <RefCell to="Deviation" value={line.deviation} nameless />}
    </span>
  );
}

/** The amount as it was counted, and what it is in the unit of the stock where that is another. */
function Counted({ line: { line, unit, stockUnit } }: { line: Line }) {
  return (
    <>
      <Quantity value={textOf(line.quantity)} unit={unit} />
      {unit !== stockUnit && textOf(line.stockQuantity) && (
        <span className={kit.small}>
          {" = "}
          <Quantity value={textOf(line.stockQuantity)} unit={stockUnit} />
        </span>
      )}
    </>
  );
}

export const lotInspectionsQuery: TypedDocumentNode<
  { inspections: { edges: readonly { readonly node: Row }[] } },
  { lots: readonly string[] }
> = gql`
  query inspectionsOfLots($lots: [ID!]!) {
    inspections(filter: { lot: { in: $lots } }, sort: ["createdAt"], first: 100) { edges { node { id number state result skipRule { id number title { en zh } } lot { id } } } }
  }
`;

function useInspections(lots: readonly string[]): readonly Row[] {
  const may = useMay()(registry.Inspection.read);
  const { data } = useQuery(lotInspectionsQuery, {
    variables: { lots },
    fetchPolicy: "no-cache",
    skip: !may || lots.length === 0,
  });
  return data?.inspections.edges.map(({ node }) => node) ?? [];
}

/** The inspections of a lot with their result, or how far they are. */
function Inspections({ of }: { of: readonly Row[] }) {
  const { t, say } = useWords();
  const results: Readonly<Record<string, { en: string; zh: string }>> = registry.Inspection.fields.result.of.values;
  if (of.length === 0) return <>{t("word.empty")}</>;
  return of.map((inspection) => {
    const result = textOf(inspection.result);
    const word = results[result];
    return (
      <span key={inspection.id} className={css.lot}>
        <RefCell to="Inspection" value={inspection} nameless />
        {word ? (
          <StatusWord name={result} record="Inspection" label={say(word)} />
        ) : (
          <StateCell of="Inspection" value={inspection} />
        )}
        <SkipRule inspection={inspection} />
      </span>
    );
  });
}
