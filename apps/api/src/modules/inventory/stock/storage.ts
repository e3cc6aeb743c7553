import { because, type Reason, type StorageTerms, storageFits, storageWords } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";
import type { Place, PlaceType, StockLot } from "./ground.ts";

/** A lot that comes to stand at a place. */
export interface Arrival {
  readonly lot: StockLot;
  readonly place: Place;
}

/**
 * Why lots may not come to stand where they are taken: the place does not keep what the lot's item revision needs (REQ-GATE-19,
 * ISO 13485 7.5.11). Each reason names the places that would do, of the types allowed here.
 */
export async function storageReasons(tx: Tx, arrivals: readonly Arrival[], types: readonly PlaceType[]): Promise<Reason[]> {
  const wrong = arrivals.filter(({ lot, place }) => types.includes(place.type) && !storageFits(place.storage, lot.storage));
  const [first] = wrong;
  if (!first) return [];
  const rows = await tx.sql<StorageTerms & { number: string }>(
    `select number, storage_class as "storageClass", storage_min::text as "storageMin", storage_max::text as "storageMax"
     from location where site_id = ? and type = any(?::text[]) order by number`,
    [first.place.site, types],
  );
  const seen = new Set<string>();
  return wrong.flatMap((arrival) => {
    const key = `${arrival.lot.id} ${arrival.place.id}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const fitting = rows.filter((row) => storageFits(row, arrival.lot.storage)).map((row) => row.number);
    return [reason(arrival, fitting)];
  });
}

const mostNamed = 5;

function reason({ lot, place }: Arrival, fitting: readonly string[]): Reason {
  const [need, kept] = [storageWords(lot.storage), storageWords(place.storage)];
  const named = fitting.slice(0, mostNamed);
  const [en, zh] =
    named.length > 0
      ? [`These would do: ${named.join(", ")}.`, `可放：${named.join("、")}。`]
      : ["No place of the site would do.", "本场所没有符合的库位。"];
  return because(
    "STORAGE_NOT_MET",
    `${lot.number} (${lot.revision ?? ""}) needs "${need.en}"; ${place.number} keeps "${kept.en}". ${en}`,
    `${lot.number}（${lot.revision ?? ""}）要求“${need.zh}”，${place.number} 为“${kept.zh}”。${zh}`,
    "Location",
    place.number,
  );
}
