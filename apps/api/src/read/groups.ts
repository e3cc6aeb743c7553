/** One level of groups of a list, over all its rows, by keyset; the next level is the same question with one condition more. */
import { columnField, type Field, isGrouping, normaliseText, type RecordName, readGrouping } from "@lotline/schema";
import { sha256 } from "../base/canonical.ts";
import type { Reader } from "../base/context.ts";
import { invalid } from "../base/error.ts";
import { requireShown } from "../base/masked.ts";
import { specOf, tableOf } from "../base/names.ts";
import { conditions, maxPage } from "./list.ts";
import { listColumn } from "./rows.ts";
import { type Measure, measure, type Selection } from "./totals.ts";

export interface GroupArgs extends Selection {
  /** A choice, state, reference, flag or site column; a date or instant column with its period: "createdAt:month". */
  readonly by: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
}

export interface GroupPage {
  readonly groups: readonly { readonly key: string | null; readonly count: number }[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  /** Groups of this level, not rows. */
  readonly total: number;
  /** Counts and sums of the groups of this page. */
  readonly measures: () => Promise<Measure[]>;
}

const bad = (path: string, en: string, zh: string) => invalid({ path, code: "groups", text: { en, zh } });

/** How the rows of a list fall into groups: the key of a row and where its group stands, as SQL on the row `t`. */
export interface GroupKey {
  /** Text; null is the group of rows without a value. */
  readonly key: string;
  readonly joins: string;
  /** Where the group stands among the others, before its key; the group without a value stands last. */
  readonly place: string;
  readonly placeType: "text" | "int";
  readonly descending: boolean;
  /** What the expressions need, in the order key, place. */
  readonly field: Field;
}

/**
 * The groups of a column: words in the order in which they are declared, records by their number, dates from the oldest and
 * instants from the newest. @throws BAD_USER_INPUT when a list is not grouped by it
 */
export function groupKey(reader: Reader, record: RecordName, by: string, alias = "g"): GroupKey {
  const spec = specOf(record);
  const grouping = readGrouping(by);
  const field = grouping && columnField(spec, grouping.column);
  const found = grouping && listColumn(record, grouping.column);
  if (!grouping || !field || !found || !isGrouping(spec, grouping))
    throw bad("by", `This list cannot be grouped by ${by.slice(0, 60)}.`, `该列表不能按 ${by.slice(0, 60)} 分组。`);
  requireShown(field, reader.actor.permits);
  const column = `t.${found.column}`;
  const words = { joins: "", placeType: "int", descending: false, field } as const;
  if (field.kind === "choice") {
    // Values of a declared list: letters only, so they are no parameters.
    const order = Object.keys(field.of.values).map((value) => `'${value.replaceAll("'", "''")}'`);
    return { ...words, key: column, place: `array_position(array[${order.join(", ")}], ${column})` };
  }
  if (field.kind === "flag") return { ...words, key: `${column}::text`, place: `(not ${column})::int` };
  if (field.kind === "ref") {
    const shown = reader.actor.permits.has(specOf(field.target).read);
    const joins = shown ? `left join ${tableOf(field.target)} ${alias} on ${alias}.id = ${column}` : "";
    return {
      key: `${column}::text`,
      joins,
      place: shown ? `coalesce(${alias}.number, '')` : "''",
      placeType: "text",
      descending: false,
      field,
    };
  }
  const isInstant = field.kind === "instant";
  // The zone is one of PostgreSQL's, checked where a site is made.
  const local = isInstant ? `${column} at time zone '${reader.firmZone.replaceAll("'", "''")}'` : `${column}::timestamp`;
  const key = `to_char(date_trunc('${grouping.period}', ${local}), 'YYYY-MM-DD')`;
  return { key, joins: "", place: key, placeType: "text", descending: isInstant, field };
}

/** One page of the groups of a list, each with the rows in it. @throws BAD_USER_INPUT */
export async function groupPage(reader: Reader, record: RecordName, args: GroupArgs): Promise<GroupPage> {
  const size = args.first ?? 50;
  if (!Number.isInteger(size) || size < 1 || size > maxPage)
    throw bad("first", `A page has 1 to ${maxPage} groups.`, `每页 1 至 ${maxPage} 组。`);
  const group = groupKey(reader, record, args.by);
  const { where, params } = await conditions(reader, record, args);
  const after = args.after ? readPlace(args.after, record, args.by, group) : null;
  const [sign, order] = group.descending ? ["<", "desc"] : [">", "asc"];
  const seek =
    after === null
      ? "true"
      : after.key === null
        ? "false"
        : `(key is null or (place, key) ${sign} (?::${group.placeType}, ?::text))`;
  const rows = await reader.sql<{ key: string | null; place: string | number; count: number; total: number }>(
    `with g as (
       select ${group.key} as key, ${group.place} as place, count(*)::int as count
       from ${tableOf(record)} t ${group.joins} ${where.length > 0 ? `where ${where.join(" and ")}` : ""} group by 1, 2)
     select key, place, count, (select count(*)::int from g) as total from g where ${seek}
     order by key is null, place ${order}, key ${order} limit ?`,
    [...params, ...(after && after.key !== null ? [after.place, after.key] : []), size + 1],
  );
  const groups = rows.slice(0, size);
  const last = groups.at(-1);
  const keys = groups.flatMap(({ key }) => (key === null ? [] : [key]));
  const ofPage = `(${group.key} = any(?::text[])${groups.some(({ key }) => key === null) ? ` or ${group.key} is null` : ""})`;
  return {
    groups,
    hasNextPage: rows.length > size,
    endCursor: last ? writePlace(record, args.by, last) : null,
    total: rows[0]?.total ?? 0,
    measures: () => measure(reader, record, [...where, ofPage], [...params, keys], group.key),
  };
}

interface Place {
  readonly key: string | null;
  readonly place: string | number | null;
}

const formOf = (record: string, by: string): string => sha256(`${record} by ${by}`).slice(0, 12);

const writePlace = (record: string, by: string, { key, place }: Place): string =>
  Buffer.from(JSON.stringify([1, formOf(record, by), place, key])).toString("base64url");

/** Reads the place of a group back; one of another list or grouping, or made up, is refused. */
function readPlace(text: string, record: string, by: string, { placeType }: GroupKey): Place {
  const refused = bad("after", "This place in the list is no longer known; please start again.", "列表位置已失效，请重新查询。");
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text.slice(0, 4000), "base64url").toString("utf8"));
  } catch {
    throw refused;
  }
  if (!Array.isArray(read) || read.length !== 4 || read[0] !== 1 || read[1] !== formOf(record, by)) throw refused;
  const [, , place, key] = read as unknown[];
  const isText = (value: unknown): value is string =>
    typeof value === "string" && value.length <= 1000 && normaliseText(value) === value && !value.includes("\0");
  if (key === null) return { key, place: null };
  if (!isText(key)) throw refused;
  if (placeType === "int" ? !(Number.isInteger(place) && Math.abs(place as number) < 1e9) : !isText(place)) throw refused;
  return { key, place: place as string | number };
}
