import {
  type ActionInputOf,
  type ActionName,
  type Duty,
  type Line,
  type LineName,
  type MessageName,
  messages,
  type New,
  type NewLine,
  type PayloadOf,
  type Reason,
  type Rec,
  type RecordName,
} from "@lotline/schema";
import { type EntityManager, LockMode } from "@mikro-orm/postgresql";
import { type Ctx, dateIn, type Principal } from "../base/context.ts";
import { notFound, refused } from "../base/error.ts";
import { isKey } from "../base/key.ts";
import { hasStates, specOf, tableOf } from "../base/names.ts";
import { type Opening, SqlReader } from "../base/reader.ts";
import { entityClass, lineEntity } from "../derive/entity.ts";
import type { House } from "./house.ts";
import { actInside, createInside } from "./lifecycle.ts";
import { type Numbered, takeNumber } from "./numbering.ts";
import { planWork } from "./worklist.ts";

/** One command's transaction: the only place from which anything is written. */
export class Tx extends SqlReader {
  readonly ctx: Ctx;
  readonly house: House;
  readonly commandId: string;
  /** The reason given with the command, empty when none was asked. */
  reason = "";
  /** In whose place the act of this command is done, if in somebody's. */
  behalf: Principal | undefined;
  #home: Promise<string> | undefined;
  readonly #numberless: { record: object & { number?: string }; by: Numbered }[] = [];
  readonly #touched = new Map<object, RecordName>();
  readonly #versioned = new WeakSet<object>();
  readonly #duties: unknown[][] = [];
  readonly #outbox: unknown[][] = [];

  constructor(em: EntityManager, opening: Opening, ctx: Ctx, house: House, commandId: string) {
    super(em, opening);
    this.ctx = ctx;
    this.house = house;
    this.commandId = commandId;
  }

  /** A record by id. @throws NOT_FOUND, also for one at a site the actor may not see. */
  async get<N extends RecordName>(name: N, id: string): Promise<Rec<N>> {
    const found = isKey(id) ? await this.em.findOne(entityClass(name), { id } as object) : null;
    if (!found) throw notFound(name, id);
    // The entity class of a record has exactly the declared fields.
    return found as Rec<N>;
  }

  /** Locks records of one type in key order and reads them afresh. */
  async lock<N extends RecordName>(name: N, ids: readonly string[]): Promise<Rec<N>[]> {
    const unknown = ids.find((id) => !isKey(id));
    if (unknown !== undefined) throw notFound(name, unknown);
    const wanted = [...new Set(ids)].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const found = await this.em.find(entityClass(name), { id: { $in: wanted } } as object, {
      orderBy: { id: "asc" } as object,
      lockMode: LockMode.PESSIMISTIC_WRITE,
      refresh: true,
    });
    if (found.length < wanted.length) throw notFound(name, wanted.join(", "));
    return found as Rec<N>[];
  }

  /** Records whose fields equal the given values, oldest first. */
  async find<N extends RecordName>(name: N, where: Partial<Rec<N>>, limit = 200): Promise<Rec<N>[]> {
    return (await this.em.find(entityClass(name), where as object, { orderBy: { id: "asc" } as object, limit })) as Rec<N>[];
  }

  async findOne<N extends RecordName>(name: N, where: Partial<Rec<N>>): Promise<Rec<N> | null> {
    return (await this.find(name, where, 1))[0] ?? null;
  }

  /** The child rows of a record in their order. */
  async lines<N extends RecordName, K extends LineName<N>>(name: N, set: K, head: { id: string }): Promise<Line<N, K>[]> {
    return (await this.em.find(entityClass(lineEntity(name, set)), { head: head.id } as object, {
      orderBy: { position: "asc" } as object,
    })) as Line<N, K>[];
  }

  /** Makes a record of another type in the same transaction (a receipt makes a lot): same checks, no permit of the actor needed. */
  async create<N extends RecordName>(name: N, given: New<N>): Promise<Rec<N>> {
    return (await createInside(this, name, [given]))[0] as Rec<N>;
  }

  addLine<N extends RecordName, K extends LineName<N>>(
    name: N,
    set: K,
    head: Rec<N>,
    position: number,
    given: NewLine<N, K>,
  ): void {
    this.em.persist(
      this.em.create(entityClass(lineEntity(name, set)), { ...(given as object), head: head.id, position } as object, {
        partial: true,
      }),
    );
    this.touch(name, head);
  }

  /** Changes fields of a record; its version grows once per command. Its state changes by actions only. */
  update<N extends RecordName>(name: N, record: Rec<N>, patch: Partial<New<N>>): void {
    Object.assign(record, patch);
    this.touch(name, record);
  }

  updateLine<N extends RecordName, K extends LineName<N>>(
    name: N,
    head: Rec<N>,
    line: Line<N, K>,
    patch: Partial<NewLine<N, K>>,
  ): void {
    Object.assign(line, patch);
    this.touch(name, head);
  }

  /** Performs an action of the system's own (one without permit) on a record. */
  act<N extends RecordName, A extends ActionName<N>>(
    name: N,
    id: string,
    action: A,
    input: ActionInputOf<N, A>,
  ): Promise<Rec<N>> {
    return actInside(this, name, id, action, input);
  }

  /** Remembers that the actor played a part on a record, for the separation rules; in whose place he did has played it too. */
  duty(record: RecordName, id: string, duty: Duty, personId = this.actor.id): void {
    this.#duties.push([record, id, duty, personId]);
    if (this.behalf && personId === this.actor.id) this.#duties.push([record, id, duty, this.behalf.id]);
  }

  /** Joins two records; lower areas name higher ones only this way. */
  async link(from: readonly [RecordName, string], to: readonly [RecordName, string], kind: string): Promise<void> {
    await this.insert("record_link", ["from_type", "from_id", "to_type", "to_id", "kind"], [[...from, ...to, kind]]);
  }

  /** A message for whoever listens, delivered after the commit and only then. */
  emit<M extends MessageName>(name: M, payload: PayloadOf<M>): void {
    this.#outbox.push([name, messages[name].version, JSON.stringify(payload), this.commandId]);
  }

  /** Appends rows to an append-only table in one statement; the database stamps actor, command and time. */
  async insert<T extends object = { id: string }>(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly unknown[])[],
  ): Promise<T[]> {
    if (rows.length === 0) return [];
    const marks = rows.map((row) => `(${row.map(() => "?").join(", ")})`).join(", ");
    return this.sql<T>(`insert into ${table} (${columns.join(", ")}) values ${marks} returning id`, rows.flat());
  }

  /** Refuses the whole command when there is any reason. */
  require(reasons: readonly Reason[]): void {
    if (reasons.length > 0) throw refused(...reasons);
  }

  /** The time zone of a site, for its calendar dates; of what belongs to no site, that of the first one. */
  async zone(siteId: string | undefined): Promise<string> {
    if (siteId) return (await this.get("Site", siteId)).zone;
    this.#home ??= this.sql<{ zone: string }>("select zone from site order by id limit 1").then(([one]) => one?.zone ?? "UTC");
    return this.#home;
  }

  touch(name: RecordName, record: object): void {
    this.#touched.set(record, name);
    const counted = record as { id?: string; version: number };
    if (counted.id && !this.#versioned.has(record)) {
      this.#versioned.add(record);
      counted.version += 1;
    }
  }

  /** Its open task is told anew, without a new version of it. */
  replan(name: RecordName, record: object): void {
    this.#touched.set(record, name);
  }

  async fresh(name: RecordName, record: object): Promise<void> {
    const spec = specOf(name);
    this.#versioned.add(record);
    this.#touched.set(record, name);
    if (spec.number === "entered" || spec.number === "effect") return;
    const { site } = record as { site?: string };
    const day = dateIn(await this.zone(site), this.now);
    const by = { record: name, pattern: spec.number, day, site: site ? (await this.get("Site", site)).number : "" };
    this.#numberless.push({ record: record as { number?: string }, by });
  }

  /** Writes what is pending. Numbers are taken here, as late as possible. */
  async flush(): Promise<void> {
    for (const { record, by } of this.#numberless.splice(0)) record.number = await takeNumber(this.em, by);
    await this.em.flush();
  }

  /** The end of a command, or of a part of a long one: duties, work list and messages go with the change they belong to. */
  async finish(): Promise<void> {
    await this.flush();
    await this.insert("duty", ["record_type", "record_id", "duty", "person_id"], this.#duties.splice(0));
    const touched = Map.groupBy(this.#touched.keys(), (record) => this.#touched.get(record) as RecordName);
    for (const [name, of] of touched) if (hasStates(specOf(name))) await planWork(this, name, of as Rec<RecordName>[]);
    this.#touched.clear();
    await this.insert("outbox", ["name", "version", "payload", "command_id"], this.#outbox.splice(0));
  }

  /** The id a just created record has; flushes when it is not saved yet. */
  async idOf(record: { id: string }): Promise<string> {
    if (!record.id) await this.flush();
    return record.id;
  }

  /** The first of these numbers that exists, at whatever site (numbers are unique in the company). */
  async numberTaken(name: RecordName, ...numbers: readonly string[]): Promise<string | undefined> {
    const asked = "select n as number from unnest(?::text[]) n where public.number_taken(?, n) limit 1";
    return numbers.length > 0 ? (await this.sql<{ number: string }>(asked, [numbers, tableOf(name)]))[0]?.number : undefined;
  }
}
