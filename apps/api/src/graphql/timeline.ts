/**
 * Everything that happened to a record and around it in one order: changes, signatures, comments, files, links, and what the areas
 * add (movements, holds). What one command did is one entry. Paged by keyset over all of it; nothing is cut off silently.
 */
import { isAttributePath } from "@lotline/schema";
import type { Reader } from "../base/context.ts";
import { invalid } from "../base/error.ts";
import type { HistorySource } from "../base/history.ts";
import { requireShown } from "../base/masked.ts";
import { columnOf } from "../base/names.ts";
import type { Request } from "../read/request.ts";
import { tablesOf } from "./images.ts";
import { peopleOf } from "./people.ts";
import { instantOf } from "./scalars.ts";
import { type ActRow, entriesOf } from "./timeline-entries.ts";
import type { TimelineEntry, TimelineSummary } from "./timeline-types.ts";

/** What of the timeline is asked for; everything is optional and joined by "and". */
export interface TimelineFilter {
  /** signatures, changes, comments or moves; everything else means all. */
  readonly kind?: string | null;
  /** A person's id. */
  readonly who?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly reason?: string | null;
  readonly source?: string | null;
  /** A field by its name, "lines.quantity", "attributes.x" or "state". */
  readonly field?: string | null;
}

export interface TimelineArgs extends TimelineFilter {
  readonly first?: number | null;
  readonly after?: string | null;
}

export const mostEntries = 500;
const usualEntries = 200;

const kinds: { readonly [kind: string]: readonly string[] } = {
  signatures: ["signature"],
  changes: ["change"],
  comments: ["comment"],
  moves: ["move", "hold"],
};

interface Sql {
  readonly text: string;
  readonly params: readonly unknown[];
}

const columns = "at, command_id, kind, id, actor_id, reason, source, touches";

/** Every part of the record's history as rows of one shape. */
function partsOf(request: Request, reader: Reader, record: string, id: string, field: string | null): Sql {
  const parts: Sql[] = tablesOf(record).map(({ table, set, fields }) => {
    const touches = touchesOf(reader, set, fields, field);
    return {
      text: `select e.at, e.command_id, 'change' as kind, e.id, e.actor_id, e.reason, e.source, ${touches.text} as touches
        from audit.trail e where e.table_name = '${table}' and ${set ? `e.row_id in (select audit.rows_of('${table}', ?))` : "e.row_id = ?"}`,
      params: [...touches.params, id],
    };
  });
  const own = (
    table: string,
    kind: string,
    more = "record_type = ? and record_id = ?",
    params: unknown[] = [record, id],
  ): Sql => ({
    text: `select at, command_id, '${kind}', id, actor_id, null, null, false from ${table} where ${more}`,
    params,
  });
  parts.push(
    { ...own("signature", "signature"), text: own("signature", "signature").text.replace("null, null", "reason, null") },
    own("comment", "comment"),
    own("attachment", "file"),
    own("record_link", "link", "(from_type = ? and from_id = ?) or (to_type = ? and to_id = ?)", [record, id, record, id]),
    ...sourcesOf(request).flatMap((source) => {
      const keys = source.keys(record, reader);
      return keys
        ? [{ text: `select at, command_id, '${source.kind}', id, actor_id, null, null, false from (${keys}) s`, params: [id] }]
        : [];
    }),
  );
  return { text: parts.map(({ text }) => text).join("\n union all "), params: parts.flatMap(({ params }) => params) };
}

const sourcesOf = (request: Request): readonly HistorySource[] =>
  request.kernel.house.areas.flatMap((area) => area.history ?? []);

/** Whether an event is about the field that is asked for. */
function touchesOf(reader: Reader, set: string, fields: Parameters<typeof columnOf>[0], field: string | null): Sql {
  if (field === null) return { text: "true", params: [] };
  const [head, tail] = field.includes(".") && !isAttributePath(field) ? field.split(".", 2) : ["", field];
  if (head !== set || tail === undefined) return { text: "false", params: [] };
  const spec = fields[tail];
  // When it changed is told by the changes themselves; which of them is not.
  if (spec) requireShown(spec, reader.actor.permits);
  if (isAttributePath(tail)) {
    const key = tail.slice(tail.indexOf(".") + 1);
    return {
      text: "(e.old -> 'attributes' ->> ?::text) is distinct from (e.new -> 'attributes' ->> ?::text) and (e.kind = 'insert' or jsonb_exists(e.old, 'attributes'))",
      params: [key, key],
    };
  }
  return {
    text: "(e.kind = 'insert' or jsonb_exists(e.old, ?::text))",
    params: [tail === "state" ? "state" : columnOf(fields, tail)],
  };
}

/** The acts of the record that fit the filter, as a statement without order and limit. */
function actsOf(parts: Sql, filter: TimelineFilter): Sql {
  const having: Sql[] = [];
  const wanted = kinds[filter.kind ?? ""];
  if (wanted) having.push({ text: "array_agg(kind) && ?::text[]", params: [wanted] });
  if (filter.who) having.push({ text: "bool_or(actor_id = ?::bigint)", params: [key(filter.who)] });
  if (filter.from) having.push({ text: "max(at) >= ?", params: [instantOf("from", filter.from)] });
  if (filter.to) having.push({ text: "max(at) <= ?", params: [instantOf("to", filter.to)] });
  if (filter.reason) having.push({ text: "bool_or(reason ilike ?)", params: [`%${filter.reason.replace(/[\\%_]/g, "\\$&")}%`] });
  if (filter.source) having.push({ text: "bool_or(source = ?)", params: [filter.source] });
  if (filter.field) having.push({ text: "bool_or(touches)", params: [] });
  return {
    text: `select coalesce(command_id::text, kind || '-' || id) as act, max(at) as at, max(actor_id) as actor,
       coalesce(max(id) filter (where kind = 'change'), 0) as seq, array_agg(kind || ' ' || id order by kind, id) as parts
     from (${parts.text}) p (${columns})
     group by 1 ${having.length > 0 ? `having ${having.map(({ text }) => text).join(" and ")}` : ""}`,
    params: [...parts.params, ...having.flatMap(({ params }) => params)],
  };
}

const key = (id: string): string => (/^\d{1,18}$/.test(id) ? id : "-1");

/** A place in the order: time, the last change of the act, the act. */
const cursorOf = ({ at, seq, act }: { at: string | Date; seq: string; act: string }): string =>
  `${new Date(at).toISOString()} ${seq} ${act}`;

function readCursor(text: string): readonly [string, string, string] {
  const [, at, seq, act] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\d{1,18}) ([a-z0-9-]{1,60})$/.exec(text) ?? [];
  if (!at || !seq || !act || Number.isNaN(Date.parse(at)))
    throw invalid({
      path: "after",
      code: "cursor",
      text: { en: "This place in the history is not known; please start again.", zh: "历史位置无效，请重新查询。" },
    });
  return [at, seq, act];
}

/** A page of the timeline, newest first. */
export async function timelineOf(request: Request, record: string, id: string, args: TimelineArgs): Promise<TimelineEntry[]> {
  const reader = await request.reader();
  const acts = actsOf(partsOf(request, reader, record, id, args.field ?? null), args);
  const after = args.after ? readCursor(args.after) : null;
  const first = Math.min(mostEntries, Math.max(1, args.first ?? usualEntries));
  const rows = await reader.sql<ActRow>(
    `select * from (${acts.text}) a ${after ? "where (at, seq, act) < (?::timestamptz, ?::bigint, ?)" : ""}
     order by at desc, seq desc, act desc limit ${first}`,
    [...acts.params, ...(after ?? [])],
  );
  return entriesOf(
    request,
    record,
    id,
    rows.map((row) => ({ ...row, cursor: cursorOf(row) })),
    sourcesOf(request),
  );
}

/** How much there is of each kind, over everything. */
export async function timelineSummary(request: Request, record: string, id: string): Promise<TimelineSummary> {
  const reader = await request.reader();
  const acts = actsOf(partsOf(request, reader, record, id, null), {});
  const has = (...of: string[]) => of.map((kind) => `exists (select from unnest(parts) p where p like '${kind} %')`).join(" or ");
  const [row] = await reader.sql<{ [count: string]: number } & { people: string[] | null }>(
    `select count(*)::int as "all", count(*) filter (where ${has("signature")})::int as signatures,
       count(*) filter (where ${has("change")})::int as changes, count(*) filter (where ${has("comment")})::int as comments,
       count(*) filter (where ${has("move", "hold")})::int as moves, array_agg(distinct actor) as people
     from (${acts.text}) a`,
    acts.params,
  );
  const people = await peopleOf(request);
  return {
    all: row?.all ?? 0,
    signatures: row?.signatures ?? 0,
    changes: row?.changes ?? 0,
    comments: row?.comments ?? 0,
    moves: row?.moves ?? 0,
    people: (row?.people ?? []).flatMap((person) => people.get(String(person)) ?? []),
  };
}

/** The fields whose value was ever changed after it was first written: those have a history worth a mark. */
export async function changedFields(request: Request, record: string, id: string): Promise<string[]> {
  const reader = await request.reader();
  const [own] = tablesOf(record);
  if (!own) return [];
  const rows = await reader.sql<{ key: string }>(
    `select distinct k.key from audit.trail e, lateral (
       select jsonb_object_keys(e.old) as key
       union all select 'attributes.' || a.key from jsonb_each_text(coalesce(e.old -> 'attributes', '{}') || coalesce(e.new -> 'attributes', '{}')) a
         where jsonb_exists(e.old, 'attributes') and (e.old -> 'attributes' ->> a.key) is distinct from (e.new -> 'attributes' ->> a.key)
     ) k where e.table_name = ? and e.row_id = ? and e.kind = 'update'`,
    [own.table, id],
  );
  const names = new Map(Object.keys(own.fields).map((name) => [columnOf(own.fields, name), name]));
  return rows.flatMap(({ key: column }) => (column === "state" || isAttributePath(column) ? column : (names.get(column) ?? [])));
}
