import { type Label, label } from "@lotline/schema";
import type { ListColumn } from "../../../base/list-column.ts";

const attached: Label = label("attached", "已附");
const missing: Label = label("missing", "缺");

/** Whether a copy of the licence lies with it (REQ-SUP-05: "keep copies with expiry"). */
export const licenceColumns: readonly ListColumn[] = [
  {
    record: "Licence",
    name: "copy",
    load: async (reader, ids) => {
      const rows = await reader.sql<{ id: string }>(
        "select distinct record_id as id from attachment where record_type = 'Licence' and record_id = any(?::bigint[])",
        [ids],
      );
      const found = new Set(rows.map(({ id }) => id));
      return new Map(ids.map((id) => [id, found.has(id) ? attached : missing]));
    },
  },
];
