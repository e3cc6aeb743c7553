import { because, type Issue, type Label, type Rec, valueText, valueWords } from "@lotline/schema";
import { deviceFieldLabel } from "@lotline/schema/device-record";
import { canonicalJson } from "../../../base/canonical.ts";
import type { Reader } from "../../../base/context.ts";
import { invalid, notFound, refused } from "../../../base/error.ts";
import { rowByNumber } from "../../../read/rows.ts";
import { type DatabaseMark, type DataRow, type DeviceData, dataFields, dataOf, dataSets, rowsIn } from "./exchange/data.ts";
import { type FormatName, formats, isFormat, readDeviceFile } from "./exchange/index.ts";
import { missingReasons } from "./publishing.ts";
import { devicesOf, type WholeDevice } from "./read.ts";

export interface DeviceFile {
  readonly name: string;
  readonly mediaType: string;
  readonly text: string;
}

const wholeOf = async (reader: Reader, number: string): Promise<WholeDevice> => {
  const row: Rec<"DeviceRecord"> | null = await rowByNumber(reader, "DeviceRecord", number);
  const whole = row && (await devicesOf(reader, [row.id])).get(row.id);
  if (!whole) throw notFound("DeviceRecord", number);
  return whole;
};

function knownFormat(name: string): FormatName {
  if (isFormat(name)) return name;
  throw invalid({
    path: "format",
    code: "format",
    text: {
      en: `There are these formats: ${Object.keys(formats).join(", ")}.`,
      zh: `可用格式：${Object.keys(formats).join("、")}。`,
    },
  });
}

/** Under which key the database of the market knows the DI. */
async function markOf(reader: Reader, record: WholeDevice, market: string): Promise<DatabaseMark | null> {
  const [row] = await reader.sql<{ recordKey: string; version: number | null; day: string; n: number }>(
    `select s.record_key as "recordKey", s.record_version as version, s.day::text as day, count(*) over ()::int as n
     from device_record_submission s join device_record r on r.id = s.head_id
     where r.item_id = ? and r.primary_di = ? and s.market = ? and s.status = 'published' order by s.day desc, s.id desc limit 1`,
    [record.item, record.primaryDi, market],
  );
  return row
    ? { recordKey: row.recordKey, version: row.version === null ? "" : String(row.version), day: row.day, isFirst: row.n === 1 }
    : null;
}

/** The file of an approved record for a database. @throws with everything that is missing there */
export async function deviceFile(reader: Reader, number: string, name: string): Promise<DeviceFile> {
  const format = knownFormat(name);
  const { market, mediaType, extension, write } = formats[format];
  const record = await wholeOf(reader, number);
  const reasons = [
    ...(record.state === "approved"
      ? []
      : [because("NOT_APPROVED", "Only an approved record leaves the house.", "仅已批准的记录可导出。", "DeviceRecord", number)]),
    ...missingReasons(record, market),
  ];
  if (reasons.length > 0) throw refused(...reasons);
  return {
    name: `${record.number} ${format}.${extension}`,
    mediaType,
    text: write(dataOf(record), await markOf(reader, record, market)),
  };
}

export interface Difference {
  readonly field: string;
  readonly label: Label;
  readonly ours: Label;
  readonly theirs: Label;
}

// In the order of our own fields, whatever that of the file.
const rowText = (set: string, row: DataRow): string =>
  Object.keys(dataSets[set] ?? {})
    .flatMap((name) => row[name] ?? [])
    .join(" ");

function wordsOf(data: DeviceData, field: string): Label {
  const known = dataFields[field];
  if (known) return valueWords(known, valueText(known, data[field]));
  const text = rowsIn(data, field)
    .map((row) => rowText(field, row))
    .join("; ");
  return text === "" ? { en: "–", zh: "–" } : { en: text, zh: text };
}

export interface ReadBack {
  readonly issues: readonly Issue[];
  readonly differences: readonly Difference[];
  /** What the file says, as the form of a new record takes it. */
  readonly data: DeviceData;
}

/** Reads a file of a database and names every field in which it is not the record of this number, if there is one. */
export async function readBack(reader: Reader, number: string | null, name: string, text: string): Promise<ReadBack> {
  const format = knownFormat(name);
  const ours = number === null ? null : dataOf(await wholeOf(reader, number));
  const { device, issues } = readDeviceFile(format, text);
  if (!device) return { issues, differences: [], data: {} };
  const theirs = device.data;
  if (!ours) return { issues, differences: [], data: theirs };
  const fields: readonly string[] = formats[format].fields;
  const differences = fields
    .filter((field) => canonicalJson(ours[field] ?? null) !== canonicalJson(theirs[field] ?? null))
    .map((field) => ({
      field,
      label: deviceFieldLabel(field as never),
      ours: wordsOf(ours, field),
      theirs: wordsOf(theirs, field),
    }));
  return { issues, differences, data: theirs };
}
