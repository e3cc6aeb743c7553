/** Files of the databases: written from a record that lacks nothing there, and read back. */
import type { Database, DeviceRow } from "@lotline/schema/device-record";
import { type DatabaseMark, type DeviceData, Reading } from "./data.ts";
import { eudamedCsv, eudamedFields, readEudamedCsv } from "./eudamed.ts";
import { gudidFields, gudidRecord, readGudidRecord } from "./gudid.ts";
import { nmpaFields, nmpaRow, nmpaXml, type ReadDevice, readNmpaRow, readNmpaXml } from "./nmpa.ts";

interface Format {
  readonly market: Database;
  readonly mediaType: string;
  readonly extension: string;
  /** Fields and sets that it carries. */
  readonly fields: readonly string[];
  readonly write: (data: DeviceData, mark: DatabaseMark | null) => string;
  readonly read: (text: string, reading: Reading) => readonly ReadDevice[];
}

const isObject = (value: unknown): value is DeviceRow => typeof value === "object" && value !== null && !Array.isArray(value);

/** The records of a JSON file: a list, or one below the name that the database's own answers have. */
function listOf(text: string, below: string, reading: Reading): readonly DeviceRow[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    reading.wrong("", "This is no JSON.", "不是 JSON 文件。", "FILE_JSON");
    return [];
  }
  const list = isObject(value) ? value[below] : value;
  const found = Array.isArray(list) ? list.filter(isObject) : [];
  if (found.length === 0) reading.wrong(below, "There is no device in it.", "文件中没有器械数据。", "FILE_EMPTY");
  return found;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const formats = {
  "nmpa-xml": {
    market: "CN",
    mediaType: "application/xml; charset=utf-8",
    extension: "xml",
    fields: nmpaFields,
    write: nmpaXml,
    read: readNmpaXml,
  },
  "nmpa-json": {
    market: "CN",
    mediaType: "application/json; charset=utf-8",
    extension: "json",
    fields: nmpaFields,
    write: (data, mark) => json({ dataSet: [nmpaRow(data, mark)] }),
    read: (text, reading) => listOf(text, "dataSet", reading).map((row) => readNmpaRow(row, reading)),
  },
  gudid: {
    market: "US",
    mediaType: "application/json; charset=utf-8",
    extension: "json",
    fields: gudidFields,
    write: (data, mark) => json({ results: [gudidRecord(data, mark)] }),
    read: (text, reading) => listOf(text, "results", reading).map((row) => readGudidRecord(row, reading)),
  },
  eudamed: {
    market: "EU",
    mediaType: "text/csv; charset=utf-8",
    extension: "csv",
    fields: eudamedFields,
    write: (data) => eudamedCsv(data),
    read: (text, reading) => {
      const data = readEudamedCsv(text, reading);
      return Object.keys(data).length > 0 ? [{ data, mark: null }] : [];
    },
  },
} as const satisfies { readonly [name: string]: Format };

export type FormatName = keyof typeof formats;

export const isFormat = (name: string): name is FormatName => Object.hasOwn(formats, name);

/** The most characters of a file that is read back; a device has some thousand. */
export const mostText = 80_000;

/** Reads the one device of a file, with everything that is wrong in it. */
export function readDeviceFile(format: FormatName, text: string): { device: ReadDevice | null; issues: Reading["issues"] } {
  const reading = new Reading();
  if (text.length > mostText) {
    reading.wrong("", "The file is too long for one device.", "文件过大，超出单个器械的数据量。", "FILE_TOO_LARGE");
    return { device: null, issues: reading.issues };
  }
  const devices = formats[format].read(text, reading);
  if (devices.length > 1)
    reading.wrong(
      "",
      `There are ${devices.length} devices in it; give one.`,
      `文件含 ${devices.length} 个器械，请只提供一个。`,
      "FILE_MANY",
    );
  return { device: devices[0] ?? null, issues: reading.issues };
}
