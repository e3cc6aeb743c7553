/** What the ledger adds to the history of records: postings of a lot or by a document, and the holds of a lot. */
import { type Label, movementKind, registry } from "@lotline/schema";
import type { HistorySource, Moved } from "../../../base/history.ts";
import { specOf } from "../../../base/names.ts";

interface PostingRow {
  readonly posting: string;
  readonly kind: keyof typeof movementKind.values;
  readonly record: string;
  readonly number: string;
  readonly remark: string | null;
  readonly lot: string;
  readonly quantity: string;
  readonly unit: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Postings: those that moved a lot, those that a document made. */
export const moveHistory: HistorySource = {
  kind: "move",
  keys: (record) =>
    record === "Lot"
      ? "select p.at, p.command_id, p.id, p.actor_id from posting p where p.id in (select posting_id from movement where lot_id = ?)"
      : `select p.at, p.command_id, p.id, p.actor_id from posting p where p.record_type = '${record}' and p.record_id = ?`,
  load: async (reader, ids, record, id) => {
    const rows = await reader.sql<PostingRow>(
      `select p.id as posting, p.kind, p.record_type as record, p.record_number as number, p.remark, l.number as lot, u.symbol as unit,
         sum(m.quantity) filter (where m.quantity > 0)::text as quantity,
         string_agg(case when o.type = 'customer' then coalesce(c.number, o.number) else o.number end, ', ' order by o.number) filter (where m.quantity < 0) as "from",
         string_agg(case when o.type = 'customer' then coalesce(c.number, o.number) else o.number end, ', ' order by o.number) filter (where m.quantity > 0) as "to"
       from posting p join movement m on m.posting_id = p.id join lot l on l.id = m.lot_id join item i on i.id = l.item_id
         join unit u on u.id = i.unit_id join location o on o.id = m.location_id left join customer c on c.id = m.customer_id
       where p.id = any(?::bigint[]) ${record === "Lot" ? "and m.lot_id = ?" : ""}
       group by p.id, l.number, u.id order by p.id, l.number`,
      record === "Lot" ? [ids, id] : [ids],
    );
    const moved = new Map<string, Moved[]>();
    for (const row of rows) {
      const { posting, kind, ...more } = row;
      const entry = { id: `${posting} ${row.lot}`, ...more, label: movementKind.values[kind] };
      moved.set(posting, [...(moved.get(posting) ?? []), entry]);
    }
    return moved;
  },
};

const causes = registry.Hold.fields.kind.of.values;

const holdWords: { readonly [state: string]: Label } = {
  active: { en: "Hold placed", zh: "冻结" },
  lifted: { en: "Hold lifted", zh: "解除冻结" },
};

/** Holds placed on a lot and lifted from it, by the trail of the holds. */
export const holdHistory: HistorySource = {
  kind: "hold",
  keys: (record, reader) =>
    record === "Lot" && reader.actor.permits.has(specOf("Hold").read)
      ? "select e.at, e.command_id, e.id, e.actor_id from audit.trail e where e.table_name = 'hold' and e.row_id in (select id from hold where lot_id = ?)"
      : null,
  load: async (reader, ids) => {
    const rows = await reader.sql<{ id: string; number: string; state: string; kind: keyof typeof causes; explanation: string }>(
      `select e.id, h.number, e.new ->> 'state' as state, h.kind, h.explanation from audit.trail e join hold h on h.id = e.row_id
       where e.table_name = 'hold' and e.id = any(?::bigint[])`,
      [ids],
    );
    return new Map(
      rows.map(({ id, number, state, kind, explanation }) => {
        const [word, cause] = [holdWords[state] ?? holdWords.active, causes[kind]];
        const label = { en: `${word?.en}: ${cause.en}`, zh: `${word?.zh}：${cause.zh}` };
        return [id, [{ id, label, record: "Hold", number, remark: explanation }]];
      }),
    );
  },
};
