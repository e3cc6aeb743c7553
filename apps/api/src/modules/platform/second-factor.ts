/** The second factor of a person: enrolled by the person, asked at sign-in and at the first signature, reset by two administrators. */
import type { MikroORM } from "@mikro-orm/postgresql";
import { type AppError, invalid, refused } from "../../base/error.ts";
import { permitReason } from "../../kernel/authorize.ts";
import type { Tx } from "../../kernel/tx.ts";
import type { SecretBox } from "./secret-box.ts";
import { type Sql, secure } from "./session.ts";
import { base32, counterOf, newRecoveryCodes, newSecret, recoveryHash, typedCode, uriOf } from "./totp.ts";

interface FactorRow {
  secret: string | null;
  pending: string | null;
  last_counter: number;
  recovery: string[];
  /** Seconds of the database's real clock: one for all servers, and not the domain clock that a demo may move. */
  seconds: string;
}

const factorQuery =
  "select secret, pending, last_counter, recovery, extract(epoch from clock_timestamp())::text as seconds from second_factor where id = ? for update";

const event = (sql: Sql, kind: string, personId: string, detail: object = {}) =>
  sql("insert into security_event (kind, person_id, detail) values (?, ?, ?::jsonb)", [kind, personId, JSON.stringify(detail)]);

/** What a person and the screens may know: whether there is one, since when, and how many recovery codes are left. */
export interface FactorStanding {
  readonly enrolled: boolean;
  readonly since: Date | null;
  readonly recoveryLeft: number;
}

export async function factorOf(sql: Sql, personId: string): Promise<FactorStanding> {
  const [row] = await sql<{ confirmed_at: string | null; enrolled: boolean; left: number }>(
    "select confirmed_at, secret is not null as enrolled, jsonb_array_length(recovery) as left from second_factor where id = ?",
    [personId],
  );
  return {
    enrolled: row?.enrolled === true,
    since: row?.confirmed_at ? new Date(row.confirmed_at) : null,
    recoveryLeft: row?.left ?? 0,
  };
}

export type Used = "code" | "recovery";

/**
 * Takes a one-time code, or a recovery code in its place, and uses it up. The row is locked meanwhile: of two that come at once with
 * the same code one is refused.
 * @returns which it was, or null when it does not fit or was used before
 */
export async function useFactor(sql: Sql, box: SecretBox | undefined, personId: string, typed: string): Promise<Used | null> {
  const [row] = await sql<FactorRow>(factorQuery, [personId]);
  if (!row?.secret) return null;
  // Without its key (a copy restored elsewhere) no code can be checked; recovery codes are hashed and still work.
  const secret = box?.open(row.secret, personId);
  const counter = secret ? counterOf(secret, typed, Number(row.seconds), row.last_counter) : null;
  if (counter !== null) {
    await sql("update second_factor set last_counter = ? where id = ?", [counter, personId]);
    return "code";
  }
  const hash = recoveryHash(typed);
  if (typedCode(typed).length < 20 || !row.recovery.includes(hash)) return null;
  const left = row.recovery.filter((kept) => kept !== hash);
  await sql("update second_factor set recovery = ?::jsonb where id = ?", [JSON.stringify(left), personId]);
  await event(sql, "recoveryCodeUsed", personId, { left: left.length });
  return "recovery";
}

/** A new secret, not in force before a code of it was given. Whoever asks has just proved the password (ASVS 7.5.1). */
export async function offerFactor(
  orm: MikroORM,
  box: SecretBox | undefined,
  person: { id: string; login: string },
): Promise<{ secret: string; uri: string }> {
  if (!box) throw unavailable();
  const secret = newSecret();
  await secure(orm, person.id, "offerSecondFactor", async (sql) => {
    await sql(
      "insert into second_factor (id, pending, last_counter, recovery) values (?, ?, 0, '[]') on conflict (id) do update set pending = excluded.pending",
      [person.id, box.seal(secret, person.id)],
    );
  });
  return { secret: (base32(secret).match(/.{4}/g) ?? []).join(" "), uri: uriOf(secret, "Lotline", person.login) };
}

/** Puts the offered secret in force by a first code of it. @returns the recovery codes, to be shown once; null when the code is wrong */
export function confirmFactor(
  orm: MikroORM,
  box: SecretBox | undefined,
  personId: string,
  typed: string,
): Promise<string[] | null> {
  return secure(orm, personId, "confirmSecondFactor", async (sql, now) => {
    const [row] = await sql<FactorRow>(factorQuery, [personId]);
    if (!row?.pending) throw refused({ code: "NOT_OFFERED", text: { en: "Begin the enrolment anew.", zh: "请重新开始绑定。" } });
    const secret = box?.open(row.pending, personId);
    if (!secret) throw unavailable();
    const counter = counterOf(secret, typed, Number(row.seconds), 0);
    if (counter === null) return null;
    const codes = newRecoveryCodes();
    await sql(
      "update second_factor set secret = pending, pending = null, confirmed_at = ?, last_counter = ?, recovery = ?::jsonb where id = ?",
      [now, counter, JSON.stringify(codes.map(recoveryHash)), personId],
    );
    await event(sql, "secondFactorEnrolled", personId, { again: row.secret !== null });
    return codes;
  });
}

/** Takes the factor off again; not while a role of the person asks for it. */
export async function removeFactor(orm: MikroORM, personId: string): Promise<void> {
  await secure(orm, personId, "removeSecondFactor", async (sql) => {
    const [asked] = await sql<{ required: boolean }>(
      `select public.second_factor_required(?) and not exists (select from passkey where person_id = ? and removed_at is null) as required`,
      [personId, personId],
    );
    if (asked?.required)
      throw refused({
        code: "SECOND_FACTOR_REQUIRED",
        text: {
          en: "One of your roles asks for a second factor; you can replace it, not remove it.",
          zh: "您的角色要求使用双因素认证，只能更换，不能停用。",
        },
      });
    await clear(sql, personId);
    await event(sql, "secondFactorRemoved", personId);
  });
}

const clear = (sql: Sql, personId: string) =>
  sql("update second_factor set secret = null, pending = null, confirmed_at = null, recovery = '[]' where id = ?", [personId]);

/**
 * Takes the factor and the passkeys of another person off who has lost them. Whoever resets could now act as the other person more easily, so signing
 * is suspended until a second person confirms, as after the reset of a password; open sessions end (21 CFR 11.200(a)(3)).
 */
export async function resetFactor(tx: Tx, personId: string): Promise<void> {
  if (!tx.actor.permits.has("person.change")) throw refused(permitReason("person.change"));
  if (personId === tx.actor.id)
    throw refused({
      code: "SELF",
      text: { en: "Nobody resets the second factor of himself.", zh: "不得重置自己的双因素认证。" },
    });
  if ([...tx.reason.trim()].length < 10)
    throw invalid({
      path: "reason",
      code: "REASON_REQUIRED",
      text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
    });
  await tx.get("Person", personId);
  const sql: Sql = (text, params) => tx.sql(text, params);
  const { enrolled } = await factorOf(sql, personId);
  const removed = await tx.sql<{ id: string }>(
    "update passkey set removed_at = ?, remove_reason = ? where person_id = ? and removed_at is null returning id",
    [tx.now, tx.reason.slice(0, 500), personId],
  );
  if (!enrolled && removed.length === 0)
    throw refused({
      code: "NO_SECOND_FACTOR",
      text: { en: "This person has no second factor.", zh: "该人员未绑定双因素认证。" },
    });
  await clear(sql, personId);
  await tx.sql("update credential set signing_suspended = true where id = ?", [personId]);
  await tx.sql("update session set ended_at = ?, end_reason = 'second factor reset' where person_id = ? and ended_at is null", [
    tx.now,
    personId,
  ]);
  await event(sql, "secondFactorReset", personId, { reason: tx.reason, passkeys: removed.map(({ id }) => id) });
}

const unavailable = (): AppError =>
  refused({
    code: "SECOND_FACTOR_UNAVAILABLE",
    text: { en: "This installation has no key for second factors.", zh: "本系统没有双因素认证所需的密钥。" },
  });
