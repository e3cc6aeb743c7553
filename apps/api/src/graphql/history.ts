import { attributePath, type Fields, isAttributePath, readInstant } from "@lotline/schema";
import { verifySignature } from "@lotline/verifier";
import type { Reader } from "../base/context.ts";
import { invalid } from "../base/error.ts";
import { columnOf, lineSets, lineTableOf, specOf, tableOf } from "../base/names.ts";
import { contentOf, contentText, cutTo, type RecordContent } from "../kernel/content.ts";
import type { Request } from "../read/request.ts";
import type { AttachmentInfo, FieldChange, LinkInfo, SignatureStamp, TimelineEntry } from "./shared-types.ts";

const technical = new Set(["id", "version", "state", "created_at", "created_by_id", "leaf", "xid", "position", "head_id"]);

interface EventRow {
  id: string;
  at: string | Date;
  actor_id: string;
  actor_role: string | null;
  operation: string | null;
  reason: string | null;
  source: string | null;
  table_name: string;
  row_id: string;
  kind: string;
  old: string | null;
  new: string | null;
}

/** Everything that happened to a record and its rows, newest first: changes with old and new values, and signatures. */
export async function timelineOf(request: Request, record: string, row: { id: string }): Promise<TimelineEntry[]> {
  const reader = await request.reader();
  const spec = specOf(record);
  const tables = [
    { table: tableOf(record), fields: spec.fields as Fields, set: "" },
    ...lineSets(spec).map(([set, lines]) => ({ table: lineTableOf(record, set), fields: lines.fields, set })),
  ];
  const heads = tables
    .slice(1)
    .map(
      (t) =>
        `select '${t.table}' as table_name, e.row_id from audit.trail e where e.table_name = '${t.table}' and e.new ->> 'head_id' = ?`,
    );
  // Numbers are read as the trail's own text: a float would lose digits.
  const events = await reader.sql<EventRow>(
    `with mine as (select ?::text as table_name, ?::bigint as row_id ${heads.map((h) => `union ${h}`).join(" ")})
     select e.id, e.at, e.actor_id, e.actor_role, e.operation, e.reason, e.source, e.table_name, e.row_id, e.kind, e.old::text as old, e.new::text as new
     from audit.trail e join mine using (table_name, row_id) order by e.id desc limit 1000`,
    [tableOf(record), row.id, ...heads.map(() => row.id)],
  );
  const people = await request.load<Map<string, { en: string; zh: string }>>("people", "all", async (r) => [await namesOf(r)]);
  const changes = events.map((event) => entryOf(event, tables, people));
  const signatures = (await signaturesOf(reader, record, row.id, request.kernel.house.publicKeys)).map((stamp) => ({
    id: `signature-${stamp.id}`,
    at: stamp.signedAt,
    kind: "signature",
    actor: people.get(stamp.personId) ?? null,
    changes: [],
    signature: stamp,
  }));
  return [...signatures, ...changes].sort((a, b) => b.at.getTime() - a.at.getTime());
}

async function namesOf(reader: Reader): Promise<Map<string, { en: string; zh: string }>> {
  const rows = await reader.sql<{ id: string; name_en: string; name_zh: string }>("select id, name_en, name_zh from person");
  return new Map(rows.map((r) => [r.id, { en: r.name_en, zh: r.name_zh }]));
}

function entryOf(
  event: EventRow,
  tables: readonly { table: string; fields: Fields; set: string }[],
  people: ReadonlyMap<string, { en: string; zh: string }>,
): TimelineEntry {
  const { fields, set } = tables.find((t) => t.table === event.table_name) ?? { fields: {}, set: "" };
  const old = spread(imageOf(event.old));
  const now = spread(imageOf(event.new));
  const name = new Map(Object.keys(fields).map((field) => [columnOf(fields, field), field]));
  // Of an update the old image holds what changed, and of attributes all of them, so that a new one shows beside it.
  const added = Object.keys(now).filter(
    (column) => !(column in old) && isAttributePath(column) && "attributes" in imageOf(event.old),
  );
  const columns =
    event.kind === "insert" ? Object.keys(now) : event.kind === "update" ? [...Object.keys(old), ...added] : Object.keys(old);
  const prefix = set ? `${set}.` : "";
  const changes: FieldChange[] = columns
    .filter((column) => !technical.has(column) && (old[column] ?? null) !== (now[column] ?? null))
    .map((column) => ({
      field: `${prefix}${name.get(column) ?? column}`,
      old: event.kind === "insert" ? null : (old[column] ?? null),
      new: event.kind === "delete" ? null : (now[column] ?? null),
    }));
  if (!set && now.state !== undefined && (event.kind === "insert" || "state" in old))
    changes.unshift({ field: "state", old: old.state ?? null, new: now.state });
  return {
    id: `event-${event.id}`,
    at: new Date(event.at),
    kind: event.kind === "insert" && !set ? "created" : "change",
    actor: people.get(event.actor_id) ?? null,
    role: event.actor_role,
    operation: event.operation,
    reason: event.reason,
    source: event.source,
    changes,
  };
}

/** The image as a map of texts. Only the digits of JSON numbers matter here, so they are made strings before parsing. */
function imageOf(text: string | null): { [column: string]: string | null } {
  if (!text) return {};
  const exact = text.replace(/("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g, (all, string: string | undefined) =>
    string === undefined ? `"${all}"` : string,
  );
  const parsed = JSON.parse(exact) as { [column: string]: unknown };
  return Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => [
      key,
      value === null ? null : typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}

/** An image with each attribute as a member of its own, so that history speaks of a value and not of all of them. */
function spread({ attributes, ...image }: { [column: string]: string | null }): { [column: string]: string | null } {
  // The trail's text of the column: an object of plain values, its numbers made texts above.
  const own = JSON.parse(attributes ?? "{}") as { [name: string]: string | boolean };
  return { ...image, ...Object.fromEntries(Object.entries(own).map(([key, value]) => [attributePath(key), String(value)])) };
}

/** The signatures of a record with their verdict against what the record says now. */
export async function signaturesOf(
  reader: Reader,
  record: string,
  id: string,
  publicKeys: readonly string[],
): Promise<(SignatureStamp & { personId: string })[]> {
  const rows = await reader.sql<{ [column: string]: string }>(
    "select (to_jsonb(s) - 'leaf' - 'xid')::text as image, s.id, s.person_id, s.content from signature s where record_type = ? and record_id = ? order by id",
    [record, id],
  );
  if (rows.length === 0) return [];
  const present = await contentOf(reader, record, id);
  return rows.map((row) => {
    const image = imageOf(row.image ?? null);
    const signed = JSON.parse(row.content ?? "{}") as { record: RecordContent };
    const verdict = verifySignature(image, contentText(cutTo(signed.record, present)), publicKeys);
    return {
      id: String(row.id),
      personId: String(row.person_id),
      meaning: image.meaning ?? "",
      statement: image.statement ?? "",
      printedName: image.printed_name ?? "",
      jobTitle: image.job_title ?? "",
      version: Number(image.record_version),
      contentHash: image.content_hash ?? "",
      signedAt: new Date(image.signed_at ?? ""),
      zone: image.zone ?? "",
      reason: image.reason ?? null,
      components: image.auth_components ?? "",
      verdict,
    };
  });
}

/** The record as it was at a moment of domain time, by its field names; null when it did not exist. */
export async function asOfImage(
  request: Request,
  record: string,
  id: string,
  at: string,
): Promise<{ [field: string]: string | null } | null> {
  const moment = readInstant(at);
  if (!moment) throw invalid({ path: "at", code: "instant", text: { en: "A date and time is expected.", zh: "应为日期时间。" } });
  const reader = await request.reader();
  const [row] = await reader.sql<{ image: string | null }>("select audit.as_of(?, ?, ?)::text as image", [
    tableOf(record),
    id,
    moment,
  ]);
  if (!row?.image) return null;
  const fields = specOf(record).fields as Fields;
  const image = spread(imageOf(row.image));
  return {
    number: image.number ?? null,
    state: image.state ?? null,
    version: image.version ?? null,
    ...Object.fromEntries(Object.keys(fields).map((name) => [name, image[columnOf(fields, name)] ?? null])),
    ...Object.fromEntries(Object.entries(image).filter(([column]) => isAttributePath(column))),
  };
}

/** What a record is joined to, both ways. */
export async function linksOfRecord(request: Request, record: string, id: string): Promise<LinkInfo[]> {
  const reader = await request.reader();
  const found = await reader.sql<{ kind: string; record: string; id: string; outgoing: boolean }>(
    `select kind, to_type as record, to_id as id, true as outgoing from record_link where from_type = ? and from_id = ?
     union all select kind, from_type, from_id, false from record_link where to_type = ? and to_id = ?`,
    [record, id, record, id],
  );
  const rows = await Promise.all(found.map(async (link) => ({ ...link, row: await request.row(link.record, link.id) })));
  return rows.flatMap(({ row, ...link }) => (row ? [{ ...link, number: row.number }] : []));
}

export async function attachmentsOf(request: Request, record: string, id: string): Promise<AttachmentInfo[]> {
  const reader = await request.reader();
  const rows = await reader.sql<{
    id: string;
    name: string;
    media_type: string;
    size: number;
    sha256: string;
    at: string;
    name_en: string;
    name_zh: string;
  }>(
    `select a.id, a.name, a.media_type, a.size, a.sha256, a.at, p.name_en, p.name_zh from attachment a left join person p on p.id = a.actor_id
     where a.record_type = ? and a.record_id = ? order by a.id`,
    [record, id],
  );
  return rows.map((r) => ({
    id: r.id,
    name: r.name,
    mediaType: r.media_type,
    size: r.size,
    sha256: r.sha256,
    at: new Date(r.at),
    by: { en: r.name_en, zh: r.name_zh },
  }));
}
