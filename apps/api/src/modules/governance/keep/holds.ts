/** Legal holds in force, and which records each of them keeps: asked at the moment, so that what comes later is held too. */
import { addDays, because, type Issue, type Reason, type Rec, type RecordName } from "@lotline/schema";
import { dayStart, type Reader } from "../../../base/context.ts";
import { invalid } from "../../../base/error.ts";
import { tableOf } from "../../../base/names.ts";
import { behaviour, condition } from "../../../kernel/behaviour.ts";
import { closureOf } from "../../inventory/index.ts";
import { type Named, placesOf, typeNamed } from "../copy/scope.ts";
import { joined, raw, type Sql, sql } from "./sql.ts";

/** A hold in force with what it holds on to. */
export interface HoldInForce {
  readonly number: string;
  readonly matter: string;
  readonly scope: Rec<"LegalHold">["scope"];
  readonly named: readonly Named[];
  /** The lots whose records are held, their genealogy included where the hold says so. */
  readonly lots: readonly string[];
  readonly item: string | null;
  readonly supplier: string | null;
  /** From included, to excluded. */
  readonly from: Date | null;
  readonly to: Date | null;
}

interface HoldRow {
  readonly id: string;
  readonly number: string;
  readonly matter: string;
  readonly scope: HoldInForce["scope"];
  readonly lot: string | null;
  readonly genealogy: boolean | null;
  readonly item: string | null;
  readonly supplier: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly named: readonly Named[] | null;
}

/** All holds in force; a firm has a handful of them. */
export async function holdsInForce(reader: Reader): Promise<HoldInForce[]> {
  const rows = await reader.sql<HoldRow>(
    `select h.id, h.number, h.matter, h.scope, h.lot_id as lot, h.genealogy, h.item_id as item, h.supplier_id as supplier,
       h.from_day::text as "from", h.to_day::text as "to",
       (select jsonb_agg(jsonb_build_object('recordType', n.record_type, 'recordNumber', n.record_number)) from legal_hold_named n where n.head_id = h.id) as named
     from legal_hold h where h.state = 'placed' order by h.id`,
  );
  const holds: HoldInForce[] = [];
  for (const row of rows)
    holds.push({
      number: row.number,
      matter: row.matter,
      scope: row.scope,
      named: row.named ?? [],
      lots: row.scope === "lot" && row.lot ? await lotsOf(reader, row.lot, row.genealogy === true) : [],
      item: row.item,
      supplier: row.supplier,
      from: row.from ? dayStart(reader.firmZone, row.from) : null,
      to: row.to ? dayStart(reader.firmZone, addDays(row.to, 1)) : null,
    });
  return holds;
}

async function lotsOf(reader: Reader, lot: string, genealogy: boolean): Promise<string[]> {
  if (!genealogy) return [lot];
  const both = [await closureOf(reader, [lot], "backward"), await closureOf(reader, [lot], "forward")];
  return [...new Set([lot, ...both.flatMap(({ lots }) => lots)])];
}

/** Whether a hold keeps a row `t` of a record type, as a condition. */
export function isHeld(record: RecordName, hold: HoldInForce): Sql {
  switch (hold.scope) {
    case "records":
      return sql`t.number = any(${hold.named.filter((one) => typeNamed(one.recordType) === record).map((one) => one.recordNumber)}::text[])`;
    case "lot":
      return names(record, "Lot", sql`select unnest(${hold.lots}::bigint[])`);
    case "item":
      return joined(
        [
          names(record, "Item", sql`select ${hold.item}::bigint`),
          names(record, "Lot", sql`select id from lot where item_id = ${hold.item}`),
        ],
        " or ",
      );
    case "supplier":
      return joined(
        [
          names(record, "Supplier", sql`select ${hold.supplier}::bigint`),
          names(record, "Lot", sql`select id from lot where supplier_id = ${hold.supplier}`),
        ],
        " or ",
      );
    case "period":
      return sql`(t.created_at >= ${hold.from}::timestamptz and t.created_at < ${hold.to}::timestamptz)`;
  }
}

/** Whether a row is one of the records, or names one of them in its fields or child rows. */
export function names(record: RecordName, target: RecordName, ids: Sql): Sql {
  const own = record === target ? [sql`t.id in (${ids})`] : [];
  const places = placesOf(record, target).map(({ table, column, isLine }) =>
    isLine
      ? sql`exists (select from ${raw(table)} n where n.head_id = t.id and n.${raw(column)} in (${ids}))`
      : sql`t.${raw(column)} in (${ids})`,
  );
  const all = [...own, ...places];
  return all.length === 0 ? raw("false") : sql`(${joined(all, " or ")})`;
}

/** The numbers of the holds on a row, as an array of the database. */
export const heldBy = (record: RecordName, holds: readonly HoldInForce[]): Sql =>
  holds.length === 0
    ? raw("array[]::text[]")
    : sql`array_remove(array[${joined(
        holds.map((hold) => sql`case when ${isHeld(record, hold)} then ${hold.number}::text end`),
        ", ",
      )}], null)`;

/** Which of the records are held, and by what. */
export async function holdsOn(
  reader: Reader,
  record: RecordName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly HoldInForce[]>> {
  const holds = await holdsInForce(reader);
  if (holds.length === 0) return new Map();
  const { text, params } =
    sql`select t.id, ${heldBy(record, holds)} as held from ${raw(tableOf(record))} t where t.id = any(${ids}::bigint[])`;
  const rows = await reader.sql<{ id: string; held: readonly string[] }>(text, params);
  return new Map(rows.map(({ id, held }) => [id, holds.filter(({ number }) => held.includes(number))]));
}

const heldReasons = (fact: readonly HoldInForce[] | undefined): Reason[] =>
  (fact ?? []).map(({ number, matter }) =>
    because(
      "LEGAL_HOLD",
      `It is kept for ${number} (${matter}) and may not be disposed of before that legal hold is lifted.`,
      `受法律保全 ${number}（${matter}）约束，解除前不得处置。`,
      "LegalHold",
      number,
    ),
  );

const onlyUnheld = (gate: string, record: "RetainedSample" | "Lot", about: { en: string; zh: string }) =>
  condition<typeof record, readonly HoldInForce[]>({
    gate,
    code: "LEGAL_HOLD",
    about,
    record,
    facts: (reader, rows) =>
      holdsOn(
        reader,
        record,
        rows.map(({ id }) => id),
      ),
    check: (_row, fact) => heldReasons(fact),
  });

/** What is held is not destroyed (REQ-RET-02). */
export const holdConditions = [
  onlyUnheld("retained.dispose", "RetainedSample", {
    en: "No legal hold keeps the retained samples.",
    zh: "留样未受法律保全约束。",
  }),
  onlyUnheld("lot.scrap", "Lot", { en: "No legal hold keeps the lot.", zh: "批未受法律保全约束。" }),
];

type Hold = Pick<Rec<"LegalHold">, "scope" | "lot" | "item" | "supplier" | "fromDay" | "toDay">;

/** What the scope asks for and is not given. */
function scopeIssues(hold: Hold, named: readonly Named[]): Issue[] {
  const missing = (path: string): Issue => ({
    path,
    code: "required",
    text: { en: "The scope needs it.", zh: "该范围须填写此项。" },
  });
  const needed = { lot: ["lot"], item: ["item"], supplier: ["supplier"], period: ["fromDay", "toDay"], records: [] }[hold.scope];
  const unknown = named.filter(({ recordType }) => !typeNamed(recordType));
  return [
    ...needed.filter((path) => !hold[path as keyof Hold]).map(missing),
    ...(hold.scope === "records" && named.length === 0 ? [missing("named")] : []),
    ...(hold.scope === "records" ? unknown : []).map(({ recordType }) => ({
      path: "named",
      code: "type",
      text: { en: `There is no type of record "${recordType}".`, zh: `没有记录类型“${recordType}”。` },
    })),
  ];
}

export const legalHoldBehaviour = behaviour({
  record: "LegalHold",
  beforeCreate: async (_tx, given) => {
    const issues = scopeIssues(given as Hold, given.named ?? []);
    if (issues.length > 0) throw invalid(...issues);
  },
  actions: {
    place: {
      effect: async (tx, hold) => {
        const issues = scopeIssues(hold, await tx.lines("LegalHold", "named", hold));
        tx.require(issues.map(({ path, code, text }) => ({ code, text, field: path })));
      },
    },
  },
});
