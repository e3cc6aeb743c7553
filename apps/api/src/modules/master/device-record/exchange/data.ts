/** A device record as files carry it: what a person may give, without what our own database keeps beside. */
import { type Field, type Fields, givenFields, type Issue, registry, valueText, wordIssue } from "@lotline/schema";
import type { DeviceRow } from "@lotline/schema/device-record";
import { lineSets } from "../../../../base/names.ts";

type Scalar = string | number | boolean;
export type DataRow = { readonly [field: string]: Scalar };

/** By field what is said, nothing where nothing is; sets of rows by their name. */
export type DeviceData = { readonly [field: string]: Scalar | readonly DataRow[] };

/** What the database of a market gave a record; files of NMPA and GUDID carry it along. */
export interface DatabaseMark {
  readonly recordKey: string;
  readonly version: string;
  readonly day: string;
  /** The first version there, or a changed one. */
  readonly isFirst: boolean;
}

/** Everything that a file may hold: the fields of a form, and the number of the certificate that the form gets by its reference. */
export const dataFields: Fields = {
  ...Object.fromEntries(givenFields(registry.DeviceRecord.fields)),
  registrationNumber: registry.DeviceRecord.fields.registrationNumber,
};

/** The sets of rows that a file may hold. */
export const dataSets: { readonly [set: string]: Fields } = Object.fromEntries(
  lineSets(registry.DeviceRecord).flatMap(([set, lines]) => (lines.system ? [] : [[set, lines.fields] as const])),
);

function scalar(field: Field, value: unknown): Scalar | undefined {
  if (typeof value === "boolean") return value || undefined;
  const text = valueText(field, value);
  if (text === null) return undefined;
  return field.kind === "integer" ? Number(text) : text;
}

const rowData = (fields: Fields, row: object): DataRow =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = scalar(field, Reflect.get(row, name));
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** What a saved record says, and nothing of what it does not. */
export function dataOf(record: DeviceRow): DeviceData {
  const sets = Object.entries(dataSets).map(([set, fields]): [string, DataRow[]] => {
    const rows = record[set];
    return [
      set,
      Array.isArray(rows) ? rows.map((row: object) => rowData(fields, row)).filter((row) => Object.keys(row).length > 0) : [],
    ];
  });
  return { ...rowData(dataFields, record), ...Object.fromEntries(sets.filter(([, rows]) => rows.length > 0)) };
}

export const rowsIn = (data: DeviceData, set: string): readonly DataRow[] => {
  const rows = data[set];
  return Array.isArray(rows) ? rows : [];
};

export const textIn = (data: DeviceData | DataRow, field: string): string => {
  const value = data[field];
  return value === undefined || Array.isArray(value) ? "" : String(value);
};

/** Gathers what is read from a file and everything that is wrong with it. */
export class Reading {
  readonly issues: Issue[] = [];

  wrong(path: string, en: string, zh: string, code = "FILE_VALUE"): undefined {
    // A file may be wrong in every line; what is wrong is known by the first of them.
    if (this.issues.length < 100) this.issues.push({ path, code, text: { en, zh } });
    return undefined;
  }

  /** A value as its field keeps it; what it cannot be is said. */
  value(path: string, field: Field | undefined, text: string): Scalar | undefined {
    if (text === "" || !field) return undefined;
    if (field.kind === "integer" && !/^\d{1,10}$/.test(text)) {
      const { en, zh } = wordIssue("integer");
      return this.wrong(path, en, zh);
    }
    if (field.kind === "decimal" && !/^-?\d{1,12}(\.\d{1,6})?$/.test(text)) {
      const { en, zh } = wordIssue("decimal");
      return this.wrong(path, en, zh);
    }
    if (field.kind === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(text)) {
      const { en, zh } = wordIssue("date");
      return this.wrong(path, en, zh);
    }
    if (field.kind === "choice" && !Object.hasOwn(field.of.values, text)) {
      const { en, zh } = wordIssue("choice");
      return this.wrong(path, en, zh);
    }
    if (field.kind === "flag") return text === "true" || undefined;
    return field.kind === "integer" ? Number(text) : text;
  }
}

/** Without what says nothing. */
export const cleaned = (given: { readonly [field: string]: Scalar | readonly DataRow[] | undefined }): DeviceData =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined || value === "" || (Array.isArray(value) && value.length === 0) ? [] : [[name, value] as const],
    ),
  );
