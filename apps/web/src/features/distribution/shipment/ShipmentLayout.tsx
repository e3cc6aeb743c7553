/** The page of a shipment: how far it is, what leaves by lot, to whom, and its fields. */
import { registry } from "@lotline/schema";
import { Button } from "../../../kit/Button.tsx";
import { isRow, type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { useAct } from "../../../kit/record/useAct.ts";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { LotCell, RefCell } from "../../shared/cells.tsx";
import { Fefo, picksOf } from "../../shared/Fefo.tsx";
import { Group, Line } from "../../shared/Lines.tsx";
import { lineWords } from "../../shared/line-words.ts";
import { NumberedLines, quantityColumn } from "../../shared/NumberedLines.tsx";
import { Steps } from "../../shared/Steps.tsx";
import css from "../../shared/shared.module.css";

const identity = ["salesOrder", "site", "createdBy"];
const dates = ["shippedAt", "deliveredOn", "proofOfDelivery", "fefoReason", "createdAt", "retainUntil"];
const way = ["draft", "picked", "shipped", "delivered"];

export default function ShipmentLayout({ name, row, again }: RecordLayoutProps) {
  const { t } = useWords();
  return (
    <>
      <Steps name={name} row={row} states={way} />
      <Lines row={row} />
      <Proposal row={row} again={again} />
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
  const expiresOn = (line: Row) => (isRow(line.lot) && textOf(line.lot.expiresOn)) || t("word.empty");
  return (
    <NumberedLines
      of="Shipment"
      lines={lines}
      columns={[
        { key: "lot", head: say(words.of("lot")), cell: (line) => <LotCell value={line.lot} /> },
        { key: "item", head: say(registry.Item.label), cell: (line) => <RefCell to="Item" value={itemOf(line)} /> },
        { key: "expires", head: say(registry.Lot.fields.expiresOn.label), cell: expiresOn },
        { key: "from", head: say(words.of("from")), cell: (line) => <RefCell to="Location" value={line.from} /> },
        quantityColumn("quantity", say(words.of("quantity")), { lines, unitOf: (line) => refOf(line.lot)?.unit }),
      ]}
    />
  );
}

/** While it is to be packed: the lots in their turn, as one click packs them. */
function Proposal({ row, again }: { row: LoadedRecord; again: () => void }) {
  const { t } = useWords();
  const tell = useTell();
  const edit = useAct("Shipment", row, "edit");
  const may = useMay()("shipment.pick");
  const proposals = rowsOf(row.proposal);
  if (row.state !== "draft" || proposals.length === 0) return null;
  const lines = picksOf(proposals).map(({ pick }) => ({
    lot: refOf(pick.lot)?.id,
    from: refOf(pick.location)?.id,
    quantity: textOf(pick.quantity),
  }));
  const packed = rowsOf(row.lines).map((line) => `${refOf(line.lot)?.id} ${refOf(line.from)?.id} ${textOf(line.quantity)}`);
  const same = packed.join() === lines.map(({ lot, from, quantity }) => `${lot} ${from} ${quantity}`).join();
  const use = async () => {
    if (!(await edit.send({ input: { lines } }))) return;
    tell(t("fefo.used"));
    again();
  };
  return (
    <Fefo title={t("fefo.pack")} proposals={proposals}>
      {may && lines.length > 0 && !same && (
        <p className={css.below}>
          <Button look={packed.length === 0 ? "primary" : "outline"} busy={edit.busy} onClick={() => void use()}>
            {edit.unknown ? t("do.check") : t("fefo.use")}
          </Button>
        </p>
      )}
      {edit.failure && <FailureText failure={edit.failure} />}
    </Fefo>
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
