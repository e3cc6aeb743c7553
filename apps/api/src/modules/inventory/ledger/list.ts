/** The movements of the whole stock as a list: filtered, page by page, and added up by group and unit (ADR 32). */
import { mostMovementGroups } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { shelves } from "../stock/ground.ts";

/** What a person may ask for; absent means all. Dates are days of the firm, both ends counted. */
export interface LedgerFilter {
  readonly kind?: string | null | undefined;
  readonly item?: string | null | undefined;
  readonly lot?: string | null | undefined;
  readonly location?: string | null | undefined;
  readonly customer?: string | null | undefined;
  readonly person?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  /** Beginning of the number of the document. */
  readonly document?: string | null | undefined;
}

/** One line of the ledger at a place of ours: positive what came, negative what left. */
export interface LedgerLine {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly record: string;
  readonly number: string;
  readonly lot: string;
  readonly location: string;
  readonly quantity: string;
  readonly person: string;
  readonly remark: string | null;
}

export interface LedgerGroup {
  readonly key: string;
  /** Number and names of what the group is of; the kind and the month are their own. */
  readonly number: string;
  readonly nameEn: string | null;
  readonly nameZh: string | null;
  readonly unit: string;
  readonly lines: number;
  readonly came: string;
  readonly left: string;
}

export const ledgerGroups = ["kind", "item", "location", "month", "person"] as const;
export type LedgerGroupBy = (typeof ledgerGroups)[number];
export const mostLines = 200;

// Only places of ours: the other side of each posting is the outside world and would make every sum zero.
function where(reader: Reader, filter: LedgerFilter): { readonly text: string; readonly params: unknown[] } {
  const terms: [string, unknown[]][] = [["o.type = any(?::text[])", [shelves]]];
  const is = (column: string, value: string | null | undefined) => value && terms.push([`${column} = ?`, [value]]);
  is("p.kind", filter.kind);
  is("m.lot_id", filter.lot);
  is("m.location_id", filter.location);
  is("m.actor_id", filter.person);
  if (filter.item) terms.push(["m.lot_id in (select x.id from lot x where x.item_id = ?)", [filter.item]]);
  // The customer stands on the other line of the posting.
  if (filter.customer)
    terms.push(["m.posting_id in (select x.posting_id from movement x where x.customer_id = ?)", [filter.customer]]);
  if (filter.from) terms.push(["m.at >= (?::date)::timestamp at time zone ?", [filter.from, reader.firmZone]]);
  if (filter.to) terms.push(["m.at < (?::date + 1)::timestamp at time zone ?", [filter.to, reader.firmZone]]);
  if (filter.document) terms.push(["starts_with(p.record_number, ?)", [filter.document]]);
  return { text: terms.map(([text]) => text).join(" and "), params: terms.flatMap(([, params]) => params) };
}

const tables = "movement m join posting p on p.id = m.posting_id join location o on o.id = m.location_id";

/** Lines newest first, after a known one. Keyset on the ledger's own order. */
export async function ledgerLines(
  reader: Reader,
  filter: LedgerFilter,
  first: number,
  after: string | null,
): Promise<LedgerLine[]> {
  const { text, params } = where(reader, filter);
  const rows = await reader.sql<Omit<LedgerLine, "at"> & { at: string | Date }>(
    `select m.id, m.at, p.kind, p.record_type as record, p.record_number as number, m.lot_id as lot, m.location_id as location,
       m.quantity::text, m.actor_id as person, p.remark
     from ${tables} where ${text} and m.id < ? order by m.id desc limit ?`,
    [...params, after ?? "9223372036854775807", Math.min(Math.max(first, 1), mostLines)],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

const groupColumns: { readonly [B in LedgerGroupBy]: { readonly key: string; readonly label: string; readonly join: string } } = {
  kind: { key: "p.kind", label: "p.kind, null::text, null::text", join: "" },
  item: { key: "i.id::text", label: "i.number, i.name_en, i.name_zh", join: "" },
  location: { key: "o.id::text", label: "o.number, o.name_en, o.name_zh", join: "" },
  month: {
    key: "to_char(m.at at time zone ?, 'YYYY-MM')",
    label: "to_char(m.at at time zone ?, 'YYYY-MM'), null::text, null::text",
    join: "",
  },
  person: { key: "a.id::text", label: "a.number, a.name_en, a.name_zh", join: "join person a on a.id = m.actor_id" },
};

/** What came and left, by group and unit, in one statement; the largest number of lines first. */
export async function ledgerTotals(reader: Reader, filter: LedgerFilter, by: LedgerGroupBy): Promise<LedgerGroup[]> {
  const { text, params } = where(reader, filter);
  const { key, label, join } = groupColumns[by];
  const zones = by === "month" ? [reader.firmZone, reader.firmZone] : [];
  return reader.sql<LedgerGroup>(
    `select g.key, g.number, g.en as "nameEn", g.zh as "nameZh", g.unit, count(*)::int as lines,
       coalesce(sum(g.quantity) filter (where g.quantity > 0), 0)::text as came,
       coalesce(-sum(g.quantity) filter (where g.quantity < 0), 0)::text as "left"
     from (select x.* from (select ${key}, ${label}, u.symbol, m.quantity
         from ${tables} join lot l on l.id = m.lot_id join item i on i.id = l.item_id join unit u on u.id = i.unit_id ${join}
         where ${text}) x (key, number, en, zh, unit, quantity)) g
     group by g.key, g.number, g.en, g.zh, g.unit order by ${by === "month" ? "g.key desc" : "count(*) desc, g.number"}, g.unit limit ?`,
    [...zones, ...params, mostMovementGroups],
  );
}
