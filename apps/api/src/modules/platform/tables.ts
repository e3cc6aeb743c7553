import { choice, instant, integer, json, text } from "@lotline/schema";
import { tableSchema } from "../../derive/entity.ts";
import { byXid, stamp } from "../../derive/tables.ts";
import { identityTables } from "./identity/tables.ts";
import { importTables } from "./import/tables.ts";
import { terminalTables } from "./terminal/tables.ts";

const words = { en: "", zh: "" };
const bigint = { type: "bigint", columnType: "bigint", nullable: false };

export const platformTables = () => [
  ...signInTables(),
  ...identityTables(),
  ...noticeTables(),
  ...jobTables(),
  ...aroundTables(),
  ...reviewTables(),
  ...importTables(),
  ...inspectionTables(),
  ...terminalTables(),
];

// What inspectors looked at; written before it is shown.
const inspectionTables = () => [
  tableSchema(
    "InspectionView",
    {
      kind: text(words),
      operation: text(words),
      recordType: text(words, { optional: true }),
      recordNumber: text(words, { optional: true }),
      isFound: { kind: "flag", label: words },
      detail: json(words),
    },
    { accessId: bigint, ...stamp },
    { indexes: [{ name: "inspection_view_access", properties: ["accessId", "id"] }, byXid("inspection_view")] },
  ),
];

// Kept apart from the person, so that no screen or export of people ever carries a secret.
const signInTables = () => [
  tableSchema(
    "Credential",
    {
      // None for a person who signs in at the company's provider or by passkey only.
      passwordHash: text(words, { optional: true, max: 500 }),
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
      // The provider proved a second factor that the rule trusts.
      factorTrusted: { kind: "flag", label: words },
    },
    // The terminal at which it was last seen.
    { personId: bigint, terminalId: { ...bigint, nullable: true } },
    {
      uniques: [{ name: "session_token_hash_unique", properties: ["tokenHash"] }],
      indexes: [
        { name: "session_person", properties: ["personId"] },
        { name: "session_terminal", properties: ["terminalId"], where: "terminal_id is not null" },
      ],
    },
  ),
  // A browser in which somebody has signed in before; known by the hash of its cookie (ADR 14).
  tableSchema(
    "KnownDevice",
    { tokenHash: text(words), createdAt: instant(words), lastSeenAt: instant(words) },
    { personId: bigint },
    { uniques: [{ name: "known_device_unique", properties: ["tokenHash", "personId"] }] },
  ),
  // Failed sign-ins by where they came from; a name stands here whether anybody has it or not.
  tableSchema(
    "SignInFailure",
    { scope: text(words), login: text(words), place: text(words), failures: integer(words), lastFailureAt: instant(words) },
    {},
    {
      uniques: [{ name: "sign_in_failure_unique", properties: ["scope", "login", "place"] }],
      indexes: [{ name: "sign_in_failure_at", properties: ["lastFailureAt"] }],
    },
  ),
  // The second factor of a person: secrets sealed by a key outside the database (ADR 15).
  tableSchema(
    "SecondFactor",
    {
      secret: text(words, { optional: true, max: 500 }),
      pending: text(words, { optional: true, max: 500 }),
      confirmedAt: instant(words, { optional: true }),
      lastCounter: integer(words),
      recovery: json(words),
    },
    { id: { ...bigint, primary: true } },
  ),
];

const noticeTables = () => [
  tableSchema(
    "Notice",
    {
      message: text(words),
      recordType: text(words),
      recordNumber: text(words),
      textEn: text(words, { max: 500 }),
      textZh: text(words, { max: 500 }),
      createdAt: instant(words),
      // From when on it is shown: at once, with the next digest, or when a snooze ends.
      shownAt: instant(words),
      channel: text(words),
      readAt: instant(words, { optional: true }),
      doneAt: instant(words, { optional: true }),
      // When it goes into a digest by mail, and the mail that carried it.
      mailAt: instant(words, { optional: true }),
    },
    { personId: bigint, recordId: bigint, siteId: { ...bigint, nullable: true }, mailId: { ...bigint, nullable: true } },
    {
      indexes: [
        { name: "notice_person", properties: ["personId", "shownAt", "id"] },
        { name: "notice_to_mail", properties: ["mailAt"], where: "mail_at is not null and mail_id is null" },
      ],
    },
  ),
  // How a person wants to be told: a channel for each message that has another than the usual one.
  tableSchema(
    "NoticeSetting",
    { channels: json(words), digestHour: integer(words), mailLanguage: text(words, { optional: true, max: 2 }) },
    { personId: bigint },
    { uniques: [{ name: "notice_setting_person_unique", properties: ["personId"] }] },
  ),
];

/** What stands around records. */
const aroundTables = () => [
  tableSchema(
    "Attachment",
    {
      recordType: text(words),
      name: text(words, { max: 255 }),
      // What it is, where a rule asks for one of a kind.
      kind: text(words, { optional: true }),
      mediaType: text(words),
      size: integer(words),
      sha256: text(words),
    },
    // The file that this one takes the place of; both stay.
    { recordId: bigint, replacesId: { ...bigint, nullable: true }, ...stamp },
    { indexes: [{ name: "attachment_record", properties: ["recordType", "recordId"] }, byXid("attachment")] },
  ),
  // What people say about a record. A comment is never changed: its edits, its withdrawal, its answers are rows of their own.
  tableSchema(
    "Comment",
    { recordType: text(words), kind: text(words), text: text(words, { max: 4000 }), mentions: json(words) },
    {
      recordId: bigint,
      siteId: { ...bigint, nullable: true },
      threadId: { ...bigint, nullable: true },
      aboutId: { ...bigint, nullable: true },
      ...stamp,
    },
    {
      indexes: [
        { name: "comment_record", properties: ["recordType", "recordId"] },
        { name: "comment_thread", properties: ["threadId"] },
        byXid("comment"),
      ],
    },
  ),
];

/** One of a few codes. */
const oneOf = (...codes: readonly string[]) =>
  choice(words, { name: "", values: Object.fromEntries(codes.map((code) => [code, words])) });

/** Long work ordered by a person: how far it is, and what became of each row. */
const jobTables = () => [
  tableSchema(
    "Job",
    {
      kind: oneOf("act", "edit"),
      recordType: text(words),
      action: text(words, { optional: true }),
      input: json(words),
      reason: text(words, { optional: true, max: 2000 }),
      language: text(words),
      state: oneOf("queued", "running", "checked", "done", "failed", "cancelled"),
      phase: oneOf("check", "run"),
      turn: integer(words),
      total: integer(words),
      ok: integer(words),
      skipped: integer(words),
      failed: integer(words),
      problem: json(words, { optional: true }),
      // The hash of the secret of the terminal at which it was ordered.
      terminal: text(words, { optional: true }),
      createdAt: instant(words),
      startedAt: instant(words, { optional: true }),
      endedAt: instant(words, { optional: true }),
    },
    {
      personId: bigint,
      retryOf: { ...bigint, nullable: true },
      // By it a command that is answered a second time finds the job that it made.
      commandId: { type: "uuid", columnType: "uuid", nullable: false },
    },
    {
      uniques: [{ name: "job_command_unique", properties: ["commandId"] }],
      indexes: [
        { name: "job_person", properties: ["personId", "id"] },
        { name: "job_open", properties: ["id"], where: "state in ('queued', 'running')" },
      ],
    },
  ),
  tableSchema(
    "JobRow",
    {
      position: integer(words),
      recordNumber: text(words),
      version: integer(words),
      input: json(words, { optional: true }),
      outcome: { ...oneOf("ok", "skipped", "failed"), optional: true },
      reasons: json(words, { optional: true }),
    },
    { jobId: bigint, recordId: bigint },
    {
      uniques: [{ name: "job_row_position_unique", properties: ["jobId", "position"] }],
      indexes: [{ name: "job_row_open", properties: ["jobId", "position"], where: "outcome is null" }],
    },
  ),
];

const uuid = { type: "uuid", columnType: "uuid", nullable: false };

/** Reviewing: who looks at what, whose turn it is, what was signed together, and how thoroughly it was looked at (ADR 38). */
const reviewTables = () => [
  // One row for each person and record: this look, the one before, and whether the page is still open.
  tableSchema(
    "ReviewLook",
    {
      recordType: text(words),
      version: integer(words),
      beganAt: instant(words),
      seenAt: instant(words),
      versionBefore: integer(words, { optional: true }),
      beforeAt: instant(words, { optional: true }),
    },
    { recordId: bigint, personId: bigint },
    { uniques: [{ name: "review_look_unique", properties: ["recordType", "recordId", "personId"] }] },
  ),
  tableSchema(
    "ReviewClaim",
    { recordType: text(words), until: instant(words) },
    { recordId: bigint, personId: bigint },
    { uniques: [{ name: "review_claim_unique", properties: ["recordType", "recordId"] }] },
  ),
  // The list that one act of signing covers; each of its records has a signature of its own that names it.
  tableSchema(
    "SignatureManifest",
    {
      recordType: text(words),
      action: text(words),
      meaning: text(words),
      entries: json(words),
      hash: text(words),
      expiresAt: instant(words),
    },
    { manifestId: uuid, personId: bigint, sessionId: bigint, ...stamp },
    {
      uniques: [{ name: "signature_manifest_unique", properties: ["manifestId"] }],
      indexes: [byXid("signature_manifest")],
    },
  ),
  tableSchema(
    "ReviewDecision",
    {
      recordType: text(words),
      recordNumber: text(words),
      recordVersion: integer(words),
      action: text(words),
      outcome: oneOf("signed", "sentBack", "asked"),
      seconds: integer(words),
      sections: json(words),
      findings: integer(words),
    },
    { recordId: bigint, manifestId: { ...uuid, nullable: true }, siteId: { ...bigint, nullable: true }, ...stamp },
    {
      indexes: [
        { name: "review_decision_at", properties: ["at"] },
        { name: "review_decision_record", properties: ["recordType", "recordId"] },
        byXid("review_decision"),
      ],
    },
  ),
];
