/**
 * The sealer: every second, and on demand, it signs a Merkle root over all rows of the trail and of the append-only tables whose
 * transactions have ended since the last seal. Rows are chosen by transaction snapshot, never by id: a transaction may take a low
 * id and commit late. It runs as lotline_sealer, which can read and append seals, and nothing else.
 */
import {
  IdRanges,
  MerkleTree,
  type SealHead,
  type SealSource,
  type SignedHead,
  sealHash,
  sealPayload,
  sourcesHash,
} from "@lotline/verifier";
import type { ClientBase, Pool } from "pg";
import { HeadsFile } from "./heads-file.ts";
import type { SigningKey } from "./keys.ts";

export interface SealerOptions {
  /** Connections as lotline_sealer; one is used at a time. */
  readonly pool: Pool;
  readonly key: SigningKey;
  /** Where heads are written outside the database. */
  readonly headsFile: string;
  /** Pause between two looks, at most 1000. */
  readonly intervalMs?: number;
  /** A failed round is told and tried again; the readiness check shows the growing lag. */
  readonly onError?: (error: unknown) => void;
}

export interface Sealer {
  /** Seals whatever has been committed before the call; null when there was nothing new. */
  sealNow(): Promise<SignedHead | null>;
  /** Begins to seal by itself. */
  start(): void;
  /** Ends after the round under way. */
  stop(): Promise<void>;
}

/** Any number that all sealers of a database agree on. */
const sealLock = 5_207_411;
const pageLeaves = 1_024;
const portion = 5_000;

/** Makes a sealer; several servers may each run one. */
export function createSealer(options: SealerOptions): Sealer {
  const heads = new HeadsFile(options.headsFile);
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let idleUntil = "";
  let isRunning = false;

  // One round at a time: a caller waits for the round under way and then has its own, whose snapshot is younger than the call.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  const round = (waits: boolean): Promise<SignedHead | null> =>
    inTurn(async () => {
      const client = await options.pool.connect();
      let broken: Error | undefined;
      try {
        const { head, horizon } = await sealOnce(client, options.key, waits, waits ? "" : idleUntil);
        idleUntil = head ? "" : horizon;
        if (head) await heads.append(head, (from, to) => readHeads(client, from, to));
        return head;
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        client.release(broken);
      }
    });
  const tick = (): void => {
    if (!isRunning) return;
    const next = (): void => {
      if (isRunning) timer = setTimeout(tick, Math.min(options.intervalMs ?? 1_000, 1_000)).unref();
    };
    round(false)
      .catch((error: unknown) => options.onError?.(error))
      .finally(next);
  };
  return {
    sealNow: () => round(true),
    start() {
      if (isRunning) return;
      isRunning = true;
      tick();
    },
    async stop() {
      isRunning = false;
      clearTimeout(timer);
      await turn;
    },
  };
}

interface Round {
  readonly head: SignedHead | null;
  /** All transactions before this one had ended and were looked at. */
  readonly horizon: string;
}

/** One round in one transaction; `idleUntil` is the horizon up to which nothing was found before. */
async function sealOnce(client: ClientBase, key: SigningKey, waits: boolean, idleUntil: string): Promise<Round> {
  if (idleUntil !== "" && (await one<{ horizon: string }>(client, `select ${horizonSql} as horizon`)).horizon === idleUntil) {
    return { head: null, horizon: idleUntil };
  }
  await client.query("begin");
  await client.query(
    "set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0",
  );
  const lock = waits ? `pg_advisory_xact_lock(${sealLock}) is not null` : `pg_try_advisory_xact_lock(${sealLock})`;
  const { mine } = await one<{ mine: boolean }>(client, `select ${lock} as mine`);
  const state = mine ? await readState(client) : undefined;
  const head = state ? await writeSeal(client, key, state) : null;
  await client.query(head ? "commit" : "rollback");
  return { head, horizon: state?.toXid ?? idleUntil };
}

const horizonSql = "pg_snapshot_xmin(pg_current_snapshot())::text";

interface State {
  readonly sequence: string;
  readonly previous: string | null;
  readonly epoch: string;
  readonly fromXid: string;
  readonly toXid: string;
  readonly at: string;
  /** The first seal after rows came from another server: transaction numbers say nothing about them, earlier seals do. */
  readonly isAfterLoad: boolean;
}

/** Where the last seal ended. READ COMMITTED: the lock comes first, so that the seal of whoever held it is seen. */
async function readState(client: ClientBase): Promise<State> {
  const state = await one<State>(
    client,
    `select coalesce(s.sequence, 0) + 1 as sequence, s.hash as previous, e.id as epoch,
       case when s.epoch = e.id then s.to_xid else e.fence end::text as "fromXid", ${horizonSql} as "toXid",
       to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
       s.sequence is not null and s.epoch <> e.id as "isAfterLoad"
     from (select * from audit.epoch order by id desc limit 1) e
     left join lateral (select * from audit.seal order by sequence desc limit 1) s on true`,
  );
  if (BigInt(state.fromXid) > BigInt(state.toXid) && !state.isAfterLoad) {
    throw new Error("SEAL_EPOCH: the last seal comes from another server; run the migrations, which begin a new epoch");
  }
  return state;
}

async function writeSeal(client: ClientBase, key: SigningKey, state: State): Promise<SignedHead | null> {
  const writer = new SealWriter(client, state);
  for (const table of await tablesToSeal(client, state)) await writer.add(table);
  await writer.finish();
  if (writer.rows === 0) return null;
  const { sequence, epoch, fromXid, toXid, at, previous } = state;
  const sources = writer.sources;
  const unsigned: SealHead = {
    sequence: String(sequence),
    epoch: String(epoch),
    fromXid,
    toXid,
    at,
    rows: String(writer.rows),
    sourcesHash: sourcesHash(sources),
    root: writer.root(),
    previous,
    keyId: key.id,
  };
  const head: SignedHead = { ...unsigned, hash: sealHash(unsigned), signature: key.sign(sealPayload(unsigned)) };
  await client.query(
    `insert into audit.seal (sequence, epoch, from_xid, to_xid, at, rows, sources_hash, root, previous, key_id, hash, signature)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      sequence,
      epoch,
      fromXid,
      toXid,
      at,
      head.rows,
      head.sourcesHash,
      head.root,
      previous,
      head.keyId,
      head.hash,
      head.signature,
    ],
  );
  return head;
}

/** Tables with rows in the window, by name: one statement probes them all. */
async function tablesToSeal(client: ClientBase, state: State): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("select table_name as name from audit.source where kind = 'append_only'");
  const names = ["audit.event", ...rows.map((row) => row.name)].sort();
  if (state.isAfterLoad) return names;
  const probes = names.map(
    (name) => `select ${literal(name)} as name where exists (select from ${sqlName(name)} where ${windowSql(state)})`,
  );
  const filled = await client.query<{ name: string }>(probes.join(" union all "));
  const found = new Set(filled.rows.map((row) => row.name));
  return names.filter((name) => found.has(name));
}

const windowSql = ({ fromXid, toXid }: State): string => `xid >= ${literal(fromXid)} and xid < ${literal(toXid)}`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** Names in the registry: bare for business tables, with the schema for the trail. */
const sqlName = (name: string): string => (name === "audit.event" ? name : `public."${name.replaceAll('"', '""')}"`);

/** Reads leaves table by table and keeps no more of them than one page, however many there are. */
class SealWriter {
  rows = 0;
  readonly sources: SealSource[] = [];
  readonly #client: ClientBase;
  readonly #state: State;
  readonly #tree = new MerkleTree();
  #page: Buffer[] = [];
  #pages = 0;

  constructor(client: ClientBase, state: State) {
    this.#client = client;
    this.#state = state;
  }

  root(): string {
    return this.#tree.root();
  }

  async add(table: string): Promise<void> {
    const { sequence, toXid, isAfterLoad } = this.#state;
    const window = isAfterLoad
      ? `xid < ${literal(toXid)} and not id <@ coalesce((select range_agg(ids) from audit.seal_source where table_name = ${literal(table)}), '{}')`
      : windowSql(this.#state);
    // OFFSET 0 keeps the planner on the index of xid: sorted by id at once, it would walk the whole table.
    await this.#client.query(
      `declare rows_to_seal no scroll cursor for
       select id, leaf from (select id, leaf from ${sqlName(table)} where ${window} offset 0) r order by id`,
    );
    const ids = new IdRanges();
    let rows = 0;
    let last = 0;
    for (;;) {
      const { rows: batch } = await this.#client.query<{ id: string; leaf: Buffer }>(`fetch ${portion} from rows_to_seal`);
      if (batch.length === 0) break;
      for (const { id, leaf } of batch) {
        last = Number(id);
        ids.add(last);
        // A leaf of another length was forged; in its place any hash will do for the verifier to name the row.
        await this.#leaf(leaf.length === 32 ? leaf : Buffer.alloc(32));
      }
      rows += batch.length;
    }
    await this.#client.query("close rows_to_seal");
    if (rows === 0) return;
    await this.#client.query(
      "insert into audit.seal_source (sequence, position, table_name, rows, last_id, ids) values ($1, $2, $3, $4, $5, $6)",
      [sequence, this.sources.length, table, rows, last, ids.toString()],
    );
    this.sources.push({ table, rows: String(rows), ids: ids.toString() });
    this.rows += rows;
  }

  /** Writes the last, unfilled page. */
  async finish(): Promise<void> {
    if (this.#page.length === 0) return;
    await this.#client.query("insert into audit.seal_page (sequence, page, leaves) values ($1, $2, $3)", [
      this.#state.sequence,
      this.#pages++,
      Buffer.concat(this.#page),
    ]);
    this.#page = [];
  }

  async #leaf(leaf: Buffer): Promise<void> {
    this.#tree.add(leaf);
    this.#page.push(leaf);
    if (this.#page.length === pageLeaves) await this.finish();
  }
}

/** Heads already in the database, to complete the exported file after a crash or another server's round. */
async function readHeads(client: ClientBase, from: number, to: number): Promise<SignedHead[]> {
  const { rows } = await client.query<SignedHead>(
    `select sequence::text, epoch::text, from_xid::text as "fromXid", to_xid::text as "toXid",
       to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, rows::text, sources_hash as "sourcesHash",
       root, previous, key_id as "keyId", hash, signature
     from audit.seal where sequence between $1 and $2 order by sequence`,
    [from, to],
  );
  return rows;
}

async function one<T extends object>(client: ClientBase, sql: string): Promise<T> {
  const { rows } = await client.query<T>(sql);
  const row = rows[0];
  if (!row) throw new Error(`no row: ${sql}`);
  return row;
}
