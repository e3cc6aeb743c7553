/** Setting up a passkey: offered after a proof of identity, in force once the browser's answer fits. */
import type { Reason } from "@lotline/schema";
import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import { invalid, refused } from "../../../base/error.ts";
import { event, type SessionState, type Sql } from "../session.ts";
import { takeChallenge } from "./challenge.ts";
import { algorithms, challengeOf, mayBeSynced, readAnswer } from "./passkey.ts";
import type { RelyingParty } from "./relying-party.ts";

const wrong: Reason = {
  code: "PASSKEY_WRONG",
  text: { en: "The passkey could not be set up; begin anew.", zh: "通行密钥设置未成功，请重新开始。" },
};
const synced: Reason = {
  code: "PASSKEY_SYNCED",
  text: {
    en: "This passkey is copied between devices, which this firm does not allow (rule passkey); use a security key or a device that keeps it.",
    zh: "该通行密钥会在多台设备间同步，企业规则（passkey）不允许；请使用安全密钥或仅保存在本机的密钥。",
  },
};
const taken: Reason = {
  code: "PASSKEY_TAKEN",
  text: { en: "This passkey is set up already.", zh: "该通行密钥已设置。" },
};

/** The name a person gives a passkey, so that it is known in the list. */
function nameOf(name: string): string {
  const words = name.normalize("NFC").trim();
  if (words === "" || [...words].length > 80)
    throw invalid({ path: "name", code: "max", text: { en: "From 1 to 80 characters.", zh: "1 至 80 个字符。" } });
  return words;
}

/**
 * Puts a passkey in force. What was proved without it does not reach further: the other sessions of the person end, and the
 * signing session of this one.
 * @throws REFUSED when the answer was not asked for in this session, does not verify its person, or is of a kind not allowed
 */
export async function enrolPasskey(
  sql: Sql,
  now: Date,
  party: RelyingParty,
  session: SessionState,
  given: { readonly name: string; readonly answer: string },
): Promise<void> {
  const name = nameOf(given.name);
  const response = readAnswer<RegistrationResponseJSON>(given.answer);
  const challenge = response ? challengeOf(response.response.clientDataJSON) : null;
  const asked = { purpose: "enrol", personId: session.personId, sessionId: session.id, intentId: null } as const;
  if (!response || !challenge || (await takeChallenge(sql, challenge, asked)) !== null) throw refused(wrong);
  const { registrationInfo: made } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: [...party.origins],
    expectedRPID: party.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => {
    throw refused(wrong);
  });
  if (!made) throw refused(wrong);
  const isSynced = made.credentialDeviceType === "multiDevice";
  if (isSynced && !(await mayBeSynced(sql))) throw refused(synced);
  const { id, publicKey, counter } = made.credential;
  const [row] = await sql<{ id: string }>(
    `insert into passkey (credential_id, public_key, counter, transports, is_synced, is_backed_up, name, created_at, person_id)
     values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?) on conflict (credential_id) do nothing returning id`,
    [
      id,
      Buffer.from(publicKey).toString("base64url"),
      counter,
      JSON.stringify(response.response.transports ?? []),
      isSynced,
      made.credentialBackedUp,
      name,
      now,
      session.personId,
    ],
  );
  if (!row) throw refused(taken);
  await sql(...event("passkeyEnrolled", session.personId, null, { passkey: row.id, name, synced: isSynced }));
  await sql(
    "update session set ended_at = ?, end_reason = 'passkey enrolled' where person_id = ? and id <> ? and ended_at is null",
    [now, session.personId, session.id],
  );
  await sql("update session set signing_since = null, signing_seen_at = null where id = ?", [session.id]);
}
