import type { Field, Fields, RecordName } from "@lotline/schema";
import { type EntityManager, IsolationLevel } from "@mikro-orm/postgresql";
import DataLoader from "dataloader";
import type { Ctx } from "../base/context.ts";
import { AppError, refused, timeoutReason } from "../base/error.ts";
import { isKey } from "../base/key.ts";
import { maskedIn } from "../base/masked.ts";
import { specOf } from "../base/names.ts";
import { enter, SqlReader } from "../base/reader.ts";
import { runSql } from "../base/sqltext.ts";
import { sqlState } from "../base/unavailable.ts";
import type { Verdict } from "../kernel/authorize.ts";
import { judge, permitReason } from "../kernel/authorize.ts";
import { asRow, type Row } from "../kernel/behaviour.ts";
import { type Command, command, type Kernel, type Outcome } from "../kernel/command.ts";
import type { Tx } from "../kernel/tx.ts";
import { linesOf, rowsById } from "./rows.ts";

/** An error of a read, in words where the database gave up: 57014 is a limit or a stop, 25P02 what every further statement is told. */
const asTimeout = (error: unknown): unknown =>
  ["57014", "25P02"].includes(sqlState(error) ?? "") ? new AppError("TIMEOUT", { reasons: [timeoutReason] }) : error;

class RequestReader extends SqlReader {
  override sql<T extends object>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    return super.sql<T>(text, params).catch((error: unknown) => {
      throw asTimeout(error);
    });
  }
}

/** Something that was looked at, as it is written down of whoever is let in as an inspector (REQ-ACC-12). */
export interface Seen {
  readonly kind: "record" | "list" | "query" | "export" | "print" | "history" | "file";
  readonly operation: string;
  readonly record?: string | undefined;
  readonly number?: string | undefined;
  readonly isFound: boolean;
  /** The filter and whatever else was asked. */
  readonly asked?: unknown;
}

/** Why a request may neither read nor write. */
export type NoContext = "UNAUTHENTICATED" | "SESSION_LOCKED" | "PASSWORD_MUST_CHANGE" | "SECOND_FACTOR_REQUIRED";

/**
 * One GraphQL request. Its reads share one read-only transaction with the person's context, opened at the first read and never
 * before a command of the same request has committed; loaders live as long as that transaction. Its fields are private by
 * TypeScript only: Apollo hands resolvers a clone of it, which would lack #private ones.
 */
export class Request {
  readonly kernel: Kernel;
  private readonly own: Ctx | null;
  private readonly without: NoContext;
  private reading: Promise<SqlReader> | null = null;
  private loaders = new Map<string, DataLoader<string, unknown>>();
  /** What has been read in this transaction, by type and id. */
  private found = new Map<string, Row | null>();
  /** One for all clones of the request. */
  private readonly late = new AbortController();

  constructor(kernel: Kernel, ctx: Ctx | null, without: NoContext = "UNAUTHENTICATED") {
    this.kernel = kernel;
    this.own = ctx;
    this.without = without;
  }

  /** The person's context. @throws why there is none */
  get ctx(): Ctx {
    if (!this.own) throw new AppError(this.without);
    return this.own;
  }

  /** Refuses whoever is let in to read only. */
  requireWriter(): void {}

  /** Writes down what is shown to an inspector, before it is shown; nothing of anybody else. */
  async note(_seen: Seen): Promise<void> {}

  /** Whether what this request reads is written down. */
  get isNoted(): boolean {
    return false;
  }

  get signedIn(): boolean {
    return this.own !== null;
  }

  reader(): Promise<SqlReader> {
    this.reading ??= this.begin();
    return this.reading;
  }

  private async begin(): Promise<SqlReader> {
    if (this.late.signal.aborted) throw new AppError("TIMEOUT", { reasons: [timeoutReason] });
    const em = this.kernel.orm.em.fork() as EntityManager;
    // Repeatable read: the parts of one answer (counts, lists, a trace) agree with each other.
    await em.begin({ readOnly: true, isolationLevel: IsolationLevel.REPEATABLE_READ });
    try {
      // The name by which the statement that runs can be found and stopped.
      return new RequestReader(em, await enter(em, this.ctx, { application_name: `read ${this.ctx.request}` }));
    } catch (error) {
      await em.rollback().catch(() => undefined);
      throw asTimeout(error);
    }
  }

  /** Ends the reads; the next one begins afresh and sees what was committed meanwhile. */
  async endReads(): Promise<void> {
    const reading = this.reading;
    this.reading = null;
    this.loaders = new Map();
    this.found = new Map();
    const reader = await reading?.catch(() => null);
    await reader?.em.rollback().catch(() => undefined);
  }

  /**
   * The answer is made: reads end, and what still runs behind it begins no others. GraphQL answers as soon as one field that must
   * not be null has failed, while its neighbours go on; a transaction that they opened would be ended by nobody.
   */
  finish(): void {
    this.late.abort();
    // The answer does not wait for the database's word that nothing was changed.
    void this.endReads();
  }

  /**
   * Stops what is being read, also the statement that runs in the database, and reads nothing more: nobody waits for the answer any
   * longer. A command is not stopped: it has bounds of its own, and its outcome must be known.
   */
  async cutReads(): Promise<void> {
    this.late.abort();
    if (!this.signedIn) return;
    const em = this.kernel.orm.em.fork() as EntityManager;
    const stop = "select pg_cancel_backend(pid) from pg_stat_activity where application_name = ? and usename = current_user";
    await em.transactional((own) => runSql(own as EntityManager, stop, [`read ${this.ctx.request}`]));
  }

  async command(what: Command, change: (tx: Tx) => Promise<{ record: RecordName; id: string } | null>): Promise<Outcome | null> {
    await this.endReads();
    return command(this.kernel, this.ctx, what, change);
  }

  /** Refuses the read of a record type that the person's roles do not include. */
  async mayRead(record: string): Promise<SqlReader> {
    const reader = await this.reader();
    const { read } = specOf(record);
    if (!reader.actor.permits.has(read)) throw refused(permitReason(read));
    return reader;
  }

  /** The record an id leads to, or null when the person may not see it; at once when it has been read already. */
  row(record: string, id: string | null): Row | null | Promise<Row | null> {
    if (id === null || !isKey(id)) return null;
    const found = this.found.get(`${record} ${id}`);
    if (found !== undefined) return found;
    return this.loader<Row | null>(`row ${record}`, async (reader, ids) => {
      const isAllowed = reader.actor.permits.has(specOf(record).read);
      const rows = isAllowed ? await rowsById(reader, record as RecordName, ids) : new Map<string, Row>();
      return ids.map((key) => {
        const row = (rows.get(key) as Row | undefined) ?? null;
        this.found.set(`${record} ${key}`, row);
        return row;
      });
    }).load(id);
  }

  /**
   * Reads the records that a page's references lead to, level by level and one statement for each type, before the answer is put
   * together: thousands of fields are then read without a promise for each.
   */
  async follow(record: string, rows: readonly Row[], followed: Followed): Promise<void> {
    const fields: Fields = specOf(record).fields;
    const targetOf = (field: string): string | undefined =>
      field === "createdBy" ? "Person" : field === "site" ? "Site" : targetOfRef(fields[field]);
    await Promise.all(
      Object.entries(followed).map(async ([field, below]) => {
        const target = targetOf(field);
        if (!target) return;
        // A reference holds an id or nothing.
        const ids = new Set(rows.flatMap((row) => (Reflect.get(row, field) as string | null | undefined) ?? []));
        const reached = await Promise.all([...ids].map((id) => this.row(target, id)));
        await this.follow(
          target,
          reached.flatMap((row) => row ?? []),
          below,
        );
      }),
    );
  }

  lines(record: string, set: string, id: string): Promise<object[]> {
    return this.loader<object[]>(`lines ${record} ${set}`, async (reader, ids) => {
      const rows = await linesOf(reader, record, set, ids);
      return ids.map((key) => rows.get(key) ?? []);
    }).load(id);
  }

  /** What the person may do with a record; on a list only what the list declares. */
  verdicts(record: string, row: Row, listed: boolean): Promise<Verdict[]> {
    const rows = new Map([[row.id, row]]);
    const known = this.rows.get(record) ?? rows;
    known.set(row.id, row);
    this.rows.set(record, known);
    return this.loader<Verdict[]>(`verdicts ${record} ${listed}`, async (reader, ids) => {
      const all = await this.whole(reader, record, ids);
      const judged = await judge(
        this.kernel.house,
        reader,
        record as RecordName,
        ids.flatMap((id) => all.get(id) ?? []),
        { listed },
      );
      return ids.map((id) => judged.get(id) ?? []);
    }).load(row.id);
  }
  private readonly rows = new Map<string, Map<string, Row>>();

  /** The rows to judge: where something of them is masked they are read again, with all that conditions look at. */
  private async whole(reader: SqlReader, record: string, ids: readonly string[]): Promise<ReadonlyMap<string, Row>> {
    const known = this.rows.get(record) ?? new Map<string, Row>();
    if (maskedIn(specOf(record).fields, reader.actor.permits).length === 0) return known;
    const rows = await rowsById(reader, record as RecordName, ids, { whole: true });
    return new Map([...rows].map(([id, row]) => [id, asRow(row)]));
  }

  /** A batch loader of this request under a name of its own. */
  load<V>(name: string, key: string, batch: (reader: SqlReader, keys: readonly string[]) => Promise<readonly V[]>): Promise<V> {
    return this.loader<V>(name, batch).load(key);
  }

  private loader<V>(
    name: string,
    batch: (reader: SqlReader, keys: readonly string[]) => Promise<readonly V[]>,
  ): DataLoader<string, V> {
    const known = this.loaders.get(name);
    // A name belongs to one kind of value; the map holds them all.
    if (known) return known as unknown as DataLoader<string, V>;
    const made = new DataLoader<string, V>(async (keys) => batch(await this.reader(), keys), { maxBatchSize: 1000 });
    this.loaders.set(name, made as unknown as DataLoader<string, unknown>);
    return made;
  }
}

/** What follows from an answer's shape: reference fields with what is asked below each. */
export interface Followed {
  readonly [field: string]: Followed;
}

const targetOfRef = (field: Field | undefined): string | undefined => (field?.kind === "ref" ? field.target : undefined);
