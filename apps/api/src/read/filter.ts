import {
  type Attribute,
  addDays,
  type Field,
  filterLimits,
  isDate,
  normaliseText,
  type RecordFilter,
  readInstant,
  readRelative,
  spanOf,
} from "@lotline/schema";
import { dateIn, dayStart, type Reader } from "../base/context.ts";
import { invalid } from "../base/error.ts";
import { requireShown } from "../base/masked.ts";
import { snake, specOf, tableOf } from "../base/names.ts";
import { idsMet, literal, meets } from "./met.ts";
import { listColumn } from "./rows.ts";

/** A filter as GraphQL hands it over: per column an object of operators, and nested and/or/not. */
export type Filter = RecordFilter;

/** What the words of a filter mean for one reader: "me", "today", the firm's days, the attributes in force. */
export interface Meaning {
  readonly person: string;
  readonly now: Date;
  readonly zone: string;
  readonly permits: ReadonlySet<string>;
  readonly own: readonly Attribute[];
  /** The rows that a column's pattern meets, where that was looked up (`textsMet`). */
  readonly met: ReadonlyMap<string, readonly string[]>;
}

const maxText = 10_000;

const refuse = (path: string, en: string, zh: string) => invalid({ path, code: "filter", text: { en, zh } });
const bad = (path: string) => refuse(path, "This filter value cannot be read.", "无法识别该筛选值。");
const tooDeep = () =>
  refuse("filter", `A filter is nested at most ${filterLimits.depth} deep.`, `筛选最多嵌套 ${filterLimits.depth} 层。`);
const tooMany = (path: string, most: number, ofValues = false) =>
  refuse(path, `At most ${most} ${ofValues ? "values" : "conditions"}.`, `最多 ${most} 个${ofValues ? "值" : "条件"}。`);

/** True when a filter asks about attributes: their definitions are read then, and only then. */
export const asksAttributes = (filter: Filter): boolean => nestedIn(filter).some((part) => (part.attributes ?? null) !== null);

/** A filter and all that is nested in it. @throws BAD_USER_INPUT when that is deeper or more than a filter may be */
export function nestedIn(filter: Filter): Filter[] {
  const all: Filter[] = [];
  for (let level = [filter], depth = 0; level.length > 0; depth++) {
    if (depth > filterLimits.depth) throw tooDeep();
    all.push(...level);
    const terms = all.reduce((sum, part) => sum + termsIn(part), 0);
    if (terms > filterLimits.terms || all.length > filterLimits.terms) throw tooMany("filter", filterLimits.terms);
    level = level.flatMap(({ and, or, not }) => [
      // What GraphQL has read by the filter's type.
      ...((and as Filter[] | null) ?? []),
      ...((or as Filter[] | null) ?? []),
      ...(not ? [not as Filter] : []),
    ]);
  }
  return all;
}

const termsIn = (part: Filter): number =>
  Object.entries(part).reduce(
    (sum, [name, value]) =>
      sum + (name === "attributes" && Array.isArray(value) ? value.length : (value ?? null) === null ? 0 : 1),
    0,
  );

/** The SQL condition of a filter; its values are pushed on params. @throws BAD_USER_INPUT naming what cannot be read */
export function whereOf(record: string, filter: Filter, params: unknown[], meaning: Meaning): string {
  nestedIn(filter);
  return condition(record, filter, params, meaning);
}

function condition(record: string, filter: Filter, params: unknown[], meaning: Meaning): string {
  const nested = (part: unknown) => condition(record, part as Filter, params, meaning);
  const terms = Object.entries(filter).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    if (name === "and" || name === "or") {
      const parts = (value as Filter[]).map(nested);
      return parts.length > 0 ? [`(${parts.join(` ${name} `)})`] : [];
    }
    if (Object.hasOwn(specOf(record).list.flags ?? {}, name)) return [flagTerm(record, name, value === true)];
    // What is neither true nor false of a row (it has no value) is not true of it.
    if (name === "not") return [`(${nested(value)}) is not true`];
    if (name === "attributes") return (value as Filter[]).flatMap((term) => attributeTerms(meaning, term, params));
    const column = listColumn(record, name);
    if (!column) throw bad(`filter.${name}`);
    requireShown(column.field, meaning.permits);
    return operators(name, `t.${column.column}`, column.field, value, params, meaning);
  });
  return terms.length > 0 ? `(${terms.join(" and ")})` : "true";
}

/** A flag that other tables answer: its SQL view holds the ids of the records for which it is so. */
const flagTerm = (record: string, flag: string, wanted: boolean): string =>
  `${wanted ? "" : "not "}exists (select from ${tableOf(record)}_${snake(flag)} f where f.id = t.id)`;

function operators(name: string, column: string, field: Field, value: unknown, params: unknown[], meaning: Meaning): string[] {
  const add = (sql: string, param: unknown): string => {
    params.push(param);
    return sql;
  };
  if (Array.isArray(value)) return [add(`${column} = any(?::text[])`, few(value, `filter.${name}`))];
  if (typeof value === "boolean") return [add(`${column} = ?`, value)];
  return Object.entries(value as { [operator: string]: unknown }).flatMap(([operator, given]) => {
    if (given === null || given === undefined) return [];
    const path = `filter.${name}.${operator}`;
    if (!Array.isArray(given) && String(given).length > maxText) throw bad(path);
    switch (operator) {
      case "isNull":
        return [`${column} is ${given === true ? "" : "not "}null`];
      case "isMe":
        if (field.kind !== "ref" || field.target !== "Person") throw bad(path);
        return [add(given === true ? `${column} = ?` : `${column} is distinct from ?`, meaning.person)];
      case "contains":
      case "startsWith": {
        const pattern = patternOf(operator, given);
        const bare = column.replace(/^t\./, "");
        return [meets([bare], pattern, meaning.met.get(`${bare} ${pattern}`) ?? null, params)];
      }
      case "eq":
        return [add(`${column} = ?`, normaliseText(String(given)))];
      case "in":
        return [
          field.kind === "ref"
            ? add(`${column} = any(?::bigint[])`, ids(few(given, path), path))
            : add(`${column} = any(?::text[])`, few(given, path)),
        ];
      case "from":
      case "to":
        return [bound(column, field, operator, String(given), path, params, meaning)];
      case "relative":
        return relativeTerms(column, field, String(given), path, params, meaning);
      case "min":
        return [add(`${column} >= ?`, amount(given, path))];
      case "max":
        return [add(`${column} <= ?`, amount(given, path))];
      default:
        throw bad(path);
    }
  });
}

const patternOf = (operator: "contains" | "startsWith", given: unknown): string =>
  `${operator === "contains" ? "%" : ""}${literal(normaliseText(String(given)))}%`;

/** So many texts of a filter are looked up beforehand; further ones are asked of each row. */
const maxTexts = 5;

/** Looks up which rows the first few texts of a filter meet, where an index helps with that. */
export async function textsMet(reader: Reader, record: string, filter: Filter): Promise<Map<string, readonly string[]>> {
  const asked = nestedIn(filter).flatMap((part) =>
    Object.entries(part).flatMap(([name, value]) => {
      const column = listColumn(record, name)?.column;
      return (["contains", "startsWith"] as const).flatMap((operator) => {
        const given: unknown = column && Reflect.get(Object(value), operator);
        return column && typeof given === "string" && given.length <= maxText
          ? [[column, patternOf(operator, given)] as const]
          : [];
      });
    }),
  );
  const found = new Map<string, readonly string[]>();
  for (const [column, pattern] of asked.slice(0, maxTexts)) {
    const ids = await idsMet(reader, record, [column], pattern);
    if (ids) found.set(`${column} ${pattern}`, ids);
  }
  return found;
}

function few(given: unknown, path: string): unknown[] {
  const values = given as unknown[];
  if (values.length > filterLimits.values) throw tooMany(path, filterLimits.values, true);
  return values;
}

// A day counts as a whole, for an instant the firm's day; an instant itself is where a span begins, or ends without it.
function bound(
  column: string,
  field: Field,
  end: "from" | "to",
  given: string,
  path: string,
  params: unknown[],
  { zone }: Meaning,
): string {
  const isDay = isDate(given);
  if (field.kind === "date") {
    if (!isDay) throw bad(path);
    params.push(given);
    return `${column} ${end === "from" ? ">=" : "<="} ?`;
  }
  const at = isDay ? dayStart(zone, end === "from" ? given : addDays(given, 1)) : readInstant(given);
  if (!at) throw bad(path);
  params.push(at.toISOString());
  return `${column} ${end === "from" ? ">=" : "<"} ?`;
}

function relativeTerms(column: string, field: Field, given: string, path: string, params: unknown[], meaning: Meaning): string[] {
  const { from, to } = relativeSpan(given, path, meaning);
  return [
    ...(from ? [bound(column, field, "from", from, path, params, meaning)] : []),
    ...(to ? [bound(column, field, "to", to, path, params, meaning)] : []),
  ];
}

/** The days that a relative span means today, where the firm is. */
function relativeSpan(given: string, path: string, meaning: Meaning): ReturnType<typeof spanOf> {
  const relative = readRelative(given);
  if (!relative) throw refuse(path, `There is no span "${given.slice(0, 40)}".`, `没有“${given.slice(0, 40)}”这个时间段。`);
  return spanOf(relative, dateIn(meaning.zone, meaning.now));
}

/** What may be asked of an attribute of each kind. */
const attributeOperators: { readonly [kind: string]: readonly string[] } = {
  text: ["eq", "contains", "startsWith"],
  choice: ["eq", "in"],
  integer: ["min", "max"],
  decimal: ["min", "max"],
  date: ["from", "to", "relative"],
  flag: ["is"],
};

// Equality is asked as containment, which the index on the column answers; the other operators read the values.
function attributeTerms(meaning: Meaning, { name, ...given }: Filter, params: unknown[]): string[] {
  const attribute = meaning.own.find((known) => known.name === name);
  if (!attribute) throw bad("filter.attributes");
  const add = (sql: string, ...values: unknown[]): string => {
    params.push(...values);
    return sql;
  };
  const equal = (value: unknown): string => {
    // jsonb takes neither NUL nor broken text, and nothing stored holds them.
    if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed())) throw bad("filter.attributes");
    return add("t.attributes @> ?::jsonb", JSON.stringify({ [attribute.name]: value }));
  };
  const text = "t.attributes ->> ?::text";
  const day = (end: "from" | "to", value: string) => add(`${text} ${end === "from" ? ">=" : "<="} ?`, name, value);
  const number = (sign: string, value: string) =>
    add(`case when ${text} ~ '^(-|)[0-9]+(\\.[0-9]+|)$' then (${text})::numeric ${sign} ?::numeric end`, name, name, value);
  return Object.entries(given).flatMap(([operator, value]) => {
    if (value === null || value === undefined) return [];
    const path = `filter.attributes.${attribute.name}.${operator}`;
    if (operator === "isNull") return [add(`(${text}) is ${value === true ? "" : "not "}null`, name)];
    if (!attributeOperators[attribute.field.kind]?.includes(operator) || String(value).length > maxText) throw bad(path);
    switch (operator) {
      case "contains":
      case "startsWith":
        return [add(`${text} ilike ?`, name, patternOf(operator, value))];
      case "in":
        return [`(${["false", ...few(value, path).map(equal)].join(" or ")})`];
      case "min":
        return [number(">=", amount(value, path))];
      case "max":
        return [number("<=", amount(value, path))];
      case "from":
      case "to":
        if (!isDate(String(value))) throw bad(path);
        return [day(operator, String(value))];
      case "relative": {
        const { from, to } = relativeSpan(String(value), path, meaning);
        return [...(from ? [day("from", from)] : []), ...(to ? [day("to", to)] : [])];
      }
      default:
        return [equal(typeof value === "boolean" ? value : normaliseText(String(value)))];
    }
  });
}

const ids = (all: readonly unknown[], path: string): string[] => {
  if (!all.every((id) => /^[1-9]\d{0,17}$/.test(String(id)))) throw bad(path);
  return all.map(String);
};

const amount = (given: unknown, path: string): string => {
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(String(given))) throw bad(path);
  return String(given);
};
