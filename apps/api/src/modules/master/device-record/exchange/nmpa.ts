/** NMPA: the XML that its database hands out, and the rows that its filing interface takes (upper-case tags, lists by set). */
import { deviceKind, issuingAgency, type Label, mrSafety, productCategory, yesNo } from "@lotline/schema";
import { type DeviceRow, deviceFields } from "@lotline/schema/device-record";
import { XMLBuilder, XMLParser } from "fast-xml-parser";
import {
  cleaned,
  type DatabaseMark,
  type DataRow,
  type DeviceData,
  dataFields,
  dataSets,
  type Reading,
  rowsIn,
  textIn,
} from "./data.ts";

type Values = { readonly [value: string]: Label };

/** Words that stand for values there: the Chinese labels of ours. */
const words: { readonly [field: string]: Values } = {
  ...Object.fromEntries(
    deviceFields.flatMap(({ CN }) => {
      const [field] = CN?.fields ?? [];
      const of = field && dataFields[field];
      return of && of.kind === "choice" && of.of === yesNo ? [[field, yesNo.values] as const] : [];
    }),
  ),
  issuingAgency: issuingAgency.values,
  deviceKind: deviceKind.values,
  productCategory: productCategory.values,
  mrSafety: mrSafety.values,
};

const carriers: readonly (readonly [field: string, word: string])[] = [
  ["carrierLinear", "一维码"],
  ["carrierMatrix", "二维码"],
  ["carrierRfid", "RFID"],
  ["carrierOther", "其他"],
];

/** Sets of rows: the tags around them, in the interface their name, and a tag for each field. */
const sets = {
  packages: {
    list: "packingList",
    item: "packing",
    rows: "devicePackage",
    tags: { di: "bzcpbs", level: "cpbzjb", quantity: "bznhxyjcpbssl", containedDi: "bznhxyjbzcpbs" },
  },
  storages: {
    list: "storageList",
    item: "storage",
    rows: "deviceStorage",
    tags: { condition: "cchcztj", low: "zdz", high: "zgz", unit: "jldw" },
  },
  clinicalSizes: {
    list: "clinicalList",
    item: "clinical",
    rows: "deviceClinical",
    tags: { kind: "lcsycclx", value: "ccz", unit: "ccdw" },
  },
  contacts: {
    list: "contactList",
    item: "contact",
    rows: "contactList",
    tags: { fax: "qylxrcz", email: "qylxryx", phone: "qylxrdh" },
  },
} as const satisfies {
  readonly [set: string]: {
    readonly list: string;
    readonly item: string;
    readonly rows: string;
    readonly tags: { readonly [field: string]: string };
  };
};

// In the order of the unified list; sets stand behind, what the database gives last.
const heads: readonly (readonly [tag: string, field: string])[] = deviceFields.flatMap(({ CN }) => {
  const [field] = CN?.fields ?? [];
  return CN && field && !Object.hasOwn(sets, field) ? [[CN.name, field] as const] : [];
});

/** What these files carry of a record. */
export const nmpaFields: readonly string[] = [
  ...heads.flatMap(([, field]) => (field === "carrier" ? carriers.map(([name]) => name) : [field])),
  ...Object.keys(sets),
];

const serverTags = [
  "deviceRecordKey",
  "versionNumber",
  "versionTime",
  "versionStauts",
  "correctionNumber",
  "correctionRemark",
  "correctionTime",
] as const;

function headText(data: DeviceData, field: string): string {
  if (field === "carrier")
    return carriers
      .filter(([name]) => data[name] === true)
      .map(([, word]) => word)
      .join(",");
  const text = textIn(data, field);
  return words[field]?.[text]?.zh ?? text;
}

const rowText = (row: DataRow, tags: { readonly [field: string]: string }): { [tag: string]: string } =>
  Object.fromEntries(Object.entries(tags).map(([field, tag]) => [tag, textIn(row, field)]));

const noMark: { readonly [tag: string]: string } = Object.fromEntries(serverTags.map((tag) => [tag, ""]));

const markText = (mark: DatabaseMark | null): { readonly [tag: string]: string } =>
  mark
    ? {
        ...noMark,
        deviceRecordKey: mark.recordKey,
        versionNumber: mark.version,
        versionTime: mark.day,
        versionStauts: mark.isFirst ? "新增" : "变更",
      }
    : noMark;

/** The layout of the download file: one document with the device in it. */
export function nmpaXml(data: DeviceData, mark: DatabaseMark | null): string {
  const device = {
    ...Object.fromEntries(heads.map(([tag, field]) => [tag, headText(data, field)])),
    ...Object.fromEntries(
      Object.entries(sets).map(([set, { list, item, tags }]) => {
        const rows = rowsIn(data, set).map((row) => rowText(row, tags));
        return [list, rows.length > 0 ? { [item]: rows } : ""];
      }),
    ),
    ...markText(mark),
  };
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", suppressEmptyNode: true, format: false });
  return builder.build({
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    udid: { "@version": "1.0", devices: { device } },
  });
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  ignoreDeclaration: true,
  isArray: (tag) => tag === "device" || Object.values(sets).some(({ item }) => item === tag),
});

export interface ReadDevice {
  readonly data: DeviceData;
  readonly mark: DatabaseMark | null;
}

const isObject = (value: unknown): value is { readonly [member: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const told = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

function headOf(reading: Reading, path: string, field: string, text: string): DeviceData {
  if (text === "") return {};
  if (field === "carrier") {
    const named = text.split(/[,，、;；]/).map((one) => one.trim());
    for (const one of named)
      if (!carriers.some(([, word]) => word === one)) reading.wrong(path, `${one} is no carrier.`, `${one} 不是标识载体。`);
    return Object.fromEntries(carriers.filter(([, word]) => named.includes(word)).map(([name]) => [name, true]));
  }
  const values = words[field];
  if (values) {
    const found = Object.entries(values).find(([value, { zh }]) => zh === text || (field === "issuingAgency" && value === text));
    if (found) return { [field]: found[0] };
    reading.wrong(path, `${text} is none of its values.`, `“${text}”不是可用的取值。`);
    return {};
  }
  const value = reading.value(path, dataFields[field], text);
  return value === undefined ? {} : { [field]: value };
}

function rowsOf(reading: Reading, path: string, set: keyof typeof sets, rows: readonly unknown[], upper: boolean): DataRow[] {
  const { tags } = sets[set];
  return rows.filter(isObject).flatMap((row, index) => {
    const found = Object.entries(tags).flatMap(([field, tag]) => {
      const text = told(row[upper ? tag.toUpperCase() : tag]);
      const value = reading.value(`${path}.${index}.${tag}`, dataSets[set]?.[field], text);
      return value === undefined ? [] : [[field, value] as const];
    });
    return found.length === 0 ? [] : [Object.fromEntries(found)];
  });
}

function markOf(device: { readonly [tag: string]: unknown }): DatabaseMark | null {
  const recordKey = told(device.deviceRecordKey);
  if (recordKey === "") return null;
  return {
    recordKey,
    version: told(device.versionNumber),
    day: told(device.versionTime),
    isFirst: told(device.versionStauts) !== "变更",
  };
}

const setNames = Object.keys(sets) as (keyof typeof sets)[];

/** Reads the devices of a download file; wrong values are said, a text that is no such file too. */
export function readNmpaXml(text: string, reading: Reading): ReadDevice[] {
  // Entities of a document's own are how a small file becomes a large one; none of these files has any.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) {
    reading.wrong("", "A document type is not allowed here.", "文件不得含有文档类型声明。", "FILE_DOCTYPE");
    return [];
  }
  let root: unknown;
  try {
    root = parser.parse(text, true);
  } catch {
    reading.wrong("", "This is no well-formed XML.", "不是格式正确的 XML。", "FILE_XML");
    return [];
  }
  const udid = isObject(root) ? root.udid : undefined;
  const devices = isObject(udid) && isObject(udid.devices) ? udid.devices.device : undefined;
  if (!Array.isArray(devices)) {
    reading.wrong("udid", "There is no device in it.", "文件中没有器械数据。", "FILE_EMPTY");
    return [];
  }
  return devices.filter(isObject).map((device) => ({
    data: cleaned({
      ...Object.assign({}, ...heads.map(([tag, field]) => headOf(reading, tag, field, told(device[tag])))),
      ...Object.fromEntries(
        setNames.map((set) => {
          const { list, item } = sets[set];
          const around = device[list];
          const rows = isObject(around) ? around[item] : [];
          return [set, rowsOf(reading, list, set, Array.isArray(rows) ? rows : [], false)];
        }),
      ),
    }),
    mark: markOf(device),
  }));
}

/** One row of the filing interface. */
export function nmpaRow(data: DeviceData, mark: DatabaseMark | null): { readonly [tag: string]: unknown } {
  return {
    uploadType: mark ? "edit" : "add",
    deviceRecordKey: mark?.recordKey ?? "",
    ...Object.fromEntries(heads.map(([tag, field]) => [tag.toUpperCase(), headText(data, field)])),
    ...Object.fromEntries(
      setNames.map((set) => [
        sets[set].rows,
        rowsIn(data, set).map((row) =>
          Object.fromEntries(Object.entries(rowText(row, sets[set].tags)).map(([tag, value]) => [tag.toUpperCase(), value])),
        ),
      ]),
    ),
  };
}

/** Reads such a row back. */
export function readNmpaRow(row: DeviceRow, reading: Reading): ReadDevice {
  const recordKey = told(row.deviceRecordKey);
  return {
    data: cleaned({
      ...Object.assign(
        {},
        ...heads.map(([tag, field]) => headOf(reading, tag.toUpperCase(), field, told(row[tag.toUpperCase()]))),
      ),
      ...Object.fromEntries(
        setNames.map((set) => {
          const rows = row[sets[set].rows];
          return [set, rowsOf(reading, sets[set].rows, set, Array.isArray(rows) ? rows : [], true)];
        }),
      ),
    }),
    mark: recordKey === "" ? null : { recordKey, version: "", day: "", isFirst: told(row.uploadType) !== "edit" },
  };
}
