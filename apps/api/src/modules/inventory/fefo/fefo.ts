/** First expired, first out: which lots cover a demand, and what stands in the way where they do not (REQ-GATE-19). */
import type { fefoObstacle } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { steady } from "../../../base/sqltext.ts";
import { type Amount, amount, sum, zero } from "../stock/amount.ts";
import { type PlaceType, shelves } from "../stock/ground.ts";

/** What is wanted of one item; quantities are decimals as text, in the unit of the item. */
export interface Demand {
  readonly item: string;
  readonly quantity: string;
  /** The day on which the lots must still be good; today at the site when not said. */
  readonly goodOn?: string | null | undefined;
}

export interface Ask {
  readonly site: string;
  /** Types of places it may be taken from, the preferred one first. */
  readonly from: readonly PlaceType[];
  readonly demands: readonly Demand[];
  /** The document that asks: what it has reserved itself does not stand in its way. */
  readonly except?: { readonly record: string; readonly id: string } | undefined;
}

export interface Pick {
  readonly lot: string;
  readonly number: string;
  readonly expiresOn: string | null;
  readonly location: string;
  readonly quantity: string;
}

export interface Obstacle {
  readonly why: keyof (typeof fefoObstacle)["values"];
  readonly quantity: string;
  readonly lots: number;
  /** Numbers of the first of them. */
  readonly numbers: readonly string[];
}

export interface Proposal {
  readonly item: string;
  readonly wanted: string;
  readonly picks: readonly Pick[];
  /** What no usable lot covers; "0" when all is covered. */
  readonly short: string;
  /** Stock of the item that is not proposed, by the first thing that stands in its way. */
  readonly obstacles: readonly Obstacle[];
}

const reservations: string[] = [];

/**
 * Adds to what is spoken for already: SQL that answers lot_id, location_id, quantity, record_type and record_id. Called once
 * where a higher area is declared.
 */
export const addReservation = (sql: string): void => {
  if (!reservations.includes(sql)) reservations.push(sql);
};

const nothingReserved =
  "select null::bigint as lot_id, null::bigint as location_id, 0::numeric as quantity, ''::text as record_type, null::bigint as record_id where false";

/** The one statement behind every proposal, for any number of lots; exported for the benchmark, which explains it. */
export const fefoQuery = (): string =>
  steady(`
  with d as (select * from unnest(?::bigint[], ?::numeric[], ?::date[]) with ordinality x (item_id, quantity, good_on, n)),
  reserved as (select lot_id, location_id, sum(quantity) as quantity from (${[nothingReserved, ...reservations].join(" union all ")}) r
    where record_type <> ? or record_id <> ?::bigint group by lot_id, location_id),
  stock as (select d.n, d.quantity as wanted, u.id as lot_id, u.number, u.expires_on, b.location_id, b.quantity as standing,
      array_position(?::text[], b.location_type) as preference, greatest(b.quantity - coalesce(r.quantity, 0), 0) as free,
      case when u.is_usable then case when u.expires_on < d.good_on then 'tooShort'
          when array_position(?::text[], b.location_type) is null then 'elsewhere' end
        when u.state = 'rejected' then 'rejected' when u.state <> 'released' then 'waiting' when u.is_held then 'held'
        when u.is_expired then 'expired' else 'itemBlocked' end as why
    from d join lot_use u on u.item_id = d.item_id and u.site_id = ?
      join balance b on b.lot_id = u.id and b.quantity > 0 and b.location_type = any(?::text[])
      left join reserved r on r.lot_id = b.lot_id and r.location_id = b.location_id),
  usable as (select s.*, row_number() over inturn as turn,
      coalesce(sum(free) over (inturn rows between unbounded preceding and 1 preceding), 0) as before
    from stock s where why is null and free > 0
    window inturn as (partition by n order by expires_on nulls last, number collate "C", preference, location_id))
  select n, null as why, turn, lot_id as lot, number, expires_on::text as "expiresOn", location_id as location,
    least(free, wanted - before)::text as quantity, null::int as lots, null::text[] as numbers
  from usable where before < wanted
  union all
  select n, o.why, null, null, null, null, null, sum(o.quantity)::text, count(distinct lot_id)::int,
    (array_agg(distinct number order by number) filter (where number is not null))[1:5]
  from (select n, why, lot_id, number, standing as quantity from stock where why is not null
    union all select n, 'reserved', lot_id, number, standing - free from stock where why is null and standing > free) o
  group by n, o.why
  order by n, turn, why`);

interface Row {
  readonly n: string;
  readonly why: Obstacle["why"] | null;
  readonly lot: string | null;
  readonly number: string | null;
  readonly expiresOn: string | null;
  readonly location: string | null;
  readonly quantity: string;
  readonly lots: number | null;
  readonly numbers: string[] | null;
}

/**
 * Which lots cover each demand: usable ones only, in order of expiry, of equal expiry the lower lot number, those without expiry
 * last; split over as many as it takes. One statement whatever the number of lots and demands.
 */
export async function fefo(reader: Reader, { site, from, demands, except }: Ask): Promise<Proposal[]> {
  if (demands.length === 0) return [];
  const rows = await reader.sql<Row>(fefoQuery(), [
    demands.map((demand) => demand.item),
    demands.map((demand) => demand.quantity),
    demands.map((demand) => demand.goodOn ?? null),
    except?.record ?? "",
    except?.id ?? "0",
    from,
    from,
    site,
    shelves,
  ]);
  const byDemand = Map.groupBy(rows, (row) => Number(row.n));
  return demands.map((demand, index) => proposalOf(demand, byDemand.get(index + 1) ?? []));
}

function proposalOf({ item, quantity }: Demand, rows: readonly Row[]): Proposal {
  const picks = rows.flatMap(({ lot, number, location, expiresOn, quantity: taken }): Pick[] =>
    lot === null || number === null || location === null
      ? []
      : [{ lot, number, location, expiresOn, quantity: amount(taken).toFixed() }],
  );
  const covered = sum(picks.map((pick) => amount(pick.quantity)));
  const short = amount(quantity).minus(covered);
  return {
    item,
    wanted: quantity,
    picks,
    short: short.isPositive() ? short.toFixed() : "0",
    obstacles: rows.flatMap(({ why, quantity: standing, lots, numbers }) =>
      why === null ? [] : [{ why, quantity: amount(standing).toFixed(), lots: lots ?? 0, numbers: numbers ?? [] }],
    ),
  };
}

/** What a document takes of one lot. */
export interface Taken {
  readonly expiresOn: string | null;
  readonly quantity: string;
}

/**
 * The proposed picks that a document passes over in favour of lots that expire later. Lots of equal expiry, or all without one,
 * may be taken in any order. Pure.
 */
export function passedOver({ picks }: Proposal, taken: readonly Taken[]): Pick[] {
  const upTo = (day: string, of: readonly Taken[]): Amount =>
    of.reduce((total, one) => (one.expiresOn !== null && one.expiresOn <= day ? total.plus(amount(one.quantity)) : total), zero);
  return picks.filter(({ expiresOn }) => expiresOn !== null && upTo(expiresOn, taken).lessThan(upTo(expiresOn, picks)));
}
