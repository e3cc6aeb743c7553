import { because, type lotEventKind, type movementKind, outsideTypes, type Reason } from "@lotline/schema";
import { steady } from "../../base/sqltext.ts";
import type { Tx } from "../../kernel/tx.ts";
import { type Amount, amount, sum, zero } from "./stock/amount.ts";
import type { Place, StockLot } from "./stock/ground.ts";
import { moveSerials, type SerialMove, serialReasons } from "./stock/serials.ts";
import type { Source } from "./stock/types.ts";

/** One line of a posting: positive what comes to a place, negative what leaves it. */
export interface Line {
  readonly lot: StockLot;
  readonly place: Place;
  readonly quantity: Amount;
  readonly customer?: string | null;
}

/** A lot that goes into the posting's event, or comes out of it. */
export interface Edge {
  readonly lot: string;
  readonly quantity: Amount;
  readonly direction: "in" | "out";
}

/** Which event of the genealogy a posting belongs to. */
export type EventOf =
  | { readonly kind: "production" } // one per work order
  | { readonly kind: Exclude<keyof (typeof lotEventKind)["values"], "production"> } // one per posting
  | { readonly id: string }; // that of a posting being reversed

export interface NewPosting {
  readonly kind: keyof (typeof movementKind)["values"];
  readonly source: Source;
  readonly remark?: string | null | undefined;
  readonly lines: readonly Line[];
  readonly event?: EventOf;
  readonly edges?: readonly Edge[];
  readonly reverses?: string;
  /** The units of serial-tracked lots that move; as many at each place as the lines say. */
  readonly serials?: readonly SerialMove[];
}

// What is outside gives without end; only samples come back, and no more of them than were taken.
const bottomless = new Set<string>(outsideTypes.filter((type) => type !== "sample"));

/**
 * Writes one posting: event, lines and edges in one statement, then the balances, last and in key order, so that what others
 * wait for is held for the shortest time. The lots are locked by `survey` before. Answers the posting's id.
 * @throws REFUSED with INSUFFICIENT_STOCK for every line that the shelf does not have; with SERIALS_REQUIRED or SERIAL_NOT_THERE for
 * units that are not named or are elsewhere.
 */
export async function post(tx: Tx, posting: NewPosting): Promise<string> {
  const { serials = [] } = posting;
  tx.require(serialReasons(posting.lines, serials));
  const id = await writeLedger(tx, posting);
  await moveSerials(tx, id, serials);
  await changeBalances(tx, posting.lines);
  return id;
}

// The event of a production is found again by its record; two at once are refused by a unique index (its order is locked).
const ledgerQuery = steady(`
  with given as (select ?::text as kind, ?::text as record_type, ?::bigint as record_id, ?::text as record_number, ?::bigint as site_id,
      ?::text as remark, ?::bigint as reverses_id, ?::text as event_kind, ?::bigint as event_id),
  known as (select event_id as id from given where event_id is not null
    union all (select e.id from lot_event e join given g on g.event_kind = 'production' and e.kind = 'production'
      and e.record_type = g.record_type and e.record_id = g.record_id limit 1)),
  made as (insert into lot_event (kind, record_type, record_id, record_number, site_id)
    select event_kind, record_type, record_id, record_number, site_id from given
    where event_kind is not null and not exists (select from known) returning id),
  e as (select id from known union all select id from made),
  p as (insert into posting (kind, record_type, record_id, record_number, site_id, remark, reverses_id, event_id)
    select g.kind, g.record_type, g.record_id, g.record_number, g.site_id, g.remark, g.reverses_id, (select id from e) from given g returning id),
  m as (insert into movement (posting_id, lot_id, location_id, quantity, customer_id, site_id)
    select p.id, x.lot_id, x.location_id, x.quantity, x.customer_id, g.site_id
    from given g, p, unnest(?::bigint[], ?::bigint[], ?::numeric[], ?::bigint[]) with ordinality x (lot_id, location_id, quantity, customer_id, n)
    order by x.n),
  joined as (insert into lot_edge (src_id, dst_id, lot_id, event_id, posting_id, quantity)
    select case when x.into_event then x.lot_id else - e.id end, case when x.into_event then - e.id else x.lot_id end, x.lot_id, e.id, p.id, x.quantity
    from p, e, unnest(?::bigint[], ?::boolean[], ?::numeric[]) with ordinality x (lot_id, into_event, quantity, n) order by x.n)
  select id from p`);

async function writeLedger(tx: Tx, { kind, source, remark, lines, event, edges = [], reverses }: NewPosting): Promise<string> {
  const [first] = lines;
  if (!first) throw new Error("a posting without lines");
  const eventKind = event && "kind" in event ? event.kind : null;
  const eventId = event && "id" in event ? event.id : null;
  const head = [kind, source.record, source.id, source.number, first.lot.site, remark?.trim() || null];
  const ledgerLines = [
    lines.map((line) => line.lot.id),
    lines.map((line) => line.place.id),
    lines.map((line) => line.quantity.toFixed()),
    lines.map((line) => line.customer ?? null),
  ];
  const joins = [
    edges.map((edge) => edge.lot),
    edges.map((edge) => edge.direction === "in"),
    edges.map((edge) => edge.quantity.toFixed()),
  ];
  const [row] = await tx.sql<{ id: string }>(ledgerQuery, [
    ...head,
    reverses ?? null,
    eventKind,
    eventId,
    ...ledgerLines,
    ...joins,
  ]);
  if (!row) throw new Error("the posting was not written");
  return row.id;
}

interface Change {
  readonly lot: StockLot;
  readonly place: Place;
  /** What the balance changes by, and what must be there before. */
  readonly change: Amount;
  readonly need: Amount;
}

/** The lines summed by lot and place, in key order. */
function changesOf(lines: readonly Line[]): Change[] {
  const groups = Map.groupBy(lines, (line) => `${line.lot.id} ${line.place.id}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const leaving = group.filter((line) => line.quantity.isNegative()).map((line) => line.quantity.negated());
      const need = bottomless.has(first.place.type) ? zero : sum(leaving);
      return [{ lot: first.lot, place: first.place, change: sum(group.map((line) => line.quantity)), need }];
    })
    .sort((a, b) => compareIds(a.lot.id, b.lot.id) || compareIds(a.place.id, b.place.id));
}

const compareIds = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0);

// Insert or change in one ordered statement. A shelf that must have something has a row already: without one it is left out,
// and so is a row whose condition fails; what is missing in the answer is refused. The proposed row must satisfy the CHECK even
// when it is only going to change one that exists, hence 0 for what leaves.
const balanceQuery = steady(`
  with d as (select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::numeric[], ?::numeric[])
    x (lot_id, location_id, site_id, location_type, change, need))
  insert into balance as b (lot_id, location_id, site_id, location_type, quantity)
  select lot_id, location_id, site_id, location_type, case when need > 0 then 0 else change end from d
  where need = 0 or exists (select from balance k where k.lot_id = d.lot_id and k.location_id = d.location_id)
  order by lot_id, location_id
  on conflict (lot_id, location_id) do update
    set quantity = b.quantity + (select d.change from d where d.lot_id = excluded.lot_id and d.location_id = excluded.location_id)
    where (select d.need = 0 or b.quantity >= d.need from d where d.lot_id = excluded.lot_id and d.location_id = excluded.location_id)
  returning lot_id, location_id`);

async function changeBalances(tx: Tx, lines: readonly Line[]): Promise<void> {
  const changes = changesOf(lines);
  const done = await tx.sql<{ lot_id: string; location_id: string }>(balanceQuery, [
    changes.map((c) => c.lot.id),
    changes.map((c) => c.place.id),
    changes.map((c) => c.place.site),
    changes.map((c) => c.place.type),
    changes.map((c) => c.change.toFixed()),
    changes.map((c) => c.need.toFixed()),
  ]);
  if (done.length === changes.length) return;
  const changed = new Set(done.map((row) => `${row.lot_id} ${row.location_id}`));
  tx.require(
    await shortages(
      tx,
      changes.filter((c) => !changed.has(`${c.lot.id} ${c.place.id}`)),
    ),
  );
}

async function shortages(tx: Tx, missing: readonly Change[]): Promise<Reason[]> {
  const rows = await tx.sql<{ lot_id: string; location_id: string; quantity: string }>(
    `select b.lot_id, b.location_id, b.quantity from unnest(?::bigint[], ?::bigint[]) x (lot_id, location_id)
     join balance b using (lot_id, location_id)`,
    [missing.map((c) => c.lot.id), missing.map((c) => c.place.id)],
  );
  const there = new Map(rows.map((row) => [`${row.lot_id} ${row.location_id}`, row.quantity]));
  return missing.map(({ lot, place, need }) => {
    const left = amount(there.get(`${lot.id} ${place.id}`) ?? "0").toFixed();
    return because(
      "INSUFFICIENT_STOCK",
      `${lot.number} has ${left} ${lot.unit} at ${place.number}; ${need.toFixed()} ${lot.unit} are asked for.`,
      `${lot.number} 在 ${place.number} 仅有 ${left} ${lot.unit}，需要 ${need.toFixed()} ${lot.unit}。`,
      "Lot",
      lot.number,
    );
  });
}
