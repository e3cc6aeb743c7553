/** A filter told in a sentence, in the language of the reader: on screen, at the head of an export, in the log of exports. */
import {
  type AnyRecord,
  type Attribute,
  columnField,
  type Field,
  isDate,
  type Label,
  type RecordFilter,
  type Relative,
  readRelative,
} from "./kit/index.ts";
import { type Lang, type Translate, translator } from "./words/index.ts";

export interface Explaining {
  readonly lang: Lang;
  /** How the record that an id leads to is called; without it, or for one that may not be seen, its id. */
  readonly nameOf?: ((target: string, id: string) => string | undefined) | undefined;
  /** How an instant is written; as given when not said. */
  readonly instant?: ((iso: string) => string) | undefined;
  /** The customer's own fields of the record. */
  readonly own?: readonly Attribute[] | undefined;
}

/** What a filter says, "" when it asks nothing. The filter is one that the API takes. */
export function explainFilter(record: AnyRecord, filter: RecordFilter, explaining: Explaining): string {
  return new Explanation(record, explaining).all(filter).join(translator(explaining.lang)("filter.and"));
}

/** How a relative span is called: "last 30 days", "本月"; the text itself when it is none. */
export function relativeWords(text: string, lang: Lang): string {
  const relative = readRelative(text);
  return relative ? relativeIn(translator(lang), relative) : text;
}

const counted = { d: "Days", w: "Weeks", m: "Months" } as const;
const days = { "-1": "yesterday", "0": "today", "1": "tomorrow" } as const;
const offsets = { "-1": "last", "0": "this", "1": "next" } as const;
const calendar = { week: "Week", month: "Month", quarter: "Quarter", year: "Year" } as const;

function relativeIn(t: Translate, relative: Relative): string {
  switch (relative.kind) {
    case "past":
    case "future":
      return t(`span.${relative.kind}`);
    case "last":
    case "next":
      return t(`span.${relative.kind}${counted[relative.unit]}`, { n: relative.count });
    case "period":
      return relative.period === "day"
        ? t(`span.${days[relative.offset]}`)
        : t(`span.${offsets[relative.offset]}${calendar[relative.period]}`);
  }
}

type Operators = { readonly [operator: string]: unknown };

const given = (value: unknown): boolean => value !== null && value !== undefined;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

class Explanation {
  readonly #record: AnyRecord;
  readonly #explaining: Explaining;
  readonly #t: Translate;

  constructor(record: AnyRecord, explaining: Explaining) {
    this.#record = record;
    this.#explaining = explaining;
    this.#t = translator(explaining.lang);
  }

  /** The conditions of a filter, all of which must hold. */
  all(filter: RecordFilter): string[] {
    return Object.entries(filter)
      .filter(([, value]) => given(value))
      .flatMap(([name, value]) => {
        switch (name) {
          case "and":
            return listOf(value).flatMap((part) => this.all(part as RecordFilter));
          case "or":
            return this.#any(listOf(value) as RecordFilter[]);
          case "not":
            return [this.#t("filter.not", { what: this.#together(value as RecordFilter) })];
          case "attributes":
            return (listOf(value) as Operators[]).flatMap((term) => this.#attribute(term));
          default:
            return this.#column(name, value);
        }
      });
  }

  #together(filter: RecordFilter): string {
    return this.all(filter).join(this.#t("filter.and")) || this.#t("filter.everything");
  }

  #any(parts: readonly RecordFilter[]): string[] {
    if (parts.length === 0) return [];
    const told = parts.map((part) => {
      const all = this.all(part);
      return all.length > 1 ? this.#t("filter.group", { what: this.#together(part) }) : this.#together(part);
    });
    const text = told.join(this.#t("filter.or"));
    return [told.length > 1 ? this.#t("filter.group", { what: text }) : text];
  }

  #column(name: string, value: unknown): string[] {
    const field = columnField(this.#record, name);
    if (!field) return [];
    const label = this.#say(field.label);
    if (typeof value === "boolean") return [this.#t(value ? "filter.yes" : "filter.no", { label })];
    if (Array.isArray(value)) return [this.#oneOf(label, field, value)];
    return this.#operators(label, field, Object(value) as Operators);
  }

  #attribute({ name, is, ...rest }: Operators): string[] {
    const attribute = this.#explaining.own?.find((known) => known.name === name);
    const field: Field = attribute?.field ?? { kind: "text", max: 200, label: { en: String(name), zh: String(name) } };
    const label = this.#say(field.label);
    return [
      ...(typeof is === "boolean" ? [this.#t(is ? "filter.yes" : "filter.no", { label })] : []),
      ...this.#operators(label, field, rest),
    ];
  }

  #operators(label: string, field: Field, operators: Operators): string[] {
    const t = this.#t;
    const { from, to, min, max, ...others } = operators;
    const single = Object.entries(others)
      .filter(([, value]) => given(value))
      .map(([operator, value]) => {
        switch (operator) {
          case "eq":
            return t("filter.is", { label, value: this.#value(field, value) });
          case "contains":
          case "startsWith":
            return t(`filter.${operator}`, { label, value: t("filter.quoted", { value: String(value) }) });
          case "isNull":
            return t(value === true ? "filter.empty" : "filter.filled", { label });
          case "isMe":
            return t(value === true ? "filter.isMe" : "filter.isNotMe", { label });
          case "relative":
            return t("filter.during", { label, span: relativeWords(String(value), this.#explaining.lang) });
          default:
            return this.#oneOf(label, field, listOf(value));
        }
      });
    return [...single, ...this.#span(label, from, to), ...this.#amounts(label, min, max)];
  }

  // A day counts as a whole; an instant ends a span without belonging to it.
  #span(label: string, from: unknown, to: unknown): string[] {
    const t = this.#t;
    const at = (value: unknown) => {
      const text = String(value);
      return isDate(text) ? text : (this.#explaining.instant?.(text) ?? text);
    };
    const isDay = isDate(String(to));
    if (given(from) && given(to)) return [t(isDay ? "filter.span" : "filter.instantSpan", { label, from: at(from), to: at(to) })];
    if (given(from)) return [t("filter.from", { label, from: at(from) })];
    return given(to) ? [t(isDay ? "filter.to" : "filter.instantTo", { label, to: at(to) })] : [];
  }

  #amounts(label: string, min: unknown, max: unknown): string[] {
    if (given(min) && given(max)) return [this.#t("filter.between", { label, min: String(min), max: String(max) })];
    if (given(min)) return [this.#t("filter.min", { label, min: String(min) })];
    return given(max) ? [this.#t("filter.max", { label, max: String(max) })] : [];
  }

  #oneOf(label: string, field: Field, values: readonly unknown[]): string {
    const told = values.map((value) => this.#value(field, value)).join(this.#t("filter.or")) || this.#t("filter.nothing");
    return this.#t("filter.is", { label, value: told });
  }

  #value(field: Field, value: unknown): string {
    const text = String(value);
    if (field.kind === "choice") {
      const word = Object.hasOwn(field.of.values, text) ? (field.of.values as { [value: string]: Label })[text] : undefined;
      return word ? this.#say(word) : text;
    }
    if (field.kind === "ref") return this.#explaining.nameOf?.(field.target, text) ?? text;
    return this.#t("filter.quoted", { value: text });
  }

  #say(label: Label): string {
    return label[this.#explaining.lang];
  }
}
