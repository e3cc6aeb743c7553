/** The page of a work order: issue by scan, consumption against the bill of materials, output, what was issued, and its fields. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type Label, registry } from "@lotline/schema";
import { Button } from "../../../kit/Button.tsx";
import { useNow, useZone } from "../../../kit/clock.tsx";
import { isRow, refOf, textOf } from "../../../kit/data/row.ts";
import { inZone } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Quantity } from "../../../kit/mark/Text.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import { LineTable } from "../../../kit/record/LineTables.tsx";
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { micros } from "../../inventory/strip/amounts.ts";
import { RefCell } from "../../shared/cells.tsx";
import { IssuePanel } from "./IssuePanel.tsx";
import css from "./order.module.css";
import { type Component, isOrderRow, type OrderRow } from "./order-row.ts";

export default function OrderLayout(props: RecordLayoutProps) {
  const { row } = props;
  return isOrderRow(row) ? <Order {...props} row={row} /> : <DefaultBody {...props} />;
}

const identity = ["item", "itemRevision", "bom", "lotNumber", "lot", "site", "createdBy"];
const dates = ["plannedOn", "madeOn", "createdAt", "retainUntil"];
const amounts = ["quantity", "quantityGood", "quantityScrapped", "remark"];

function Order({ row, again, act }: RecordLayoutProps & { row: OrderRow }) {
  const { t } = useWords();
  const may = (action: string) => row.actions.some(({ name, allowed }) => name === action && allowed);
  return (
    <>
      {may("consume") && <IssuePanel row={row} again={again} />}
      <Reconciliation row={row} />
      {may("complete") && <Output row={row} act={act} />}
      <LineTable name="WorkOrder" row={row} set="consumed" />
      <div className={`${kit.groups} ${css.fields}`}>
        <FieldList name="WorkOrder" row={row} title={t("record.identity")} names={identity} />
        <div className={css.stack}>
          <FieldList name="WorkOrder" row={row} title={t("record.amounts")} names={amounts} />
          <FieldList name="WorkOrder" row={row} title={t("record.dates")} names={dates} />
        </div>
      </div>
    </>
  );
}

/** One row per component: planned, issued, and what that leaves. */
function Reconciliation({ row }: { row: OrderRow }) {
  const { t, say } = useWords();
  if (row.reconciliation.length === 0) return null;
  const quantity = (key: "quantityPer" | "planned" | "issued", head: string): TableColumn<Component> => ({
    key,
    head,
    right: true,
    cell: (component) => <Quantity value={component[key]} unit={component.item?.unit?.symbol} />,
  });
  return (
    <Table
      title={t("wo.material")}
      note={t("wo.materialNote")}
      rows={row.reconciliation}
      rowKey={({ item }) => item?.id ?? ""}
      empty={t("word.none")}
      columns={[
        { key: "item", head: say(registry.Item.label), cell: ({ item }) => <RefCell to="Item" value={item} /> },
        quantity("quantityPer", t("wo.per")),
        quantity("planned", t("wo.planned")),
        quantity("issued", t("wo.taken")),
        {
          key: "variance",
          head: t("wo.variance"),
          cell: (component) => <Variance component={component} done={row["quantityGood"] !== null} />,
        },
      ]}
    />
  );
}

/** While the order runs, less than planned is still to come; once output is reported, any difference is one. */
function Variance({ component, done }: { component: Component; done: boolean }) {
  const { t } = useWords();
  const unit = component.item?.unit?.symbol;
  const value = micros(component.variance);
  if (value === 0n) {
    return (
      <>
        <StatusGlyph name="tick" tone="ok" size={13} /> {t("wo.asPlanned")}
      </>
    );
  }
  const size = component.variance.replace("-", "");
  if (value < 0n && !done) {
    return (
      <>
        <StatusGlyph name={component.issued === "0" ? "circle" : "circleHalf"} tone="control" size={13} /> {t("wo.stillToIssue")}{" "}
        <Quantity value={size} unit={unit} />
      </>
    );
  }
  return (
    <span className={css.wait}>
      <StatusGlyph name="triangleHalf" tone="wait" size={13} /> {t(value < 0n ? "wo.under" : "wo.over")}{" "}
      <Quantity value={size} unit={unit} />
    </span>
  );
}

interface LocationRow {
  readonly id: string;
  readonly number: string;
  readonly title: Label;
}
export const outputPlacesQuery: TypedDocumentNode<
  { locations: { edges: readonly { readonly node: LocationRow }[] } },
  { site: string }
> = gql`
  query outputPlaces($site: ID!) {
    locations(filter: { type: ["quarantine"], site: { in: [$site] } }, sort: ["number"], first: 1) { edges { node { id number title { en zh } } } }
  }
`;

/** Reports the output with what is most likely: all that was ordered, today, into quarantine; each value can be changed. */
function Output({ row, act }: { row: OrderRow; act: RecordLayoutProps["act"] }) {
  const { t } = useWords();
  const zone = useZone();
  const today = inZone(useNow(60_000), zone)?.date;
  const site = refOf(row["site"]);
  const { data } = useQuery(outputPlacesQuery, { variables: { site: site?.id ?? "0" }, skip: !site });
  const item = row["item"];
  const unit = isRow(item) && isRow(item["unit"]) ? textOf(item["unit"]["symbol"]) : undefined;
  return (
    <section className={kit.related} aria-label={t("wo.output")}>
      <div className={kit.groupHead}>
        <h2>{t("wo.output")}</h2>
        <span>
          {t("wo.ordered")} <Quantity value={textOf(row["quantity"])} unit={unit} />
        </span>
      </div>
      <p className={css.output}>
        <Button
          onClick={() =>
            act("complete", {
              quantityGood: row["quantity"],
              quantityScrapped: "0",
              madeOn: today,
              location: data?.locations.edges[0]?.node,
            })
          }
        >
          {t("wo.reportAll")}
        </Button>
        <span className={kit.small}>{t("wo.reportHint")}</span>
      </p>
    </section>
  );
}
