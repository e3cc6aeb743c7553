/** Serial numbers in the ledger: a posting of a serial-tracked lot names each unit that moves, and each knows where it is. */
import { because, type Reason, type Rec, readSerials, writeSerials } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { specOf } from "../../../base/names.ts";
import { steady } from "../../../base/sqltext.ts";
import { retainUntil } from "../../../kernel/retention.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Amount, amount, zero } from "./amount.ts";
import { type Place, type StockLot, survey } from "./ground.ts";

/** Units that go from one place to another, in one posting. */
export interface SerialMove {
  readonly lot: StockLot;
  readonly serials: readonly string[];
  readonly from: Place;
  readonly to: Place;
  readonly customer?: string | null | undefined;
  /** Where a lot is split: the lot that they are of from now on, and the place outside through which the split goes. */
  readonly into?: { readonly lot: StockLot; readonly aside: Place } | undefined;
}

type TrackedLot = Pick<StockLot, "id" | "number" | "item" | "unit" | "serialTracked">;

interface Read {
  readonly serials: readonly string[];
  readonly reasons: readonly Reason[];
}

/** The units a person named for an amount of a lot, or why they cannot be read or are not as many as the amount says. Pure. */
function readNamed(lot: TrackedLot, quantity: Amount, text: string | null | undefined): Read {
  if (!text?.trim()) return { serials: [], reasons: [] };
  const no = (reason: Reason): Read => ({ serials: [], reasons: [reason] });
  if (!lot.serialTracked)
    return no(
      because("SERIALS_NOT_TRACKED", `${lot.number} is not serial-tracked.`, `${lot.number} 不按序列号管理。`, "Lot", lot.number),
    );
  const read = readSerials(text);
  if (!read.ok) return no(unreadable[read.why](read.piece));
  if (quantity.equals(read.serials.length)) return { serials: read.serials, reasons: [] };
  return no(
    because(
      "SERIALS_COUNT",
      `${lot.number}: ${quantity.toFixed()} ${lot.unit}, but ${read.serials.length} serial numbers are named.`,
      `${lot.number}：数量 ${quantity.toFixed()} ${lot.unit}，所列序列号 ${read.serials.length} 个。`,
      "Lot",
      lot.number,
    ),
  );
}

/** The units a person named for an amount of a lot. @throws REFUSED when they cannot be read or are not as many as the amount says */
export function namedSerials(tx: Tx, lot: StockLot, quantity: Amount, text: string | null | undefined): readonly string[] {
  const { serials, reasons } = readNamed(lot, quantity, text);
  tx.require(reasons);
  return serials;
}

/** The units of the parts of a lot, each in one part. @throws REFUSED when a part names none, too many, or one of another part */
export function partSerials(
  tx: Tx,
  lot: StockLot,
  parts: readonly { readonly quantity: Amount; readonly serials?: string | null | undefined }[],
): (readonly string[])[] {
  const read = parts.map(({ quantity, serials }) => readNamed(lot, quantity, serials));
  const all = read.flatMap(({ serials }) => serials);
  const isMissing = lot.serialTracked && read.some(({ serials, reasons }) => serials.length + reasons.length === 0);
  tx.require([
    ...read.flatMap(({ reasons }) => reasons),
    ...(isMissing ? [required(lot)] : []),
    ...[...new Set(all.filter((serial, index) => all.indexOf(serial) !== index))].map(unreadable.twice),
  ]);
  return read.map(({ serials }) => serials);
}

/** What somebody says will leave a place, before it is posted: of a serial-tracked lot with its units. */
export interface ToLeave {
  readonly lot: TrackedLot;
  readonly place: NamedUnit["place"];
  readonly quantity: string;
  readonly serials: string | null;
}

/** Every reason against the units that are named, before anything moves: missing, unreadable, too many, twice, or not there. */
export async function namedReasons(reader: Reader, lines: readonly ToLeave[]): Promise<Reason[]> {
  const read = lines.map((line) => ({ ...line, ...readNamed(line.lot, amount(line.quantity), line.serials) }));
  const units = read.flatMap(({ lot, place, serials }) => serials.map((serial): NamedUnit => ({ lot, place, serial })));
  const twice = [...Map.groupBy(units, ({ lot, serial }) => `${lot.item} ${serial}`).values()].flatMap(([unit, again]) =>
    unit && again ? [unreadable.twice(unit.serial)] : [],
  );
  return [
    ...read.flatMap(({ lot, serials, reasons }) =>
      reasons.length === 0 && lot.serialTracked && serials.length === 0 ? [required(lot)] : reasons,
    ),
    ...twice,
    ...(units.length > 0 ? await strangerReasons(reader, units) : []),
  ];
}

/** The units that a person named for an amount of a lot, before it is posted; null when the lot is not serial-tracked. */
export async function unitsOf(
  tx: Tx,
  id: string,
  quantity: Amount,
  text: string | null | undefined,
): Promise<readonly string[] | null> {
  const lot = (await survey(tx, [id], [], [])).lot(id);
  const named = namedSerials(tx, lot, quantity, text);
  if (lot.serialTracked && named.length === 0) tx.require([required(lot)]);
  return lot.serialTracked ? named : null;
}

const required = ({ number, item }: Pick<TrackedLot, "number" | "item">): Reason =>
  because(
    "SERIALS_REQUIRED",
    `${item} is serial-tracked: name the serial numbers of ${number} that move.`,
    `${item} 按序列号管理：请列出 ${number} 所移动的序列号。`,
    "Lot",
    number,
  );

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
  for (const { lot, from, to, serials, into } of moves) {
    const units = amount(serials.length);
    add(lot, from, units);
    if (into) {
      add(lot, into.aside, units.negated());
      add(into.lot, into.aside, units);
    }
    add(into?.lot ?? lot, to, units.negated());
  }
  const open = new Set([...net].filter(([, left]) => !left.isZero()).map(([key]) => key.split(" ")[0]));
  const lots = new Map(tracked.filter(({ lot }) => open.has(lot.id)).map(({ lot }) => [lot.id, lot]));
  return [...lots.values()].map(required);
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
  with given as (select * from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
      with ordinality x (lot_id, serial, from_id, to_id, customer_id, into_id, n)),
  moved as (update serial s set location_id = g.to_id, whereabouts = p.type, version = s.version + 1, lot_id = g.into_id,
      customer_id = case when p.type in ('customer', 'transit') then g.customer_id end
    from given g join location p on p.id = g.to_id
    where s.lot_id = g.lot_id and s.serial_number = g.serial and s.location_id = g.from_id
    returning s.id, s.site_id, g.from_id, g.to_id, g.customer_id, g.n),
  kept as (insert into serial_move (posting_id, serial_id, from_id, to_id, customer_id, site_id)
    select ?::bigint, id, from_id, to_id, customer_id, site_id from moved order by n)
  select n from moved`);

/** Moves the units of a posting, all in one statement. @throws REFUSED for units that are not there, saying why */
export async function moveSerials(tx: Tx, posting: string, moves: readonly SerialMove[]): Promise<void> {
  const units = moves.flatMap((move) => move.serials.map((serial) => ({ ...move, serial })));
  if (units.length === 0) return;
  const done = await tx.sql<{ n: string }>(moveQuery, [
    units.map(({ lot }) => lot.id),
    units.map(({ serial }) => serial),
    units.map(({ from }) => from.id),
    units.map(({ to }) => to.id),
    units.map(({ customer }) => customer ?? null),
    units.map(({ lot, into }) => into?.lot.id ?? lot.id),
    posting,
  ]);
  if (done.length === units.length) return;
  const moved = new Set(done.map((row) => Number(row.n)));
  const left = units.filter((_, index) => !moved.has(index + 1));
  tx.require(
    await strangerReasons(
      tx,
      left.map(({ lot, from, serial }) => ({ lot, place: from, serial })),
      true,
    ),
  );
}

/** A unit that somebody says is of a lot and at a place. */
export interface NamedUnit {
  readonly lot: { readonly id: string; readonly number: string; readonly item: string };
  readonly place: { readonly id: string; readonly number: string };
  readonly serial: string;
}

interface Stranger extends NamedUnit {
  readonly why: "unknown" | "otherLot" | "elsewhere";
  /** The lot that it is of. */
  readonly of: string;
}

/**
 * Which units are not where somebody says: the item has no such number, it is of another lot, or it is elsewhere. `gone`: they were
 * found missing, so one that is there now was taken twice.
 */
export async function strangerReasons(reader: Reader, units: readonly NamedUnit[], gone = false): Promise<Reason[]> {
  const rows = await reader.sql<{ lot: string | null; number: string | null; place: string | null }>(
    `select s.lot_id as lot, l.number, s.location_id as place
     from unnest(?::bigint[], ?::text[]) with ordinality x (lot_id, serial, n) join lot t on t.id = x.lot_id
       left join serial s on s.item_id = t.item_id and s.serial_number = x.serial left join lot l on l.id = s.lot_id
     order by x.n`,
    [units.map(({ lot }) => lot.id), units.map(({ serial }) => serial)],
  );
  const found = units.flatMap((unit, index): Stranger[] => {
    const row = rows[index];
    if (!row || row.lot === null) return [{ ...unit, why: "unknown", of: "" }];
    if (row.lot !== unit.lot.id) return [{ ...unit, why: "otherLot", of: row.number ?? "" }];
    return gone || row.place !== unit.place.id ? [{ ...unit, why: "elsewhere", of: "" }] : [];
  });
  return [...Map.groupBy(found, ({ why, of, lot, place }) => `${why} ${of} ${lot.id} ${place.id}`).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [strangers[first.why](first, writeSerials(group.map(({ serial }) => serial)), first.of)];
  });
}

const strangers = {
  unknown: ({ lot }: NamedUnit, named: string, _of: string): Reason =>
    because(
      "SERIAL_UNKNOWN",
      `${lot.item} has no serial number ${named}.`,
      `${lot.item} 没有序列号 ${named}。`,
      "Lot",
      lot.number,
    ),
  otherLot: ({ lot }: NamedUnit, named: string, of: string): Reason =>
    because(
      "SERIAL_OTHER_LOT",
      `${named}: of lot ${of}, not of ${lot.number}.`,
      `${named} 属于批 ${of}，不属于 ${lot.number}。`,
      "Lot",
      lot.number,
    ),
  elsewhere: ({ lot, place }: NamedUnit, named: string, _of: string): Reason =>
    because(
      "SERIAL_NOT_THERE",
      `Of ${lot.number} these are not at ${place.number}: ${named}.`,
      `${lot.number} 的下列序列号不在 ${place.number}：${named}。`,
      "Lot",
      lot.number,
    ),
} as const;

/** The units that a posting moved, the other way round. */
export async function serialsBack(
  tx: Tx,
  posting: string,
  ground: { readonly lot: (id: string) => StockLot; readonly place: (id: string) => Place },
): Promise<SerialMove[]> {
  interface Back {
    readonly lot: string;
    readonly serial: string;
    readonly from: string;
    readonly to: string;
    readonly customer: string | null;
    readonly parent: string | null;
    readonly aside: string | null;
  }
  // A split has one parent and one place outside; its units are the parent's again.
  const rows = await tx.sql<Back>(
    `select s.lot_id as lot, s.serial_number as serial, m.from_id as "from", m.to_id as "to", m.customer_id as customer,
       a.lot_id as parent, a.location_id as aside
     from serial_move m join serial s on s.id = m.serial_id join posting p on p.id = m.posting_id
       left join lateral (select v.lot_id, v.location_id from movement v join location o on o.id = v.location_id
         where p.kind = 'split' and v.posting_id = p.id and o.type = 'regroup' and v.quantity > 0 limit 1) a on true
     where m.posting_id = ? order by m.id`,
    [posting],
  );
  const same = ({ lot, from, to, customer }: Back) => `${lot} ${from} ${to} ${customer}`;
  return [...Map.groupBy(rows, same).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { lot, from, to, customer, parent, aside } = first;
    return [
      {
        lot: ground.lot(lot),
        from: ground.place(to),
        to: ground.place(from),
        customer,
        serials: group.map((row) => row.serial),
        into: parent && aside ? { lot: ground.lot(parent), aside: ground.place(aside) } : undefined,
      },
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
