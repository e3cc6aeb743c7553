import type { RecordName } from "@lotline/schema";
import type { Reader } from "../../base/context.ts";
import { recordNames, specOf, tableOf } from "../../base/names.ts";
import { listColumn } from "../../read/rows.ts";

interface Hit {
  record: RecordName;
  id: string;
  number: string;
  title: { en: string; zh: string };
}

const perType = 5;
const most = 20;

/** One search over all record types the person may read (REQ-REC-13): exact numbers first, then beginnings, then names. */
export async function searchRecords(reader: Reader, words: string): Promise<Hit[]> {
  const escaped = words.replace(/[\\%_]/g, "\\$&");
  const parts: string[] = [];
  const params: unknown[] = [];
  for (const record of recordNames.filter((name) => reader.actor.permits.has(specOf(name).read))) {
    const spec = specOf(record);
    const searched = [...new Set(["number", ...spec.list.search])].flatMap((c) => listColumn(record, c)?.column ?? []);
    const [en, zh] = (spec.title ?? []).flatMap((c) => listColumn(record, c)?.column ?? []);
    parts.push(
      `(select '${record}' as record, t.id, t.number, ${en ? `t.${en}` : "t.number"}::text as title_en, ${(zh ?? en) ? `t.${zh ?? en}` : "t.number"}::text as title_zh,
        case when upper(t.number) = upper(?) then 0 when t.number ilike ? then 1 else 2 end as rank
       from ${tableOf(record)} t where ${searched.map((c) => `t.${c} ilike ?`).join(" or ")} order by rank, t.number limit ${perType})`,
    );
    params.push(words, `${escaped}%`, ...searched.map(() => `%${escaped}%`));
  }
  const rows = await reader.sql<{ record: RecordName; id: string; number: string; title_en: string; title_zh: string }>(
    `select * from (${parts.join(" union all ")}) hits order by rank, record, number limit ${most}`,
    params,
  );
  return rows.map((r) => ({ record: r.record, id: r.id, number: r.number, title: { en: r.title_en, zh: r.title_zh } }));
}
