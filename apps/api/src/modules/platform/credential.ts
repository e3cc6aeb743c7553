/** Passwords of people: given by an administrator once, changed by their owner, put back after a loss by two people. */
import { randomInt } from "node:crypto";
import type { Issue } from "@lotline/schema";
import type { MikroORM } from "@mikro-orm/postgresql";
import { AppError, invalid, refused } from "../../base/error.ts";
import { permitReason } from "../../kernel/authorize.ts";
import type { Tx } from "../../kernel/tx.ts";
import { checkSecret, hashSecret, passwordFault } from "./password.ts";
import { checkInSession, type SessionState, secure } from "./session.ts";

// Without letters and digits that look like each other.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to be read aloud or copied once: 20 characters, about 98 bits. */
export const oneTimePassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("")).join("-");

const event = (tx: Tx, kind: string, personId: string, detail: object) =>
  tx.insert("security_event", ["kind", "person_id", "detail"], [[kind, personId, JSON.stringify(detail)]]);

const requirePermit = (tx: Tx, permit: string): void => {
  if (!tx.actor.permits.has(permit)) throw refused(permitReason(permit));
};

const disabled = { code: "STATE", text: { en: "This person is disabled.", zh: "该人员已停用。" } };

/** Gives a new person the first password; its owner must replace it before signing anything. */
export async function issuePassword(tx: Tx, personId: string, passwordHash: string): Promise<void> {
  requirePermit(tx, "person.change");
  const { state } = await tx.get("Person", personId);
  if (state !== "active") throw refused(disabled);
  const [there] = await tx.sql("select from credential where id = ?", [personId]);
  if (there)
    throw refused({
      code: "PASSWORD_GIVEN",
      text: {
        en: "This person has a password already; a lost one is reset, which a second person confirms.",
        zh: "该人员已有密码；如丢失请重置，并由第二人确认。",
      },
    });
  await tx.sql(
    "insert into credential (id, password_hash, must_change, signing_suspended, failures) values (?, ?, true, false, 0)",
    [personId, passwordHash],
  );
  await event(tx, "passwordSet", personId, { mustChange: true, why: "new person" });
}

/**
 * Replaces a lost password by a one-time one. Whoever resets could now act as the other person, so signing is suspended until a
 * second person confirms (21 CFR 11.200(a)(3)); open sessions end.
 */
export async function resetPassword(tx: Tx, personId: string, passwordHash: string): Promise<void> {
  requirePermit(tx, "person.change");
  const person = await tx.get("Person", personId);
  if (person.id === tx.actor.id)
    throw refused({
      code: "SELF",
      text: { en: "Your own password you change yourself (“Change password”).", zh: "本人密码请自行修改（“修改密码”）。" },
    });
  if (person.state !== "active") throw refused(disabled);
  if ([...tx.reason.trim()].length < 10)
    throw invalid({
      path: "reason",
      code: "REASON_REQUIRED",
      text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
    });
  await tx.sql(
    `insert into credential (id, password_hash, must_change, signing_suspended, failures) values (?, ?, true, true, 0)
     on conflict (id) do update set password_hash = excluded.password_hash, code_hash = null, must_change = true, signing_suspended = true, failures = 0, last_failure_at = null`,
    [personId, passwordHash],
  );
  await tx.sql("update session set ended_at = ?, end_reason = 'password reset' where person_id = ? and ended_at is null", [
    tx.now,
    personId,
  ]);
  await event(tx, "passwordReset", personId, { reason: tx.reason });
}

/** The second person's word that the reset was right: signing is possible again once the password has been changed. */
export async function confirmReset(tx: Tx, personId: string): Promise<void> {
  requirePermit(tx, "person.identify");
  const { id } = await tx.get("Person", personId);
  const [row] = await tx.sql<{ suspended: boolean }>(
    "select signing_suspended as suspended from credential where id = ? for update",
    [id],
  );
  if (!row?.suspended)
    throw refused({ code: "NOT_SUSPENDED", text: { en: "No reset waits for confirmation.", zh: "没有待确认的密码重置。" } });
  // All resets since the last confirmation: whoever made one of them is no second person for the other.
  const resets = await tx.sql<{ actor_id: string }>(
    `select actor_id from security_event where kind in ('passwordReset', 'secondFactorReset') and person_id = ?
       and id > coalesce((select max(id) from security_event where kind = 'resetConfirmed' and person_id = ?), 0)`,
    [personId, personId],
  );
  if (personId === tx.actor.id || resets.some((reset) => reset.actor_id === tx.actor.id))
    throw refused({
      code: "SOD_SELF",
      text: {
        en: "A second person confirms: neither who reset the password nor its owner.",
        zh: "须由第二人确认：既不是重置人，也不是密码本人。",
      },
    });
  await tx.sql("update credential set signing_suspended = false where id = ?", [personId]);
  await event(tx, "resetConfirmed", personId, { resetBy: resets.at(-1)?.actor_id ?? null });
}

/** What a person who has just proved who they are must still do before working. */
export async function mustChangePassword(orm: MikroORM, personId: string): Promise<boolean> {
  const [row] = await secure(orm, personId, "checkPassword", (sql) =>
    sql<{ must: boolean }>("select must_change as must from credential where id = ?", [personId]),
  );
  return row?.must === true;
}

const wrongNow: Issue = {
  path: "current",
  code: "PASSWORD_WRONG",
  text: { en: "This is not your present password.", zh: "当前密码不正确。" },
};

/**
 * A person's own new password, after proof of the present one. A wrong proof counts like one at unlocking or signing: the fifth
 * in a session ends it and alerts security (21 CFR 11.300(d)).
 */
export async function replacePassword(orm: MikroORM, session: SessionState, current: string, next: string): Promise<void> {
  const [person] = await secure(orm, session.personId, "changePassword", (sql) =>
    sql<{ login: string }>("select login from person where id = ?", [session.personId]),
  );
  // What is wrong with the new one is said before the proof, so that it costs no try.
  requireGoodPassword(next, person?.login ?? "");
  const proof = { secret: "password", given: current, failure: "passwordChangeFailed" } as const;
  const left = await checkInSession(orm, session, proof, async () => undefined);
  if (left === 0) throw new AppError("UNAUTHENTICATED");
  if (left !== null) throw invalid({ ...wrongNow, text: withTries(wrongNow.text, left) });
  await changePassword(orm, session, person?.login ?? "", next);
}

const withTries = ({ en, zh }: Issue["text"], left: number): Issue["text"] => ({
  en: `${en} ${left} ${left === 1 ? "try" : "tries"} left.`,
  zh: `${zh}还可尝试 ${left} 次。`,
});

function requireGoodPassword(password: string, login: string): void {
  const fault = passwordFault(password, login);
  if (fault) throw invalid({ path: "next", code: "PASSWORD_WEAK", text: fault });
}

/** A person's own new password; their other sessions end. The session that is kept proves who asks. */
export async function changePassword(
  orm: MikroORM,
  session: { id: string; personId: string },
  login: string,
  password: string,
): Promise<void> {
  requireGoodPassword(password, login);
  const [old] = await secure(orm, session.personId, "changePassword", (sql) =>
    sql<{ hash: string }>("select password_hash as hash from credential where id = ?", [session.personId]),
  );
  if (!old) throw new AppError("UNAUTHENTICATED");
  if (await checkSecret(old.hash, password))
    throw invalid({
      path: "next",
      code: "PASSWORD_SAME",
      text: { en: "This is the password you have now.", zh: "新密码与当前密码相同。" },
    });
  const hash = await hashSecret(password);
  await secure(orm, session.personId, "changePassword", async (sql, now) => {
    const changed = await sql(
      "update credential set password_hash = ?, must_change = false where id = ? and password_hash = ? returning id",
      [hash, session.personId, old.hash],
    );
    if (changed.length === 0) throw new AppError("CONFLICT");
    // A reset between the proof and here has ended this session; one that comes later waits and replaces what is set here.
    const [open] = await sql("select 1 from session where id = ? and ended_at is null", [session.id]);
    if (!open) throw new AppError("UNAUTHENTICATED");
    await sql(
      "update session set ended_at = ?, end_reason = 'password changed' where person_id = ? and id <> ? and ended_at is null",
      [now, session.personId, session.id],
    );
    await sql("insert into security_event (kind, person_id, detail) values ('passwordChanged', ?, '{}')", [session.personId]);
  });
}
