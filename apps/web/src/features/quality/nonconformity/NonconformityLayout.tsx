/** The page of a nonconformity: how far it is, what was found, the lot it is about and where that is, and what was decided. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type Label, registry } from "@lotline/schema";
import { isRow, type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { formatDecimal } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { shareOf } from "../../inventory/strip/amounts.ts";
import { LotCell, RefCell, StateCell } from "../../shared/cells.tsx";
import { Group, Line } from "../../shared/Lines.tsx";
import { Steps } from "../../shared/Steps.tsx";
import css from "../../shared/shared.module.css";

const found = ["description", "severity", "defect", "quantity"];
const decided = [
  "containment",
  "legalRequirementUnmet",
  "disposition",
  "justification",
  "instruction",
  "carriedOut",
  "quantityPosted",
  "capa",
  "capaDecision",
];
const record = ["site", "createdBy", "createdAt", "retainUntil"];
const way = ["draft", "open", "review", "dispositioned", "inAction", "verified", "closed"];

export default function NonconformityLayout({ name, row }: RecordLayoutProps) {
  const { t } = useWords();
  return (
    <>
      <Steps name={name} row={row} states={way.filter((state) => state !== "draft" || row.state === "draft")} />
      <div className={kit.groups}>
        <FieldList name={name} row={row} title={t("ncr.found")} names={found} />
        <Affected row={row} />
        <FieldList name={name} row={row} title={t("ncr.decided")} names={decided} />
        <FieldList name={name} row={row} title={t("ncr.record")} names={record} />
      </div>
      <Holds row={row} />
    </>
  );
}

/** The lot: whose it is, where it stands now, and how much of what is left is affected. */
function Affected({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const lot = isRow(row.lot) ? row.lot : undefined;
  const inspection = isRow(row.inspection) ? row.inspection : undefined;
  const unit = refOf(row.lot)?.unit;
  const onHand = textOf(lot?.onHand);
  return (
    <Group title={t("ncr.affected")}>
      <Line label={say(registry.Lot.label)}>
        <LotCell value={lot} />
      </Line>
      <Line label={say(registry.Item.label)}>
        <RefCell to="Item" value={lot?.item} />
      </Line>
      {isRow(lot?.supplier) && (
        <Line label={say(registry.Lot.fields.supplier.label)}>
          <RefCell to="Supplier" value={lot.supplier} /> <Code>{textOf(lot.supplierLot)}</Code>
        </Line>
      )}
      {inspection && (
        <Line label={say(registry.Inspection.label)}>
          <span className={css.lot}>
            <RefCell to="Inspection" value={inspection} nameless />
            <Result inspection={inspection} />
          </span>
        </Line>
      )}
      {onHand && (
        <Line label={t("strip.onHand")}>
          <Quantity value={onHand} unit={unit} />
          {onHand !== "0" && (
            <span className={kit.small}>
              {" "}
              · {t("ncr.share", { share: formatDecimal(shareOf(textOf(row.quantity), onHand)) })}
            </span>
          )}
        </Line>
      )}
      <Line label={t("lot.where")}>
        <Places lot={lot} unit={unit} />
      </Line>
    </Group>
  );
}

function Result({ inspection }: { inspection: Row }) {
  const { say } = useWords();
  const results: Readonly<Record<string, Label>> = registry.Inspection.fields.result.of.values;
  const result = textOf(inspection.result);
  const word = results[result];
  return word ? (
    <StatusWord name={result} record="Inspection" label={say(word)} />
  ) : (
    <StateCell of="Inspection" value={inspection} />
  );
}

interface Balance {
  readonly type: string;
  readonly quantity: string;
  readonly location: Row | null;
}

function Places({ lot, unit }: { lot: Row | undefined; unit: string | undefined }) {
  const { t } = useWords();
  // Asked for by the feature's select, a list that is never null.
  const balances = (lot?.balances ?? []) as readonly Balance[];
  if (balances.length === 0) return <>{t("lot.nowhere")}</>;
  return (
    <ul>
      {balances.map(({ type, quantity, location }) => (
        <li key={`${type} ${location?.id}`}>
          <Quantity value={quantity} unit={unit} /> · <RefCell to="Location" value={location} />
        </li>
      ))}
    </ul>
  );
}

export const lotHoldsQuery: TypedDocumentNode<{ holds: { edges: readonly { readonly node: Row }[] } }, { lot: string }> = gql`
  query holdsOfLot($lot: ID!) {
    holds(filter: { lot: { in: [$lot] } }, sort: ["-createdAt"], first: 20) { edges { node { id number state kind explanation } } }
  }
`;

/** The holds on the lot, those of this nonconformity among them. */
function Holds({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const may = useMay()(registry.Hold.read);
  const lot = isRow(row.lot) ? row.lot.id : undefined;
  const { data } = useQuery(lotHoldsQuery, { variables: { lot: lot ?? "0" }, fetchPolicy: "no-cache", skip: !may || !lot });
  const rows = rowsOf(data?.holds.edges.map(({ node }) => node));
  if (rows.length === 0) return null;
  const kinds: Readonly<Record<string, Label>> = registry.Hold.fields.kind.of.values;
  return (
    <Table
      title={t("ncr.holds")}
      rows={rows}
      rowKey={({ id }) => id}
      empty={t("word.none")}
      columns={[
        { key: "number", head: say(registry.Hold.label), cell: (hold) => <RefCell to="Hold" value={hold} nameless /> },
        { key: "state", head: t("word.status"), cell: (hold) => <StateCell of="Hold" value={hold} /> },
        {
          key: "kind",
          head: say(registry.Hold.fields.kind.label),
          cell: (hold) => {
            const kind = kinds[textOf(hold.kind)];
            return kind && say(kind);
          },
        },
        { key: "why", head: say(registry.Hold.fields.explanation.label), cell: (hold) => textOf(hold.explanation) },
      ]}
    />
  );
}
