/** The columns of a record's grid, from its record file. */
import {
  type AnyRecord,
  type Attribute,
  attributePath,
  columnField,
  type Field,
  type Fields,
  isAttributePath,
  type Label,
  shownRecord,
  sortColumns,
} from "@lotline/schema";
import type { ComponentType } from "react";
import { foldNames, type Row } from "../data/row.ts";
import type { RecordFeature } from "../feature.tsx";

export interface Column {
  readonly id: string;
  readonly field: Field;
  readonly label: Label;
  readonly sortable: boolean;
  readonly width: number;
  /** Numbers stand at the right, with their unit. */
  readonly right: boolean;
  /** Names and sentences take the room that is left; codes, numbers and states keep their width. */
  readonly grows: boolean;
  /** The first one: it leads to the record and is never hidden. */
  readonly leads: boolean;
  /** What a record type shows in a column of its own. */
  readonly own?: ComponentType<{ row: Row }>;
}

const nameLabel: Label = { en: "Name", zh: "名称" };

/** The columns in the order of the record file; the two names of a thing are one column in the language of the screen. */
export function columnsOf(record: AnyRecord, lang: "en" | "zh", feature: RecordFeature = {}): Column[] {
  const sortable = sortColumns(record);
  // Declared with the record; the feature says how they look. Holds have their tags.
  const further = Object.entries((record.list.extra ?? {}) as Fields).flatMap(([id, field]) => {
    const shown = feature.columns?.find((column) => column.id === id);
    if (!shown && !(id === "holds" && feature.holds)) return [];
    const { width = 150, cell } = shown ?? {};
    const right = isNumber(field);
    return [
      { id, field, label: field.label, width, own: cell, sortable: false, right, grows: !right && width >= 200, leads: false },
    ];
  });
  const declared = declaredColumns(record, lang, sortable);
  const at = declared.findIndex(({ id }) => id === "state") + 1;
  return [...declared.slice(0, at), ...further, ...declared.slice(at)];
}

/** A column for each attribute, for who wants to see it in the list. */
export function ownColumns(record: AnyRecord, attributes: readonly Attribute[], lang: "en" | "zh"): Column[] {
  const columns = attributes.map(({ name }) => attributePath(name));
  return declaredColumns({ ...shownRecord(record, attributes), list: { ...record.list, columns } }, lang, []);
}

function declaredColumns(record: AnyRecord, lang: "en" | "zh", sortable: readonly string[]): Column[] {
  return foldNames(record.list.columns, lang).flatMap((id) => {
    const field = columnField(record, id);
    if (!field) return [];
    return [
      {
        id,
        field,
        label: columnLabel(record, id) ?? field.label,
        sortable: sortable.includes(id),
        width: widthOf(id, field),
        right: isNumber(field),
        grows: isWordy(field) && id !== "number",
        leads: id === record.list.columns[0] && !isAttributePath(id),
      },
    ];
  });
}

/** The label of a column; one of the two names of a thing is called its name. */
export function columnLabel(record: AnyRecord, id: string): Label | undefined {
  const named = record.title?.includes(id) && /(En|Zh)$/.test(id) && record.title.length > 1;
  return named ? nameLabel : columnField(record, id)?.label;
}

const isNumber = (field: Field): boolean => field.kind === "integer" || field.kind === "decimal" || field.kind === "quantity";

const isWordy = (field: Field): boolean =>
  (field.kind === "text" && !field.code && field.max > 20) || (field.kind === "ref" && field.target !== "Unit");

// The longest word beside its glyph; a state is never cut short.
const choiceWidth = (values: Readonly<Record<string, Label>>): number =>
  Math.max(110, ...Object.values(values).map(({ en }) => 50 + 7 * en.length));

// English labels are about 1.7 times the Chinese ones; widths fit the longer.
function widthOf(id: string, field: Field): number {
  if (id === "number") return 150;
  switch (field.kind) {
    case "text":
      return field.code ? 140 : field.max <= 20 ? 100 : field.max <= 60 ? 130 : field.max <= 80 ? 170 : 250;
    case "integer":
    case "decimal":
      return 120;
    case "quantity":
      return 140;
    case "date":
      return 112;
    case "instant":
      return 150;
    case "flag":
      return 90;
    case "choice":
      return choiceWidth(field.of.values);
    case "ref":
      return field.target === "Unit" ? 80 : field.target === "Person" || field.target === "Site" ? 130 : 220;
    case "json":
      return 120;
  }
}
