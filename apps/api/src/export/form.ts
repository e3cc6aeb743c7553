/** A workbook to be filled in: a sheet with nothing but its heads, and one that explains them and holds what cells offer. */
import type { Readable } from "node:stream";
import { cell, frozenHead, sheetHead, sheetName, workbookStream } from "./xlsx.ts";

/** A column to be filled in. */
export interface FormColumn {
  readonly head: string;
  /** Numbers are left to the spreadsheet; everything else is text, so that 007 and 2026-01-31 stay as they are typed. */
  readonly numeric: boolean;
  /** What its cells offer; nothing where they take any text. */
  readonly offers: readonly string[];
  /** Other texts are refused by the spreadsheet at once. */
  readonly only: boolean;
}

/** The form: its sheet, and the sheet about it with a head and rows. */
export interface Form {
  readonly name: string;
  readonly columns: readonly FormColumn[];
  /** Rows of the sheet that offer what their column offers. */
  readonly rows: number;
  readonly aboutName: string;
  readonly about: readonly (readonly string[])[];
}

const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

const widths = (all: readonly number[], style: (index: number) => string): string =>
  `<cols>${all.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}"${style(i)} customWidth="1"/>`).join("")}</cols>`;

/** The form as a workbook. */
export function formStream(form: Form): Readable {
  return workbookStream([
    { name: form.name, parts: [formSheet(form)] },
    { name: form.aboutName, parts: [aboutSheet(form)] },
  ]);
}

/** Columns of the sheet about the form that stand before what cells offer. */
const offersFrom = ({ about }: Form): number => Math.max(0, ...about.map((row) => row.length));

const offering = (form: Form): readonly FormColumn[] => form.columns.filter(({ offers }) => offers.length > 0);

function formSheet(form: Form): string {
  const { columns, rows, aboutName } = form;
  const rules = offering(form).map((column, i) => {
    const [at, list] = [letters(columns.indexOf(column)), letters(offersFrom(form) + i)];
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="${column.only ? 1 : 0}" sqref="${at}2:${at}${rows + 1}"><formula1>'${escapedName(aboutName)}'!$${list}$2:$${list}$${column.offers.length + 1}</formula1></dataValidation>`;
  });
  const heads = columns.map(({ head }) => cell(head, 1)).join("");
  return `${sheetHead}${frozenHead}${widths(
    columns.map(({ head }) => Math.min(40, Math.max(14, head.length * 2))),
    (i) => (columns[i]?.numeric ? "" : ' style="3"'),
  )}<sheetData><row>${heads}</row></sheetData>${rules.length > 0 ? `<dataValidations count="${rules.length}">${rules.join("")}</dataValidations>` : ""}</worksheet>`;
}

const escapedName = (name: string): string => sheetName(name).replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function aboutSheet(form: Form): string {
  const lists = offering(form);
  const from = offersFrom(form);
  const height = Math.max(form.about.length, 1 + Math.max(0, ...lists.map(({ offers }) => offers.length)));
  const rows = Array.from({ length: height }, (_, y) => {
    const told = Array.from({ length: from }, (__, x) => cell(form.about[y]?.[x] ?? "", y === 0 ? 1 : 2));
    const offered = lists.map(({ head, offers }) => (y === 0 ? cell(head, 1) : cell(offers[y - 1] ?? "", 3)));
    return `<row>${told.join("")}${offered.join("")}</row>`;
  });
  const all = [24, 10, 26, 16, 44, 22, 60].slice(0, from).concat(lists.map(() => 20));
  return `${sheetHead}${frozenHead}${widths(all, () => "")}<sheetData>${rows.join("")}</sheetData></worksheet>`;
}
