import type { RecordName } from "@lotline/schema";
import { type EntityManager, IsolationLevel } from "@mikro-orm/postgresql";
import DataLoader from "dataloader";
import type { Ctx } from "../base/context.ts";
import { AppError, refused, timeoutReason } from "../base/error.ts";
import { specOf } from "../base/names.ts";
import { loadActor, SqlReader, setContext, settingsOf } from "../base/reader.ts";
import { runSql } from "../base/sqltext.ts";
import type { Verdict } from "../kernel/authorize.ts";
import { judge, permitReason } from "../kernel/authorize.ts";
import type { Row } from "../kernel/behaviour.ts";
import { type Command, command, type Kernel, type Outcome } from "../kernel/command.ts";
import type { Tx } from "../kernel/tx.ts";
import { linesOf, rowsById } from "./rows.ts";

/** Why a request may neither read nor write. */
export type NoContext = "UNAUTHENTICATED" | "SESSION_LOCKED" | "PASSWORD_MUST_CHANGE";

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
      const { actor, now } = await loadActor(em, this.ctx);
      // The name by which the statement that runs can be found and stopped.
      await setContext(em, { ...settingsOf(this.ctx, actor), application_name: `read ${this.ctx.request}` });
      return new SqlReader(em, actor, now);
    } catch (error) {
      await em.rollback().catch(() => undefined);
      throw error;
    }
  }

  /** Ends the reads; the next one begins afresh and sees what was committed meanwhile. */
  async endReads(): Promise<void> {
    const reading = this.reading;
    this.reading = null;
    this.loaders = new Map();
    const reader = await reading?.catch(() => null);
    await reader?.em.rollback().catch(() => undefined);
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

  /** The record an id leads to, or null when the person may not see it. */
  row(record: string, id: string | null): Promise<Row | null> {
    if (id === null) return Promise.resolve(null);
    return this.loader<Row | null>(`row ${record}`, async (reader, ids) => {
      if (!reader.actor.permits.has(specOf(record).read)) return ids.map(() => null);
      const rows = await rowsById(reader, record as RecordName, ids);
      return ids.map((key) => (rows.get(key) as Row | undefined) ?? null);
    }).load(id);
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
      const all = this.rows.get(record) ?? new Map<string, Row>();
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
