/** Signing in: name, password and, where enrolled, the second factor; the same words and the same time for every name (ASVS 6.3.8). */
import { randomBytes } from "node:crypto";
import type { Reason } from "@lotline/schema";
import type { MikroORM } from "@mikro-orm/postgresql";
import { AppError } from "../../base/error.ts";
import { type Attempt, beginAttempt, forgiveAttempt, waitReason } from "./delay.ts";
import { passkeysOf, usePasskey } from "./identity/passkey.ts";
import type { RelyingParty } from "./identity/relying-party.ts";
import { administersPeople, signInRule } from "./identity/sign-in-rule.ts";
import { checkSecret } from "./password.ts";
import { factorOf, useFactor } from "./second-factor.ts";
import type { SecretBox } from "./secret-box.ts";
import { type Client, event, openSession, type Sql, secure, tokenHash } from "./session.ts";

interface Account {
  id: string;
  state: string;
  password_hash: string | null;
  known: boolean;
}

const accountQuery = `select p.id, p.state, c.password_hash, exists (select from known_device d where d.person_id = p.id and d.token_hash = ?) as known
  from person p left join credential c on c.id = p.id where lower(p.login) = lower(?)`;

const wrong: Reason = { code: "SIGN_IN", text: { en: "User name or password is not right.", zh: "用户名或密码不正确。" } };
/** Asked of whoever has an authenticator app. */
export const codeAsked: Reason = {
  code: "SECOND_FACTOR",
  text: { en: "Please enter the code of your authenticator app.", zh: "请输入身份验证器应用中的动态码。" },
};
/** Asked of whoever has a passkey. */
export const passkeyAsked: Reason = {
  code: "PASSKEY_ASKED",
  text: { en: "Please use your passkey.", zh: "请使用通行密钥。" },
};
const passwordOff: Reason = {
  code: "PASSWORD_OFF",
  text: {
    en: "Passwords are for administrators only here; use your company's sign-in or a passkey.",
    zh: "此处仅管理员可用密码登录，请使用企业身份认证或通行密钥。",
  },
};
/** Told of a wrong one, whatever is wrong with it. */
export const codeWrong: Reason = {
  code: "SECOND_FACTOR_WRONG",
  text: {
    en: "The code is not right, or was used before; wait for the next one.",
    zh: "动态码不正确或已使用，请等待下一个动态码。",
  },
};

export interface Given {
  readonly login: string;
  readonly password: string;
  /** Of the authenticator app, or a recovery code. */
  readonly code?: string | undefined;
  /** A passkey's answer in place of the code, and where passkeys are kept. */
  readonly passkey?: { readonly party: RelyingParty; readonly answer: string } | undefined;
  /** People can sign in at a provider too, so the rule may keep them from the password. */
  readonly hasProvider?: boolean;
  /** The cookie of a browser in which somebody has signed in before. */
  readonly deviceToken?: string | null;
}

export interface SignedIn {
  readonly token: string;
  readonly personId: string;
  /** To be kept by the browser: it knows this person from now on. */
  readonly deviceToken: string;
}

/** Signs a person in. @throws UNAUTHENTICATED, worded: wrong, a code is asked, or too many failures from where this comes */
export async function signIn(orm: MikroORM, given: Given, client: Client, box?: SecretBox): Promise<SignedIn> {
  const login = given.login.slice(0, 60);
  const deviceHash = tokenHash(given.deviceToken ?? "");
  const { account, attempt, wait } = await secure(orm, null, "signIn", async (sql, now) => {
    const [row] = await sql<Account>(accountQuery, [deviceHash, login]);
    const made: Attempt = { login, address: client.address, device: row?.known ? deviceHash : null };
    return { account: row, attempt: made, wait: await beginAttempt(sql, now, made) };
  });
  if (wait > 0) throw new AppError("UNAUTHENTICATED", { reasons: [waitReason(wait)], retryAfter: Math.ceil(wait) });
  const fits = await checkSecret(account?.password_hash ?? null, given.password).catch(async (error: unknown) => {
    await secure(orm, null, "signIn", (sql) => forgiveAttempt(sql, attempt, false));
    throw error;
  });
  if (!account || !fits || account.state !== "active") return fail(orm, account?.id ?? null, login, client, wrong);
  if (given.hasProvider && !(await secure(orm, account.id, "signIn", (sql) => mayUsePassword(sql, account.id))))
    return fail(orm, account.id, login, client, passwordOff);
  const how = await secondFactor(orm, account.id, given, attempt, box);
  if (typeof how !== "string") return fail(orm, account.id, login, client, how);
  await secure(orm, account.id, "signIn", (sql) => forgiveAttempt(sql, attempt, true));
  const deviceToken = await keepDevice(orm, account.id, given.deviceToken);
  return { token: await openSession(orm, account.id, client, how), personId: account.id, deviceToken };
}

const mayUsePassword = async (sql: Sql, personId: string): Promise<boolean> =>
  (await signInRule(sql)).passwords === "everybody" || (await administersPeople(sql, personId));

/** Remembers the browser of a person who was proved there. @returns the token that it keeps */
export async function keepDevice(orm: MikroORM, personId: string, known: string | null | undefined): Promise<string> {
  const token = known || randomBytes(32).toString("base64url");
  await secure(orm, personId, "signIn", (sql, now) => knowDevice(sql, now, personId, token));
  return token;
}

async function fail(orm: MikroORM, personId: string | null, login: string, client: Client, reason: Reason): Promise<never> {
  await secure(orm, personId, "signIn", async (sql, now) => {
    // For the owner to see at the next sign-in; decides nothing.
    await sql(
      "update credential set failures = failures + 1, last_failure_at = ? where id = (select id from person where lower(login) = lower(?))",
      [now, login],
    );
    await sql(...event("signInFailed", personId, login, { address: client.address, why: reason.code }));
  });
  throw new AppError("UNAUTHENTICATED", { reasons: [reason] });
}

/** How the person was proved, or why the second factor is wrong. @throws when one is asked and none was given: the attempt was no failure */
async function secondFactor(
  orm: MikroORM,
  personId: string,
  { code, passkey }: Given,
  attempt: Attempt,
  box: SecretBox | undefined,
): Promise<"password" | "password+code" | "password+recovery" | "password+passkey" | Reason> {
  const asked = await secure(orm, personId, "signIn", async (sql) => {
    const { enrolled } = await factorOf(sql, personId);
    const reasons = [...(enrolled ? [codeAsked] : []), ...((await passkeysOf(sql, personId)).length > 0 ? [passkeyAsked] : [])];
    if (reasons.length > 0 && !code && !passkey) await forgiveAttempt(sql, attempt, false);
    return reasons;
  });
  if (asked.length === 0) return "password";
  if (passkey) {
    const about = { purpose: "signIn", personId: null, sessionId: null, intentId: null } as const;
    return secure(orm, personId, "signIn", async (sql, now) => {
      const used = await usePasskey(sql, now, passkey.party, about, passkey.answer, personId);
      return used.fault ?? "password+passkey";
    });
  }
  if (!code) throw new AppError("UNAUTHENTICATED", { reasons: asked });
  const used = await secure(orm, personId, "signIn", (sql) => useFactor(sql, box, personId, code));
  return used ? `password+${used}` : codeWrong;
}

const knowDevice = (sql: Sql, now: Date, personId: string, token: string) =>
  sql(
    `insert into known_device (token_hash, person_id, created_at, last_seen_at) values (?, ?, ?, ?)
     on conflict (token_hash, person_id) do update set last_seen_at = excluded.last_seen_at`,
    [tokenHash(token), personId, now, now],
  );
