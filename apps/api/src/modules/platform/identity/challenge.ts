/** What a browser is asked to prove, once and within five minutes: bound to a purpose, a session, and for a signature to its intent. */
import { createHash, randomBytes } from "node:crypto";
import type { Reason } from "@lotline/schema";
import { refused } from "../../../base/error.ts";
import type { Sql } from "../session.ts";

/** `own`: a change of one's own means of signing in. */
export type Purpose = "enrol" | "signIn" | "sign" | "own" | "unlock";

export interface Asked {
  readonly purpose: Purpose;
  readonly personId: string | null;
  readonly sessionId: string | null;
  /** The intent, or the list, that is to be signed. */
  readonly intentId: string | null;
}

interface Row {
  readonly id: string;
  readonly purpose: Purpose;
  readonly person_id: string | null;
  readonly session_id: string | null;
  readonly intent_id: string | null;
  readonly used: boolean;
  readonly late: boolean;
}

const minutes = 5;

const intentQuery = `
  select content_hash from signature_intent where id = ? and person_id = ? and session_id = ? and used_at is null
  union all select hash from signature_manifest where manifest_id = ? and person_id = ? and session_id = ?`;

/** The hash of what is to be signed. @throws INTENT for one that is not this session's, or used */
async function signedHash(sql: Sql, { intentId, personId, sessionId }: Asked): Promise<string> {
  const known = /^[0-9a-f-]{36}$/i.test(intentId ?? "");
  const given = [intentId, personId, sessionId];
  const [row] = known ? await sql<{ content_hash: string }>(intentQuery, [...given, ...given]) : [];
  if (!row) throw refused(intentReason);
  return row.content_hash;
}

const intentReason: Reason = {
  code: "INTENT",
  text: {
    en: "This signing request is used, expired or not yours; please open the dialog again.",
    zh: "该签名请求已使用、已过期或不属于您，请重新打开对话框。",
  },
};

/**
 * A value of one use, 256 bits as base64url: the hash of a random number and of what is asked. For a signature that is the intent and
 * what is signed, so that an answer to it can be given for nothing else.
 */
export async function boundValue(sql: Sql, asked: Asked): Promise<string> {
  const bound = asked.purpose === "sign" ? `${asked.intentId}:${await signedHash(sql, asked)}` : asked.purpose;
  return createHash("sha256").update(randomBytes(32)).update(bound).digest("base64url");
}

/** Makes a challenge and keeps it until it is used; what is older than a day is cleared away. */
export async function makeChallenge(sql: Sql, asked: Asked): Promise<string> {
  const value = await boundValue(sql, asked);
  await sql("delete from identity_challenge where made_at < clock_timestamp() - interval '1 day'");
  await sql(
    "insert into identity_challenge (purpose, value, made_at, person_id, session_id, intent_id) values (?, ?, clock_timestamp(), ?, ?, ?)",
    [asked.purpose, value, asked.personId, asked.sessionId, asked.intentId],
  );
  return value;
}

export type ChallengeFault = "UNASKED" | "REPLAY" | "LATE" | "OTHER_INTENT";

/** Uses a challenge up, whatever becomes of its answer. @returns what is wrong with it, or null */
export async function takeChallenge(sql: Sql, value: string, asked: Asked): Promise<ChallengeFault | null> {
  const [row] = await sql<Row>(
    `select id, purpose, person_id, session_id, intent_id, used_at is not null as used,
       made_at < clock_timestamp() - interval '${minutes} minutes' as late
     from identity_challenge where value = ? for update`,
    [value],
  );
  if (!row) return "UNASKED";
  await sql("update identity_challenge set used_at = coalesce(used_at, clock_timestamp()) where id = ?", [row.id]);
  if (row.used) return "REPLAY";
  if (row.late) return "LATE";
  if (row.purpose !== asked.purpose || row.person_id !== asked.personId || row.session_id !== asked.sessionId) return "UNASKED";
  return row.intent_id === asked.intentId ? null : "OTHER_INTENT";
}
