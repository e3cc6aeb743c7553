/** Attributes beside declared fields in one row, and their names there; apart from their validation, which pages that only show do not load. */
import type { Attribute } from "./attribute.ts";
import type { AnyRecord } from "./record.ts";

export type Row = { readonly [name: string]: unknown };

/** True for a plain object. */
export const isObject = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

const prefix = "attributes.";

/** The name an attribute has beside the declared fields: in paths of issues, in forms, in the history. */
export const attributePath = (name: string): string => prefix + name;

/** True for such a name. */
export const isAttributePath = (path: string): boolean => path.startsWith(prefix);

/** A row or an input with its attributes as members of its own. What is no object stays, for validation to refuse. */
export function flatAttributes(row: unknown): unknown {
  if (!isObject(row) || !("attributes" in row)) return row;
  const { attributes, ...rest } = row;
  if (attributes === null || attributes === undefined) return rest;
  if (!isObject(attributes)) return row;
  return { ...rest, ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [prefix + name, value])) };
}

/** The reverse; `saved` ones that are not given stay. */
export function nestAttributes(row: Row, saved: Row = {}): Row {
  const own = Object.entries(row).filter(([key]) => key.startsWith(prefix));
  if (own.length === 0) return row;
  const rest = Object.entries(row).filter(([key]) => !key.startsWith(prefix));
  const attributes = { ...saved, ...Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])) };
  return { ...Object.fromEntries(rest), attributes };
}

/** The attributes that a person may give a record of this kind. */
export const openAttributes = (attributes: readonly Attribute[], kind: string | null): readonly Attribute[] =>
  attributes.filter((a) => !a.withdrawn && (a.kinds === null || (kind !== null && a.kinds.includes(kind))));

/** The record with attributes as fields among its own; what validates, shows and asks for those does it for these. */
export const withAttributes = (record: AnyRecord, attributes: readonly Attribute[]): AnyRecord =>
  attributes.length === 0
    ? record
    : { ...record, fields: { ...record.fields, ...Object.fromEntries(attributes.map((a) => [attributePath(a.name), a.field])) } };
