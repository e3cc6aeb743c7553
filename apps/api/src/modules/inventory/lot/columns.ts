/** What a list of lots says besides their fields: holds, why not usable, on hand. Page, list and export read it here. */
import { type Label, label, type Reason, type Rec, registry } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import type { ListColumn } from "../../../base/list-column.ts";
import { specOf } from "../../../base/names.ts";
import { hydrate, selectOf } from "../../../read/rows.ts";
import { type LotTotals, totalsByLot, totalsOf } from "../trace/totals.ts";
import { usability } from "./usable.ts";

/** The holds of lots, in force and lifted, oldest first; none for who may not read holds. */
export async function holdsOf(reader: Reader, lots: readonly string[]): Promise<Map<string, Rec<"Hold">[]>> {
  if (!reader.actor.permits.has(specOf("Hold").read)) return new Map();
  const rows = await reader.sql<{ lot: string }>(
    `select ${selectOf("Hold")} from hold t where t.lot_id = any(?::bigint[]) order by t.id`,
    [lots],
  );
  return Map.groupBy(
    rows.map((row) => hydrate<Rec<"Hold">>(specOf("Hold").fields, row)),
    (hold) => String(hold.lot),
  );
}

/** The balances of lots; a lot that cannot be seen is missing. */
export async function totalsOfLots(reader: Reader, lots: readonly string[]): Promise<Map<string, LotTotals>> {
  const rows = await totalsByLot(reader, lots, { limit: lots.length });
  return new Map(rows.map((row) => [row.lot, row]));
}

const causes: { readonly [kind: string]: Label } = registry.Hold.fields.kind.of.values;

const joined = (parts: readonly Label[]): Label =>
  label(parts.map(({ en }) => en).join("; "), parts.map(({ zh }) => zh).join("；"));

const holdWords = (holds: readonly Rec<"Hold">[]): Label[] => {
  const kinds = new Set(holds.filter(({ state }) => state === "active").map(({ kind }) => kind));
  return [...kinds].map((kind) => causes[kind] ?? registry.Hold.label);
};

// The row says its state already; what a hold was placed for says more than that there is one.
const blockWords = (reasons: readonly Reason[], holds: readonly Rec<"Hold">[]): Label[] =>
  reasons
    .filter(({ code }) => code !== "LOT_NOT_RELEASED")
    .map(({ text, number }) => {
      const hold = holds.find((candidate) => candidate.number === number);
      const words = hold && `${hold.number} ${hold.explanation}`;
      return words === undefined ? text : label(words, words);
    });

/** A column of words, nothing where there are none. */
const words =
  (of: (reader: Reader, ids: readonly string[]) => Promise<(id: string) => readonly Label[]>): ListColumn["load"] =>
  async (reader, ids) => {
    const wordsOf = await of(reader, ids);
    return new Map(
      ids.map((id) => [id, wordsOf(id)] as const).flatMap(([id, parts]) => (parts.length > 0 ? [[id, joined(parts)]] : [])),
    );
  };

export const lotColumns: readonly ListColumn[] = [
  {
    record: "Lot",
    name: "holds",
    load: words(async (reader, ids) => {
      const holds = await holdsOf(reader, ids);
      return (id) => holdWords(holds.get(id) ?? []);
    }),
  },
  {
    record: "Lot",
    name: "blocked",
    load: words(async (reader, ids) => {
      const [reasons, holds] = [await usability(reader, ids), await holdsOf(reader, ids)];
      return (id) => blockWords(reasons.get(id) ?? [], holds.get(id) ?? []);
    }),
  },
  {
    record: "Lot",
    name: "onHand",
    load: async (reader, ids) => {
      const totals = await totalsOfLots(reader, ids);
      return new Map([...totals].map(([id, { byType }]) => [id, totalsOf(byType).onHand.toString()]));
    },
  },
];
