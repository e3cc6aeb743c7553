import { because, type Reason, type Rec, registry } from "@lotline/schema";
import { dateIn, type Reader } from "../../../base/context.ts";
import { steady } from "../../../base/sqltext.ts";

/** What decides whether a lot may be used. */
export interface UseFacts {
  readonly number: string;
  readonly state: Rec<"Lot">["state"];
  readonly expiresOn: string | null;
  /** Today at the lot's site. */
  readonly today: string;
  readonly holds: readonly string[];
  readonly item: { readonly number: string; readonly state: Rec<"Item">["state"] };
}

/**
 * The one predicate: released, no hold in force, not expired, item active (compliance.md §B, architecture.md §5.5). Pure; every
 * movement, page and gate asks it and nothing else. The last good day counts until 24:00 at the site. Dates are ISO texts, whose
 * order is that of the calendar.
 */
export function unusable(lot: UseFacts): Reason[] {
  const state = registry.Lot.states?.[lot.state] ?? { en: lot.state, zh: lot.state };
  const notReleased = because(
    "LOT_NOT_RELEASED",
    `Lot ${lot.number} is "${state.en}", not released.`,
    `批 ${lot.number} 为“${state.zh}”，未放行。`,
    "Lot",
    lot.number,
  );
  return [
    ...(lot.state === "released" ? [] : [notReleased]),
    ...lot.holds.map((hold) => onHold(lot.number, hold)),
    ...(lot.expiresOn !== null && lot.expiresOn < lot.today ? [expired(lot.number, lot.expiresOn)] : []),
    ...(lot.item.state === "active" ? [] : [itemBlocked(lot.item.number)]),
  ];
}

/** The reasons a release gives too, in the same words. */
export const onHold = (lot: string, hold: string): Reason =>
  because("LOT_ON_HOLD", `Lot ${lot} is on hold ${hold}.`, `批 ${lot} 已被 ${hold} 冻结。`, "Hold", hold);

export const expired = (lot: string, on: string): Reason =>
  because("LOT_EXPIRED", `Lot ${lot} expired on ${on}.`, `批 ${lot} 已于 ${on} 过期。`, "Lot", lot);

export const itemBlocked = (item: string): Reason =>
  because("ITEM_BLOCKED", `Item ${item} is blocked.`, `物料 ${item} 已停用。`, "Item", item);

interface FactRow {
  id: string;
  number: string;
  state: Rec<"Lot">["state"];
  expires_on: string | null;
  zone: string;
  item_number: string;
  item_state: Rec<"Item">["state"];
  holds: string[];
}

/** What decides for several lots, in one statement; lots the actor may not see are missing. */
export async function useFacts(reader: Reader, lots: readonly string[]): Promise<Map<string, UseFacts>> {
  const rows = await reader.sql<FactRow>(
    steady(`select l.id, l.number, l.state, l.expires_on::text, s.zone, i.number as item_number, i.state as item_state,
       array(select h.number from hold h where h.lot_id = l.id and h.state = 'active' order by h.id) as holds
     from lot l join site s on s.id = l.site_id join item i on i.id = l.item_id where l.id = any(?::bigint[])`),
    [[...new Set(lots)]],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        number: row.number,
        state: row.state,
        expiresOn: row.expires_on,
        today: dateIn(row.zone, reader.now),
        holds: row.holds,
        item: { number: row.item_number, state: row.item_state },
      },
    ]),
  );
}

const unknown = because("LOT_UNKNOWN", "There is no such lot at your sites.", "您的场所没有该批。");

/** Why each of the lots may not be used now; an empty list means usable. A lot that cannot be seen is not usable. */
export async function usability(reader: Reader, lots: readonly string[]): Promise<Map<string, Reason[]>> {
  const facts = await useFacts(reader, lots);
  return new Map(
    lots.map((id) => {
      const found = facts.get(id);
      return [id, found ? unusable(found) : [unknown]];
    }),
  );
}
