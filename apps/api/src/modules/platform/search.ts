import type { RecordName } from "@lotline/schema";
import type { Reader } from "../../base/context.ts";
import { maskedIn } from "../../base/masked.ts";
import { recordNames, specOf, tableOf } from "../../base/names.ts";
import { listColumn } from "../../read/rows.ts";
import { pinyinPattern } from "./pinyin.ts";

interface Hit {
  record: RecordName;
  id: string;
  number: string;
  title: { en: string; zh: string };
  /** The field that holds what was typed, e.g. supplierLot; the name when only its letters were typed. */
  by: string;
  exact: boolean;
}

const perType = 5;
const most = 20;

/**
 * One search over all record types the person may read (REQ-REC-13): exact numbers first, then other exact keys, then beginnings,
 * then names, in characters or by their pinyin. Sites and closed records are the database's policies' business.
 */
export async function searchRecords(reader: Reader, words: string): Promise<Hit[]> {
  const escaped = words.replace(/[\\%_]/g, "\\$&");
  const pattern = pinyinPattern(words);
  const parts: string[] = [];
  const params: unknown[] = [];
  for (const record of recordNames.filter((name) => reader.actor.permits.has(specOf(name).read))) {
    const part = statement(reader, record, words, escaped, pattern);
    parts.push(part.sql);
    params.push(...part.params);
  }
  if (parts.length === 0) return [];
  const rows = await reader.sql<Omit<Hit, "title" | "exact"> & { rank: number; title_en: string; title_zh: string }>(
    `select * from (${parts.join(" union all ")}) hits order by rank, record, number limit ${most}`,
    params,
  );
  return rows.map((r) => ({
    record: r.record,
    id: r.id,
    number: r.number,
    title: { en: r.title_en, zh: r.title_zh },
    by: r.by,
    exact: r.rank <= 1,
  }));
}

/** The best few of one record type, each with its rank and the field that was met. */
function statement(reader: Reader, record: RecordName, words: string, escaped: string, pattern: string | undefined) {
  const spec = specOf(record);
  const masked = maskedIn(spec.fields, reader.actor.permits);
  const keys = [...new Set(["number", ...spec.list.search])].flatMap((field) => {
    const found = listColumn(record, field);
    return found && !masked.includes(field) ? [{ field, column: `t.${found.column}` }] : [];
  });
  const [en, zh] = (spec.title ?? []).flatMap((c) => listColumn(record, c)?.column ?? []);
  const others = keys.filter(({ field }) => field !== "number");
  const named = pattern ? keys.filter(({ field }) => field.endsWith("Zh")) : [];
  // Each line is one way to be met: its rank, its test, its parameter, its field.
  const ways = [
    { rank: 0, test: "upper(t.number) = upper(?)", value: words, field: "number" },
    ...others.map(({ field, column }) => ({ rank: 1, test: `upper(${column}) = upper(?)`, value: words, field })),
    { rank: 2, test: "t.number ilike ?", value: `${escaped}%`, field: "number" },
    ...named.map(({ field, column }) => ({ rank: 2, test: `${column} ~ ?`, value: `^(${pattern})$`, field })),
    ...keys.map(({ field, column }) => ({ rank: 3, test: `${column} ilike ?`, value: `%${escaped}%`, field })),
    ...named.map(({ field, column }) => ({ rank: 4, test: `${column} ~ ?`, value: `${pattern}`, field })),
  ];
  const when = (then: (way: (typeof ways)[number]) => string) =>
    `case ${ways.map((way) => `when ${way.test} then ${then(way)}`).join(" ")} end`;
  const values = ways.map(({ value }) => value);
  return {
    sql: `(select '${record}' as record, t.id, t.number, ${en ? `t.${en}` : "t.number"}::text as title_en,
        ${(zh ?? en) ? `t.${zh ?? en}` : "t.number"}::text as title_zh, met.way % 10 as rank, (array[${ways.map(({ field }) => `'${field}'`).join(", ")}])[met.way / 10] as by
       from ${tableOf(record)} t cross join lateral (select ${when((way) => String((ways.indexOf(way) + 1) * 10 + way.rank))} as way) met
       where met.way is not null order by rank, t.number limit ${perType})`,
    params: values,
  };
}
