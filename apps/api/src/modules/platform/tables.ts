import { instant, integer, text } from "@lotline/schema";
import { tableSchema } from "../../derive/entity.ts";
import { byXid, stamp } from "../../derive/tables.ts";

const words = { en: "", zh: "" };
const bigint = { type: "bigint", columnType: "bigint", nullable: false };

/** Sign-in: kept apart from the person, so that no screen or export of people ever carries a secret. */
export const platformTables = () => [
  tableSchema(
    "Credential",
    {
      passwordHash: text(words, { max: 500 }),
      codeHash: text(words, { optional: true, max: 500 }),
      mustChange: { kind: "flag", label: words },
      signingSuspended: { kind: "flag", label: words },
      statementAcceptedAt: instant(words, { optional: true }),
      failures: integer(words),
      lastFailureAt: instant(words, { optional: true }),
      lastLoginAt: instant(words, { optional: true }),
    },
    { id: { ...bigint, primary: true } },
  ),
  tableSchema(
    "Session",
    {
      tokenHash: text(words, { unique: true }),
      address: text(words),
      agent: text(words, { max: 300 }),
      createdAt: instant(words),
      lastSeenAt: instant(words),
      lockedAt: instant(words, { optional: true }),
      endedAt: instant(words, { optional: true }),
      endReason: text(words, { optional: true }),
      signingSince: instant(words, { optional: true }),
      signingSeenAt: instant(words, { optional: true }),
      signingFailures: integer(words),
    },
    { personId: bigint },
    {
      uniques: [{ name: "session_token_hash_unique", properties: ["tokenHash"] }],
      indexes: [{ name: "session_person", properties: ["personId"] }],
    },
  ),
  tableSchema(
    "Notice",
    {
      message: text(words),
      recordType: text(words),
      recordNumber: text(words),
      textEn: text(words, { max: 500 }),
      textZh: text(words, { max: 500 }),
      createdAt: instant(words),
      readAt: instant(words, { optional: true }),
    },
    { personId: bigint, recordId: bigint },
    { indexes: [{ name: "notice_person", properties: ["personId", "id"] }] },
  ),
  tableSchema(
    "Attachment",
    {
      recordType: text(words),
      name: text(words, { max: 255 }),
      mediaType: text(words),
      size: integer(words),
      sha256: text(words),
    },
    { recordId: bigint, ...stamp },
    { indexes: [{ name: "attachment_record", properties: ["recordType", "recordId"] }, byXid("attachment")] },
  ),
];
