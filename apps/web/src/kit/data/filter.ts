/** Turns the conditions of a view into the API's filter. */
import { type AnyRecord, attributePath, isAttributePath, isDate } from "@lotline/schema";
import { inZone } from "../format.ts";
import { type Condition, columnField, type ListView } from "../list/view.ts";

/** The first moment of a day in a zone, as an ISO instant. */
export function startOfDay(date: string, zone: string): string {
  const guess = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(guess)) return date;
  // Twice, because the offset of the guess may be that of the day before a clock change.
  let at = guess;
  for (let i = 0; i < 2; i++) {
    const offset = inZone(at, zone)?.offset ?? "+00:00";
    const [hours = "0", minutes = "0"] = offset.slice(1).split(":");
    at = guess - (offset.startsWith("-") ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  }
  return new Date(at).toISOString();
}

/** "2026-08-20 09:07" in a zone as an instant; undefined when it cannot be read. */
export function readZoned(text: string, zone: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d{1,2}):(\d\d))?$/.exec(text.normalize("NFKC").trim());
  const [, day, hours = "0", minutes = "0"] = match ?? [];
  if (!day || !isDate(day) || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return new Date(Date.parse(startOfDay(day, zone)) + (Number(hours) * 60 + Number(minutes)) * 60_000).toISOString();
}

const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The filter variable of a list; undefined when nothing is asked. */
export function filterOf(
  record: AnyRecord,
  view: Pick<ListView, "conditions">,
  zone: string,
): Record<string, unknown> | undefined {
  const all = Object.entries(view.conditions);
  const declared = all.filter(([column]) => !isAttributePath(column));
  const attributes = all.flatMap(([column, condition]) =>
    isAttributePath(column) ? [{ name: column.slice(attributePath("").length), ...ownTerm(condition) }] : [],
  );
  const entries = declared.map(([column, condition]) => [column, termOf(record, column, condition, zone)] as const);
  return all.length > 0 ? { ...Object.fromEntries(entries), ...(attributes.length > 0 ? { attributes } : {}) } : undefined;
}

function ownTerm(condition: Condition): object {
  switch (condition.kind) {
    case "flag":
      return { is: condition.value };
    case "in":
      return { in: condition.values };
    case "range":
      return { ...(condition.from ? { from: condition.from } : {}), ...(condition.to ? { to: condition.to } : {}) };
  }
}

function termOf(record: AnyRecord, column: string, condition: Condition, zone: string): unknown {
  const field = columnField(record, column);
  switch (condition.kind) {
    case "flag":
      return condition.value;
    case "in":
      return field?.kind === "ref" ? { in: condition.values } : condition.values;
    case "range": {
      // An instant's end is exclusive for the API, so "to" is the start of the day after.
      const instant = field?.kind === "instant";
      const from = condition.from && (instant ? startOfDay(condition.from, zone) : condition.from);
      const to = condition.to && (instant ? startOfDay(nextDay(condition.to), zone) : condition.to);
      return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
    }
  }
}
