/** A filter as the API takes it, told in words: what was really asked, at the head of an export and in the log of exports. */
import type { Attribute } from "./attribute.ts";
import { columnField, type RecordFilter } from "./column.ts";
import type { Ask } from "./condition.ts";
import { askWords, type NameOf } from "./condition-words.ts";
import { isDate } from "./day.ts";
import type { Field } from "./field.ts";
import { type Label, label } from "./label.ts";
import type { AnyRecord } from "./record.ts";

export interface Explaining {
  readonly nameOf: NameOf;
  /** How an instant is written. */
  readonly instant: (iso: string) => string;
  /** The customer's own fields of the record. */
  readonly own: readonly Attribute[];
}

type Operators = { readonly [operator: string]: unknown };

const given = (value: unknown): boolean => value !== null && value !== undefined;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What a filter says, in the clauses of the screens; null when it asks nothing. The filter is one that the API takes. */
export function filterWords(record: AnyRecord, filter: RecordFilter, explaining: Explaining): Label | null {
  const clauses = clausesOf(record, filter, explaining);
  return clauses.length === 0 ? null : joined(clauses, "and");
}

const joined = (parts: readonly Label[], join: "and" | "or"): Label =>
  label(parts.map((part) => part.en).join(` ${join} `), parts.map((part) => part.zh).join(join === "and" ? "，且" : "，或"));
const bracketed = ({ en, zh }: Label): Label => label(`(${en})`, `（${zh}）`);
const negated = (what: Label): Label => label(`not (${what.en})`, `并非（${what.zh}）`);
const everything = label("everything", "全部");

/** The conditions of a filter, all of which hold. */
function clausesOf(record: AnyRecord, filter: RecordFilter, explaining: Explaining): Label[] {
  const together = (part: unknown): readonly Label[] => clausesOf(record, part as RecordFilter, explaining);
  return Object.entries(filter)
    .filter(([, value]) => given(value))
    .flatMap(([name, value]) => {
      switch (name) {
        case "and":
          return listOf(value).flatMap(together);
        case "or":
          return anyOf(listOf(value).map(together));
        case "not": {
          const parts = together(value);
          return [negated(parts.length === 0 ? everything : joined(parts, "and"))];
        }
        case "attributes":
          return listOf(value).flatMap((term) => attributeClauses(Object(term) as Operators, explaining));
        default: {
          const field = columnField(record, name);
          return field ? columnClauses(field, value, explaining) : [];
        }
      }
    });
}

function anyOf(parts: readonly (readonly Label[])[]): Label[] {
  if (parts.length === 0) return [];
  const told = parts.map((all) =>
    all.length === 0 ? everything : all.length === 1 ? joined(all, "and") : bracketed(joined(all, "and")),
  );
  return [told.length === 1 ? joined(told, "or") : bracketed(joined(told, "or"))];
}

function attributeClauses({ name, is, ...operators }: Operators, explaining: Explaining): Label[] {
  const field: Field = explaining.own.find((attribute) => attribute.name === name)?.field ?? {
    kind: "text",
    max: 200,
    label: label(String(name), String(name)),
  };
  return [
    ...(typeof is === "boolean" ? columnClauses(field, is, explaining) : []),
    ...columnClauses(field, operators, explaining),
  ];
}

function columnClauses(field: Field, value: unknown, explaining: Explaining): Label[] {
  const words = (ask: Ask) => askWords(field, ask, explaining.nameOf);
  if (typeof value === "boolean") return [words({ op: "is", values: [String(value)] })];
  if (Array.isArray(value)) return [oneOf(field, value, words)];
  const { from, to, min, max, ...others } = Object(value) as Operators;
  const single = Object.entries(others)
    .filter(([, one]) => given(one))
    .map(([operator, one]) => {
      const text = String(one);
      switch (operator) {
        case "eq":
          return words({ op: "is", values: [text] });
        case "contains":
          return words({ op: "has", values: [text] });
        case "startsWith":
          return words({ op: "starts", values: [text] });
        case "isNull":
          return words({ op: one === true ? "empty" : "filled", values: [] });
        case "isMe":
          return one === true ? words({ op: "me", values: [] }) : negated(words({ op: "me", values: [] }));
        case "relative":
          return words({ op: "rel", values: [text] });
        default:
          return oneOf(field, listOf(one), words);
      }
    });
  return [...single, ...spanClauses(from, to, words, explaining), ...amountClauses(min, max, words)];
}

// One of none: true of no row.
const oneOf = (field: Field, values: readonly unknown[], words: (ask: Ask) => Label): Label =>
  values.length > 0
    ? words({ op: "in", values: values.map(String) })
    : label(`${field.label.en} is none of anything`, `${field.label.zh}不为任何值`);

// A day counts as a whole; an instant ends a span without belonging to it.
function spanClauses(from: unknown, to: unknown, words: (ask: Ask) => Label, { instant }: Explaining): Label[] {
  const at = (value: unknown) => (isDate(String(value)) ? String(value) : instant(String(value)));
  const day = isDate(String(to));
  if (given(from) && given(to) && day) return [words({ op: "between", values: [at(from), at(to)] })];
  return [
    ...(given(from) ? [words({ op: "from", values: [at(from)] })] : []),
    ...(given(to) ? [words({ op: day ? "to" : "before", values: [at(to)] })] : []),
  ];
}

function amountClauses(min: unknown, max: unknown, words: (ask: Ask) => Label): Label[] {
  if (given(min) && given(max)) return [words({ op: "between", values: [String(min), String(max)] })];
  if (given(min)) return [words({ op: "min", values: [String(min)] })];
  return given(max) ? [words({ op: "max", values: [String(max)] })] : [];
}
