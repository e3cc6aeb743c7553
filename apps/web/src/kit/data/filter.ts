/** Turns what a view asks into the API's filter. */
import {
  type AnyRecord,
  type Ask,
  addDays,
  attributePath,
  columnField,
  type Field,
  isAttributePath,
  isGroup,
  type ListView,
  type RecordFilter,
  type Where,
} from "@lotline/schema";
import { startOfDay } from "../format.ts";

/** The filter variable of a list; undefined when nothing is asked. */
export function filterOf(
  record: AnyRecord,
  { conditions, where }: Pick<ListView, "conditions" | "where">,
  zone: string,
): RecordFilter | undefined {
  const parts = [
    ...Object.entries(conditions).map(([column, ask]) => askFilter(record, column, ask, zone)),
    ...(where ? [whereFilter(record, where, zone)] : []),
  ];
  return parts.length > 1 ? { and: parts } : parts[0];
}

/** The filter of a nested condition. */
export function whereFilter(record: AnyRecord, where: Where, zone: string): RecordFilter {
  if (!isGroup(where)) return askFilter(record, where.column, where, zone);
  return { [where.join]: where.parts.map((part) => whereFilter(record, part, zone)) };
}

function askFilter(record: AnyRecord, column: string, ask: Ask, zone: string): RecordFilter {
  const field = columnField(record, column);
  const own = isAttributePath(column);
  const is = (term: RecordFilter): RecordFilter =>
    own ? { attributes: [{ name: column.slice(attributePath("").length), ...term }] } : { [column]: term };
  const [a = "", b = ""] = ask.values;
  switch (ask.op) {
    case "in":
      return field?.kind === "choice" && !own ? { [column]: ask.values } : is({ in: ask.values });
    case "notIn":
      return { not: askFilter(record, column, { op: "in", values: ask.values }, zone) };
    case "me":
      return is({ isMe: true });
    case "has":
      return is({ contains: a });
    case "hasNot":
      return { not: is({ contains: a }) };
    case "starts":
      return is({ startsWith: a });
    case "is":
      return field?.kind !== "flag" ? is({ eq: a }) : own ? is({ is: a === "true" }) : { [column]: a === "true" };
    case "empty":
    case "filled":
      return emptyFilter(field, column, own, is, ask.op === "empty");
    case "eq":
      return is({ min: a, max: a });
    case "ne":
      return { not: is({ min: a, max: a }) };
    case "min":
    case "max":
      return is({ [ask.op]: a });
    case "lt":
      return { and: [is({ max: a }), { not: is({ min: a }) }] };
    case "gt":
      return { and: [is({ min: a }), { not: is({ max: a }) }] };
    case "between":
      return is(isDay(field) ? span(field, a, b, zone) : { min: a, max: b });
    case "from":
      return is(span(field, a, "", zone));
    case "to":
      return is(span(field, "", a, zone));
    case "after":
      return is(span(field, addDays(a, 1), "", zone));
    case "before":
      return is(span(field, "", addDays(a, -1), zone));
    case "rel":
      return is({ relative: a });
  }
}

const isDay = (field: Field | undefined): boolean => field?.kind === "date" || field?.kind === "instant";

// The last day counts as a whole: the end of an instant is the start of the day after, which the API leaves out.
function span(field: Field | undefined, from: string, to: string, zone: string): RecordFilter {
  const instant = field?.kind === "instant";
  return {
    ...(from ? { from: instant ? startOfDay(from, zone) : from } : {}),
    ...(to ? { to: instant ? startOfDay(addDays(to, 1), zone) : to } : {}),
  };
}

// The API asks a choice by its values only: empty is what has none of them.
function emptyFilter(
  field: Field | undefined,
  column: string,
  own: boolean,
  is: (term: RecordFilter) => RecordFilter,
  empty: boolean,
): RecordFilter {
  if (field?.kind !== "choice" || own) return is({ isNull: empty });
  const any = { [column]: Object.keys(field.of.values) };
  return empty ? { not: any } : any;
}
