/** The audit trail across records, for those who may read it: filtered by who, what, when, why and source, sorted by each of them. */
import type { Fields } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { invalid, refused } from "../../base/error.ts";
import { columnOf, lineSets, lineTableOf, recordNames, specOf, tableOf } from "../../base/names.ts";
import type { SqlReader } from "../../base/reader.ts";
import { plainFields } from "../../graphql/classes.ts";
import { imageOf, tablesOf } from "../../graphql/images.ts";
import { peopleOf } from "../../graphql/people.ts";
import { InstantScalar, instantOf } from "../../graphql/scalars.ts";
import { FieldChange, TitleLabel } from "../../graphql/shared-types.ts";
import { atTerminals } from "../../graphql/terminals.ts";
import { changesOf } from "../../graphql/timeline-entries.ts";
import { AtTerminal } from "../../graphql/timeline-types.ts";
import { permitReason } from "../../kernel/authorize.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType(plainFields)
export class TrailEvent {
  @Field(() => ID) id!: string;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => TitleLabel, { nullable: true }) actor!: TitleLabel | null;
  @Field(() => String, { nullable: true }) role!: string | null;
  /** The number of the emergency access under which it was done. */
  @Field(() => String, { nullable: true }) emergency!: string | null;
  /** Where critical input or a signature was made; null for what is neither. */
  @Field(() => AtTerminal, { nullable: true }) terminal!: AtTerminal | null;
  @Field(() => String, { nullable: true }) operation!: string | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => String, { nullable: true }) source!: string | null;
  /** insert, update or delete. */
  @Field(() => String) kind!: string;
  /** The type of the record; null for a table that is none. */
  @Field(() => String, { nullable: true }) record!: string | null;
  @Field(() => String) table!: string;
  /** The number of the record, where the person may read it. */
  @Field(() => String, { nullable: true }) number!: string | null;
  @Field(() => [FieldChange]) changes!: readonly FieldChange[];
}

@ObjectType(plainFields)
class TrailPage {
  @Field(() => [TrailEvent]) events!: readonly TrailEvent[];
  @Field(() => String, { nullable: true }) endCursor!: string | null;
}

export interface Row {
  readonly id: string;
  readonly at: string | Date;
  readonly actor_id: string;
  readonly actor_role: string | null;
  readonly command_id: string | null;
  readonly operation: string | null;
  readonly reason: string | null;
  readonly source: string | null;
  readonly table_name: string;
  readonly row_id: string;
  readonly kind: string;
  readonly old: string | null;
  readonly new: string | null;
  readonly sorted: string;
}

// Each column of the trail that it is sorted by, as a text that is never null.
const sorts: { readonly [name: string]: string } = {
  when: "''",
  who: "lpad(e.actor_id::text, 20, '0')",
  what: "coalesce(e.operation, '')",
  why: "coalesce(e.reason, '')",
  source: "coalesce(e.source, '')",
  record: "e.table_name || lpad(e.row_id::text, 20, '0')",
};

// A change to one of these is the end of what was in force.
const ends = ["voided", "cancelled", "rejected", "ended", "disabled", "withdrawn", "scrapped"];

interface Owner {
  readonly record: string;
  readonly fields: Fields;
  readonly set: string;
}

const owners = new Map<string, Owner>(
  recordNames.flatMap((record) => [
    [tableOf(record), { record, fields: specOf(record).fields as Fields, set: "" }] as const,
    ...lineSets(specOf(record)).map(([set, { fields }]) => [lineTableOf(record, set), { record, fields, set }] as const),
  ]),
);

@Resolver()
export class TrailResolver {
  /** A page of the trail within the person's sites; of record types that the person may not read nothing is shown. */
  @Query(() => TrailPage)
  async trail(
    @Ctx() request: WebRequest,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string,
    @Arg("sort", () => String, { defaultValue: "-when" }) sort = "-when",
    @Arg("record", () => String, { nullable: true }) record?: string,
    @Arg("who", () => ID, { nullable: true }) who?: string,
    @Arg("from", () => InstantScalar, { nullable: true }) from?: string,
    @Arg("to", () => InstantScalar, { nullable: true }) to?: string,
    @Arg("why", () => String, { nullable: true }) why?: string,
    @Arg("source", () => String, { nullable: true }) source?: string,
    @Arg("field", () => String, { nullable: true }) field?: string,
    @Arg("kind", () => String, { nullable: true }) kind?: string,
  ): Promise<TrailPage> {
    const asked = { sort, record, who, from, to, why, source, field, kind };
    const limit = Math.min(200, Math.max(1, first));
    const rows = await trailRows(await mayReadTrail(request), asked, limit, after ?? null);
    const last = rows.at(-1);
    return { events: await eventsOf(request, rows), endCursor: rows.length === limit && last ? cursorOf(last) : null };
  }
}

/** What of the trail is asked for; everything is optional and joined by "and". */
export interface TrailAsked {
  readonly sort?: string | undefined;
  readonly record?: string | undefined;
  readonly who?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly why?: string | undefined;
  readonly source?: string | undefined;
  readonly field?: string | undefined;
  readonly kind?: string | undefined;
}

/** @throws REFUSED for who may not read the trail */
export async function mayReadTrail(request: WebRequest): Promise<SqlReader> {
  const reader = await request.reader();
  if (!reader.actor.permits.has("audit.read")) throw refused(permitReason("audit.read"));
  return reader;
}

/** Where a row stands in the order, to ask for what comes after it. */
export const cursorOf = (row: Row): string => `${row.id} ${row.sorted}`;

/** Rows of the trail in their order, behind a place in it; the page and the file ask the same. */
export async function trailRows(reader: SqlReader, asked: TrailAsked, limit: number, after: string | null): Promise<Row[]> {
  const { record, who, from, to, why, source, field, kind } = asked;
  const sort = asked.sort || "-when";
  const where = new Where();
  where.add("e.table_name = any(?::text[])", tablesFor(reader, record));
  if (who) where.add("e.actor_id = ?::bigint", /^\d{1,18}$/.test(who) ? who : "-1");
  if (from) where.add("e.at >= ?::timestamptz", instantOf("from", from));
  if (to) where.add("e.at <= ?::timestamptz", instantOf("to", to));
  if (why) where.add("e.reason ilike ?", `%${why.slice(0, 200).replace(/[\\%_]/g, "\\$&")}%`);
  if (source) where.add("e.source = ?", source);
  if (field) where.add("(e.kind <> 'update' or jsonb_exists(e.old, ?::text))", columnNamed(field, record));
  if (kind === "void")
    where.add("(e.kind = 'delete' or (jsonb_exists(e.old, 'state') and e.new ->> 'state' = any(?::text[])))", ends);
  else if (kind) where.add("e.kind = ?", kind);
  const down = sort.startsWith("-");
  const sorted = sorts[sort.replace(/^-/, "")] ?? "''";
  if (after) {
    const [value, id] = readCursor(after);
    where.add(`(${sorted}, e.id) ${down ? "<" : ">"} (?::text, ?::bigint)`, value, id);
  }
  const way = down ? "desc" : "asc";
  return reader.sql<Row>(
    `select e.id, e.at, e.actor_id, e.actor_role, e.command_id, e.operation, e.reason, e.source, e.table_name, e.row_id, e.kind, e.old::text as old, e.new::text as new, ${sorted} as sorted
     from audit.trail e where ${where.text} order by ${sorted === "''" ? "" : `${sorted} ${way}, `}e.id ${way} limit ${limit}`,
    where.params,
  );
}

class Where {
  readonly #parts: string[] = [];
  readonly params: unknown[] = [];
  add(text: string, ...params: readonly unknown[]): void {
    this.#parts.push(text);
    this.params.push(...params);
  }
  get text(): string {
    return this.#parts.join(" and ");
  }
}

/** The tables whose events may be shown: those of record types that the person may read. */
function tablesFor(reader: SqlReader, record: string | undefined): string[] {
  return [...owners].flatMap(([table, owner]) =>
    (record === undefined || owner.record === record) && reader.actor.permits.has(specOf(owner.record).read) ? [table] : [],
  );
}

function columnNamed(field: string, record: string | undefined): string {
  const all = [...owners.values()].filter(
    (owner) => (record === undefined || owner.record === record) && Object.hasOwn(owner.fields, field),
  );
  const [owner] = all;
  return field === "state" || !owner ? field : columnOf(owner.fields, field);
}

function readCursor(text: string): readonly [string, string] {
  const [, id, value] = /^(\d{1,18}) ([^\u0000]{0,2000})$/s.exec(text) ?? [];
  if (id === undefined || value === undefined)
    throw invalid({
      path: "after",
      code: "cursor",
      text: { en: "This place in the trail is not known; please start again.", zh: "位置无效，请重新查询。" },
    });
  return [value, id];
}

/** Rows of the trail as they are shown: names instead of ids, values that the person may see. */
export async function eventsOf(request: WebRequest, rows: readonly Row[]): Promise<TrailEvent[]> {
  const people = await peopleOf(request);
  const reader = await request.reader();
  const terminals = await atTerminals(
    reader,
    rows.flatMap((row) => row.command_id ?? []),
  );
  return Promise.all(
    rows.map(async (row): Promise<TrailEvent> => {
      const owner = owners.get(row.table_name);
      const image = imageOf(row.new ?? row.old);
      const head = owner ? await request.row(owner.record, owner.set ? (image.head_id ?? null) : row.row_id) : null;
      return {
        id: row.id,
        at: new Date(row.at),
        actor: people.get(String(row.actor_id))?.name ?? null,
        role: row.actor_role,
        emergency: /(?:^|,)(EA-[^,]+)$/.exec(row.actor_role ?? "")?.[1] ?? null,
        terminal: terminals.get(row.command_id ?? "") ?? null,
        operation: row.operation,
        reason: row.reason,
        source: row.source,
        kind: row.kind,
        record: owner?.record ?? null,
        table: row.table_name,
        number: head?.number ?? null,
        changes: owner ? changesOf(row, tablesOf(owner.record), reader) : [],
      };
    }),
  );
}
