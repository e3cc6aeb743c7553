import { choice, instant, json, text } from "@lotline/schema";
import { tableSchema } from "../../../derive/entity.ts";

const words = { en: "", zh: "" };
const bigint = { type: "bigint", columnType: "bigint", nullable: false };
const uuid = { type: "uuid", columnType: "uuid", nullable: true };

/** One of a few codes. */
const oneOf = (...codes: readonly string[]) =>
  choice(words, { name: "", values: Object.fromEntries(codes.map((code) => [code, words])) });

/** Passkeys of people, and what was asked of a browser to prove who sits there (ADR 46). */
export const identityTables = () => [
  // Public keys only. A removed one stays, so that an old signature's event still finds it.
  tableSchema(
    "Passkey",
    {
      credentialId: text(words, { max: 1400 }),
      publicKey: text(words, { max: 4000 }),
      transports: json(words),
      // Whether it is copied between the devices of its owner, and whether there was a copy when it was last used.
      isSynced: { kind: "flag", label: words },
      isBackedUp: { kind: "flag", label: words },
      name: text(words, { max: 80 }),
      createdAt: instant(words),
      lastUsedAt: instant(words, { optional: true }),
      removedAt: instant(words, { optional: true }),
      removeReason: text(words, { optional: true, max: 500 }),
    },
    // An authenticator counts to 2³².
    { personId: bigint, counter: bigint },
    {
      uniques: [{ name: "passkey_credential_unique", properties: ["credentialId"] }],
      indexes: [{ name: "passkey_person", properties: ["personId"] }],
    },
  ),
  // Used once, within minutes of the real clock; the domain clock of a demo stands still or is moved.
  tableSchema(
    "IdentityChallenge",
    {
      purpose: oneOf("enrol", "signIn", "sign", "own", "unlock"),
      value: text(words, { max: 200 }),
      madeAt: instant(words),
      usedAt: instant(words, { optional: true }),
    },
    { personId: { ...bigint, nullable: true }, sessionId: { ...bigint, nullable: true }, intentId: uuid },
    { uniques: [{ name: "identity_challenge_unique", properties: ["value"] }] },
  ),
  // A journey to the company's provider and back (ADR 47).
  tableSchema(
    "ProviderRound",
    {
      purpose: oneOf("signIn", "sign", "own", "unlock"),
      stateHash: text(words),
      nonce: text(words),
      verifier: text(words),
      browserHash: text(words),
      madeAt: instant(words),
      usedAt: instant(words, { optional: true }),
      provedAt: instant(words, { optional: true }),
      spentAt: instant(words, { optional: true }),
      detail: json(words, { optional: true }),
    },
    { personId: { ...bigint, nullable: true }, sessionId: { ...bigint, nullable: true }, intentId: uuid },
    { uniques: [{ name: "provider_round_state_unique", properties: ["stateHash"] }] },
  ),
];
