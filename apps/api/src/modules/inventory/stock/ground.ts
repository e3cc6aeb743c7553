import { because, type Label, type Reason, type Rec, registry, type StorageTerms } from "@lotline/schema";
import { notFound } from "../../../base/error.ts";
import { steady } from "../../../base/sqltext.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Amount, amount, zero } from "./amount.ts";
import { eitherOf } from "./refusals.ts";

export type PlaceType = Rec<"Location">["type"];

export interface Place {
  readonly id: string;
  readonly number: string;
  readonly site: string;
  readonly type: PlaceType;
  /** What it keeps. */
  readonly storage: StorageTerms;
}

export interface StockLot {
  readonly id: string;
  readonly number: string;
  readonly site: string;
  readonly unit: string;
  readonly decimals: number;
  /** The number of its item, and whether each unit has a serial number. */
  readonly item: string;
  readonly serialTracked: boolean;
  /** What its item revision needs, and the number of that revision. */
  readonly storage: StorageTerms;
  readonly revision: string | null;
}

/** What a posting stands on: its lots, locked against a change of status, and its places. */
export interface Ground {
  readonly lot: (id: string) => StockLot;
  readonly place: (id: string) => Place;
  /** The outside place of a type at the lots' site. */
  readonly outside: (type: PlaceType) => Place;
}

interface GroundRow extends StorageTerms {
  what: "lot" | "place";
  id: string;
  number: string;
  site: string;
  type: PlaceType | null;
  unit: string | null;
  decimals: number | null;
  revision: string | null;
  item: string | null;
  serialTracked: boolean | null;
}

// FOR SHARE in key order: postings of one lot do not wait for each other here, a release or a hold waits for them and they for
// it. What depends on the lot (holds, status) is read in a later statement, whose snapshot is younger than the lock.
const query = steady(`
  with l as (select id, number, site_id, item_id, item_revision_id from lot where id = any(?::bigint[]) order by id for share)
  select 'lot' as what, l.id, l.number, l.site_id as site, null as type, u.symbol as unit, u.decimals, r.number as revision,
    i.number as item, i.serial_tracked as "serialTracked",
    r.storage_class as "storageClass", r.storage_min::text as "storageMin", r.storage_max::text as "storageMax"
  from l join item i on i.id = l.item_id join unit u on u.id = i.unit_id left join item_revision r on r.id = l.item_revision_id
  union all
  select 'place', p.id, p.number, p.site_id, p.type, null, null, null, null, null, p.storage_class, p.storage_min::text, p.storage_max::text
  from location p where p.state <> 'withdrawn'
    and (p.id = any(?::bigint[]) or (p.type = any(?::text[]) and p.site_id in (select site_id from l)))
  order by 2`);

/** Locks the lots of a posting and reads them with their places; all must stand at one site. */
export async function survey(
  tx: Tx,
  lots: readonly string[],
  places: readonly string[],
  outside: readonly PlaceType[],
): Promise<Ground> {
  await tx.flush();
  const rows = await tx.sql<GroundRow>(query, [[...new Set(lots)], [...new Set(places)], outside]);
  const lotRows = new Map(rows.filter((row) => row.what === "lot").map((row) => [row.id, lotOf(row)]));
  const placeRows = rows.flatMap((row) => placeOf(row) ?? []);
  const byId = new Map(placeRows.map((place) => [place.id, place]));
  const missingLot = lots.find((id) => !lotRows.has(id));
  if (missingLot !== undefined) throw notFound("Lot", missingLot);
  const missingPlace = places.find((id) => !byId.has(id));
  if (missingPlace !== undefined) throw notFound("Location", missingPlace);
  const site = lots[0] === undefined ? undefined : lotRows.get(lots[0])?.site;
  const named = places.flatMap((id) => byId.get(id) ?? []);
  tx.require(siteReasons([...lotRows.values()], named, site));
  const ours = placeRows.filter((place) => place.site === site);
  tx.require(outside.filter((type) => !ours.some((place) => place.type === type)).map(missingOutside));
  return {
    lot: (id) => known(lotRows.get(id)),
    place: (id) => known(byId.get(id)),
    outside: (type) => known(ours.find((place) => place.type === type)),
  };
}

const lotOf = (row: GroundRow): StockLot => ({
  id: row.id,
  number: row.number,
  site: row.site,
  unit: row.unit ?? "",
  decimals: row.decimals ?? 6,
  item: row.item ?? "",
  serialTracked: row.serialTracked === true,
  storage: storageOf(row),
  revision: row.revision,
});

const placeOf = (row: GroundRow): Place | null =>
  row.type === null ? null : { id: row.id, number: row.number, site: row.site, type: row.type, storage: storageOf(row) };

const storageOf = ({ storageClass, storageMin, storageMax }: GroundRow): StorageTerms => ({
  storageClass,
  storageMin,
  storageMax,
});

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("not part of this posting");
  return found;
}

function siteReasons(lots: readonly StockLot[], places: readonly Place[], site: string | undefined): Reason[] {
  const strangers = [
    ...lots.map((lot) => ({ record: "Lot", ...lot })),
    ...places.map((place) => ({ record: "Location", ...place })),
  ];
  return strangers
    .filter((thing) => thing.site !== site)
    .map(({ record, number }) =>
      because("OTHER_SITE", `${number} belongs to another site.`, `${number} 属于其他场所。`, record, number),
    );
}

const typeLabel = (type: PlaceType): Label => registry.Location.fields.type.of.values[type];

const missingOutside = (type: PlaceType): Reason =>
  because(
    "OUTSIDE_PLACE_MISSING",
    `The site has no location of type "${typeLabel(type).en}".`,
    `该场所没有类型为“${typeLabel(type).zh}”的库位。`,
  );

/** Our shelves from which released stock may be used: what came back from a customer stands in quarantine and is not among them. */
export const issuable: readonly PlaceType[] = ["storage", "production", "dispatch"];
export const shippable: readonly PlaceType[] = ["storage", "dispatch"];
/** Where a lot that may not be used may stand. */
export const apart: readonly PlaceType[] = ["quarantine", "blocked", "retained"];
/** Every shelf of ours; in transit and outside places are reached by their own postings only. */
export const shelves: readonly PlaceType[] = [...apart, ...issuable];

/** Refuses places that are not of the wanted types. */
export const placeReasons = (code: string, places: readonly Place[], wanted: readonly PlaceType[]): Reason[] => {
  const label = eitherOf(wanted.map(typeLabel));
  return places
    .filter((place) => !wanted.includes(place.type))
    .map(({ number, type }) =>
      because(
        code,
        `Location ${number} is "${typeLabel(type).en}"; this needs ${label.en}.`,
        `库位 ${number} 为“${typeLabel(type).zh}”，此处需要${label.zh}。`,
        "Location",
        number,
      ),
    );
};

/** The amount a quantity says, above zero and with no more decimals than the lot's unit has. */
export function quantityOf(tx: Tx, lot: StockLot, quantity: string): Amount {
  const value = amount(quantity);
  if (!value.greaterThan(zero))
    tx.require([because("QUANTITY_NOT_POSITIVE", "The quantity must be above zero.", "数量须大于零。", "Lot", lot.number)]);
  if (value.decimalPlaces() > lot.decimals)
    tx.require([
      because(
        "QUANTITY_DECIMALS",
        `${lot.unit} has at most ${lot.decimals} decimals.`,
        `单位 ${lot.unit} 最多 ${lot.decimals} 位小数。`,
        "Lot",
        lot.number,
      ),
    ]);
  return value;
}
