import { choice, lotEventKind, movementKind, outsideTypes, quantity, ref, registry, text } from "@lotline/schema";
import { entityClass, tableSchema } from "../../derive/entity.ts";
import { byXid, stamp } from "../../derive/tables.ts";

const words = { en: "", zh: "" };
const bigint = { type: "bigint", columnType: "bigint", nullable: false };
const document = { recordType: text(words, { max: 60 }), recordNumber: text(words, { max: 120 }) };
const locationType = registry.Location.fields.type.of;

// Foreign keys between tables that are no records, and to the site; references to records are fields.
const toRow = (entity: string, fieldName: string, nullable = false) => ({
  kind: "m:1",
  entity: () => entityClass(entity),
  mapToPk: true,
  fieldName,
  nullable,
  deleteRule: "no action",
  updateRule: "no action",
});
const site = toRow("Site", "site_id");

/**
 * The stock ledger and the genealogy. A posting is one business event; its lines sum to zero per lot over locations, the outside
 * world being locations too. Edges join lots only through events: input lot → event → output lot, never input × output. All of
 * it is append-only; the balance is derived and changed in the same transaction. The rules the database keeps by itself stand
 * in kernel/sql/93_stock.sql.
 */
export const inventoryTables = () => [lotEvent(), posting(), movement(), serialMove(), lotEdge(), balance()];

// One event per business process: all issues of a work order and its output meet in one row.
const lotEvent = () =>
  tableSchema(
    "LotEvent",
    { kind: choice(words, lotEventKind), ...document },
    { recordId: bigint, site, ...stamp },
    {
      indexes: [
        { name: "lot_event_record", properties: ["recordType", "recordId"] },
        {
          name: "lot_event_production_once",
          expression: `create unique index "lot_event_production_once" on "lot_event" (record_type, record_id) where kind = 'production'`,
        },
        byXid("lot_event"),
      ],
    },
  );

const posting = () =>
  tableSchema(
    "Posting",
    { kind: choice(words, movementKind), ...document, remark: text(words, { optional: true, max: 500 }) },
    {
      recordId: bigint,
      site,
      event: toRow("LotEvent", "event_id", true),
      reverses: toRow("Posting", "reverses_id", true),
      ...stamp,
    },
    {
      indexes: [
        { name: "posting_record", properties: ["recordType", "recordId"] },
        { name: "posting_event", properties: ["event"] },
        byXid("posting"),
      ],
      uniques: [{ name: "posting_reversed_once", properties: ["reverses"] }],
    },
  );

// The customer stands on the line that goes to or comes from them, so that the trace finds customers by lot alone.
const movement = () =>
  tableSchema(
    "Movement",
    {
      lot: ref(words, "Lot"),
      location: ref(words, "Location"),
      customer: ref(words, "Customer", { optional: true }),
      quantity: quantity(words, { allow: "signed" }),
    },
    { posting: toRow("Posting", "posting_id"), site, ...stamp },
    {
      indexes: [
        { name: "movement_lot", properties: ["lot", "id"] },
        { name: "movement_posting", properties: ["posting"] },
        {
          name: "movement_customer",
          expression: `create index "movement_customer" on "movement" (lot_id, customer_id, location_id) include (quantity) where customer_id is not null`,
        },
        byXid("movement"),
      ],
      checks: [{ name: "movement_not_zero", expression: "quantity <> 0" }],
    },
  );

// Which units of a serial-tracked lot a posting moved; where each is now stands on its record, changed in the same statement.
const serialMove = () =>
  tableSchema(
    "SerialMove",
    {
      serial: ref(words, "Serial"),
      from: ref(words, "Location"),
      to: ref(words, "Location"),
      customer: ref(words, "Customer", { optional: true }),
    },
    { posting: toRow("Posting", "posting_id"), site, ...stamp },
    {
      indexes: [
        { name: "serial_move_serial", properties: ["serial", "id"] },
        { name: "serial_move_posting", properties: ["posting"] },
        byXid("serial_move"),
      ],
    },
  );

// src and dst are a lot (its id) or an event (its id, negative), so that recursion runs over one table of plain numbers.
const lotEdge = () =>
  tableSchema(
    "LotEdge",
    { lot: ref(words, "Lot"), quantity: quantity(words, { allow: "signed" }) },
    { srcId: bigint, dstId: bigint, event: toRow("LotEvent", "event_id"), posting: toRow("Posting", "posting_id"), ...stamp },
    {
      indexes: [
        { name: "lot_edge_src", properties: ["srcId", "dstId"] },
        { name: "lot_edge_dst", properties: ["dstId", "srcId"] },
        byXid("lot_edge"),
      ],
      checks: [
        {
          name: "lot_edge_ends",
          expression: "(src_id = lot_id and dst_id = - event_id) or (src_id = - event_id and dst_id = lot_id)",
        },
      ],
    },
  );

// The location's type, which never changes, stands here too: totals by type need no join, and the check sees it.
const balance = () =>
  tableSchema(
    "Balance",
    {
      lot: ref(words, "Lot"),
      location: ref(words, "Location"),
      locationType: choice(words, locationType),
      quantity: quantity(words, { allow: "signed" }),
    },
    { site },
    {
      uniques: [{ name: "balance_lot_location_unique", properties: ["lot", "location"] }],
      checks: [
        {
          name: "balance_not_negative",
          expression: `location_type in (${outsideTypes.map((type) => `'${type}'`).join(", ")}) or quantity >= 0`,
        },
      ],
      indexes: [{ name: "balance_location", properties: ["location"] }],
    },
  );
