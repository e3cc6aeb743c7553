/** Fills acts of the timeline with what they hold: one statement for each kind of thing on the page. */
import { isAttributePath } from "@lotline/schema";
import type { Reader } from "../base/context.ts";
import type { HistorySource, Moved } from "../base/history.ts";
import { maskedIn } from "../base/masked.ts";
import { columnOf } from "../base/names.ts";
import type { Request } from "../read/request.ts";
import { attachmentsOf, linksOfRecord, signaturesOf } from "./history.ts";
import { imageOf, type RecordTable, spread, tablesOf } from "./images.ts";
import { peopleOf } from "./people.ts";
import type { FieldChange } from "./shared-types.ts";
import { atTerminals } from "./terminals.ts";
import type { TimelineEntry } from "./timeline-types.ts";

export interface ActRow {
  readonly act: string;
  readonly at: string | Date;
  readonly actor: string;
  readonly seq: string;
  /** "change 12", "signature 3". */
  readonly parts: readonly string[];
}

interface EventRow extends EventImage {
  readonly id: string;
  readonly actor_role: string | null;
  readonly operation: string | null;
  readonly reason: string | null;
  readonly source: string | null;
}

/** A row of the trail with its images as texts. */
export interface EventImage {
  readonly table_name: string;
  readonly kind: string;
  readonly old: string | null;
  readonly new: string | null;
}

const technical = new Set(["id", "version", "state", "created_at", "created_by_id", "leaf", "xid", "position", "head_id"]);

/** The foremost kind of what an act holds. */
const order = ["signature", "created", "change", "comment", "file", "move", "hold", "link"];

export async function entriesOf(
  request: Request,
  record: string,
  id: string,
  acts: readonly (ActRow & { readonly cursor: string })[],
  sources: readonly HistorySource[],
): Promise<TimelineEntry[]> {
  const reader = await request.reader();
  const people = await peopleOf(request);
  const idsOf = (kind: string): string[] =>
    acts.flatMap(({ parts }) => parts.flatMap((part) => (part.startsWith(`${kind} `) ? part.slice(kind.length + 1) : [])));
  const events = await eventsOf(reader, idsOf("change"));
  const signatures = idsOf("signature").length > 0 ? await signaturesOf(reader, record, id, request.kernel.house.publicKeys) : [];
  const comments = await saidOf(reader, idsOf("comment"));
  const files = idsOf("file").length > 0 ? await attachmentsOf(request, record, id) : [];
  const links = idsOf("link").length > 0 ? await linksOfRecord(request, record, id) : [];
  const moved = new Map<string, ReadonlyMap<string, readonly Moved[]>>();
  for (const { kind, load } of sources) if (idsOf(kind).length > 0) moved.set(kind, await load(reader, idsOf(kind), record, id));
  const operations = await operationsOf(
    reader,
    acts.filter((act) => act.seq === "0").map((act) => act.act),
  );
  const urgent = await urgentOf(
    reader,
    acts.map(({ act }) => act),
  );
  const terminals = await atTerminals(reader, commandsOf(acts.map(({ act }) => act)));
  const tables = tablesOf(record);
  return acts.map(({ act, at, actor, parts, cursor }) => {
    const held = parts.map((part) => part.split(" ", 2) as [string, string]);
    const of = <T extends { id: string }>(kind: string, all: readonly T[]): T[] =>
      all.filter((one) => held.some(([k, key]) => k === kind && key === one.id));
    const own = of("change", events);
    const isNew = own.some((event) => event.kind === "insert" && event.table_name === tables[0]?.table);
    const [signature = null] = of("signature", signatures);
    const has = (kind: string) => (kind === "created" ? isNew : held.some(([k]) => k === kind));
    const kind = order.find(has) ?? "change";
    return {
      id: act,
      cursor,
      at: new Date(at),
      kind: kind === "hold" ? "move" : kind,
      actor: people.get(String(actor))?.name ?? null,
      role: own.find((event) => event.actor_role)?.actor_role ?? null,
      operation: own.find((event) => event.operation)?.operation ?? operations.get(act) ?? null,
      reason: own.find((event) => event.reason)?.reason ?? signature?.reason ?? null,
      source: own.find((event) => event.source)?.source ?? null,
      emergency: urgent.get(act) ?? null,
      terminal: terminals.get(act) ?? null,
      changes: own.flatMap((event) => changesOf(event, tables, reader)),
      signature,
      comments: of("comment", comments),
      files: of("file", files),
      moves: held.flatMap(([k, key]) => moved.get(k)?.get(key) ?? []),
      links: of("link", links),
    };
  });
}

async function eventsOf(reader: Reader, ids: readonly string[]): Promise<EventRow[]> {
  if (ids.length === 0) return [];
  // Numbers are read as the trail's own text: a float would lose digits.
  return reader.sql<EventRow>(
    `select id, actor_role, operation, reason, source, table_name, kind, old::text as old, new::text as new
     from audit.trail where id = any(?::bigint[]) order by id`,
    [ids],
  );
}

const saidOf = (reader: Reader, ids: readonly string[]): Promise<{ id: string; kind: string; text: string }[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : reader.sql("select id, kind, text from comment where id = any(?::bigint[]) order by id", [ids]);

const commandsOf = (acts: readonly string[]): string[] => acts.filter((act) => /^[0-9a-f]{8}-/.test(act));

/** The numbers of the emergency access under which acts were done (REQ-ACC-09). */
async function urgentOf(reader: Reader, acts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await reader.sql<{ command: string; number: string }>(
    `select a.command_id as command, e.number from emergency_act a join emergency_access e on e.id = a.access_id
     where a.command_id = any(?::uuid[])`,
    [commandsOf(acts)],
  );
  return new Map(rows.map(({ command, number }) => [command, number]));
}

/** The operations of acts that changed no field of the record. */
async function operationsOf(reader: Reader, acts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const commands = commandsOf(acts);
  if (commands.length === 0) return new Map();
  const rows = await reader.sql<{ id: string; operation: string }>(
    "select id, operation from command_log where id = any(?::uuid[])",
    [commands],
  );
  return new Map(rows.map(({ id, operation }) => [id, operation]));
}

/** What an event changed, by the names of the fields. */
export function changesOf(event: EventImage, tables: readonly RecordTable[], reader: Reader): FieldChange[] {
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
  const masked = maskedIn(fields, reader.actor.permits);
  const prefix = set ? `${set}.` : "";
  const changes: FieldChange[] = columns
    .filter((column) => !technical.has(column) && (old[column] ?? null) !== (now[column] ?? null))
    .map((column) => {
      const field = name.get(column) ?? column;
      const isMasked = masked.includes(field);
      return {
        field: `${prefix}${field}`,
        old: isMasked || event.kind === "insert" ? null : (old[column] ?? null),
        new: isMasked || event.kind === "delete" ? null : (now[column] ?? null),
        masked: isMasked,
      };
    });
  if (!set && now.state !== undefined && (event.kind === "insert" || "state" in old))
    changes.unshift({ field: "state", old: old.state ?? null, new: now.state, masked: false });
  return changes;
}
