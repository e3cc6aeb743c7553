/**
 * What is known of a running installation, measured once for the health page, for `lotline status` and for the readiness check: one
 * mechanism, so that they never differ. The database tells its part to any role that may read; the machine's part is of one server.
 */

/** Asks the database; no parameters are needed. */
export type Ask = <T extends object>(text: string) => Promise<T[]>;

/** The last run of a kind, and how long ago it ended by the installation's clock. */
export interface RunFact {
  readonly kind: "backup" | "drill" | "verification";
  readonly good: boolean;
  readonly number: string;
  readonly ageSeconds: number;
  readonly seconds: number;
  readonly finding: string | null;
}

/** What the rule `continuity` asks for. */
export interface Continuity {
  /** Recovery point: the age that the last good backup may have. */
  readonly rpoHours: number;
  /** Recovery time: what a restore may take, measured by the drill. */
  readonly rtoHours: number;
  readonly drillDays: number;
}

export interface DatabaseFacts {
  readonly server: string;
  readonly sizeBytes: number;
  readonly connections: number;
  readonly mostConnections: number;
  /** Of the transactions that the asking role may see. */
  readonly longestSeconds: number;
  readonly isStandby: boolean;
  readonly standbys: number;
  /** Whether commits wait for a standby. */
  readonly isSynchronous: boolean;
  /** The database's clock less this process's, in milliseconds. */
  readonly clockAheadMs: number;
  /** The database's clock, in milliseconds since 1970. */
  readonly clockMs: number;
  readonly migrations: number;
  readonly seal: { readonly sequence: number; readonly at: Date | null; readonly lagSeconds: number };
  readonly messages: { readonly waiting: number; readonly oldestSeconds: number; readonly dead: number };
  readonly jobs: { readonly open: number; readonly oldestSeconds: number; readonly failedToday: number };
  readonly mail: {
    readonly isOn: boolean;
    readonly waiting: number;
    readonly oldestSeconds: number;
    readonly failedThisWeek: number;
  };
  /** The last run of each kind, and the last good one where that was another. */
  readonly runs: readonly RunFact[];
  readonly continuity: Continuity;
}

interface Row {
  readonly server: string;
  readonly size: string;
  readonly connections: number;
  readonly most: number;
  readonly longest: number;
  readonly standby: boolean;
  readonly standbys: number;
  readonly synchronous: boolean;
  readonly clock: number;
  readonly migrations: number;
  readonly sequence: string | null;
  readonly sealed: string | Date | null;
  readonly lag: number;
  readonly waiting: number;
  readonly oldest: number;
  readonly dead: number;
  readonly jobs: number;
  readonly jobAge: number;
  readonly jobsFailed: number;
  readonly mailOn: boolean;
  readonly mails: number;
  readonly mailAge: number;
  readonly mailsFailed: number;
}

const age = (column: string): string => `coalesce(extract(epoch from public.domain_now() - min(${column})), 0)::float8`;

const stateSql = `
  select current_setting('server_version') as server, pg_database_size(current_database())::text as size,
    (select count(*) from pg_stat_activity where datname = current_database())::int as connections,
    current_setting('max_connections')::int as most,
    coalesce((select max(extract(epoch from clock_timestamp() - xact_start)) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'), 0)::float8 as longest,
    pg_is_in_recovery() as standby, (select count(*) from pg_stat_replication)::int as standbys,
    current_setting('synchronous_standby_names') <> '' as synchronous,
    (extract(epoch from clock_timestamp()) * 1000)::float8 as clock,
    (select count(*) from schema_migration)::int as migrations,
    s.sequence::text as sequence, s.at as sealed, extract(epoch from s.lag)::float8 as lag,
    (select count(*) from outbox where sent_at is null)::int as waiting,
    (select ${age("created_at")} from outbox where sent_at is null) as oldest,
    (select count(*) from pgboss.job where name = 'dead')::int as dead,
    (select count(*) from job where state in ('queued', 'running'))::int as jobs,
    (select ${age("created_at")} from job where state in ('queued', 'running')) as "jobAge",
    (select count(*) from job where state = 'failed' and ended_at > public.domain_now() - interval '1 day')::int as "jobsFailed",
    exists (select from rule where rule_name = 'mail' and state = 'approved' and valid_from <= public.company_day()) as "mailOn",
    (select count(*) from mail_message where state = 'waiting')::int as mails,
    (select ${age("created_at")} from mail_message where state = 'waiting') as "mailAge",
    (select count(*) from mail_message where state = 'failed' and created_at > public.domain_now() - interval '7 days')::int as "mailsFailed"
  from audit.seal_state() s`;

const runsSql = `
  select kind, good, number, seconds, finding,
    greatest(extract(epoch from public.domain_now() - created_at), 0)::float8 as "ageSeconds"
  from maintenance_run where id in (select max(id) from maintenance_run group by kind, good) order by id desc`;

const continuitySql = `
  select content from rule where rule_name = 'continuity' and key = 'default' and state = 'approved'
    and valid_from <= public.company_day() order by valid_from desc, id desc limit 1`;

/** Asks the database how it stands. @param ask as a role that may read everything: the app's or the reader's */
export async function databaseFacts(ask: Ask): Promise<DatabaseFacts> {
  const before = Date.now();
  const [row] = await ask<Row>(stateSql);
  // The answer was made somewhere between; a slow journey is not a wrong clock.
  const after = Date.now();
  if (!row) throw new Error("the database says nothing of itself");
  const runs = await ask<RunFact>(runsSql);
  const [rule] = await ask<{ content: Continuity }>(continuitySql);
  if (!rule) throw new Error("no rule `continuity` is in force");
  return {
    server: row.server,
    sizeBytes: Number(row.size),
    connections: row.connections,
    mostConnections: row.most,
    longestSeconds: row.longest,
    isStandby: row.standby,
    standbys: row.standbys,
    isSynchronous: row.synchronous,
    clockAheadMs: outside(row.clock, before, after),
    clockMs: row.clock,
    migrations: row.migrations,
    seal: { sequence: Number(row.sequence ?? 0), at: row.sealed ? new Date(row.sealed) : null, lagSeconds: row.lag },
    messages: { waiting: row.waiting, oldestSeconds: row.oldest, dead: row.dead },
    jobs: { open: row.jobs, oldestSeconds: row.jobAge, failedToday: row.jobsFailed },
    mail: { isOn: row.mailOn, waiting: row.mails, oldestSeconds: row.mailAge, failedThisWeek: row.mailsFailed },
    runs,
    continuity: rule.content,
  };
}

/** The database's clock less this process's, in milliseconds; 0 where the journey of the question explains it. */
export async function clockAhead(ask: Ask): Promise<number> {
  const before = Date.now();
  const [row] = await ask<{ ms: number }>("select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms");
  return outside(row?.ms ?? before, before, Date.now());
}

/** What a clock showed, and when by a clock that never goes back (milliseconds of this process). */
export interface Shown {
  readonly clockMs: number;
  readonly steadyMs: number;
}

/** By how many milliseconds a clock went back between two looks; 0 when it did not, by more than a second. Pure. */
export function wentBack(before: Shown, now: Shown): number {
  const missing = now.steadyMs - before.steadyMs - (now.clockMs - before.clockMs);
  return missing > 1_000 ? Math.round(missing) : 0;
}

/** How far a moment lies outside a span; 0 within it. Pure. */
export const outside = (at: number, from: number, to: number): number =>
  Math.round(at < from ? at - from : at > to ? at - to : 0);
