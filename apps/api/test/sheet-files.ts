/** Reads CSV and XLSX files back, by the formats themselves and not by what wrote them. */
import { inflateRawSync } from "node:zlib";

/** The rows of a CSV file (RFC 4180); what is not well formed throws. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new Error(`no CSV at ${at}: ${text.slice(at, at + 40)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The files of a zip archive by name, found through its central directory. */
export function unzip(archive: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = archive.lastIndexOf(Buffer.from("PK\u0005\u0006"));
  let at = archive.readUInt32LE(end + 16);
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    const [method, size, name, extra, comment, local] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt16LE(at + 32),
      archive.readUInt32LE(at + 42),
    ];
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = archive.subarray(begin, begin + size);
    const text = method === 8 ? inflateRawSync(content) : content;
    files.set(archive.subarray(at + 46, at + 46 + name).toString("utf8"), text.toString("utf8"));
    at += 46 + name + extra + comment;
  }
  return files;
}

export interface Cell {
  readonly text: string;
  readonly isNumber: boolean;
}

const plain = (xml: string): string =>
  xml
    .replaceAll("_x000D_", "\r")
    .replaceAll("_x005F_", "_")
    .replaceAll("&quot;", '"')
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");

/** The sheets of a workbook by name; a formula anywhere throws. */
export function readXlsx(archive: Buffer): Map<string, Cell[][]> {
  const files = unzip(archive);
  const sheets = new Map<string, Cell[][]>();
  for (const [, name = "", id] of (files.get("xl/workbook.xml") ?? "").matchAll(/<sheet name="([^"]*)" sheetId="(\d+)"/g)) {
    const xml = files.get(`xl/worksheets/sheet${id}.xml`) ?? "";
    if (/<f[ >/]/.test(xml)) throw new Error("a formula");
    const rows = [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = ""]) =>
      [
        ...row.matchAll(
          /<c\/>|<c t="inlineStr" s="\d"><is><t xml:space="preserve">(.*?)<\/t><\/is><\/c>|<c><v>(.*?)<\/v><\/c>/gs,
        ),
      ].map(([, text, number]) => ({ text: plain(text ?? number ?? ""), isNumber: number !== undefined })),
    );
    sheets.set(plain(name), rows);
  }
  return sheets;
}
