/** The journeys to the provider and back: each bound to a browser, a purpose and a session, for a signature to its intent; used once. */
import { createHash, randomBytes } from "node:crypto";
import { type Sql, tokenHash } from "../session.ts";
import { type Asked, boundValue, type Purpose } from "./challenge.ts";
import type { RoundSecrets } from "./provider.ts";

export interface Round extends Asked, Omit<RoundSecrets, "state"> {
  readonly id: string;
  /** By the real clock, in milliseconds since 1970. */
  readonly madeAt: number;
}

export type RoundFault = "REPLAY" | "LATE" | "BROWSER";

interface Row {
  readonly id: string;
  readonly purpose: Purpose;
  readonly nonce: string;
  readonly verifier: string;
  readonly browser_hash: string;
  readonly person_id: string | null;
  readonly session_id: string | null;
  readonly intent_id: string | null;
  readonly made: string;
  readonly used: boolean;
  readonly late: boolean;
}

const columns = `id, purpose, nonce, verifier, browser_hash, person_id, session_id, intent_id,
  extract(epoch from made_at)::text as made, used_at is not null as used, made_at < clock_timestamp() - interval '10 minutes' as late`;

const roundOf = (row: Row): Round => ({
  id: row.id,
  purpose: row.purpose,
  nonce: row.nonce,
  verifier: row.verifier,
  personId: row.person_id,
  sessionId: row.session_id,
  intentId: row.intent_id,
  madeAt: Number(row.made) * 1000,
});

/** Begins a journey. The nonce of one for a signature is the hash of a random number, the intent and what is signed. */
export async function beginRound(sql: Sql, asked: Asked, browser: string): Promise<RoundSecrets> {
  const made = { state: randomBytes(32).toString("base64url"), verifier: randomBytes(48).toString("base64url") };
  const nonce = await boundValue(sql, asked);
  await sql("delete from provider_round where made_at < clock_timestamp() - interval '1 day'");
  await sql(
    `insert into provider_round (purpose, state_hash, nonce, verifier, browser_hash, made_at, person_id, session_id, intent_id)
     values (?, ?, ?, ?, ?, clock_timestamp(), ?, ?, ?)`,
    [
      asked.purpose,
      tokenHash(made.state),
      nonce,
      made.verifier,
      tokenHash(browser),
      asked.personId,
      asked.sessionId,
      asked.intentId,
    ],
  );
  return { ...made, nonce };
}

/** Uses a journey's end up, whatever becomes of it. @returns null for one that began nowhere here */
export async function takeRound(
  sql: Sql,
  state: string,
  browser: string | null,
): Promise<{ readonly round: Round; readonly fault: RoundFault | null } | null> {
  const [row] = await sql<Row>(`select ${columns} from provider_round where state_hash = ? for update`, [tokenHash(state)]);
  if (!row) return null;
  await sql("update provider_round set used_at = coalesce(used_at, clock_timestamp()) where id = ?", [row.id]);
  const fault = row.used ? "REPLAY" : row.late ? "LATE" : row.browser_hash !== tokenHash(browser ?? "") ? "BROWSER" : null;
  return { round: roundOf(row), fault };
}

/** Notes that somebody was proved at the end of a journey, and how. */
export async function proveRound(sql: Sql, round: Round, personId: string, detail: object): Promise<void> {
  await sql("update provider_round set proved_at = clock_timestamp(), person_id = ?, detail = ?::jsonb where id = ?", [
    personId,
    JSON.stringify(detail),
    round.id,
  ]);
}

/** Spends the proof that a journey has brought for exactly this; one proof serves one act. @returns how it was proved, or null */
export async function spendProof(sql: Sql, { purpose, personId, sessionId, intentId }: Asked): Promise<object | null> {
  const [row] = await sql<{ detail: object }>(
    `update provider_round set spent_at = clock_timestamp() where id = (
       select id from provider_round where purpose = ? and person_id = ? and session_id = ? and intent_id is not distinct from ?::uuid
         and proved_at > clock_timestamp() - interval '5 minutes' and spent_at is null order by id desc limit 1 for update)
     returning detail`,
    [purpose, personId, sessionId, intentId],
  );
  return row?.detail ?? null;
}

/** Finds a sign-in that was proved at the provider and still lacks a second factor; another browser finds none. */
export async function waitingRound(
  sql: Sql,
  state: string,
  browser: string | null,
): Promise<{ id: string; personId: string } | null> {
  const [row] = await sql<{ id: string; person_id: string }>(
    `select id, person_id from provider_round where state_hash = ? and browser_hash = ? and purpose = 'signIn' and person_id is not null
       and proved_at > clock_timestamp() - interval '5 minutes' and spent_at is null for update`,
    [tokenHash(state), tokenHash(browser ?? "")],
  );
  return row ? { id: row.id, personId: row.person_id } : null;
}

/** The fingerprint of an identity: one person of one issuer, whatever their names are. */
export const identityKey = (issuer: string, subject: string): string =>
  createHash("sha256")
    .update(JSON.stringify([issuer, subject]))
    .digest("hex");
