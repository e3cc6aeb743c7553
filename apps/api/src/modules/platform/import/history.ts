/** Where a record came from, as a line of its history: file, lines, hash (REQ-MIG-01), told apart from what was entered here. */
import type { HistorySource } from "../../../base/history.ts";

interface SourceRow {
  readonly id: string;
  readonly record: string;
  readonly number: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly sha256: string;
  readonly corrections: number;
}

export const importHistory: HistorySource = {
  kind: "import",
  keys: (record) =>
    `select s.at, s.command_id, s.id, s.actor_id from import_source s where s.record_type = '${record}' and s.record_id = ?`,
  load: async (reader, ids) => {
    const rows = await reader.sql<SourceRow>(
      `select id, record_type as record, record_number as number, file_name as file, from_line as "from", to_line as "to", sha256,
         jsonb_array_length(corrections) as corrections from import_source where id = any(?::bigint[])`,
      [ids],
    );
    return new Map(
      rows.map(({ id, record, number, file, from, to, sha256, corrections }) => {
        const lines = from === to ? String(from) : `${from}–${to}`;
        const label = { en: `Imported from “${file}”, line ${lines}`, zh: `由“${file}”第 ${lines} 行导入` };
        const remark = `SHA-256 ${sha256}${corrections > 0 ? ` · ${corrections} ✎` : ""}`;
        return [id, [{ id, label, record, number, remark }]];
      }),
    );
  },
};

interface ChangeRow {
  readonly id: string;
  readonly record: string;
  readonly number: string;
  readonly file: string;
  readonly line: number;
  readonly sha256: string;
}

/** By which file a record was changed, as a line of its history. */
export const importChangeHistory: HistorySource = {
  kind: "importChange",
  keys: (record) =>
    `select s.at, s.command_id, s.id, s.actor_id from import_change s where s.record_type = '${record}' and s.record_id = ?`,
  load: async (reader, ids) => {
    const rows = await reader.sql<ChangeRow>(
      `select id, record_type as record, record_number as number, file_name as file, line, sha256
       from import_change where id = any(?::bigint[])`,
      [ids],
    );
    return new Map(
      rows.map(({ id, record, number, file, line, sha256 }) => {
        const label = { en: `Changed by “${file}”, line ${line}`, zh: `由“${file}”第 ${line} 行更改` };
        return [id, [{ id, label, record, number, remark: `SHA-256 ${sha256}` }]];
      }),
    );
  },
};
