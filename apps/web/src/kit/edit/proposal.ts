/** A change of fields that change by approval only, as it is proposed: pure, from the record as it was shown. */
import { type AnyRecord, approvedFields, registry, valueText } from "@lotline/schema";
import type { Row } from "../data/row.ts";

/** Those of an input's values that are proposed, and those that are saved as ever. */
export function splitInput(
  record: AnyRecord,
  input: Readonly<Record<string, unknown>>,
): { readonly direct: Record<string, unknown>; readonly asked: Record<string, unknown> } {
  const fields = approvedFields(record, Object.keys(input));
  const part = (isAsked: boolean) =>
    Object.fromEntries(Object.entries(input).filter(([key]) => fields.includes(key) === isAsked));
  return { direct: part(false), asked: part(true) };
}

/** The input that makes the proposal. */
export const proposalInput = (record: AnyRecord, row: Row, values: Readonly<Record<string, unknown>>, why: string) => ({
  recordType: record.name,
  recordId: row.id,
  recordVersion: Number(row.version),
  why: why.trim(),
  values: Object.entries(values).map(([field, value]) => ({ field, after: valueText(record.fields[field], value) })),
});

/** The permit of who may propose such a change. */
export const proposePermit: string | undefined = registry.MasterChange.create?.permit;

/** True when the field changes by approval only. */
export const isProposed = (record: AnyRecord, field: string): boolean => approvedFields(record, [field]).length > 0;
