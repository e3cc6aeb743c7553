/** The rows of a view as text: all that match, these columns, this order; read by a cursor, so that memory does not grow with them. */
import {
  type AnyRecord,
  type Attribute,
  attributePath,
  type Field,
  type Fields,
  isAttributePath,
  type Language,
  type RecordName,
} from "@lotline/schema";
import { attributesOf } from "../base/attributes.ts";
import type { Reader } from "../base/context.ts";
import { invalid } from "../base/error.ts";
import type { ListColumn } from "../base/list-column.ts";
import { maskedIn } from "../base/masked.ts";
import { specOf, tableOf } from "../base/names.ts";
import { groupKey } from "../read/groups.ts";
import { conditions, sortKeys } from "../read/list.ts";
import { listColumn, namesById } from "../read/rows.ts";
import { unitJoins } from "../read/totals.ts";
import { columnLabel, exportedField, type View } from "./view.ts";
import type { Zoned } from "./zoned.ts";

/** A cell as text, "" for nothing. */
export type Cells = readonly string[];

export interface Head {
  readonly text: string;
  /** Its cells are numbers and nothing else. */
  readonly numeric: boolean;
}

export interface Table {
  readonly head: readonly Head[];
  readonly count: number;
  /** Batches of rows; ends the cursor when it is left early. */
  batches(): AsyncGenerator<readonly Cells[]>;
}

/** Rows of one export at most; more is asked for in parts. */
export const maxRows = 250_000;
const batchRows = 2000;
const maxColumns = 60;
/** Names of records kept between batches. */
const maxNames = 20_000;

/** Texts for ids, all of a batch at once; nothing for one that the reader may not see. */
type Lookup = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

interface Column {
  readonly head: Head;
  /** The expression on the row `t`. */
  readonly sql: string;
  /** Where the text stands for the value, when the value is an id. */
  readonly lookup?: Lookup;
  readonly text: (value: unknown) => string;
}

const plain = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
const trimmed = (value: unknown): string =>
  plain(value)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");

/** Where an export reads: the request's transaction, and the columns that areas add to lists. */
export interface Source {
  readonly reader: Reader;
  readonly added: readonly ListColumn[];
}

/** @throws BAD_USER_INPUT for unknown columns, filters and orders, and for more rows than an export has */
export async function tableOfView({ reader, added }: Source, record: RecordName, view: View, zoned: Zoned): Promise<Table> {
  const columns = await columnsOf({ reader, added }, record, view, zoned);
  const { where, params } = await conditions(reader, record, view);
  const { joins, order } = orderOf(reader, record, view);
  const condition = where.length > 0 ? `where ${where.join(" and ")}` : "";
  const [counted] = await reader.sql<{ n: number }>(`select count(*)::int as n from ${tableOf(record)} t ${condition}`, params);
  const count = counted?.n ?? 0;
  if (count > maxRows) throw tooMany(count);
  const select = columns.map(({ sql }, i) => `${sql} as c${i}`).join(", ");
  const open = `declare export no scroll cursor for select ${select} from ${tableOf(record)} t ${joins} ${condition} order by ${order}`;
  return {
    head: columns.map(({ head }) => head),
    count,
    async *batches() {
      // The whole of it is read, not its beginning: plans for all rows.
      await reader.sql("select set_config('cursor_tuple_fraction', '1', true)");
      await reader.sql(open, params);
      for (;;) {
        const rows = await reader.sql<{ [alias: string]: unknown }>(`fetch ${batchRows} from export`);
        if (rows.length === 0) break;
        yield await textsOf(rows, columns);
      }
      await reader.sql("close export");
    },
  };
}

const tooMany = (count: number) =>
  invalid({
    path: "filter",
    code: "tooManyRows",
    text: {
      en: `${count.toLocaleString("en")} rows match; an export has at most ${maxRows.toLocaleString("en")}. Narrow the filter and export in parts.`,
      zh: `共 ${count.toLocaleString("en")} 行；一次最多导出 ${maxRows.toLocaleString("en")} 行。请缩小筛选范围，分批导出。`,
    },
  });

async function textsOf(rows: readonly { readonly [alias: string]: unknown }[], columns: readonly Column[]): Promise<Cells[]> {
  const found: (ReadonlyMap<string, string> | undefined)[] = [];
  for (const [i, { lookup }] of columns.entries()) found.push(await lookup?.(rows.map((row) => plain(row[`c${i}`]))));
  return rows.map((row) =>
    columns.map(({ text }, i) => {
      const value = row[`c${i}`];
      const texts = found[i];
      return texts ? (texts.get(plain(value)) ?? "") : value === null ? "" : text(value);
    }),
  );
}

/** The names of the records of a type that rows refer to, as a list shows them; kept from batch to batch up to a bound. */
function namesOf(reader: Reader, target: string, lang: Language): Lookup {
  let known = new Map<string, string>();
  return async (ids) => {
    if (known.size > maxNames) known = new Map();
    const wanted = [...new Set(ids)].filter((id) => id !== "" && !known.has(id));
    const found = await namesById(reader, target, wanted);
    for (const id of wanted) known.set(id, wordsOf(found.get(id), lang));
    return known;
  };
}

/** What an area's own column says of the rows of a batch. */
const addedTexts =
  (reader: Reader, { load }: ListColumn, lang: Language): Lookup =>
  async (ids) =>
    new Map([...(await load(reader, ids))].map(([id, value]) => [id, typeof value === "string" ? trimmed(value) : value[lang]]));

/** Number and name of a record in a cell: "RM-201 PVC granulate". */
export function wordsOf(
  found: { readonly number: string; readonly title: { en: string; zh: string } } | undefined,
  lang: Language,
): string {
  if (!found) return "";
  const title = found.title[lang];
  return title === found.number ? found.number : `${found.number} ${title}`;
}

// Groups first, then the sort keys, then the id: the order in which the screen shows them, nothing last.
function orderOf(reader: Reader, record: RecordName, view: View): { joins: string; order: string } {
  const groups = view.groups.map((by, i) => groupKey(reader, record, by, `g${i}`));
  const keys = sortKeys(record, view.sort, reader.actor.permits);
  const order = [
    ...groups.flatMap(({ key, place, descending }) => {
      const direction = descending ? "desc" : "asc";
      return [`${key} is null`, `${place} ${direction}`, `${key} ${direction}`];
    }),
    ...keys.map((key) => `t.${key.column} ${key.descending ? "desc" : "asc"} nulls last`),
    `t.id ${keys[0]?.descending ? "desc" : "asc"}`,
  ];
  return { joins: groups.map(({ joins }) => joins).join(" "), order: order.join(", ") };
}

async function columnsOf({ reader, added }: Source, record: RecordName, view: View, zoned: Zoned): Promise<Column[]> {
  const spec = specOf(record);
  const extra: Fields = spec.list.extra ?? {};
  const own = view.columns.some(isAttributePath) ? await attributesOf(reader, record) : [];
  requireExportable(spec, own, view.columns);
  const masked = [spec.fields, extra].flatMap((fields) => maskedIn(fields, reader.actor.permits));
  const made = (field: Field, label: string, sql: string): Column => {
    const column = columnOf(field, label, sql, view.lang, zoned);
    return field.kind === "ref" ? { ...column, lookup: namesOf(reader, field.target, view.lang) } : column;
  };
  return view.columns.flatMap((name) => {
    const attribute = own.find((known) => attributePath(known.name) === name);
    const label = columnLabel(spec, own, name, view.lang);
    // The names of attributes are letters and digits, checked when they were defined.
    if (attribute) return [made(attribute.field, label, `t.attributes ->> '${attribute.name}'`)];
    if (masked.includes(name)) return [hidden(label, view.lang)];
    const further = Object.hasOwn(extra, name) ? extra[name] : undefined;
    if (further) {
      const source = added.find((column) => column.record === record && column.name === name);
      if (!source) throw new Error(`no area reads the column ${record}.${name}`);
      const column = { ...made(further, label, "t.id"), lookup: addedTexts(reader, source, view.lang) };
      return [column, ...unitBeside(reader, spec, further, label, view.lang)];
    }
    const column = listColumn(record, name);
    if (!column) return [];
    return [made(column.field, label, `t.${column.column}`), ...unitBeside(reader, spec, column.field, label, view.lang)];
  });
}

function requireExportable(spec: AnyRecord, own: readonly Attribute[], columns: readonly string[]): void {
  const unknown = columns.filter((name) => ["json", undefined].includes(exportedField(spec, own, name)?.kind));
  if (unknown.length > 0 || columns.length === 0 || columns.length > maxColumns)
    throw invalid({
      path: "columns",
      code: "columns",
      text: {
        en: `1 to ${maxColumns} columns of the list are exported; ${unknown.join(", ").slice(0, 200) || "none"} cannot be.`,
        zh: `可导出列表的 1 至 ${maxColumns} 列；以下列不能导出：${unknown.join("、").slice(0, 200) || "无"}。`,
      },
    });
}

/** An amount says nothing without its unit. */
function unitBeside(reader: Reader, spec: AnyRecord, field: Field, label: string, lang: Language): Column[] {
  const joins = unitJoins(field, spec.fields);
  if (joins === "") return [];
  const seen = reader.actor.permits.has(specOf("Unit").read);
  const sql = seen ? `(select u.symbol from (select 1) one ${joins})` : "null::text";
  return [{ head: { text: lang === "en" ? `${label}, unit` : `${label}（单位）`, numeric: false }, sql, text: plain }];
}

/** A column that the person may not see: it stands where it stood, and says so in each row. */
const hidden = (label: string, lang: Language): Column => ({
  head: { text: label, numeric: false },
  sql: "''::text",
  text: () => (lang === "en" ? "Hidden" : "已隐藏"),
});

function columnOf(field: Field, label: string, sql: string, lang: Language, zoned: Zoned): Column {
  const numeric = ["integer", "decimal", "quantity"].includes(field.kind);
  const head = { text: field.kind === "instant" ? `${label} (${zoned.offset})` : label, numeric };
  switch (field.kind) {
    case "decimal":
    case "quantity":
      return { head, sql: `(${sql})::text`, text: trimmed };
    case "date":
      return { head, sql: `(${sql})::text`, text: plain };
    case "instant":
      return { head, sql, text: (value) => zoned.text(new Date(String(value))) };
    case "flag": {
      const [yes, no] = lang === "en" ? ["Yes", "No"] : ["是", "否"];
      return { head, sql: `(${sql})::text`, text: (value) => (value === "true" ? yes : no) };
    }
    case "choice": {
      const words = field.of.values as { readonly [value: string]: { readonly en: string; readonly zh: string } };
      return { head, sql, text: (value) => words[plain(value)]?.[lang] ?? plain(value) };
    }
    default:
      return { head, sql, text: plain };
  }
}
