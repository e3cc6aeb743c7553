/** What a list asks, in words of both languages: for chips, for the explanation of a filter, for the head of an export. */
import { columnField } from "./column.ts";
import { type Ask, isGroup, type Operator, type Where } from "./condition.ts";
import type { Field } from "./field.ts";
import { type Label, label } from "./label.ts";
import type { AnyRecord } from "./record.ts";
import { type Period, readRelative } from "./relative.ts";
import type { ListView } from "./view.ts";

/** The operators as they are picked. */
export const operatorLabels: { readonly [O in Operator]: Label } = {
  in: label("is any of", "为其中之一"),
  notIn: label("is none of", "不为其中任一"),
  me: label("is me", "是我"),
  rel: label("is in", "在期间"),
  between: label("is between", "介于"),
  from: label("is on or after", "不早于"),
  to: label("is on or before", "不晚于"),
  after: label("is after", "晚于"),
  before: label("is before", "早于"),
  has: label("contains", "包含"),
  hasNot: label("does not contain", "不包含"),
  starts: label("starts with", "开头为"),
  is: label("is", "为"),
  eq: label("=", "="),
  ne: label("≠", "≠"),
  lt: label("<", "<"),
  max: label("≤", "≤"),
  gt: label(">", ">"),
  min: label("≥", "≥"),
  empty: label("is empty", "为空"),
  filled: label("is not empty", "不为空"),
};

const single: { readonly [text: string]: Label } = {
  yesterday: label("yesterday", "昨天"),
  today: label("today", "今天"),
  tomorrow: label("tomorrow", "明天"),
  past: label("the past", "今天之前"),
  future: label("the future", "今天之后"),
};
const periodWords: { readonly [P in Period]: Label } = {
  day: label("day", "天"),
  week: label("week", "周"),
  month: label("month", "月"),
  quarter: label("quarter", "季度"),
  year: label("year", "年"),
};
const offsetWords = { "-1": label("last", "上"), "0": label("this", "本"), "1": label("next", "下") } as const;
// A year is not called 上年, 本年, 下年 only: 去年, 今年, 明年 is what people say.
const yearWords = { "-1": "去年", "0": "今年", "1": "明年" } as const;
const unitWords = { d: label("days", "天"), w: label("weeks", "周"), m: label("months", "个月") } as const;

/** "last30d" → the last 30 days, 最近 30 天; what is none stays as it is. */
export function relativeWords(text: string): Label {
  const read = readRelative(text);
  const named = Object.hasOwn(single, text) ? single[text] : undefined;
  if (named || !read) return named ?? label(text, text);
  if (read.kind === "period") {
    const key = `${read.offset}` as const;
    const [when, period] = [offsetWords[key], periodWords[read.period]];
    const zh = read.period === "year" ? yearWords[key] : `${when.zh}${read.period === "month" ? "个" : ""}${period.zh}`;
    return label(`${when.en} ${period.en}`, zh === "本个月" ? "本月" : zh);
  }
  if (read.kind !== "last" && read.kind !== "next") return label(text, text);
  const unit = unitWords[read.unit];
  const one = read.count === 1 ? unit.en.slice(0, -1) : `${read.count} ${unit.en}`;
  return label(`the ${read.kind} ${one}`, `${read.kind === "last" ? "最近" : "未来"} ${read.count} ${unit.zh}`);
}

/** The number or name of a record that a condition names by its key. */
export type NameOf = (target: string, id: string) => string;

function valueWords(field: Field, value: string, nameOf: NameOf): Label {
  if (field.kind === "choice") return field.of.values[value] ?? label(value, value);
  const text = field.kind === "ref" ? nameOf(field.target, value) : value;
  return label(text, text);
}

const quoted = ({ en, zh }: Label, field: Field): Label => ({
  en: field.kind === "text" ? `“${en}”` : en,
  zh: field.kind === "text" || field.kind === "choice" ? `“${zh}”` : zh,
});

function listed(values: readonly Label[]): Label {
  const [last, ...before] = values.toReversed();
  if (!last) return label("", "");
  const first = before.toReversed();
  return first.length === 0
    ? last
    : label(`${first.map((v) => v.en).join(", ")} or ${last.en}`, `${first.map((v) => v.zh).join("、")}或${last.zh}`);
}

/** One condition as a clause: "Status is Quarantine or Under test", 状态为“待验”或“检验中”. */
export function askWords(field: Field, { op, values }: Ask, nameOf: NameOf): Label {
  const name = field.label;
  const clause = (en: string, zh: string) => label(`${name.en} ${en}`, `${name.zh}${zh}`);
  const all = values.map((value) => quoted(valueWords(field, value, nameOf), field));
  const [a = label("", ""), b = label("", "")] = all;
  const words = operatorLabels[op];
  switch (op) {
    case "in":
      return clause(`is ${listed(all).en}`, `为${listed(all).zh}`);
    case "notIn":
      return clause(`is not ${listed(all).en}`, `不为${listed(all).zh}`);
    case "rel": {
      const span = relativeWords(values[0] ?? "");
      return clause(`is ${/^(the|this|last|next) /.test(span.en) ? "in " : ""}${span.en}`, `在${span.zh}`);
    }
    case "between":
      return clause(`is between ${a.en} and ${b.en}`, `介于 ${a.zh} 与 ${b.zh} 之间`);
    case "is":
      if (field.kind === "flag")
        return values[0] === "true" ? label(`${name.en}: yes`, `${name.zh}：是`) : label(`${name.en}: no`, `${name.zh}：否`);
      return clause(`is ${a.en}`, `为${a.zh}`);
    case "me":
    case "empty":
    case "filled":
      return clause(words.en, words.zh);
    case "has":
    case "hasNot":
    case "starts":
      return clause(`${words.en} ${a.en}`, `${words.zh}${a.zh}`);
    default:
      return clause(`${words.en} ${a.en}`, ` ${words.zh} ${a.zh}`.replace(/^ (?=[不早晚])/, ""));
  }
}

/** A nested filter as one clause; groups within groups stand in parentheses. */
export function whereWords(record: AnyRecord, where: Where, nameOf: NameOf, inner = false): Label {
  if (!isGroup(where)) {
    const field = columnField(record, where.column);
    return field ? askWords(field, where, nameOf) : label(where.column, where.column);
  }
  const parts = where.parts.map((part) => whereWords(record, part, nameOf, true));
  const joined = joinWords(parts, where.join);
  return inner && parts.length > 1 ? label(`(${joined.en})`, `（${joined.zh}）`) : joined;
}

const joinWords = (parts: readonly Label[], join: "and" | "or"): Label =>
  label(parts.map((p) => p.en).join(` ${join} `), parts.map((p) => p.zh).join(join === "and" ? "，且" : "，或"));

/** Everything a view asks as one sentence; empty when it asks nothing. */
export function viewWords(record: AnyRecord, view: Pick<ListView, "text" | "conditions" | "where">, nameOf: NameOf): Label {
  const clauses = [
    ...(view.text ? [label(`the search finds “${view.text}”`, `搜索包含“${view.text}”`)] : []),
    ...Object.entries(view.conditions).flatMap(([column, ask]) => {
      const field = columnField(record, column);
      return field ? [askWords(field, ask, nameOf)] : [];
    }),
  ];
  const where = view.where && whereWords(record, view.where, nameOf, clauses.length > 0);
  const all = joinWords([...clauses, ...(where ? [where] : [])], "and");
  return all.en
    ? label(`${record.plural.en} of which ${all.en}.`, `符合以下条件的${record.plural.zh}：${all.zh}。`)
    : label("", "");
}
