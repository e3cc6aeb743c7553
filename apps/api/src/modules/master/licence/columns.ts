import { type Label, label } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import type { ListColumn } from "../../../base/list-column.ts";
import type { Holder } from "./reasons.ts";
import { type Standing, standingsOf, validitiesOf } from "./standing.ts";

const attached: Label = label("attached", "已附");
const missing: Label = label("missing", "缺");

// A declaration, so that the list below may use it.
function standingColumn(record: "Supplier" | "Customer", holder: Holder): ListColumn {
  return {
    record,
    name: "licences",
    load: async (reader, ids) => labelsOf(await standingsOf(reader, holder, ids)),
  };
}

const labelsOf = (standings: Map<string, Standing>): Map<string, Label> =>
  new Map([...standings].map(([id, one]) => [id, one.label]));

/** Whether a copy of each licence lies with it (REQ-SUP-05: "keep copies with expiry"). */
export async function copiesOf(reader: Reader, ids: readonly string[]): Promise<Map<string, Label>> {
  const rows = await reader.sql<{ id: string }>(
    "select distinct record_id as id from attachment where record_type = 'Licence' and record_id = any(?::bigint[])",
    [ids],
  );
  const found = new Set(rows.map(({ id }) => id));
  return new Map(ids.map((id) => [id, found.has(id) ? attached : missing]));
}

export const licenceColumns: readonly ListColumn[] = [
  standingColumn("Supplier", "supplier"),
  standingColumn("Customer", "customer"),
  { record: "Licence", name: "validity", load: async (reader, ids) => labelsOf(await validitiesOf(reader, ids)) },
  { record: "Licence", name: "copy", load: copiesOf },
];
