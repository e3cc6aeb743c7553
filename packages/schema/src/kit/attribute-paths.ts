/** Attributes as members of a row beside the declared fields; apart from their definitions, which need the validation. */
import type { Attribute } from "./attribute.ts";
import type { Enumeration, Field } from "./field.ts";
import type { AnyRecord, Registry } from "./record.ts";

export type Row = { readonly [name: string]: unknown };

export const isObject = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

const prefix = "attributes.";

/** The name an attribute has beside the declared fields: in paths of issues, in forms, in the history. */
export const attributePath = (name: string): string => prefix + name;

/** True for such a name. */
export const isAttributePath = (path: string): boolean => path.startsWith(prefix);

/** The attributes that a person may give a record of this kind. */
export const openAttributes = (attributes: readonly Attribute[], kind: string | null): readonly Attribute[] =>
  attributes.filter((a) => !a.withdrawn && (a.kinds === null || (kind !== null && a.kinds.includes(kind))));

/** The record with attributes as fields among its own; what validates, shows and asks for those does it for these. */
export const withAttributes = (record: AnyRecord, attributes: readonly Attribute[]): AnyRecord =>
  attributes.length === 0
    ? record
    : { ...record, fields: { ...record.fields, ...Object.fromEntries(attributes.map((a) => [prefix + a.name, a.field])) } };

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

/** Where the kind stands that narrows a record's attributes: a choice of its own, or of the record that a reference leads to. */
export function kindSource(
  record: AnyRecord,
  records: Registry,
): { readonly field: string; readonly inner: string; readonly target: string | null; readonly of: Enumeration } | null {
  if (typeof record.attributes !== "object") return null;
  const [field = "", inner] = record.attributes.kinds.split(".") as [string, string | undefined];
  const reference: Field | undefined = record.fields[field];
  const home = inner === undefined ? record : reference?.kind === "ref" ? records[reference.target] : undefined;
  const found: Field | undefined = home?.fields[inner ?? field];
  if (!home || found?.kind !== "choice") return null;
  return { field, inner: inner ?? field, target: inner === undefined ? null : home.name, of: found.of };
}
