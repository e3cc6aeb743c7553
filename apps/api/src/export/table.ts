/** The rows of a view as text: all that match, these columns, this order; read by a cursor, so that memory does not grow with them. */
import {
  type AnyRecord,
  type Attribute,
  attributePath,
  columnField,
  type Field,
  isAttributePath,
  type Language,
  type RecordName,
} from "@lotline/schema";
import { attributesOf } from "../base/attributes.ts";
import type { Reader } from "../base/context.ts";
import { invalid } from "../base/error.ts";
import { maskedIn } from "../base/masked.ts";
import { specOf, tableOf } from "../base/names.ts";
import { groupKey } from "../read/groups.ts";
import { conditions, sortKeys } from "../read/list.ts";
import { listColumn, namesById } from "../read/rows.ts";
import { unitJoins } from "../read/totals.ts";
import { columnLabel, type View } from "./view.ts";
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

interface Column {
  readonly head: Head;
  /** The expression on the row `t`. */
  readonly sql: string;
  /** The record type whose name is shown for the id. */
  readonly target?: string;
  readonly text: (value: unknown) => string;
}

const plain = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
const trimmed = (value: unknown): string =>
  plain(value)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");

/** @throws BAD_USER_INPUT for unknown columns, filters and orders, and for more rows than an export has */
export async function tableOfView(reader: Reader, record: RecordName, view: View, zoned: Zoned): Promise<Table> {
  const columns = await columnsOf(reader, record, view, zoned);
  const { where, params } = await conditions(reader, record, view);
  const { joins, order } = orderOf(reader, record, view);
  const condition = where.length > 0 ? `where ${where.join(" and ")}` : "";
  const [counted] = await reader.sql<{ n: number }>(`select count(*)::int as n from ${tableOf(record)} t ${condition}`, params);
  const count = counted?.n ?? 0;
  if (count > maxRows) throw tooMany(count);
  const select = columns.map(({ sql }, i) => `${sql} as c${i}`).join(", ");
  const open = `declare export no scroll cursor for select ${select} from ${tableOf(record)} t ${joins} ${condition} order by ${order}`;
  const names = new Names(reader, view.lang);
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
        yield await textsOf(rows, columns, names);
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

async function textsOf(
  rows: readonly { readonly [alias: string]: unknown }[],
  columns: readonly Column[],
  names: Names,
): Promise<Cells[]> {
  for (const [i, { target }] of columns.entries())
    if (target)
      await names.load(
        target,
        rows.map((row) => plain(row[`c${i}`])),
      );
  return rows.map((row) =>
    columns.map(({ target, text }, i) => {
      const value = row[`c${i}`];
      return target ? names.of(target, plain(value)) : value === null ? "" : text(value);
    }),
  );
}

/** The names of the records that rows refer to, kept from batch to batch up to a bound. */
class Names {
  readonly #reader: Reader;
  readonly #lang: Language;
  readonly #known = new Map<string, Map<string, string>>();

  constructor(reader: Reader, lang: Language) {
    this.#reader = reader;
    this.#lang = lang;
  }

  async load(target: string, ids: readonly string[]): Promise<void> {
    const known = this.#known.get(target) ?? new Map<string, string>();
    this.#known.set(target, known);
    if (known.size > maxNames) known.clear();
    const wanted = [...new Set(ids)].filter((id) => id !== "" && !known.has(id));
    const found = await namesById(this.#reader, target, wanted);
    for (const id of wanted) known.set(id, wordsOf(found.get(id), this.#lang));
  }

  /** As a list shows it; nothing for one that the reader may not see. */
  of(target: string, id: string): string {
    return this.#known.get(target)?.get(id) ?? "";
  }
}

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

async function columnsOf(reader: Reader, record: RecordName, view: View, zoned: Zoned): Promise<Column[]> {
  const spec = specOf(record);
  const own = view.columns.some(isAttributePath) ? await attributesOf(reader, record) : [];
  const unknown = view.columns.filter((name) => !exportable(spec, own, name));
  if (unknown.length > 0 || view.columns.length === 0 || view.columns.length > maxColumns)
    throw invalid({
      path: "columns",
      code: "columns",
      text: {
        en: `1 to ${maxColumns} columns of the list are exported; ${unknown.join(", ").slice(0, 200) || "none"} cannot be.`,
        zh: `可导出列表的 1 至 ${maxColumns} 列；以下列不能导出：${unknown.join("、").slice(0, 200) || "无"}。`,
      },
    });
  return view.columns.flatMap((name) => {
    const attribute = own.find((known) => attributePath(known.name) === name);
    const label = columnLabel(spec, own, name, view.lang);
    // The names of attributes are letters and digits, checked when they were defined.
    if (attribute) return [columnOf(attribute.field, label, `t.attributes ->> '${attribute.name}'`, view.lang, zoned)];
    const column = listColumn(record, name);
    if (!column) return [];
    if (maskedIn(spec.fields, reader.actor.permits).includes(name)) return [hidden(label, view.lang)];
    const made = columnOf(column.field, label, `t.${column.column}`, view.lang, zoned);
    const joins = unitJoins(column.field, spec.fields);
    if (joins === "") return [made];
    const seen = reader.actor.permits.has(specOf("Unit").read);
    const sql = seen ? `(select u.symbol from (select 1) one ${joins})` : "null::text";
    return [
      made,
      { head: { text: view.lang === "en" ? `${label}, unit` : `${label}（单位）`, numeric: false }, sql, text: plain },
    ];
  });
}

/** A column that the person may not see: it stands where it stood, and says so in each row. */
const hidden = (label: string, lang: Language): Column => ({
  head: { text: label, numeric: false },
  sql: "''::text",
  text: () => (lang === "en" ? "Hidden" : "已隐藏"),
});

const exportable = (spec: AnyRecord, own: readonly Attribute[], name: string): boolean =>
  isAttributePath(name)
    ? own.some((attribute) => attributePath(attribute.name) === name)
    : !["json", undefined].includes(columnField(spec, name)?.kind);

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
    case "ref":
      return { head, sql, target: field.target, text: plain };
    default:
      return { head, sql, text: plain };
  }
}
