/**
 * A table as a workbook (ECMA-376) of two sheets, written row by row into a zip: what the export is, then its rows. Texts are inline
 * strings, never formulas; numbers are numbers as long as a spreadsheet keeps all their digits.
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

/** The workbook as a stream; what goes wrong while rows are read ends it with that error. */
export function xlsxStream({ aboutName, about, tableName, table }: Sheets): Readable {
  const zip = new ZipFile();
  const rows = Readable.from(tableSheet(table));
  // yazl tells of what it cannot read, and leaves its stream open.
  zip.on("error", (error: Error) => out.destroy(error));
  const file = (path: string, text: string) => zip.addBuffer(Buffer.from(head + text), path);
  file("[Content_Types].xml", contentTypes);
  file(
    "_rels/.rels",
    `<Relationships xmlns="${packages}/relationships">${relation(1, "officeDocument", "xl/workbook.xml")}</Relationships>`,
  );
  file("xl/workbook.xml", workbook(aboutName, tableName));
  file(
    "xl/_rels/workbook.xml.rels",
    `<Relationships xmlns="${packages}/relationships">${relation(1, "worksheet", "worksheets/sheet1.xml")}${relation(2, "worksheet", "worksheets/sheet2.xml")}${relation(3, "styles", "styles.xml")}</Relationships>`,
  );
  file("xl/styles.xml", styles);
  file("xl/worksheets/sheet1.xml", aboutSheet(about));
  zip.addReadStream(rows, "xl/worksheets/sheet2.xml", { compressionLevel: 1 });
  zip.end();
  // yazl's stream is a PassThrough; its types say only what it promises.
  const out = zip.outputStream as Readable;
  return out;
}

const relation = (id: number, type: string, target: string): string =>
  `<Relationship Id="rId${id}" Type="${relations}/${type}" Target="${target}"/>`;

const part = (name: string, type: string): string =>
  `<Override PartName="/xl/${name}.xml" ContentType="${spreadsheet}.${type}+xml"/>`;

const contentTypes = `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part("workbook", "sheet.main")}${part("worksheets/sheet1", "worksheet")}${part("worksheets/sheet2", "worksheet")}${part("styles", "styles")}</Types>`;

const workbook = (...names: string[]): string =>
  `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names
    .map((name, i) => `<sheet name="${escaped(sheetName(name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join("")}</sheets></workbook>`;

// What a sheet may not be called by, and how long its name may be.
const sheetName = (name: string): string => name.replace(/[\\/?*[\]:']/g, " ").slice(0, 31);

// Style 1 is bold, 2 wraps, 3 is text: a number that is typed into such a cell later stays text too.
const styles = `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`;

const aboutSheet = (about: Sheets["about"]): string =>
  `<worksheet xmlns="${main}"><cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols><sheetData>${about
    .map(([label, text]) => `<row>${cell(label, 1)}${cell(text, 2)}</row>`)
    .join("")}</sheetData></worksheet>`;

async function* tableSheet(table: Table): AsyncGenerator<string> {
  const numeric = table.head.map((one) => one.numeric);
  yield `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="16" defaultRowHeight="15"/><sheetData><row>${table.head.map(({ text }) => cell(text, 1)).join("")}</row>`;
  for await (const rows of table.batches())
    yield rows.map((row) => `<row>${row.map((text, i) => (numeric[i] ? number(text) : cell(text, 3))).join("")}</row>`).join("");
  yield "</sheetData></worksheet>";
}

// An empty cell must stand: cells have no other place than their order.
const cell = (text: string, style: number): string =>
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
