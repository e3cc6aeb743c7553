import { createHash, randomBytes } from "node:crypto";
import type { Reason } from "@lotline/schema";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { type Inspection, systemPersonId } from "../../base/context.ts";
import { AppError } from "../../base/error.ts";
import { setContext } from "../../base/reader.ts";
import { runSql } from "../../base/sqltext.ts";
import { checkSecret } from "./password.ts";

/** Idle time until a session locks, its longest life, and the signing session's idle time (compliance.md §D). Minutes. */
export const limits = { idle: 15, life: 12 * 60, signingIdle: 10, signingLife: 8 * 60, signingFailures: 5 } as const;

export interface SessionState {
  readonly id: string;
  readonly personId: string;
  readonly locked: boolean;
  /** The password was given by somebody else; until its owner replaces it, nothing but that is answered. */
  readonly mustChange: boolean;
  /** A role asks for a second factor that the person has not enrolled; until then nothing but that is answered. */
  readonly mustEnrol: boolean;
  /** A code of an authenticator app is asked at the first signature too. */
  readonly secondFactor: boolean;
  /** The person has a passkey, which stands in place of password and code. */
  readonly passkey: boolean;
  /** The account by which the person is let in as an inspector. */
  readonly inspection: Inspection | null;
  /** The terminal to which its device is bound. */
  readonly terminal: string | null;
  readonly signing: { readonly open: boolean; readonly until: Date | null; readonly failures: number };
}

export interface Client {
  readonly address: string;
  readonly agent: string;
  /** Name and port under which it reached this server; absent where nobody looks at it. */
  readonly host?: string | undefined;
  /** The hash of the secret by which it says at which terminal it stands. */
  readonly terminal?: string | undefined;
}

export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Asks in a short transaction of the security layer. */
export type Sql = <R extends object>(text: string, params?: unknown[]) => Promise<R[]>;
type Write<T> = (sql: Sql, now: Date) => Promise<T>;

/** A short transaction of the security layer: sign-in, lock, failures. Its facts are security events, append-only. */
export async function secure<T>(orm: MikroORM, personId: string | null, operation: string, work: Write<T>): Promise<T> {
  const em = orm.em.fork() as EntityManager;
  await em.begin();
  try {
    await setContext(em, { "app.actor": personId ?? systemPersonId, "app.operation": operation, "app.source": "ui" });
    const sql = <R extends object>(text: string, params: unknown[] = []) => runSql<R>(em, text, params);
    const [clock] = await sql<{ now: string }>("select public.domain_now() as now");
    const result = await work(sql, new Date(String(clock?.now)));
    await em.commit();
    return result;
  } catch (error) {
    await em.rollback().catch(() => undefined);
    throw error;
  }
}

/** The statement that writes a security event down. */
export const event = (kind: string, person: string | null, login: string | null, detail: object = {}): [string, unknown[]] => [
  "insert into security_event (kind, person_id, login, detail) values (?, ?, ?, ?::jsonb)",
  [kind, person, login, JSON.stringify(detail)],
];

/** Writes down that a command was refused: the attempt is evidence too. */
export const recordRefusal = (orm: MikroORM, personId: string, operation: string, codes: readonly string[]): Promise<void> =>
  secure(orm, personId, operation, async (sql) => {
    await sql(...event("refused", personId, null, { operation, codes }));
  });

const wrong: Reason = { code: "SIGN_IN", text: { en: "User name or password is not right.", zh: "用户名或密码不正确。" } };

/** Where a session is used from, as it is kept. */
const placeOf = (client: Client): [address: string, agent: string] => [client.address.slice(0, 200), client.agent.slice(0, 300)];

/** Opens a session for a proved person. */
export async function openSession(
  orm: MikroORM,
  personId: string,
  client: Client,
  how: string,
  /** The provider proved a second factor that the rule trusts. */
  factorTrusted = false,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await secure(orm, personId, "signIn", async (sql, now) => {
    await sql(
      `insert into session (token_hash, person_id, address, agent, created_at, last_seen_at, signing_failures, factor_trusted)
       values (?, ?, ?, ?, ?, ?, 0, ?)`,
      [tokenHash(token), personId, ...placeOf(client), now, now, factorTrusted],
    );
    await sql("update credential set failures = 0, last_failure_at = null, last_login_at = ? where id = ?", [now, personId]);
    await sql(...event("signedIn", personId, null, { how, address: client.address }));
  });
  return token;
}

interface SessionRow {
  id: string;
  person_id: string;
  address: string;
  agent: string;
  locked: boolean;
  must_change: boolean;
  enrolled: boolean;
  inspection: Inspection | null;
  must_enrol: boolean;
  passkey: boolean;
  idle: boolean;
  /** Its last sign of life is so old that it is written anew. */
  unseen: boolean;
  over: boolean;
  signing_open: boolean;
  signing_until: string | null;
  signing_failures: number;
  terminal_id: string | null;
  /** The terminal it was seen at the last time. */
  seen_at: string | null;
}

const sessionQuery = `
  select s.id, s.person_id, s.terminal_id as seen_at, public.terminal_of(?) as terminal_id, s.address, s.agent, s.locked_at is not null as locked, s.signing_failures,
    coalesce(c.must_change, false) as must_change, f.secret is not null as enrolled,
    k.id is not null as passkey, f.secret is null and k.id is null and not s.factor_trusted and public.second_factor_required(s.person_id) as must_enrol,
    s.last_seen_at < public.domain_now() - interval '${limits.idle} minutes' as idle,
    s.last_seen_at < public.domain_now() - interval '10 seconds' as unseen,
    s.ended_at is not null or s.created_at < public.domain_now() - interval '${limits.life} minutes' or p.state <> 'active'
      or (exists (select from inspector_access a where a.person_id = p.id) and public.inspection_over(p.id)) as over,
    case when exists (select from inspector_access a where a.person_id = p.id) then
      (select jsonb_build_object('id', i.id::text, 'number', i.number) from public.inspector_of(p.id, public.company_day()) i) end as inspection,
    coalesce(s.locked_at is null and s.signing_seen_at > public.domain_now() - interval '${limits.signingIdle} minutes'
      and s.signing_since > public.domain_now() - interval '${limits.signingLife} minutes', false) as signing_open,
    least(s.signing_seen_at + interval '${limits.signingIdle} minutes', s.signing_since + interval '${limits.signingLife} minutes') as signing_until
  from session s join person p on p.id = s.person_id left join credential c on c.id = s.person_id
  left join second_factor f on f.id = s.person_id
  left join lateral (select id from passkey where person_id = s.person_id and removed_at is null limit 1) k on true
  where s.token_hash = ?`;

/**
 * The session a token belongs to, or null. An idle one is locked now; its drafts stay in the browser. One that comes from another
 * network or device goes on, but its signing session is over: the next signature asks for everything (REQ-SIG-04). Most requests
 * only read it, in one statement; what must be written is written in a transaction of its own.
 */
export async function sessionOf(orm: MikroORM, token: string, client: Client): Promise<SessionState | null> {
  const [row] = await orm.em
    .fork()
    .getConnection()
    .execute<SessionRow[]>(sessionQuery, [client.terminal ?? null, tokenHash(token)]);
  if (!row || row.over) return null;
  const [address, agent] = placeOf(client);
  const moved = row.address !== address || row.agent !== agent;
  const locks = row.idle && !row.locked;
  if (moved || locks || row.terminal_id !== row.seen_at || (row.unseen && !row.locked))
    await secure(orm, null, "session", (sql, now) => note(sql, now, row, { locks, movedTo: moved ? { address, agent } : null }));
  const locked = row.locked || locks;
  return {
    id: row.id,
    personId: row.person_id,
    locked,
    mustChange: row.must_change,
    mustEnrol: row.must_enrol,
    secondFactor: row.enrolled,
    passkey: row.passkey,
    inspection: row.inspection,
    terminal: row.terminal_id,
    signing: {
      open: row.signing_open && !locked && !moved,
      until: row.signing_until && !moved ? new Date(row.signing_until) : null,
      failures: row.signing_failures,
    },
  };
}

async function note(
  sql: Sql,
  now: Date,
  row: SessionRow,
  { locks, movedTo }: { readonly locks: boolean; readonly movedTo: Client | null },
): Promise<void> {
  if (movedTo) {
    const { address, agent } = movedTo;
    await sql("update session set address = ?, agent = ?, signing_since = null, signing_seen_at = null where id = ?", [
      address,
      agent,
      row.id,
    ]);
    await sql(
      ...event("sessionMoved", row.person_id, null, { from: row.address, to: address, otherDevice: row.agent !== agent }),
    );
  }
  if (row.terminal_id !== row.seen_at) await sql("update session set terminal_id = ? where id = ?", [row.terminal_id, row.id]);
  if (locks) {
    await sql("update session set locked_at = ?, signing_since = null, signing_seen_at = null where id = ?", [now, row.id]);
    await sql(...event("locked", row.person_id, null, { why: "idle" }));
  } else if (row.unseen && !row.locked) await sql("update session set last_seen_at = ? where id = ?", [now, row.id]);
}

/** Ends a session (sign-out, revocation, five failed signings). It counts for nothing from this moment on. */
export const endSession = (orm: MikroORM, session: SessionState, why: string): Promise<void> =>
  secure(orm, session.personId, "signOut", async (sql, now) => {
    await sql("update session set ended_at = ?, end_reason = ? where id = ? and ended_at is null", [now, why, session.id]);
    await sql(...event("signedOut", session.personId, null, { why }));
  });

export const lockSession = (orm: MikroORM, session: SessionState): Promise<void> =>
  secure(orm, session.personId, "lock", async (sql, now) => {
    await sql(
      "update session set locked_at = coalesce(locked_at, ?), signing_since = null, signing_seen_at = null where id = ?",
      [now, session.id],
    );
    await sql(...event("locked", session.personId, null, { why: "person" }));
  });

/** Opens a locked session again with the password of its person. */
export async function unlockSession(orm: MikroORM, session: SessionState, password: string): Promise<void> {
  const left = await checkInSession(orm, session, { secret: "password", given: password, failure: "unlockFailed" }, (sql, now) =>
    unlock(sql, now, session),
  );
  if (left !== null) throw new AppError("UNAUTHENTICATED", { reasons: [wrong] });
}

/** The person of a locked session was proved. */
export async function unlock(sql: Sql, now: Date, session: SessionState): Promise<void> {
  await sql("update session set locked_at = null, last_seen_at = ? where id = ?", [now, session.id]);
  await sql(...event("unlocked", session.personId, null));
}

/** What is being done where a secret is asked for, by the security event of its failure. */
const operations = {
  unlockFailed: "unlock",
  signingFailed: "sign",
  passwordChangeFailed: "changePassword",
  signingCodeFailed: "signingCode",
  secondFactorFailed: "changeSecondFactor",
} as const;

interface Check {
  /** Null where another means than a secret proves it, told by `also`. */
  readonly secret: "password" | "code" | null;
  readonly given: string;
  /** The kind of the security event of a failure. */
  readonly failure: keyof typeof operations;
  /** A user name that is not the person's own counts as a failure, whatever the secret. */
  readonly sameName?: boolean;
  /** A further proof that is asked once the secret fits, e.g. the second factor. */
  readonly also?: (sql: Sql, now: Date) => Promise<boolean>;
}

/**
 * Looks at a secret inside a session. The session's row is locked meanwhile, so that guesses that come at once are counted like
 * those that come one after the other; the fifth failure ends the session and alerts security (21 CFR 11.300(d)).
 * @returns null when it fits, else the tries left
 * @throws UNAUTHENTICATED when the session has ended, BUSY when too many wait
 */
export async function checkInSession(
  orm: MikroORM,
  session: SessionState,
  check: Check,
  fits: (sql: Sql, now: Date) => Promise<void>,
): Promise<number | null> {
  return secure(orm, session.personId, operations[check.failure], async (sql, now) => {
    await sql("select set_config('lock_timeout', '1000', true)");
    const [open] = await sql("select 1 from session where id = ? and ended_at is null for update", [session.id]).catch(
      (error: unknown) => {
        throw Reflect.get(Object(error), "code") === "55P03" ? new AppError("BUSY") : error;
      },
    );
    if (!open) throw new AppError("UNAUTHENTICATED");
    const fitting =
      check.sameName !== false && (check.secret === null || (await secretFits(sql, session, check.secret, check.given)));
    if (fitting && (check.also === undefined ? check.secret !== null : await check.also(sql, now))) {
      await sql("update session set signing_failures = 0 where id = ?", [session.id]);
      await fits(sql, now);
      return null;
    }
    const [counted] = await sql<{ signing_failures: number }>(
      "update session set signing_failures = signing_failures + 1 where id = ? returning signing_failures",
      [session.id],
    );
    const failures = counted?.signing_failures ?? limits.signingFailures;
    await sql(...event(check.failure, session.personId, null, { failures }));
    if (failures >= limits.signingFailures) {
      const why = "five failed proofs";
      await sql(...event("securityAlert", session.personId, null, { why: `${why} in one session` }));
      await sql("update session set ended_at = ?, end_reason = ? where id = ?", [now, why, session.id]);
      await sql(...event("signedOut", session.personId, null, { why }));
    }
    return Math.max(0, limits.signingFailures - failures);
  });
}

async function secretFits(sql: Sql, { personId }: SessionState, kind: "password" | "code", given: string): Promise<boolean> {
  const [secret] = await sql<{ hash: string | null }>(`select ${kind}_hash as hash from credential where id = ?`, [personId]);
  return checkSecret(secret?.hash ?? null, given);
}

/** A signing succeeded: the signing session begins (a full one) or goes on. */
export const signingProved = async (sql: Sql, now: Date, session: SessionState, full: boolean): Promise<void> => {
  await sql(
    `update session set signing_seen_at = ? ${full ? ", signing_since = ?" : ""} where id = ?`,
    full ? [now, now, session.id] : [now, session.id],
  );
};
