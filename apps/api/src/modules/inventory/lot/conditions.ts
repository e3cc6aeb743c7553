import { because, type Reason } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { type Condition, condition } from "../../../kernel/behaviour.ts";
import { activeHolds } from "../hold/place.ts";
import { expired, itemBlocked, onHold, type UseFacts, useFacts } from "./usable.ts";

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id);
const factsOf = (reader: Reader, rows: readonly { id: string }[]): Promise<ReadonlyMap<string, UseFacts>> =>
  useFacts(reader, idsOf(rows));

const noHold = condition({
  gate: "lot.release",
  code: "LOT_ON_HOLD",
  about: { en: "No hold is in force on the lot.", zh: "批没有生效的冻结。" },
  record: "Lot",
  facts: (reader, rows) => activeHolds(reader, idsOf(rows)),
  check: (lot, holds) => (holds ?? []).map((hold) => onHold(lot.number, hold.number)),
});

const notExpired = condition({
  gate: "lot.release",
  code: "LOT_EXPIRED",
  about: { en: "The lot's last good day has not passed at its site.", zh: "按场所日期，批尚在有效期内。" },
  record: "Lot",
  facts: factsOf,
  // What could not be read is not known to be good.
  check: (lot, fact) =>
    lot.expiresOn !== null && (!fact || lot.expiresOn < fact.today) ? [expired(lot.number, lot.expiresOn)] : [],
});

const expiryMissing = (number: string): Reason =>
  because(
    "LOT_EXPIRY_MISSING",
    `Lot ${number} has a shelf life and no expiry date.`,
    `批 ${number} 有保质期要求但未填有效期。`,
    "Lot",
    number,
  );

const hasExpiry = condition({
  gate: "lot.release",
  code: "LOT_EXPIRY_MISSING",
  about: { en: "A lot of an item with a shelf life has an expiry date.", zh: "有保质期的物料，其批须有有效期。" },
  record: "Lot",
  facts: async (reader, rows) => {
    const revisions = rows.flatMap((row) => row.itemRevision ?? []);
    const limited = await reader.sql<{ id: string }>(
      "select id from item_revision where id = any(?::bigint[]) and shelf_life_months is not null",
      [revisions],
    );
    const ids = new Set(limited.map((row) => row.id));
    return new Map(rows.map((row) => [row.id, row.itemRevision !== null && ids.has(row.itemRevision)]));
  },
  check: (lot, limited) => (limited !== false && lot.expiresOn === null ? [expiryMissing(lot.number)] : []),
});

const itemActive = condition({
  gate: "lot.release",
  code: "ITEM_BLOCKED",
  about: { en: "The item is active.", zh: "物料在用。" },
  record: "Lot",
  facts: factsOf,
  check: (_lot, fact) => (fact?.item.state === "active" ? [] : [itemBlocked(fact?.item.number ?? "?")]),
});

/** What this area asks of a lot before its release; higher areas add theirs to the same gate. */
export const lotConditions: readonly Condition[] = [noHold, notExpired, hasExpiry, itemActive];
