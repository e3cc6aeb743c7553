/** A record as it was: at a moment or as one of its versions, its child rows with it, and what differs between two of them. */
import { readInstant } from "@lotline/schema";
import type { Reader } from "../base/context.ts";
import { invalid, notFound } from "../base/error.ts";
import { columnOf, specOf, tableOf } from "../base/names.ts";
import type { Request } from "../read/request.ts";
import { type Image, imageOf, namedImage, spread, tablesOf } from "./images.ts";
import { type Named, peopleOf } from "./people.ts";
import type { ComparedField, ComparedLine, Comparison, RecordVersion } from "./version-types.ts";

/** A point of a record's history: what was known by then. A version holds what the command that made it wrote. */
interface Point {
  readonly sql: string;
  readonly param: string | Date;
}

const versionPattern = /^v([1-9]\d{0,8})$/;

/** Reads "v12" or an instant. @throws BAD_USER_INPUT for anything else */
async function pointOf(reader: Reader, record: string, id: string, path: string, text: string): Promise<Point | null> {
  const [, version] = versionPattern.exec(text) ?? [];
  if (version) {
    const written = tablesOf(record)
      .slice(1)
      .map(
        ({ table }) =>
          `union all select x.id from audit.trail x, head h where x.table_name = '${table}' and x.row_id in (select audit.rows_of('${table}', ?)) and x.command_id = h.command_id`,
      );
    const [row] = await reader.sql<{ last: string | null }>(
      `with head as (select e.id, e.command_id from audit.trail e where e.table_name = ? and e.row_id = ? and (e.new ->> 'version')::int = ? order by e.id desc limit 1)
       select max(id) as last from (select id from head ${written.join(" ")}) w`,
      [tableOf(record), id, version, ...written.map(() => id)],
    );
    return row?.last ? { sql: "e.id <= ?::bigint", param: String(row.last) } : null;
  }
  const at = readInstant(text);
  if (!at)
    throw invalid({
      path,
      code: "instant",
      text: { en: "A version or a date and time is expected.", zh: "应为版本或日期时间。" },
    });
  return { sql: "e.at <= ?::timestamptz", param: at };
}

interface EventImage {
  readonly row: string;
  readonly event: string;
  readonly image: Image;
}

/** The last image of each row of a table by a point; removed rows are not there. */
async function imagesAt(reader: Reader, table: string, set: string, id: string, point: Point): Promise<EventImage[]> {
  const rows = await reader.sql<{ row_id: string; id: string; kind: string; new: string | null }>(
    `select distinct on (e.row_id) e.row_id, e.id, e.kind, e.new::text as new from audit.trail e
     where e.table_name = '${table}' and ${set ? `e.row_id in (select audit.rows_of('${table}', ?))` : "e.row_id = ?"} and ${point.sql}
     order by e.row_id, e.id desc`,
    [id, point.param],
  );
  return rows.flatMap((row) =>
    row.kind === "delete" ? [] : [{ row: row.row_id, event: row.id, image: spread(imageOf(row.new)) }],
  );
}

/** The record at a moment or as a version, by its field names; null when it did not exist. */
export async function asOfImage(request: Request, record: string, id: string, at: string): Promise<Image | null> {
  const reader = await request.reader();
  const point = await pointOf(reader, record, id, "at", at);
  const [found] = point ? await imagesAt(reader, tableOf(record), "", id, point) : [];
  return found ? headImage(reader, record, found.image) : null;
}

const headImage = (reader: Reader, record: string, image: Image): Image => ({
  number: image.number ?? null,
  state: image.state ?? null,
  version: image.version ?? null,
  ...namedImage(reader, specOf(record).fields, image),
});

/** The versions of a record, the newest first, before a known one. */
export async function versionsOf(
  request: Request,
  record: string,
  id: string,
  first: number,
  before: number | null,
): Promise<RecordVersion[]> {
  const reader = await request.reader();
  const people = await peopleOf(request);
  const rows = await reader.sql<{
    version: number;
    at: string;
    actor: string;
    operation: string | null;
    reason: string | null;
    state: string | null;
  }>(
    `select distinct on (version) * from (
       select (e.new ->> 'version')::int as version, e.at, e.actor_id as actor, e.operation, e.reason, e.new ->> 'state' as state, e.id
       from audit.trail e where e.table_name = ? and e.row_id = ?) v
     where version < ? order by version desc, id desc limit ?`,
    [tableOf(record), id, before ?? 2_000_000_000, Math.min(200, Math.max(1, first))],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at), actor: people.get(String(row.actor))?.name ?? null }));
}

interface Side {
  readonly point: Point | null;
  readonly head: EventImage | undefined;
  readonly lines: ReadonlyMap<string, readonly EventImage[]>;
  readonly at: Date | null;
}

async function sideOf(reader: Reader, record: string, id: string, path: string, text: string): Promise<Side> {
  const point = await pointOf(reader, record, id, path, text);
  const lines = new Map<string, readonly EventImage[]>();
  if (!point) return { point, head: undefined, lines, at: null };
  const [own, ...sets] = tablesOf(record);
  const [head] = own ? await imagesAt(reader, own.table, "", id, point) : [];
  for (const { table, set } of sets) lines.set(set, await imagesAt(reader, table, set, id, point));
  const [event] = head ? await reader.sql<{ at: string }>("select at from audit.trail where id = ?", [head.event]) : [];
  return { point, head, lines, at: event ? new Date(event.at) : null };
}

/** What differs between two points of a record, or of it and another of its type: fields and rows, and who changed each last. */
export async function comparisonOf(
  request: Request,
  record: string,
  id: string,
  args: { readonly from: string; readonly to: string; readonly with?: string | null },
): Promise<Comparison> {
  const reader = await request.reader();
  const other = args.with ? await otherId(request, record, args.with) : id;
  const from = await sideOf(reader, record, id, "from", args.from);
  const to = await sideOf(reader, record, other, "to", args.to);
  const blame = other === id ? await blameOf(request, record, id, from, to) : () => null;
  const fields = specOf(record).fields;
  const names = (a: Image, b: Image) => [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const compare = (
    table: string,
    of: typeof fields,
    row: string,
    a: Image | undefined,
    b: Image | undefined,
  ): ComparedField[] => {
    const [left, right] = [namedImage(reader, of, a ?? {}), namedImage(reader, of, b ?? {})];
    return names(left, right).map((field) => {
      const [old, now] = [left[field] ?? null, right[field] ?? null];
      const differs = old !== now;
      return { field, old, new: now, differs, ...((differs && blame(table, row, columnOf(of, field))) || nobody) };
    });
  };
  const [own, ...sets] = tablesOf(record);
  const state = { old: from.head?.image.state ?? null, new: to.head?.image.state ?? null };
  const stateLine: ComparedField[] =
    own && (state.old ?? state.new) !== null
      ? [
          {
            field: "state",
            ...state,
            differs: state.old !== state.new,
            ...((state.old !== state.new && blame(own.table, id, "state")) || nobody),
          },
        ]
      : [];
  return {
    from: shownSide(from),
    to: shownSide(to),
    fields: own ? [...stateLine, ...compare(own.table, fields, id, from.head?.image, to.head?.image)] : [],
    lines: sets.flatMap(({ table, set, fields: of }) =>
      pairs(
        from.lines.get(set) ?? [],
        to.lines.get(set) ?? [],
        other === id,
        Object.keys(of).map((f) => columnOf(of, f))[0] ?? "",
      ).map(([a, b], index): ComparedLine => {
        const compared = compare(table, of, (a ?? b)?.row ?? "", a?.image, b?.image);
        const kind = !a ? "added" : !b ? "removed" : compared.some(({ differs }) => differs) ? "changed" : "same";
        return { set, position: index + 1, kind, fields: compared };
      }),
    ),
  };
}

const nobody = { actor: null, at: null, reason: null };

const shownSide = ({ head, at }: Side) => ({
  exists: head !== undefined,
  number: head?.image.number ?? null,
  version: head?.image.version ? Number(head.image.version) : null,
  state: head?.image.state ?? null,
  at,
});

async function otherId(request: Request, record: string, number: string): Promise<string> {
  const reader = await request.reader();
  const [row] = await reader.sql<{ id: string }>(`select id from ${tableOf(record)} where number = ?`, [number]);
  const seen = row && (await request.row(record, row.id));
  if (!seen) throw notFound(specOf(record).label.en, number);
  return seen.id;
}

/** Rows that belong together: the same row of one record; of two records those about the same thing, else in their order. */
function pairs(
  a: readonly EventImage[],
  b: readonly EventImage[],
  same: boolean,
  column: string,
): (readonly [EventImage | undefined, EventImage | undefined])[] {
  const placed = (rows: readonly EventImage[]) =>
    rows.toSorted((x, y) => Number(x.image.position ?? 0) - Number(y.image.position ?? 0));
  const keyOf = ({ row, image }: EventImage) => (same ? row : (image[column] ?? ""));
  const unique = (rows: readonly EventImage[]) => new Set(rows.map(keyOf)).size === rows.length;
  if (!same && !(unique(a) && unique(b))) {
    const [left, right] = [placed(a), placed(b)];
    return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [left[i], right[i]] as const);
  }
  const right = new Map(b.map((row) => [keyOf(row), row]));
  const known = new Set(a.map(keyOf));
  return [
    ...placed(a).map((row) => [row, right.get(keyOf(row))] as const),
    ...placed(b)
      .filter((row) => !known.has(keyOf(row)))
      .map((row) => [undefined, row] as const),
  ];
}

type Blame = (
  table: string,
  row: string,
  column: string,
) => { actor: Named["name"] | null; at: Date; reason: string | null } | null;

interface BlameRow {
  readonly table_name: string;
  readonly row_id: string;
  readonly kind: string;
  readonly keys: readonly string[];
  readonly at: string;
  readonly actor_id: string;
  readonly reason: string | null;
}

const nothingYet: Point = { sql: "e.id <= ?::bigint", param: "0" };

/** Who changed a value last between the two points. */
async function blameOf(request: Request, record: string, id: string, a: Side, b: Side): Promise<Blame> {
  const reader = await request.reader();
  const people = await peopleOf(request);
  // What one point knows and the other does not lies between them, whichever is the later.
  const [one, two] = [a.point, b.point].map((point) => point ?? nothingYet);
  if (!one || !two) return () => null;
  const rows: BlameRow[] = [];
  for (const { table, set } of tablesOf(record))
    rows.push(
      ...(await reader.sql<BlameRow>(
        `select e.table_name, e.row_id, e.kind, e.at, e.actor_id, e.reason, array(select jsonb_object_keys(coalesce(e.old, '{}'))) as keys
         from audit.trail e where e.table_name = '${table}' and ${set ? `e.row_id in (select audit.rows_of('${table}', ?))` : "e.row_id = ?"}
           and (${one.sql}) <> (${two.sql}) order by e.id desc limit 5000`,
        [id, one.param, two.param],
      )),
    );
  return (table, row, column) => {
    const name = column.startsWith("attributes.") ? "attributes" : column;
    const found = rows.find((e) => e.table_name === table && e.row_id === row && (e.kind !== "update" || e.keys.includes(name)));
    return found
      ? { actor: people.get(String(found.actor_id))?.name ?? null, at: new Date(found.at), reason: found.reason }
      : null;
  };
}
