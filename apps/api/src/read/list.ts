import { normaliseText, type RecordName } from "@lotline/schema";
import { attributesOf } from "../base/attributes.ts";
import type { Reader } from "../base/context.ts";
import { invalid } from "../base/error.ts";
import { requireShown } from "../base/masked.ts";
import { specOf, tableOf } from "../base/names.ts";
import type { Row } from "../kernel/behaviour.ts";
import { type Cursor, decodeCursor, encodeCursor, type SortKey } from "./cursor.ts";
import { asksAttributes, type Filter, textsMet, whereOf } from "./filter.ts";
import { idsMet, literal, meets, searchColumns } from "./met.ts";
import { listColumn, selectOf, shown } from "./rows.ts";

export interface ListArgs {
  readonly filter?: Filter | undefined;
  readonly search?: string | undefined;
  /** Columns, "-" in front for descending; at most three. */
  readonly sort?: readonly string[] | undefined;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  /** Rows before the page, for a jump that has no cursor to go from; walking on is by `after`. */
  readonly skip?: number | undefined;
}

export interface Page {
  readonly rows: Row[];
  /** Where a row of the page stands, to go on behind it. */
  readonly cursorOf: (row: Row) => string;
  readonly hasNextPage: boolean;
}

/** Pages are of 1 to 500 rows; counts stop here. */
export const maxPage = 500;
export const countLimit = 10_000;
/** What a jump may skip: behind it a list is asked for with fewer rows. */
const skipLimit = 1_000_000;

const bad = (path: string, en: string, zh: string) => invalid({ path, code: "list", text: { en, zh } });

/** The sort keys asked for, or the record's own; the id always makes the order total. */
export function sortKeys(record: RecordName, sort: readonly string[] | undefined, permits: ReadonlySet<string>): SortKey[] {
  const spec = specOf(record);
  const names = sort?.length ? sort : [spec.list.sort];
  if (names.length > 3) throw bad("sort", "At most three columns to sort by.", "最多按三列排序。");
  const allowed = new Set(["number", "createdAt", ...(spec.list.sorts ?? []), spec.list.sort.replace(/^-/, "")]);
  return names.map((name) => {
    const key = name.replace(/^-/, "");
    const column = allowed.has(key) ? listColumn(record, key) : null;
    if (column) requireShown(column.field, permits);
    if (!column) throw bad("sort", `The list cannot be sorted by ${key}.`, `列表不能按 ${key} 排序。`);
    return { name: key, column: column.column, nullable: column.nullable, descending: name.startsWith("-") };
  });
}

// A nullable key that leads is walked without its nulls; behind another one its nulls come last, as the cursor takes them.
const order = (keys: readonly SortKey[]): string =>
  [
    ...keys.map((k, i) => `t.${k.column} ${k.descending ? "desc" : "asc"}${k.nullable && i > 0 ? " nulls last" : ""}`),
    `t.id ${keys[0]?.descending ? "desc" : "asc"}`,
  ].join(", ");

const meaningOf = ({ actor, now, firmZone }: Reader) => ({ person: actor.id, permits: actor.permits, now, zone: firmZone });

interface Conditions {
  readonly where: readonly string[];
  readonly params: readonly unknown[];
}

// A page and its count ask the same of the same rows.
const known = new WeakMap<Reader, WeakMap<object, Promise<Conditions>>>();

/** What rows must fulfil to stand in a list: filter and search, as SQL conditions on `t` with their values. */
export function conditions(reader: Reader, record: RecordName, args: Pick<ListArgs, "filter" | "search">): Promise<Conditions> {
  const ofReader = known.get(reader) ?? new WeakMap<object, Promise<Conditions>>();
  known.set(reader, ofReader);
  const found = ofReader.get(args) ?? conditionsOf(reader, record, args);
  ofReader.set(args, found);
  return found;
}

async function conditionsOf(
  reader: Reader,
  record: RecordName,
  { filter, search }: Pick<ListArgs, "filter" | "search">,
): Promise<Conditions> {
  const where: string[] = [];
  const params: unknown[] = [];
  if (filter) {
    const own = asksAttributes(filter) ? await attributesOf(reader, record) : [];
    const met = await textsMet(reader, record, filter);
    where.push(whereOf(record, filter, params, { ...meaningOf(reader), own, met }));
  }
  const words = normaliseText(search ?? "");
  if (words) {
    if (words.length > 100) throw bad("search", "At most 100 characters.", "最多 100 个字符。");
    const [columns, pattern] = [searchColumns(record), `%${literal(words)}%`];
    where.push(meets(columns, pattern, await idsMet(reader, record, columns, pattern), params));
  }
  return { where, params };
}

/**
 * One page of a list by keyset: rows behind the cursor in the order asked for, nulls last. A nullable first key is walked in two
 * phases, first its values, then its nulls, because one condition over both cannot use the index (kernel.md §3).
 */
export async function listPage(reader: Reader, record: RecordName, args: ListArgs): Promise<Page> {
  const size = args.first ?? 50;
  if (!Number.isInteger(size) || size < 1 || size > maxPage)
    throw bad("first", `A page has 1 to ${maxPage} rows.`, `每页 1 至 ${maxPage} 行。`);
  const skip = skipOf(args);
  const keys = sortKeys(record, args.sort, reader.actor.permits);
  const { where, params } = await conditions(reader, record, args);
  const cursor = args.after ? decodeCursor(args.after, record, keys) : null;
  const [first] = keys;
  const phases = first?.nullable ? (cursor && cursor.values[0] === null ? ["null"] : ["value", "null"]) : ["all"];
  const found: Row[] = [];
  let offset = skip;
  for (const phase of phases) {
    const remaining = size + 1 - found.length;
    if (remaining <= 0) break;
    const restKeys = phase === "null" ? keys.slice(1) : keys;
    const applies = cursor !== null && (phase !== "null" || cursor.values[0] === null);
    const seek = applies
      ? behind(restKeys, phase === "null" ? { ...cursor, values: cursor.values.slice(1) } : cursor, first?.descending ?? false)
      : { sql: [], params: [] };
    const phaseWhere = phase === "all" ? [] : [`t.${first?.column} is ${phase === "null" ? "" : "not "}null`];
    const all = [...where, ...phaseWhere, ...seek.sql];
    const sorted =
      phase === "null"
        ? [
            ...restKeys.map((k) => `t.${k.column} ${k.descending ? "desc" : "asc"} nulls last`),
            `t.id ${first?.descending ? "desc" : "asc"}`,
          ].join(", ")
        : order(keys);
    const rows = await reader.sql<{ id: string }>(
      `select ${selectOf(record)} from ${tableOf(record)} t ${all.length > 0 ? `where ${all.join(" and ")}` : ""} order by ${sorted} limit ${remaining} offset ${offset}`,
      [...params, ...seek.params],
    );
    // Nothing left behind the skipped ones: the rest of them is skipped in the next phase.
    if (phase === "value" && offset > 0) offset = rows.length > 0 ? 0 : offset - (await countOf(reader, record, all, params));
    found.push(...rows.map((row) => shown<Row>(reader, specOf(record).fields, row)));
  }
  const rows = found.slice(0, size);
  return {
    rows,
    cursorOf: (row) => encodeCursor(record, keys, row as unknown as { [key: string]: unknown; id: string }),
    hasNextPage: found.length > size,
  };
}

function skipOf({ skip = 0, after }: ListArgs): number {
  if (!Number.isInteger(skip) || skip < 0 || skip > skipLimit || (skip > 0 && after))
    throw bad(
      "skip",
      `A page begins behind a cursor or behind 0 to ${skipLimit} rows.`,
      `一页从游标之后或第 0 至 ${skipLimit} 行之后开始。`,
    );
  return skip;
}

async function countOf(
  reader: Reader,
  record: RecordName,
  where: readonly string[],
  params: readonly unknown[],
): Promise<number> {
  const [row] = await reader.sql<{ n: number }>(
    `select count(*)::int as n from ${tableOf(record)} t where ${where.join(" and ")}`,
    [...params],
  );
  return row?.n ?? 0;
}

/** "Behind the cursor" for keys of mixed direction; the first comparison alone lets the index seek. */
function behind(keys: readonly SortKey[], cursor: Cursor, idDescending: boolean): { sql: string[]; params: unknown[] } {
  const all = [
    ...keys.map((k, i) => ({ column: k.column, descending: k.descending, value: cursor.values[i], nullable: k.nullable })),
    { column: "id", descending: idDescending, value: cursor.id, nullable: false },
  ];
  const params: unknown[] = [];
  const steps = all.map((key, i) => {
    const before = all.slice(0, i);
    const equal = before.map((k) => (k.value === null ? `t.${k.column} is null` : `t.${k.column} = ?`));
    params.push(...before.flatMap((k) => (k.value === null ? [] : [k.value])));
    if (key.value === null) return [...equal, "false"].join(" and ");
    params.push(key.value);
    const further = `t.${key.column} ${key.descending ? "<" : ">"} ?`;
    return [...equal, key.nullable && i > 0 ? `(${further} or t.${key.column} is null)` : further].join(" and ");
  });
  const [lead] = all;
  const seeks = lead !== undefined && lead.value !== null;
  const seek = seeks ? [`t.${lead.column} ${lead.descending ? "<=" : ">="} ?`] : [];
  if (seeks) params.unshift(lead.value);
  return { sql: [...seek, `(${steps.join(" or ")})`], params };
}

/** How many rows match, counted no further than the limit. */
export async function countRows(reader: Reader, record: RecordName, args: ListArgs): Promise<{ count: number; capped: boolean }> {
  const { where, params } = await conditions(reader, record, args);
  const [row] = await reader.sql<{ n: number }>(
    `select count(*)::int as n from (select 1 from ${tableOf(record)} t ${where.length > 0 ? `where ${where.join(" and ")}` : ""} limit ${countLimit + 1}) s`,
    params,
  );
  const n = row?.n ?? 0;
  return { count: Math.min(n, countLimit), capped: n > countLimit };
}

/** All rows that match, for what works on them in the database: `from … where …` with its parameters, the table as `t`. */
export async function matching(
  reader: Reader,
  record: RecordName,
  args: Pick<ListArgs, "filter" | "search">,
): Promise<[from: string, params: unknown[]]> {
  const { where, params } = await conditions(reader, record, args);
  return [`${tableOf(record)} t where ${["true", ...where].join(" and ")}`, [...params]];
}
