/**
 * Delays after failed sign-ins (REQ-SIG-08, ASVS 6.3.1), counted by where the failures come from, so that a stranger who guesses at a
 * name slows down himself and other strangers, never its owner at the browser from which the owner has signed in before (ADR 14).
 */
import type { Label, Reason } from "@lotline/schema";
import type { Sql } from "./session.ts";

/** Seconds to wait after n failures in a row: none for the first three, then doubling to five minutes. Never a hard lock. */
export const delaySeconds = (failures: number): number => (failures < 3 ? 0 : Math.min(300, 2 ** (failures - 2)));

interface Scope {
  readonly scope: "device" | "network" | "account" | "address";
  /** Failures beyond the usual three that cost nothing. */
  readonly free: number;
  /** How many are forgotten in a minute; the others are forgotten after a day. */
  readonly leaksPerMinute: number;
}

const device: Scope = { scope: "device", free: 0, leaksPerMinute: 0 };
/** One name from one network; one name from all strangers together; one network, whatever the name. */
const strangers: readonly Scope[] = [
  { scope: "network", free: 0, leaksPerMinute: 0 },
  { scope: "account", free: 17, leaksPerMinute: 0.5 },
  { scope: "address", free: 27, leaksPerMinute: 2 },
];

export interface Attempt {
  /** As it was typed; counted whether anybody has this name or not. */
  readonly login: string;
  readonly address: string;
  /** Hash of the cookie of a browser in which this very person has signed in; null for every other browser. */
  readonly device: string | null;
}

interface Counter extends Scope {
  readonly login: string;
  readonly place: string;
}

const countersOf = ({ login, address, device: known }: Attempt): Counter[] => {
  const name = login.normalize("NFKC").toLowerCase().slice(0, 60);
  const place = address.slice(0, 200);
  if (known) return [{ ...device, login: name, place: known }];
  return strangers.map((scope) => ({
    ...scope,
    login: scope.scope === "address" ? "" : name,
    place: scope.scope === "account" ? "" : place,
  }));
};

interface Row {
  readonly failures: number;
  readonly seconds: string;
}

/** What is left of the failures after this time. */
export function leaked({ leaksPerMinute }: Pick<Scope, "leaksPerMinute">, failures: number, seconds: number): number {
  if (seconds > 24 * 60 * 60) return 0;
  return Math.max(0, failures - Math.floor((seconds / 60) * leaksPerMinute));
}

/**
 * Counts an attempt before its secret is looked at, so that a hundred at once are not a hundred free ones.
 * @returns 0 when it may go on, else the seconds to wait; what has to wait is not counted
 */
export async function beginAttempt(sql: Sql, now: Date, attempt: Attempt): Promise<number> {
  await sql("delete from sign_in_failure where last_failure_at < ?", [new Date(now.getTime() - 24 * 60 * 60 * 1000)]);
  const counted: { counter: Counter; failures: number }[] = [];
  let wait = 0;
  for (const counter of countersOf(attempt)) {
    // Locks the row; always in the same order of scopes.
    const [row] = await sql<Row>(
      `insert into sign_in_failure (scope, login, place, failures, last_failure_at) values (?, ?, ?, 0, ?)
       on conflict (scope, login, place) do update set failures = sign_in_failure.failures
       returning failures, extract(epoch from ?::timestamptz - last_failure_at)::text as seconds`,
      [counter.scope, counter.login, counter.place, now, now],
    );
    const seconds = Math.max(0, Number(row?.seconds ?? 0));
    const failures = leaked(counter, row?.failures ?? 0, seconds);
    if (failures > 0) wait = Math.max(wait, delaySeconds(failures - counter.free) - seconds);
    counted.push({ counter, failures });
  }
  if (wait > 0) return wait;
  for (const { counter, failures } of counted) await write(sql, counter, failures + 1, now);
  return 0;
}

const write = (sql: Sql, { scope, login, place }: Counter, failures: number, now: Date) =>
  sql("update sign_in_failure set failures = ?, last_failure_at = ? where scope = ? and login = ? and place = ?", [
    failures,
    now,
    scope,
    login,
    place,
  ]);

/** Takes an attempt back that was no failure; the way by which its person came is free again. */
export async function forgiveAttempt(sql: Sql, attempt: Attempt, proved: boolean): Promise<void> {
  for (const { scope, login, place } of countersOf(attempt)) {
    const own = proved && (scope === "device" || scope === "network");
    await sql(
      `update sign_in_failure set failures = ${own ? "0" : "greatest(0, failures - 1)"} where scope = ? and login = ? and place = ?`,
      [scope, login, place],
    );
  }
}

/** Why somebody has to wait; the same for every name. */
export const waitReason = (seconds: number): Reason => ({ code: "WAIT", text: waitText(Math.ceil(seconds)) });

const waitText = (seconds: number): Label => ({
  en: `Too many failed sign-ins; please wait ${seconds} seconds.`,
  zh: `登录失败次数过多，请等待 ${seconds} 秒。`,
});

export interface Delay {
  readonly scope: string;
  readonly login: string;
  readonly place: string;
  readonly failures: number;
  readonly lastFailureAt: Date;
  readonly waitSeconds: number;
}

/** What is being counted at present, the longest waits first; for administrators. A device's place is told by nobody. */
export async function delaysNow(sql: Sql, now: Date): Promise<Delay[]> {
  const rows = await sql<{ scope: string; login: string; place: string; failures: number; last_failure_at: string }>(
    "select scope, login, place, failures, last_failure_at from sign_in_failure where failures > 0 order by last_failure_at desc limit 500",
  );
  return rows
    .map((row) => {
      const scope = [device, ...strangers].find((known) => known.scope === row.scope) ?? device;
      const lastFailureAt = new Date(row.last_failure_at);
      const seconds = Math.max(0, (now.getTime() - lastFailureAt.getTime()) / 1000);
      const failures = leaked(scope, row.failures, seconds);
      const waitSeconds = Math.max(0, Math.ceil(delaySeconds(failures - scope.free) - seconds));
      return {
        scope: row.scope,
        login: row.login,
        place: row.scope === "device" ? "" : row.place,
        failures,
        lastFailureAt,
        waitSeconds,
      };
    })
    .filter(({ failures }) => failures > 0)
    .sort((a, b) => b.waitSeconds - a.waitSeconds);
}
