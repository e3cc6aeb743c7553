import { type Attribute, isDate, normaliseText, readInstant } from "@lotline/schema";
import { invalid } from "../base/error.ts";
import { snake, specOf, tableOf } from "../base/names.ts";
import { listColumn } from "./rows.ts";

/** A filter as GraphQL hands it over: per column an object of operators, and nested and/or. */
export interface Filter {
  readonly [column: string]: unknown;
}

const maxDepth = 5;
const maxTerms = 50;
const maxText = 10_000;

const bad = (path: string) =>
  invalid({ path, code: "filter", text: { en: "This filter value cannot be read.", zh: "无法识别该筛选值。" } });

const maxAttributes = 20;

/** True when a filter asks about attributes: their definitions are read then, and only then. */
export const asksAttributes = (filter: Filter, depth = 0): boolean =>
  depth <= maxDepth &&
  ((filter.attributes ?? null) !== null ||
    [filter.and, filter.or].some((parts) => Array.isArray(parts) && parts.some((part) => asksAttributes(part, depth + 1))));

/** The SQL condition of a filter; its values are pushed on params. */
export function whereOf(record: string, filter: Filter, params: unknown[], own: readonly Attribute[] = [], depth = 0): string {
  if (depth > maxDepth) throw bad("filter");
  const terms = Object.entries(filter).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    if (name === "and" || name === "or") {
      if ((value as Filter[]).length > maxTerms) throw bad(`filter.${name}`);
      const parts = (value as Filter[]).map((part) => whereOf(record, part, params, own, depth + 1));
      return parts.length > 0 ? [`(${parts.join(name === "and" ? " and " : " or ")})`] : [];
    }
    if (name === "attributes") {
      if ((value as Filter[]).length > maxAttributes) throw bad("filter.attributes");
      return (value as Filter[]).flatMap((term) => attributeTerms(own, term, params));
    }
    if (Object.hasOwn(specOf(record).list.flags ?? {}, name)) return [flagTerm(record, name, value === true)];
    const column = listColumn(record, name);
    if (!column) throw bad(`filter.${name}`);
    return operators(
      name,
      `t.${column.column}`,
      typeof column.field === "string" ? column.field : column.field.kind,
      value,
      params,
    );
  });
  return terms.length > 0 ? `(${terms.join(" and ")})` : "true";
}

/** A flag that other tables answer: its SQL view holds the ids of the records for which it is so. */
const flagTerm = (record: string, flag: string, wanted: boolean): string =>
  `${wanted ? "" : "not "}exists (select from ${tableOf(record)}_${snake(flag)} f where f.id = t.id)`;

function operators(name: string, column: string, kind: string, value: unknown, params: unknown[]): string[] {
  const add = (sql: string, param: unknown): string => {
    params.push(param);
    return sql;
  };
  if (Array.isArray(value)) return [add(`${column} = any(?::text[])`, value)];
  if (typeof value === "boolean") return [add(`${column} = ?`, value)];
  return Object.entries(value as { [operator: string]: unknown }).flatMap(([operator, given]) => {
    if (given === null || given === undefined) return [];
    const path = `filter.${name}.${operator}`;
    if (String(given).length > maxText) throw bad(path);
    switch (operator) {
      case "isNull":
        return [`${column} is ${given === true ? "" : "not "}null`];
      case "contains":
        return [add(`${column} ilike ?`, `%${normaliseText(String(given)).replace(/[\\%_]/g, "\\$&")}%`)];
      case "startsWith":
        return [add(`${column} ilike ?`, `${normaliseText(String(given)).replace(/[\\%_]/g, "\\$&")}%`)];
      case "eq":
        return [add(`${column} = ?`, normaliseText(String(given)))];
      case "in":
        return [
          kind === "ref" || kind === "site"
            ? add(`${column} = any(?::bigint[])`, ids(given, path))
            : add(`${column} = any(?::text[])`, given),
        ];
      case "from":
        return [add(`${column} >= ?`, moment(kind, given, path))];
      case "to":
        // The last day counts as a whole.
        return [
          kind === "date" ? add(`${column} <= ?`, moment(kind, given, path)) : add(`${column} < ?`, moment(kind, given, path)),
        ];
      case "min":
        return [add(`${column} >= ?`, amount(given, path))];
      case "max":
        return [add(`${column} <= ?`, amount(given, path))];
      default:
        throw bad(path);
    }
  });
}

/** What may be asked of an attribute of each kind. */
const attributeOperators: { readonly [kind: string]: readonly string[] } = {
  text: ["eq", "contains"],
  choice: ["eq", "in"],
  integer: ["min", "max"],
  decimal: ["min", "max"],
  date: ["from", "to"],
  flag: ["is"],
};

// Equality is asked as containment, which the index on the column answers; the other operators read the values.
function attributeTerms(own: readonly Attribute[], { name, ...given }: Filter, params: unknown[]): string[] {
  const attribute = own.find((known) => known.name === name);
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
  const number = (sign: string, value: string) =>
    add(`case when ${text} ~ '^(-|)[0-9]+(\\.[0-9]+|)$' then (${text})::numeric ${sign} ?::numeric end`, name, name, value);
  return Object.entries(given).flatMap(([operator, value]) => {
    if (value === null || value === undefined) return [];
    const path = `filter.attributes.${attribute.name}.${operator}`;
    if (operator === "isNull") return [add(`(${text}) is ${value === true ? "" : "not "}null`, name)];
    if (!attributeOperators[attribute.field.kind]?.includes(operator) || String(value).length > maxText) throw bad(path);
    switch (operator) {
      case "contains":
        return [add(`${text} ilike ?`, name, `%${normaliseText(String(value)).replace(/[\\%_]/g, "\\$&")}%`)];
      case "in":
        if ((value as unknown[]).length > maxTerms) throw bad(path);
        return [`(${["false", ...(value as unknown[]).map(equal)].join(" or ")})`];
      case "min":
        return [number(">=", amount(value, path))];
      case "max":
        return [number("<=", amount(value, path))];
      case "from":
      case "to":
        if (!isDate(String(value))) throw bad(path);
        return [add(`${text} ${operator === "from" ? ">=" : "<="} ?`, name, String(value))];
      default:
        return [equal(typeof value === "boolean" ? value : normaliseText(String(value)))];
    }
  });
}

const ids = (given: unknown, path: string): string[] => {
  const all = given as unknown[];
  if (!all.every((id) => /^[1-9]\d{0,17}$/.test(String(id)))) throw bad(path);
  return all.map(String);
};

const amount = (given: unknown, path: string): string => {
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(String(given))) throw bad(path);
  return String(given);
};

const moment = (kind: string, given: unknown, path: string): string => {
  const text = String(given);
  if (isDate(text)) return text;
  const at = kind === "date" ? null : readInstant(text);
  if (!at) throw bad(path);
  return at.toISOString();
};
