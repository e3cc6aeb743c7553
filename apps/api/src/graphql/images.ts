/** Rows of the trail as maps of texts: numbers keep the digits the database wrote, attributes are members of their own. */
import { attributePath, type Fields, isAttributePath } from "@lotline/schema";
import type { Reader } from "../base/context.ts";
import { maskedIn } from "../base/masked.ts";
import { columnOf, lineSets, lineTableOf, specOf, tableOf } from "../base/names.ts";

export interface Image {
  readonly [column: string]: string | null;
}

/** The image as a map of texts. Only the digits of JSON numbers matter here, so they are made strings before parsing. */
export function imageOf(text: string | null): Image {
  if (!text) return {};
  const exact = text.replace(/("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g, (all, string: string | undefined) =>
    string === undefined ? `"${all}"` : string,
  );
  const parsed = JSON.parse(exact) as { [column: string]: unknown };
  return Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => [
      key,
      value === null ? null : typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}

/** An image with each attribute as a member of its own, so that history speaks of a value and not of all of them. */
export function spread({ attributes, ...image }: Image): Image {
  // The trail's text of the column: an object of plain values, its numbers made texts above.
  const own = JSON.parse(attributes ?? "{}") as { [name: string]: string | boolean };
  return { ...image, ...Object.fromEntries(Object.entries(own).map(([key, value]) => [attributePath(key), String(value)])) };
}

/** A table whose rows belong to a record: its own, and one for each set of child rows. */
export interface RecordTable {
  readonly table: string;
  readonly fields: Fields;
  /** The set of child rows, "" for the record itself. */
  readonly set: string;
}

/** The tables of a record type, its own first. */
export const tablesOf = (record: string): readonly RecordTable[] => {
  const spec = specOf(record);
  return [
    { table: tableOf(record), fields: spec.fields as Fields, set: "" },
    ...lineSets(spec).map(([set, lines]) => ({ table: lineTableOf(record, set), fields: lines.fields, set })),
  ];
};

/** The members of an image by the names of their fields; what the house keeps beside them, and what is masked, stays out. */
export const namedImage = (reader: Reader, fields: Fields, image: Image): Image => ({
  ...Object.fromEntries(
    Object.keys(fields)
      .filter((name) => !maskedIn(fields, reader.actor.permits).includes(name))
      .map((name) => [name, image[columnOf(fields, name)] ?? null]),
  ),
  ...Object.fromEntries(Object.entries(image).filter(([column]) => isAttributePath(column))),
});
