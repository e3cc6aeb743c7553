/** With what the form of a next version begins: all that the present one says, but for what every version says anew. */
import { type AnyRecord, registry } from "@lotline/schema";
import { lineSets } from "../../../kit/data/documents.ts";
import { type Row, rowsOf } from "../../../kit/data/row.ts";
import { formFields } from "../../../kit/form/values.ts";

const anew: ReadonlySet<string> = new Set(["revision", "changeReason", "newDi", "newDiReason", "diPublishDate"]);

export function nextVersion(row: Row): Readonly<Record<string, unknown>> {
  const record: AnyRecord = registry.DeviceRecord;
  const heads = formFields(record, "create").flatMap(([name]) => (anew.has(name) ? [] : [[name, row[name]] as const]));
  const sets = lineSets(record)
    .filter(([, lines]) => !lines.system)
    .map(([set]) => [set, rowsOf(row[set])] as const);
  return Object.fromEntries([...heads, ...sets.filter(([, rows]) => rows.length > 0)]);
}
