/** What a list can show, ask about, group by and add up: the columns of a record file as fields. */
import type { Field, Fields } from "./field.ts";
import type { AnyRecord } from "./record.ts";
import { type Grouping, isPeriodStart, periodSpan, readGrouping } from "./relative.ts";

/** The fields every record has, as fields, so that lists treat them alike. */
const head: Fields = {
  number: { kind: "text", code: true, max: 60, label: { en: "Number", zh: "编号" } },
  createdAt: { kind: "instant", label: { en: "Created", zh: "创建时间" } },
  retainUntil: { kind: "date", label: { en: "Retain until", zh: "保存至" } },
  createdBy: { kind: "ref", target: "Person", label: { en: "Created by", zh: "创建人" } },
};
const stateLabel = { en: "Status", zh: "状态" };
const siteField: Field = { kind: "ref", target: "Site", label: { en: "Site", zh: "场所" } };

/** The field behind a column of a list; the state is a choice of the record's states. Undefined for what is no column. */
export function columnField(record: AnyRecord, column: string): Field | undefined {
  if (column === "state")
    return record.states && { kind: "choice", of: { name: `${record.name}State`, values: record.states }, label: stateLabel };
  if (column === "site") return record.site ? siteField : undefined;
  if (column === "number" && record.numberLabel) return { kind: "text", code: true, max: 60, label: record.numberLabel };
  // Own properties only: a column called "constructor" is no field.
  const flag = Object.hasOwn(record.list.flags ?? {}, column) && record.list.flags?.[column];
  if (flag) return { kind: "flag", label: flag };
  if (Object.hasOwn(record.fields, column)) return (record.fields as Fields)[column];
  return Object.hasOwn(head, column) ? head[column] : undefined;
}

/**
 * The record without what these permits do not show: what is offered from it (columns, questions, orders, groups, sums) is what the
 * server answers. Masked fields of child rows stay; they are shown as hidden where the rows stand.
 */
export function withoutMasked(record: AnyRecord, permits: ReadonlySet<string>): AnyRecord {
  const isSeen = ({ masked }: Field) => masked === undefined || permits.has(masked);
  const { fields, list } = record;
  const extra: Fields = list.extra ?? {};
  if ([...Object.values(fields as Fields), ...Object.values(extra)].every(isSeen)) return record;
  const seen = (of: Fields): Fields => Object.fromEntries(Object.entries(of).filter(([, field]) => isSeen(field)));
  const left = (names: readonly string[] = []) => names.filter((name) => !Object.hasOwn(fields, name) || isSeen(fields[name]));
  return {
    ...record,
    fields: seen(fields),
    list: { ...list, columns: left(list.columns), sorts: left(list.sorts), extra: seen(extra) },
  };
}

/** The reference that leads to the unit of a quantity: named by the field, or the item or lot of the same row. */
export function unitRefOf(field: Field, fields: Fields): string | undefined {
  if (field.kind !== "quantity") return undefined;
  return field.unitOf ?? ["item", "lot", "component"].find((name) => fields[name]?.kind === "ref");
}

/** The columns of a list that are added up: amounts and numbers among those the record file declares. */
export function totalColumns(record: AnyRecord): readonly string[] {
  return record.list.columns.filter((column: string) => {
    const field = columnField(record, column);
    return field && ["quantity", "integer", "decimal"].includes(field.kind) && !(field.kind === "decimal" && field.rate);
  });
}

/** True for what a list can be grouped by: a choice, state, reference or flag, and with a period a date or an instant. */
export function isGrouping(record: AnyRecord, { column, period }: Grouping): boolean {
  const kind = columnField(record, column)?.kind ?? "";
  return period ? kind === "date" || kind === "instant" : ["choice", "ref", "flag"].includes(kind);
}

/** How deep a filter may be nested and how many conditions it may hold, values of a choice not counted. */
export const filterLimits = { depth: 8, terms: 100, values: 1000 } as const;

/** A filter as the API takes it: per column an object of operators or a list of values, and nested and/or/not. */
export interface RecordFilter {
  readonly [column: string]: unknown;
}

/**
 * The filter that leaves the rows of one group: what opens a group, drills into it, or asks for the next level. The key of a
 * period is its first day; null is the group of the rows without a value.
 * @throws Error when the record has no such grouping or the key is none of its keys
 */
export function groupFilter(record: AnyRecord, by: string, key: string | null): RecordFilter {
  const grouping = readGrouping(by);
  const field = grouping && columnField(record, grouping.column);
  if (!grouping || !field || !isGrouping(record, grouping)) throw new Error(`${record.name} is not grouped by ${by}`);
  const { column, period } = grouping;
  if (field.kind === "choice") return key === null ? { not: { [column]: Object.keys(field.of.values) } } : { [column]: [key] };
  if (key === null) return { [column]: { isNull: true } };
  if (field.kind === "flag") return { [column]: key === "true" };
  if (!period) return { [column]: { in: [key] } };
  if (!isPeriodStart(period, key)) throw new Error(`${key} begins no ${period}`);
  return { [column]: periodSpan(period, key) };
}
