import { type Field, isDate } from "@lotline/schema";
import { sha256 } from "../base/canonical.ts";
import { invalid } from "../base/error.ts";
import { listColumn } from "./rows.ts";

export interface SortKey {
  readonly name: string;
  readonly column: string;
  readonly nullable: boolean;
  readonly descending: boolean;
}

export interface Cursor {
  readonly values: readonly (string | number | boolean | null)[];
  readonly id: string;
}

const formOf = (record: string, keys: readonly SortKey[]): string =>
  sha256(`${record} ${keys.map((k) => `${k.descending ? "-" : ""}${k.name}`).join(",")}`).slice(0, 12);

/** Where a row stands in an order, for the client to hand back unread. */
export function encodeCursor(record: string, keys: readonly SortKey[], row: { [key: string]: unknown; id: string }): string {
  const values = keys.map((k) => {
    const value = row[k.name];
    return value instanceof Date ? value.toISOString() : (value ?? null);
  });
  return Buffer.from(JSON.stringify([1, formOf(record, keys), values, row.id])).toString("base64url");
}

/** Reads a cursor back; one of another list, another order or with values of the wrong kind is refused. */
export function decodeCursor(text: string, record: string, keys: readonly SortKey[]): Cursor {
  const refuse = () =>
    invalid({
      path: "after",
      code: "cursor",
      text: { en: "This place in the list is no longer known; please start again.", zh: "列表位置已失效，请重新查询。" },
    });
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text.slice(0, 4000), "base64url").toString("utf8"));
  } catch {
    throw refuse();
  }
  if (
    !Array.isArray(read) ||
    read[0] !== 1 ||
    read[1] !== formOf(record, keys) ||
    !Array.isArray(read[2]) ||
    read[2].length !== keys.length
  )
    throw refuse();
  const [, , values, id] = read as [number, string, (string | number | boolean | null)[], unknown];
  if (typeof id !== "string" || !/^[1-9]\d{0,17}$/.test(id)) throw refuse();
  for (const [index, key] of keys.entries())
    if (!fits(values[index] ?? null, listColumn(record, key.name)?.field, key.nullable)) throw refuse();
  return { values, id };
}

function fits(value: string | number | boolean | null, field: Field | undefined, nullable: boolean): boolean {
  if (value === null) return nullable;
  const kind = field?.kind;
  if (kind === "integer") return Number.isSafeInteger(value);
  if (kind === "flag") return typeof value === "boolean";
  if (typeof value !== "string" || value.length > 1000 || value.includes("\u0000")) return false;
  if (kind === "instant") return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
  if (kind === "date") return isDate(value);
  if (kind === "decimal" || kind === "quantity") return /^-?\d{1,12}(\.\d{1,6})?$/.test(value);
  if (kind === "ref") return /^[1-9]\d{0,17}$/.test(value);
  return true;
}
