/**
 * Conditions of a list as an address holds them. One column: `state=quarantine,underTest`, `expiresOn=2026-01-01..`,
 * `supplierLot=has(PV26)`; nested: `where=or(state:in(released),and(expiresOn:rel(past),createdBy:me()))`.
 */

import { isDate } from "./day.ts";
import type { Field } from "./field.ts";
import { normaliseDate, normaliseDecimal, normaliseText } from "./normalise.ts";
import { readRelative } from "./relative.ts";

type Kinds = readonly Field["kind"][];
const text: Kinds = ["text"];
const listed: Kinds = ["choice", "ref"];
const day: Kinds = ["date", "instant"];
const number: Kinds = ["integer", "decimal", "quantity"];

/** What may be asked: of which kinds of field, and how many values it takes. */
const operators = {
  in: { of: listed, takes: "many" },
  notIn: { of: listed, takes: "many" },
  me: { of: ["ref"], takes: 0 },
  rel: { of: day, takes: 1 },
  between: { of: [...day, ...number], takes: 2 },
  from: { of: day, takes: 1 },
  to: { of: day, takes: 1 },
  after: { of: day, takes: 1 },
  before: { of: day, takes: 1 },
  has: { of: text, takes: 1 },
  hasNot: { of: text, takes: 1 },
  starts: { of: text, takes: 1 },
  is: { of: [...text, "flag"], takes: 1 },
  eq: { of: number, takes: 1 },
  ne: { of: number, takes: 1 },
  lt: { of: number, takes: 1 },
  max: { of: number, takes: 1 },
  gt: { of: number, takes: 1 },
  min: { of: number, takes: 1 },
  empty: { of: [...text, ...listed, ...day, ...number], takes: 0 },
  filled: { of: [...text, ...listed, ...day, ...number], takes: 0 },
} as const satisfies { readonly [operator: string]: { readonly of: Kinds; readonly takes: 0 | 1 | 2 | "many" } };

export type Operator = keyof typeof operators;

/** What is asked of one column. */
export interface Ask {
  readonly op: Operator;
  readonly values: readonly string[];
}

/** One condition of a nested filter. */
export interface Term extends Ask {
  readonly column: string;
}
/** Conditions joined by "and" or "or". */
export interface Group {
  readonly join: "and" | "or";
  readonly parts: readonly Where[];
}
export type Where = Term | Group;

export const isGroup = (where: Where): where is Group => "join" in where;

/** How deep groups may stand in each other, how many conditions a filter may have, how long its text may be. */
export const maxGroups = 3;
export const maxTerms = 50;
export const maxFilterText = 4000;
const maxText = 200;

const isOperator = (name: string): name is Operator => Object.hasOwn(operators, name);

/** How many values an operator takes: none, one, two, or as many as are picked. */
export const takes = (op: Operator): 0 | 1 | 2 | "many" => operators[op].takes;

/** The operators that fit a field; whether it is me is asked of people, whether it is empty of what may be. */
export function operatorsOf(field: Field): Operator[] {
  const kinds: { readonly [op: string]: { readonly of: Kinds } } = operators;
  return Object.keys(operators)
    .filter(isOperator)
    .filter((op) => kinds[op]?.of.includes(field.kind))
    .filter((op) => op !== "me" || (field.kind === "ref" && field.target === "Person"))
    .filter((op) => (op !== "empty" && op !== "filled") || field.optional === true);
}

/** A value as it is stored and asked for; null when it is none of the field. */
export function readValue(field: Field, op: Operator, given: string): string | null {
  if (op === "rel") return readRelative(given) ? given : null;
  switch (field.kind) {
    case "choice":
      return Object.hasOwn(field.of.values, given) ? given : null;
    case "ref":
      return /^[1-9]\d{0,17}$/.test(given) ? given : null;
    case "flag":
      return given === "true" || given === "false" ? given : null;
    case "date":
    case "instant": {
      const clean = normaliseDate(given);
      return isDate(clean) ? clean : null;
    }
    case "integer":
    case "decimal":
    case "quantity": {
      const clean = normaliseDecimal(given);
      return /^-?\d{1,12}(\.\d{1,6})?$/.test(clean) ? clean : null;
    }
    case "text": {
      const clean = normaliseText(given);
      return clean !== "" && clean.length <= maxText && clean.isWellFormed() && !clean.includes("\0") ? clean : null;
    }
    case "json":
      return null;
  }
}

/** A condition and the parts of its text that could not be understood. */
export interface Read<T> {
  readonly value: T | undefined;
  readonly faults: readonly string[];
}

const wrong = <T>(fault: string): Read<T> => ({ value: undefined, faults: [fault] });

/** What is asked with these values. `where` names the place in what is told. */
export function readAsk(field: Field | undefined, op: string, given: readonly string[], where: string): Read<Ask> {
  const whole = `${where}:${op}(${given.join(",")})`;
  if (!field || !isOperator(op) || !operatorsOf(field).includes(op)) return wrong(whole);
  const wanted = takes(op);
  if (wanted === "many") {
    const read = given.map((value) => [value, readValue(field, op, value)] as const);
    const values = [...new Set(read.flatMap(([, value]) => value ?? []))];
    const faults = read.flatMap(([value, clean]) => (clean === null ? [`${where}:${value}`] : []));
    return values.length > 0 ? { value: { op, values }, faults } : wrong(whole);
  }
  const values = given.flatMap((value) => readValue(field, op, value) ?? []);
  return values.length === wanted && given.length === wanted ? { value: { op, values }, faults: [] } : wrong(whole);
}

const callPattern = /^([a-z][A-Za-z]*)\((.*)\)$/s;

/** Reads what the parameter of a column holds: the short forms of lists, spans of days and flags, or operator(values). */
export function readParameter(field: Field | undefined, column: string, given: string): Read<Ask> {
  const call = callPattern.exec(given);
  const whole = `${column}=${given}`;
  if (call?.[1]) {
    const values = readValues(call[2] ?? "");
    const read = values && readAsk(field, call[1], values, column);
    return read?.value ? read : wrong(whole);
  }
  switch (field?.kind) {
    case "choice":
    case "ref":
      return readAsk(field, "in", given.split(","), column);
    case "flag":
      return readAsk(field, "is", [given], column);
    case "date":
    case "instant": {
      const [from = "", to = "", more] = given.split("..");
      if (more !== undefined || !given.includes("..")) return wrong(whole);
      const read = readAsk(
        field,
        from && to ? "between" : from ? "from" : "to",
        [from, to].filter((end) => end !== ""),
        column,
      );
      return read.value ? read : wrong(whole);
    }
    default:
      return wrong(whole);
  }
}

/** Writes it again, in its short form where there is one. */
export function writeParameter(field: Field | undefined, { op, values }: Ask): string {
  const isDay = field?.kind === "date" || field?.kind === "instant";
  if (op === "in") return values.join(",");
  if (op === "is" && field?.kind === "flag") return values.join();
  if (op === "between" && isDay) return values.join("..");
  if (op === "from") return `${values[0]}..`;
  if (op === "to") return `..${values[0]}`;
  return writeCall(op, values);
}

const plain = /^[^\s(),:'][^(),:']*$/;
const writeValue = (value: string): string =>
  plain.test(value) && value.trim() === value ? value : `'${value.replaceAll("'", "''")}'`;
const writeCall = (op: Operator, values: readonly string[]): string => `${op}(${values.map(writeValue).join(",")})`;

/** Writes a nested filter. */
export function writeWhere(where: Where): string {
  return isGroup(where)
    ? `${where.join}(${where.parts.map(writeWhere).join(",")})`
    : `${where.column}:${writeCall(where.op, where.values)}`;
}

/** How many conditions it has. */
export const termsIn = (where: Where): number => (isGroup(where) ? where.parts.reduce((sum, part) => sum + termsIn(part), 0) : 1);

/** A syntax tree before columns and values are checked. */
type Raw =
  | { readonly name: string; readonly parts: readonly Raw[] }
  | { readonly column: string; readonly op: string; readonly values: readonly string[] };

/** Reads the text of a nested filter. What does not parse is one fault; a condition that the record does not know is one of its own. */
export function readWhere(fieldOf: (column: string) => Field | undefined, given: string): Read<Where> {
  const raw = given.length <= maxFilterText ? new Reader(given).whole() : null;
  if (!raw || countOf(raw) > maxTerms) return wrong(`where=${given}`);
  const faults: string[] = [];
  const build = (part: Raw, depth: number): Where | undefined => {
    if ("column" in part) {
      const read = readAsk(fieldOf(part.column), part.op, part.values, part.column);
      faults.push(...read.faults);
      return read.value && { column: part.column, ...read.value };
    }
    const { name, parts } = part;
    if ((name !== "and" && name !== "or") || depth > maxGroups) {
      faults.push(name);
      return undefined;
    }
    const known = parts.flatMap((inner) => build(inner, depth + 1) ?? []);
    return known.length > 0 ? { join: name, parts: known } : undefined;
  };
  return { value: build(raw, 1), faults };
}

const countOf = (raw: Raw): number => ("column" in raw ? 1 : raw.parts.reduce((sum, part) => sum + countOf(part), 0));

const readValues = (inner: string): string[] | null => new Reader(`${inner})`).valuesToEnd();

/** Reads the grammar from left to right; any surprise makes the whole unreadable. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(given: string) {
    this.#text = given;
  }

  whole(): Raw | null {
    const read = this.#part(0);
    return this.#at === this.#text.length ? read : null;
  }

  valuesToEnd(): string[] | null {
    const values = this.#values();
    return this.#at === this.#text.length ? values : null;
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }

  #part(depth: number): Raw | null {
    // Deeper than any filter that can be asked: the text is hostile, not long.
    if (depth > 10) return null;
    const name = this.#take(/[A-Za-z][A-Za-z0-9.]*/y);
    if (name === null) return null;
    if (this.#take(/:/y)) {
      const op = this.#take(/[a-z][A-Za-z]*/y);
      const values = op !== null && this.#take(/\(/y) ? this.#values() : null;
      return op !== null && values ? { column: name, op, values } : null;
    }
    if (!this.#take(/\(/y)) return null;
    const parts: Raw[] = [];
    do {
      const part = this.#part(depth + 1);
      if (!part) return null;
      parts.push(part);
    } while (this.#take(/,/y));
    return this.#take(/\)/y) ? { name, parts } : null;
  }

  // Behind the opening parenthesis, up to the closing one.
  #values(): string[] | null {
    if (this.#take(/\)/y)) return [];
    const values: string[] = [];
    do {
      const quoted = this.#take(/'(?:[^']|'')*'/y);
      const value = quoted === null ? this.#take(/[^(),:']+/y) : quoted.slice(1, -1).replaceAll("''", "'");
      if (value === null) return null;
      values.push(value);
    } while (this.#take(/,/y));
    return this.#take(/\)/y) ? values : null;
  }
}
