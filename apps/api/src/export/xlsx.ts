/**
 * A workbook (ECMA-376) of sheets, written row by row into a zip. Texts are inline strings, never formulas; numbers are numbers as
 * long as a spreadsheet keeps all their digits.
 */
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { safeText } from "../base/csv.ts";
import type { Table } from "./table.ts";

export interface Sheets {
  readonly aboutName: string;
  readonly about: readonly (readonly [string, string])[];
  readonly tableName: string;
  readonly table: Table;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** A sheet by its name and the text of its part, in pieces. */
export interface Sheet {
  readonly name: string;
  readonly parts: Iterable<string> | AsyncIterable<string>;
}

/** A table as a workbook of two sheets: what the export is, then its rows. */
export const xlsxStream = ({ aboutName, about, tableName, table }: Sheets): Readable =>
  workbookStream([
    { name: aboutName, parts: [aboutSheet(about)] },
    { name: tableName, parts: tableSheet(table) },
  ]);

/** The workbook as a stream; what goes wrong while rows are read ends it with that error. */
export function workbookStream(sheets: readonly Sheet[]): Readable {
  const zip = new ZipFile();
  // yazl tells of what it cannot read, and leaves its stream open.
  zip.on("error", (error: Error) => out.destroy(error));
  const file = (path: string, text: string) => zip.addBuffer(Buffer.from(head + text), path);
  const places = sheets.map((_, i) => `worksheets/sheet${i + 1}`);
  file("[Content_Types].xml", contentTypes(places));
  file(
    "_rels/.rels",
    `<Relationships xmlns="${packages}/relationships">${relation(1, "officeDocument", "xl/workbook.xml")}</Relationships>`,
  );
  file("xl/workbook.xml", workbook(sheets));
  file(
    "xl/_rels/workbook.xml.rels",
    `<Relationships xmlns="${packages}/relationships">${places.map((place, i) => relation(i + 1, "worksheet", `${place}.xml`)).join("")}${relation(sheets.length + 1, "styles", "styles.xml")}</Relationships>`,
  );
  file("xl/styles.xml", styles);
  for (const [i, { parts }] of sheets.entries())
    zip.addReadStream(Readable.from(parts), `xl/${places[i]}.xml`, { compressionLevel: 1 });
  zip.end();
  // yazl's stream is a PassThrough; its types say only what it promises.
  const out = zip.outputStream as Readable;
  return out;
}

const relation = (id: number, type: string, target: string): string =>
  `<Relationship Id="rId${id}" Type="${relations}/${type}" Target="${target}"/>`;

const part = (name: string, type: string): string =>
  `<Override PartName="/xl/${name}.xml" ContentType="${spreadsheet}.${type}+xml"/>`;

const contentTypes = (places: readonly string[]): string =>
  `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part("workbook", "sheet.main")}${places.map((place) => part(place, "worksheet")).join("")}${part("styles", "styles")}</Types>`;

const workbook = (sheets: readonly Sheet[]): string =>
  `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets
    .map(({ name }, i) => `<sheet name="${escaped(sheetName(name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join("")}</sheets></workbook>`;

/** What a sheet is called: without what its name may not hold, and no longer than it may be. */
export const sheetName = (name: string): string => name.replace(/[\\/?*[\]:']/g, " ").slice(0, 31);

// Style 1 is bold, 2 wraps, 3 is text: a number that is typed into such a cell later stays text too.
const styles = `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/** How the text of a sheet begins. */
export const sheetHead = `${head}<worksheet xmlns="${main}">`;

/** The view of a sheet whose first row stays. */
export const frozenHead =
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';

const aboutSheet = (about: Sheets["about"]): string =>
  `${sheetHead}<cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols><sheetData>${about
    .map(([label, text]) => `<row>${cell(label, 1)}${cell(text, 2)}</row>`)
    .join("")}</sheetData></worksheet>`;

async function* tableSheet(table: Table): AsyncGenerator<string> {
  const numeric = table.head.map((one) => one.numeric);
  yield `${sheetHead}${frozenHead}<sheetFormatPr defaultColWidth="16" defaultRowHeight="15"/><sheetData><row>${table.head.map(({ text }) => cell(text, 1)).join("")}</row>`;
  for await (const rows of table.batches())
    yield rows.map((row) => `<row>${row.map((text, i) => (numeric[i] ? number(text) : cell(text, 3))).join("")}</row>`).join("");
  yield "</sheetData></worksheet>";
}

/** A text under a style (1 bold, 2 wrapped, 3 text). An empty cell must stand: cells have no other place than their order. */
export const cell = (text: string, style: number): string =>
  text === "" ? "<c/>" : `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(safeText(text))}</t></is></c>`;

/** A spreadsheet keeps 15 digits; a number of more is written as text, exact. */
const number = (text: string): string =>
  text !== "" && text.replace(/\D/g, "").replace(/^0+/, "").length <= 15 ? `<c><v>${text}</v></c>` : cell(text, 3);

// "_x000D_" is read as the character of that code, so the underscore itself is written that way; the rest is what XML forbids.
const escaped = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "\uFFFD")
    .toWellFormed()
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "_x000D_");
