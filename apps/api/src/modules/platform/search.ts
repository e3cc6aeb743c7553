import type { RecordName } from "@lotline/schema";
import { Field, ID, ObjectType } from "type-graphql";
import type { Reader } from "../../base/context.ts";
import { recordNames, specOf, tableOf } from "../../base/names.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import { literal, searchColumns } from "../../read/met.ts";
import { listColumn } from "../../read/rows.ts";
import { pinyinPattern } from "./pinyin.ts";

/** A record that was met by what was typed or scanned. */
@ObjectType()
export class SearchHit {
  @Field(() => String) record!: RecordName;
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) title!: TitleLabel;
  /** The field that was met, e.g. supplierLot, and whether all of it is what was asked for. */
  @Field(() => String) by!: string;
  @Field(() => Boolean) exact!: boolean;
}

const perType = 5;
const most = 20;

/**
 * One search over all record types the person may read (REQ-REC-13): exact numbers first, then other exact keys, then beginnings,
 * then names, in characters or by their pinyin. Sites and closed records are the database's policies' business.
 */
export async function searchRecords(reader: Reader, words: string): Promise<SearchHit[]> {
  const escaped = literal(words);
  const pattern = pinyinPattern(words);
  const parts: string[] = [];
  const params: unknown[] = [];
  for (const record of recordNames.filter((name) => reader.actor.permits.has(specOf(name).read))) {
    const part = statement(record, words, escaped, pattern);
    parts.push(part.sql);
    params.push(...part.params);
  }
  if (parts.length === 0) return [];
  const rows = await reader.sql<Omit<SearchHit, "title" | "exact"> & { rank: number; title_en: string; title_zh: string }>(
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
function statement(record: RecordName, words: string, escaped: string, pattern: string | undefined) {
  const spec = specOf(record);
  const keys = [...new Set(["number", ...spec.list.search])].flatMap((field) => {
    const found = listColumn(record, field);
    return found ? [{ field, column: `t.${found.column}` }] : [];
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
  const found = candidates(record, escaped, named.length > 0);
  const when = (then: (way: (typeof ways)[number]) => string) =>
    `case ${ways.map((way) => `when ${way.test} then ${then(way)}`).join(" ")} end`;
  const values = ways.map(({ value }) => value);
  return {
    sql: `(select '${record}' as record, t.id, t.number, ${en ? `t.${en}` : "t.number"}::text as title_en,
        ${(zh ?? en) ? `t.${zh ?? en}` : "t.number"}::text as title_zh, met.way % 10 as rank, (array[${ways.map(({ field }) => `'${field}'`).join(", ")}])[met.way / 10] as by
       from ${tableOf(record)} t cross join lateral (select ${when((way) => String((ways.indexOf(way) + 1) * 10 + way.rank))} as way) met
       where met.way is not null${found.sql} order by rank, t.number limit ${perType})`,
    params: [...values, ...found.params],
  };
}

/** So many rows of one way to be met are looked at; of more, any will do. */
const mostFound = 1000;

/**
 * What narrows the rows before each is looked at, by the trigram index: those that are the words, begin with them, hold them. Not
 * where names are also met by their pinyin, which no index knows: such tables are short.
 */
function candidates(record: RecordName, escaped: string, byPinyin: boolean): { sql: string; params: unknown[] } {
  if (byPinyin) return { sql: "", params: [] };
  const patterns = [escaped, `${escaped}%`, `%${escaped}%`];
  const one = "select public.text_met(?, ?::text[], ?, ?)";
  return {
    sql: ` and t.id in (${patterns.map(() => one).join(" union ")})`,
    params: patterns.flatMap((pattern) => [tableOf(record), searchColumns(record), pattern, mostFound]),
  };
}
