/** EUDAMED: rows by field id as CSV, one value to a row; a row of a set has the same number in each of its values. */
import { deviceFields } from "@lotline/schema/device-record";
import { byteOrderMark, csvLine } from "../../../../base/csv.ts";
import { csvRows } from "../../../platform/index.ts";
import { cleaned, type DataRow, type DeviceData, dataFields, dataSets, type Reading, rowsIn, textIn } from "./data.ts";

const header = ["DI", "Field", "Row", "Part", "Value"] as const;

/** Fields that are lists there; each value says which part of a row it is. */
const lists: readonly (readonly [id: string, set: string, parts: readonly string[], kind?: string])[] = [
  ["FLD-UDID-120", "packages", ["di", "level", "quantity", "containedDi"]],
  ["FLD-UDID-136", "otherDis", ["di", "agency"], "secondary"],
  ["linked UDI-DI (replaced by)", "otherDis", ["di", "agency"], "previous"],
  ["SHC", "storages", ["condition", "low", "high", "unit"]],
  ["FLD-UDID-146", "clinicalSizes", ["kind", "value", "unit"]],
  ["FLD-UDID-252", "euMarkets", ["country", "isFirst", "startsOn", "endsOn"]],
];

// Each of our fields once, under the id of the unified field that holds it first.
const singles: readonly (readonly [id: string, field: string])[] = [
  ...new Map(
    deviceFields.flatMap(({ EU }) => {
      const [field] = EU?.fields ?? [];
      return EU && field && !Object.hasOwn(dataSets, field) ? [[field, EU.name] as const] : [];
    }),
  ),
].map(([field, id]) => [id, field] as const);

// A text that a spreadsheet would take for a formula gets an apostrophe in front, and one that has some gets one more: so that
// reading takes away exactly what writing put in.
const formula = "(?='*[=+\\-@＝＋－＠])";
const atStart = /^(?='*[=+\-@\t\r\n＝＋－＠])/;
const inside = new RegExp(`([;\\t\\r\\n]"?)${formula}`, "g");
const atStartRead = /^'(?='*[=+\-@\t\r\n＝＋－＠])/;
const insideRead = new RegExp(`([;\\t\\r\\n]"?)'${formula}`, "g");

const guarded = (text: string): string => text.replace(inside, "$1'").replace(atStart, "'");
const unguarded = (text: string): string => text.replace(atStartRead, "").replace(insideRead, "$1");

/** What such a file carries of a record. */
export const eudamedFields: readonly string[] = [
  ...new Set([...singles.map(([, field]) => field), ...lists.map(([, set]) => set)]),
];

/** The file of a device. */
export function eudamedCsv(data: DeviceData): string {
  const di = textIn(data, "primaryDi");
  const lines: (readonly string[])[] = singles.flatMap(([id, field]) => {
    const value = textIn(data, field);
    return value === "" ? [] : [[di, id, "", "", value]];
  });
  for (const [id, set, parts, kind] of lists) {
    const rows = rowsIn(data, set).filter((row) => kind === undefined || row.kind === kind);
    for (const [index, row] of rows.entries())
      for (const part of parts) {
        const value = textIn(row, part);
        if (value !== "") lines.push([di, id, String(index + 1), part, value]);
      }
  }
  return byteOrderMark + [header, ...lines].map((cells) => csvLine(cells.map(guarded))).join("");
}

interface Cell {
  readonly id: string;
  readonly row: number;
  readonly part: string;
  readonly value: string;
  readonly path: string;
}

function cellsOf(text: string, reading: Reading): Cell[] {
  const rows = csvRows(text.replace(/^\uFEFF/, ""));
  if ("issue" in rows) {
    reading.issues.push(rows.issue);
    return [];
  }
  const [head, ...lines] = rows.rows;
  if (head?.cells.join("|") !== header.join("|")) {
    reading.wrong("1", `The first line is ${header.join(", ")}.`, `首行应为 ${header.join("、")}。`, "FILE_HEAD");
    return [];
  }
  return lines
    .filter(({ cells }) => cells.some((cell) => cell !== ""))
    .flatMap(({ line, cells }) => {
      const [, id = "", row = "", part = "", value = ""] = cells.map(unguarded);
      return [{ id, row: Number(row || "0"), part, value, path: `${line}` }];
    });
}

function rowsOfList([id, set, parts, kind]: (typeof lists)[number], cells: readonly Cell[], reading: Reading): DataRow[] {
  const own = cells.filter((cell) => cell.id === id && parts.includes(cell.part) && Number.isInteger(cell.row) && cell.row > 0);
  return [...Map.groupBy(own, ({ row }) => row)]
    .sort(([a], [b]) => a - b)
    .flatMap(([, of]) => {
      const found = of.flatMap(({ part, value, path }) => {
        const read = reading.value(path, dataSets[set]?.[part], value);
        return read === undefined ? [] : [[part, read] as const];
      });
      return found.length === 0 ? [] : [{ ...(kind ? { kind } : {}), ...Object.fromEntries(found) }];
    });
}

/** Reads such a file back; values of unknown fields are named. */
export function readEudamedCsv(text: string, reading: Reading): DeviceData {
  const cells = cellsOf(text, reading);
  const known = new Set([...singles.map(([id]) => id), ...lists.map(([id]) => id)]);
  for (const { id, path } of cells)
    if (!known.has(id)) reading.wrong(path, `${id} is no field that is read here.`, `${id} 不是可读取的字段。`);
  const own = singles.flatMap(([id, field]) => {
    const cell = cells.find((one) => one.id === id && one.row === 0);
    const value = cell && reading.value(cell.path, dataFields[field], cell.value);
    return value === undefined ? [] : [[field, value] as const];
  });
  const rows = new Map<string, DataRow[]>();
  for (const list of lists) rows.set(list[1], [...(rows.get(list[1]) ?? []), ...rowsOfList(list, cells, reading)]);
  return cleaned({ ...Object.fromEntries(own), ...Object.fromEntries(rows) });
}
