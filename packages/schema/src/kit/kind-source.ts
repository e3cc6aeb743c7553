import type { Enumeration, Field } from "./field.ts";
import type { AnyRecord, Registry } from "./record.ts";

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
