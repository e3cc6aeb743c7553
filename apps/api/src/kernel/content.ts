import type { Fields } from "@lotline/schema";
import { canonicalJson } from "../base/canonical.ts";
import type { Reader } from "../base/context.ts";
import { columnOf, lineSets, lineTableOf, specOf, tableOf } from "../base/names.ts";

type Values = { [field: string]: string | null };

/** What a signature covers of a record: every declared value and each attribute, as the database writes it. */
export interface RecordContent {
  readonly type: string;
  readonly number: string;
  readonly version: number;
  readonly fields: Values;
  readonly lines: { readonly [set: string]: readonly Values[] };
}

const columns = (fields: Fields): string =>
  Object.entries(fields)
    .filter(([, field]) => !field.unsigned)
    .map(([name]) => `${columnOf(fields, name)}::text as "${name}"`)
    .join(", ");

/** Reads the content of a record as text; two different numerics never look alike here. */
export async function contentOf(reader: Reader, record: string, id: string): Promise<RecordContent> {
  const spec = specOf(record);
  // One member for each attribute, so that one that is filled in later is an addition like any other value.
  const own = "(select jsonb_object_agg('attributes.' || key, value) from jsonb_each_text(attributes))";
  const [row] = await reader.sql<Values & { "#number": string; "#version": number; "#own": Values | null }>(
    `select number as "#number", version as "#version", ${spec.attributes ? own : "null"} as "#own", ${columns(spec.fields)}
     from ${tableOf(record)} where id = ?`,
    [id],
  );
  if (!row) throw new Error(`no content for ${record} ${id}`);
  const { "#number": number, "#version": version, "#own": attributes, ...declared } = row;
  const fields = { ...declared, ...attributes };
  const lines: { [set: string]: Values[] } = {};
  for (const [set, spec_] of lineSets(spec))
    lines[set] = await reader.sql<Values>(
      `select id::text as "#", ${columns(spec_.fields)} from ${lineTableOf(record, set)} where head_id = ? order by position, id`,
      [id],
    );
  return { type: record, number, version, fields, lines };
}

/**
 * The present content cut to what was there at signing. A value filled in by a later step is an addition, not a change of what
 * was signed; a signed value or row that differs or is gone is.
 */
export function cutTo(signed: RecordContent, present: RecordContent): RecordContent {
  const fields = Object.fromEntries(
    Object.entries(signed.fields).map(([key, value]) => [key, value === null ? null : (present.fields[key] ?? null)]),
  );
  const lines = Object.fromEntries(
    Object.entries(signed.lines).map(([set, rows]) => [
      set,
      rows.flatMap((row) => {
        const now = present.lines[set]?.find((p) => p["#"] === row["#"]);
        return now
          ? [Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null ? null : (now[key] ?? null)]))]
          : [];
      }),
    ]),
  );
  return { ...signed, fields, lines };
}

export const contentText = (content: unknown): string => canonicalJson(content);
