/**
 * Passkeys of people (WebAuthn; ADR 46): enrolled after a proof of identity, named, removed with a reason; asked in place of the
 * password with user verification, and besides it as second factor. The protocol is the library's; what is ours is what is asked,
 * of whom, and what becomes of the answer.
 */
import type { Reason } from "@lotline/schema";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { refused } from "../../../base/error.ts";
import { event, type Sql } from "../session.ts";
import { type Asked, type ChallengeFault, makeChallenge, takeChallenge } from "./challenge.ts";
import type { RelyingParty } from "./relying-party.ts";

export interface PasskeyStanding {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** Copied between the devices of its owner. */
  readonly isSynced: boolean;
}

interface Row {
  readonly id: string;
  readonly person_id: string;
  readonly credential_id: string;
  readonly public_key: string;
  readonly counter: string;
  readonly transports: string[];
  readonly is_synced: boolean;
  readonly name: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
}

const columns = "id, person_id, credential_id, public_key, counter, transports, is_synced, name, created_at, last_used_at";

const passkeyRows = (sql: Sql, personId: string): Promise<Row[]> =>
  sql<Row>(`select ${columns} from passkey where person_id = ? and removed_at is null order by id`, [personId]);

/** Those in force, the oldest first. */
export async function passkeysOf(sql: Sql, personId: string): Promise<PasskeyStanding[]> {
  return (await passkeyRows(sql, personId)).map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: new Date(row.created_at),
    lastUsedAt: row.last_used_at ? new Date(row.last_used_at) : null,
    isSynced: row.is_synced,
  }));
}

/** Whether a firm lets keys be copied between devices: rule data `passkey`; without a rule it does. */
export async function mayBeSynced(sql: Sql): Promise<boolean> {
  const [rule] = await sql<{ synced: boolean }>(
    `select (content ->> 'synced')::boolean as synced from rule where rule_name = 'passkey' and key = 'default' and state = 'approved'
       and valid_from <= public.company_day() order by valid_from desc, id desc limit 1`,
  );
  return rule?.synced !== false;
}

/** Ed25519, ECDSA P-256 and RSA as every authenticator has one of them (COSE numbers); others would be experiments of the platform. */
export const algorithms = [-8, -7, -257];

/** What a browser needs to make a passkey; those that the person has are not made twice on one device. */
export async function registrationOptions(sql: Sql, party: RelyingParty, asked: Asked & { readonly personId: string }) {
  const [person] = await sql<{ login: string; name: string }>("select login, name_zh as name from person where id = ?", [
    asked.personId,
  ]);
  const known = await passkeyRows(sql, asked.personId);
  return generateRegistrationOptions({
    rpName: "Lotline",
    rpID: party.id,
    userName: person?.login ?? "",
    userDisplayName: person?.name ?? "",
    userID: new Uint8Array(Buffer.from(`lotline:${asked.personId}`, "utf8")),
    challenge: bytesOf(await makeChallenge(sql, asked)),
    timeout: 120_000,
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: known.map(({ credential_id: id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** What a browser needs to ask for a passkey; of a person who is known, only that person's. */
export async function authenticationOptions(sql: Sql, party: RelyingParty, asked: Asked) {
  const known = asked.personId ? await passkeyRows(sql, asked.personId) : [];
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: bytesOf(await makeChallenge(sql, asked)),
    timeout: 120_000,
    userVerification: "required",
    allowCredentials: known.map(({ credential_id: id, transports }) => ({ id, transports })),
  });
}

const bytesOf = (challenge: string) => new Uint8Array(Buffer.from(challenge, "base64url"));

/** Who was proved and with which passkey, or why not. */
export type PasskeyProof =
  | { readonly fault: null; readonly personId: string; readonly passkeyId: string }
  | { readonly fault: Reason; readonly personId: string | null };

/**
 * Looks at a browser's answer and uses its challenge up: asked here for this purpose, session and intent; a key in force of this
 * person; made on a page of this installation, with user verification; counted on, where the authenticator counts.
 * @param personId whose it must be; null: whoever's it is
 */
export async function usePasskey(
  sql: Sql,
  now: Date,
  party: RelyingParty,
  asked: Asked,
  answer: string,
  personId = asked.personId,
): Promise<PasskeyProof> {
  const response = readAnswer<AuthenticationResponseJSON>(answer);
  const challenge = response ? challengeOf(response.response.clientDataJSON) : null;
  if (!response || !challenge) return { fault: faults.WRONG, personId: personId };
  const found = await takeChallenge(sql, challenge, asked);
  if (found) return { fault: faults[found], personId: personId };
  const [key] = await sql<Row>(`select ${columns} from passkey where credential_id = ? and removed_at is null for update`, [
    response.id,
  ]);
  if (!key || (personId !== null && key.person_id !== personId)) return { fault: faults.NOT_YOURS, personId: personId };
  const checked = await verified(party, key, challenge, response);
  if ("fault" in checked) return { fault: checked.fault, personId: key.person_id };
  const { newCounter, credentialBackedUp } = checked;
  const counter = Number(key.counter);
  if (counter > 0 && newCounter <= counter) {
    await sql(
      ...event("securityAlert", key.person_id, null, { why: "a passkey counted back: it may have been copied", passkey: key.id }),
    );
    return { fault: faults.COUNTER, personId: key.person_id };
  }
  await sql("update passkey set counter = ?, is_backed_up = ?, last_used_at = ? where id = ?", [
    newCounter,
    credentialBackedUp,
    now,
    key.id,
  ]);
  return { fault: null, personId: key.person_id, passkeyId: key.id };
}

async function verified(party: RelyingParty, key: Row, challenge: string, response: AuthenticationResponseJSON) {
  // The counter is judged by us, so that a copied key is told from a wrong answer.
  const credential = { id: key.credential_id, publicKey: new Uint8Array(Buffer.from(key.public_key, "base64url")), counter: 0 };
  try {
    const { verified: fits, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: [...party.origins],
      expectedRPID: party.id,
      credential,
      requireUserVerification: false,
    });
    if (!fits) return { fault: faults.WRONG };
    return authenticationInfo.userVerified ? authenticationInfo : { fault: faults.UNVERIFIED };
  } catch {
    return { fault: faults.WRONG };
  }
}

/** An answer of a browser as text; null for what is none. What is in it is looked at by the library. */
export function readAnswer<T extends { readonly id: string; readonly response: { readonly clientDataJSON: string } }>(
  text: string,
): T | null {
  try {
    const read = JSON.parse(text) as T;
    return typeof read.id === "string" && typeof read.response.clientDataJSON === "string" ? read : null;
  } catch {
    return null;
  }
}

/** The challenge that an answer names; null where it names none. */
export function challengeOf(clientDataJSON: string): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
    const challenge: unknown = Object(data).challenge;
    return typeof challenge === "string" ? challenge : null;
  } catch {
    return null;
  }
}

const fault = (code: string, en: string, zh: string): Reason => ({ code, text: { en, zh } });

const faults: Readonly<Record<ChallengeFault | "WRONG" | "NOT_YOURS" | "UNVERIFIED" | "COUNTER", Reason>> = {
  UNASKED: fault("PASSKEY_UNASKED", "This answer was not asked for here.", "该验证结果并非本次请求所得。"),
  REPLAY: fault("PASSKEY_REPLAY", "This answer was used before.", "该验证结果已使用过。"),
  LATE: fault("PASSKEY_LATE", "This answer comes more than five minutes late.", "该验证结果已超过五分钟有效期。"),
  OTHER_INTENT: fault("PASSKEY_OTHER_INTENT", "This answer was given for another signature.", "该验证结果属于另一次签名。"),
  WRONG: fault("PASSKEY_WRONG", "The passkey's answer is not right.", "通行密钥验证不正确。"),
  NOT_YOURS: fault("PASSKEY_NOT_YOURS", "This passkey is not in force for this person.", "该通行密钥不属于此人或已移除。"),
  UNVERIFIED: fault(
    "PASSKEY_UNVERIFIED",
    "The passkey did not check who you are (PIN, fingerprint or face).",
    "通行密钥未核验用户身份（PIN、指纹或面容）。",
  ),
  COUNTER: fault(
    "PASSKEY_COUNTER",
    "This passkey may have been copied; security was told. Remove it and set up a new one.",
    "该通行密钥可能已被复制，已通知安全管理员。请移除并重新设置。",
  ),
};

const lastFactor: Reason = fault(
  "SECOND_FACTOR_REQUIRED",
  "One of your roles asks for a second factor; set up another one before you remove the last.",
  "您的角色要求双因素认证，请先设置另一种方式再移除最后一个。",
);

/** Takes one off; the last means of who must have a second factor stays. */
export async function removePasskey(sql: Sql, now: Date, personId: string, id: string, reason: string): Promise<void> {
  const own = await passkeyRows(sql, personId);
  if (!own.some((row) => row.id === id)) throw refused(faults.NOT_YOURS);
  const [asked] = await sql<{ required: boolean }>(
    `select public.second_factor_required(?) and not exists (select from second_factor where id = ? and secret is not null) as required`,
    [personId, personId],
  );
  if (own.length === 1 && asked?.required) throw refused(lastFactor);
  await sql("update passkey set removed_at = ?, remove_reason = ? where id = ?", [now, reason.trim().slice(0, 500), id]);
  await sql(...event("passkeyRemoved", personId, null, { passkey: id, reason }));
}
