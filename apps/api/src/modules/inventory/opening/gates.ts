import { because } from "@lotline/schema";
import { condition } from "../../../kernel/behaviour.ts";

/** Whether the lot of an opening is as it came. */
interface Since {
  readonly opening: string;
  readonly lot: string;
  readonly state: string;
  readonly postings: number;
  readonly holds: number;
}

export const openingConditions = [
  condition({
    gate: "openingStock.reverse",
    code: "LOT_USED_SINCE",
    about: {
      en: "Opening stock is taken back only while its lot is in quarantine, unmoved and without hold",
      zh: "仅当批仍为待验、未移动且无冻结时，可冲销期初库存",
    },
    record: "OpeningStock",
    facts: async (reader, rows) => {
      const found = await reader.sql<Since>(
        `select o.id as opening, l.number as lot, l.state,
           (select count(distinct posting_id)::int from movement m where m.lot_id = l.id) as postings,
           (select count(*)::int from hold h where h.lot_id = l.id) as holds
         from opening_stock o join lot l on l.id = o.lot_id where o.id = any(?::bigint[])`,
        [rows.map(({ id }) => id)],
      );
      return new Map(found.map((since) => [since.opening, since]));
    },
    check: (_opening, since) =>
      since && since.state === "quarantine" && since.postings === 1 && since.holds === 0
        ? []
        : [
            because(
              "LOT_USED_SINCE",
              `Lot ${since?.lot ?? "?"} has been tested, moved or held since; it is corrected by a count.`,
              `批 ${since?.lot ?? "?"} 此后已检验、移动或冻结，请通过盘点更正。`,
              "Lot",
              since?.lot,
            ),
          ],
  }),
];
