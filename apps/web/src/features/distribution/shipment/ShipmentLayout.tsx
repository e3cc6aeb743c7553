/** The page of a shipment: how far it is, what leaves by lot, to whom, and its fields. */
import { registry } from "@lotline/schema";
import { isRow, type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Quantity } from "../../../kit/mark/Text.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { LotCell, RefCell, Totals } from "../../shared/cells.tsx";
import { Group, Line } from "../../shared/Lines.tsx";
import { lineWords } from "../../shared/line-words.ts";
import { totalsByUnit } from "../../shared/money.ts";
import { Steps } from "../../shared/Steps.tsx";
import css from "../../shared/shared.module.css";

const identity = ["salesOrder", "site", "createdBy"];
const dates = ["shippedAt", "deliveredOn", "proofOfDelivery", "createdAt", "retainUntil"];
const way = ["draft", "picked", "shipped", "delivered"];

export default function ShipmentLayout({ name, row }: RecordLayoutProps) {
  const { t } = useWords();
  return (
    <>
      <Steps name={name} row={row} states={way} />
      <Lines row={row} />
      <div className={`${kit.groups} ${css.fields}`}>
        <Receiver row={row} />
        <FieldList name={name} row={row} title={t("record.dates")} names={dates} />
        <FieldList name={name} row={row} title={t("record.identity")} names={identity} />
      </div>
    </>
  );
}

const itemOf = (line: Row): unknown => (isRow(line.lot) ? line.lot.item : undefined);

function Lines({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const lines = rowsOf(row.lines);
  const words = lineWords("Shipment");
  const unitOf = (line: Row) => refOf(line.lot)?.unit;
  const totals = totalsByUnit(lines.map((line) => ({ unit: unitOf(line), quantity: textOf(line.quantity) })));
  return (
    <Table
      title={say(words.title)}
      rows={lines}
      rowKey={(line) => line.id}
      empty={t("record.noLines")}
      columns={[
        { key: "no", head: "#", cell: (_, index) => <span className={kit.small}>{index + 1}</span>, total: t("order.total") },
        { key: "lot", head: say(words.of("lot")), cell: (line) => <LotCell value={line.lot} /> },
        { key: "item", head: say(registry.Item.label), cell: (line) => <RefCell to="Item" value={itemOf(line)} /> },
        {
          key: "expires",
          head: say(registry.Lot.fields.expiresOn.label),
          cell: (line) => (isRow(line.lot) && textOf(line.lot.expiresOn)) || t("word.empty"),
        },
        { key: "from", head: say(words.of("from")), cell: (line) => <RefCell to="Location" value={line.from} /> },
        {
          key: "quantity",
          head: say(words.of("quantity")),
          right: true,
          cell: (line) => <Quantity value={textOf(line.quantity)} unit={unitOf(line)} />,
          total: <Totals totals={totals} />,
        },
      ]}
    />
  );
}

/** To whom: as it was recorded when it left; before that as the customer's record has it now. */
function Receiver({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const { consignee, customer: customerField } = registry.Shipment.fields;
  const customer = isRow(row.customer) ? row.customer : undefined;
  const order = isRow(row.salesOrder) ? row.salesOrder : undefined;
  const now = [textOf(customer?.address), textOf(customer?.contact)].filter(Boolean).join("; ");
  const recorded = textOf(row.consignee);
  return (
    <Group title={say(consignee.label)}>
      <Line label={say(customerField.label)}>
        <RefCell to="Customer" value={customer} />
      </Line>
      <Line label={recorded ? t("shipment.recorded") : t("shipment.addressNow")}>{recorded || now || t("word.empty")}</Line>
      <Line label={say(registry.SalesOrder.fields.customerReference.label)}>
        {textOf(order?.customerReference) || t("word.empty")}
      </Line>
    </Group>
  );
}
