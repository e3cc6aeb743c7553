/** Serial numbers in the ledger: a posting of a serial-tracked lot names each unit that moves, and each knows where it is. */
import { because, type Reason, type Rec, readSerials, writeSerials } from "@lotline/schema";
import { specOf } from "../../../base/names.ts";
import { steady } from "../../../base/sqltext.ts";
import { retainUntil } from "../../../kernel/retention.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Amount, amount, zero } from "./amount.ts";
import type { Place, StockLot } from "./ground.ts";

/** Units that go from one place to another, in one posting. */
export interface SerialMove {
  readonly lot: StockLot;
  readonly serials: readonly string[];
  readonly from: Place;
  readonly to: Place;
  readonly customer?: string | null | undefined;
}

/** The units a person named for an amount of a lot. @throws REFUSED when they cannot be read or are not as many as the amount says */
export function namedSerials(tx: Tx, lot: StockLot, quantity: Amount, text: string | null | undefined): readonly string[] {
  if (!text?.trim()) return [];
  if (!lot.serialTracked)
    tx.require([
      because("SERIALS_NOT_TRACKED", `${lot.number} is not serial-tracked.`, `${lot.number} 不按序列号管理。`, "Lot", lot.number),
    ]);
  const read = readSerials(text);
  if (!read.ok) tx.require([unreadable[read.why](read.piece)]);
  const serials = read.ok ? read.serials : [];
  if (!quantity.equals(serials.length))
    tx.require([
      because(
        "SERIALS_COUNT",
        `${lot.number}: ${quantity.toFixed()} ${lot.unit}, but ${serials.length} serial numbers are named.`,
        `${lot.number}：数量 ${quantity.toFixed()} ${lot.unit}，所列序列号 ${serials.length} 个。`,
        "Lot",
        lot.number,
      ),
    ]);
  return serials;
}

const unreadable = {
  unreadable: (piece: string) => because("SERIALS_UNREADABLE", `"${piece}" is no serial number.`, `“${piece}”不是有效的序列号。`),
  range: (piece: string) =>
    because("SERIALS_UNREADABLE", `"${piece}" is no range that counts upwards.`, `“${piece}”不是由小到大的序列号区间。`),
  tooMany: (piece: string) =>
    because("SERIALS_UNREADABLE", `"${piece}" names too many at once.`, `“${piece}”一次列出的序列号过多。`),
  twice: (piece: string) => because("SERIALS_UNREADABLE", `${piece} is named twice.`, `${piece} 重复列出。`),
} as const;

interface Line {
  readonly lot: StockLot;
  readonly place: Place;
  readonly quantity: Amount;
}

/** Lots of which more or less moves at a place than units are named; what is not serial-tracked has none. Pure. */
export function serialReasons(lines: readonly Line[], moves: readonly SerialMove[]): Reason[] {
  const tracked = lines.filter(({ lot }) => lot.serialTracked);
  const net = new Map<string, Amount>();
  const add = (lot: StockLot, place: Place, change: Amount) => {
    const key = `${lot.id} ${place.id}`;
    net.set(key, (net.get(key) ?? zero).plus(change));
  };
  for (const { lot, place, quantity } of tracked) add(lot, place, quantity);
  for (const { lot, from, to, serials } of moves) {
    add(lot, from, amount(serials.length));
    add(lot, to, amount(-serials.length));
  }
  const open = new Set([...net].filter(([, left]) => !left.isZero()).map(([key]) => key.split(" ")[0]));
  const lots = new Map(tracked.filter(({ lot }) => open.has(lot.id)).map(({ lot }) => [lot.id, lot]));
  return [...lots.values()].map(({ number, item }) =>
    because(
      "SERIALS_NEEDED",
      `${item} is serial-tracked: name the serial numbers of ${number} that move.`,
      `${item} 按序列号管理：请列出 ${number} 所移动的序列号。`,
      "Lot",
      number,
    ),
  );
}

const createQuery = steady(`
  insert into serial (number, serial_number, item_id, lot_id, location_id, whereabouts, site_id, version, created_at, created_by_id, retain_until)
  select ?::text || ':' || x.serial, x.serial, ?::bigint, ?::bigint, ?::bigint, ?::text, ?::bigint, 1, ?::timestamptz, ?::bigint, ?::date
  from unnest(?::text[]) with ordinality x (serial, n) order by x.n
  on conflict do nothing returning serial_number`);

/**
 * New units of a lot, still outside; one statement for any number. @throws REFUSED with SERIAL_DUPLICATE for every number that the
 * item has already (REQ-TRC-01)
 */
export async function createSerials(
  tx: Tx,
  lot: StockLot,
  record: Rec<"Lot">,
  outside: Place,
  serials: readonly string[],
): Promise<void> {
  if (serials.length === 0) return;
  const keep = await retainUntil(tx, specOf("Serial"));
  const head = [lot.item, record.item, record.id, outside.id, outside.type, record.site, tx.now, tx.actor.id, keep];
  const made = await tx.sql<{ serial_number: string }>(createQuery, [...head, serials]);
  if (made.length === serials.length) return;
  const fresh = new Set(made.map((row) => row.serial_number));
  const taken = serials.filter((serial) => !fresh.has(serial));
  tx.require(
    taken
      .slice(0, mostTold)
      .map((serial) =>
        because(
          "SERIAL_DUPLICATE",
          `${lot.item} has the serial number ${serial} already${more(taken).en}.`,
          `${lot.item} 已有序列号 ${serial}${more(taken).zh}。`,
          "Serial",
          `${lot.item}:${serial}`,
        ),
      ),
  );
}

const mostTold = 20;
const more = ({ length }: readonly string[]) =>
  length > mostTold ? { en: ` (${length} in all)`, zh: `（共 ${length} 个）` } : { en: "", zh: "" };

// A unit moves from where it is and from nowhere else; whoever comes second finds it gone.
const moveQuery = steady(`
  with given as (select * from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
      with ordinality x (lot_id, serial, from_id, to_id, customer_id, n)),
  moved as (update serial s set location_id = g.to_id, whereabouts = p.type, version = s.version + 1,
      customer_id = case when p.type in ('customer', 'transit') then g.customer_id end
    from given g join location p on p.id = g.to_id
    where s.lot_id = g.lot_id and s.serial_number = g.serial and s.location_id = g.from_id
    returning s.id, s.site_id, g.from_id, g.to_id, g.customer_id, g.n),
  kept as (insert into serial_move (posting_id, serial_id, from_id, to_id, customer_id, site_id)
    select ?::bigint, id, from_id, to_id, customer_id, site_id from moved order by n)
  select n from moved`);

/** Moves the units of a posting, all in one statement. @throws REFUSED with SERIAL_NOT_THERE for units that are elsewhere */
export async function moveSerials(tx: Tx, posting: string, moves: readonly SerialMove[]): Promise<void> {
  const units = moves.flatMap((move) => move.serials.map((serial) => ({ ...move, serial })));
  if (units.length === 0) return;
  const done = await tx.sql<{ n: string }>(moveQuery, [
    units.map(({ lot }) => lot.id),
    units.map(({ serial }) => serial),
    units.map(({ from }) => from.id),
    units.map(({ to }) => to.id),
    units.map(({ customer }) => customer ?? null),
    posting,
  ]);
  if (done.length === units.length) return;
  const moved = new Set(done.map((row) => Number(row.n)));
  const left = units.filter((_, index) => !moved.has(index + 1));
  tx.require(
    [...Map.groupBy(left, ({ lot, from }) => `${lot.id} ${from.id}`).values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const named = writeSerials(group.map(({ serial }) => serial));
      return [
        because(
          "SERIAL_NOT_THERE",
          `Of ${first.lot.number} these are not at ${first.from.number}: ${named}.`,
          `${first.lot.number} 的下列序列号不在 ${first.from.number}：${named}。`,
          "Lot",
          first.lot.number,
        ),
      ];
    }),
  );
}

/** The units that a posting moved, the other way round. */
export async function serialsBack(
  tx: Tx,
  posting: string,
  ground: { readonly lot: (id: string) => StockLot; readonly place: (id: string) => Place },
): Promise<SerialMove[]> {
  const rows = await tx.sql<{ lot: string; serial: string; from: string; to: string; customer: string | null }>(
    `select s.lot_id as lot, s.serial_number as serial, m.from_id as "from", m.to_id as "to", m.customer_id as customer
     from serial_move m join serial s on s.id = m.serial_id where m.posting_id = ? order by m.id`,
    [posting],
  );
  return [...Map.groupBy(rows, (row) => `${row.lot} ${row.from} ${row.to} ${row.customer}`).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { lot, from, to, customer } = first;
    return [
      { lot: ground.lot(lot), from: ground.place(to), to: ground.place(from), customer, serials: group.map((row) => row.serial) },
    ];
  });
}

/** The units of a lot that are on the way to a customer. */
export async function serialsInTransit(tx: Tx, lot: string, customer: string): Promise<string[]> {
  const rows = await tx.sql<{ serial: string }>(
    `select serial_number as serial from serial where lot_id = ? and customer_id = ? and whereabouts = 'transit' order by serial_number`,
    [lot, customer],
  );
  return rows.map((row) => row.serial);
}
