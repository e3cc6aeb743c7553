import { instant, integer, json, text } from "@lotline/schema";
import { tableSchema } from "./entity.ts";

const words = { en: "", zh: "" };
const id = (optional = false) => ({ type: "bigint", columnType: "bigint", nullable: optional });
const uuid = (optional = false) => ({ type: "uuid", columnType: "uuid", nullable: optional });
const now = { type: "Date", columnType: "timestamptz(3)", defaultRaw: "domain_now()" };

/** Columns that the database fills on every append-only table; the row is sealed as it stands. */
export const stamp = {
  actorId: id(),
  commandId: uuid(true),
  at: { type: "Date", columnType: "timestamptz(3)" },
  leaf: { type: "Buffer", columnType: "bytea" },
  xid: { type: "unknown", columnType: "xid8" },
};

/** The index by which the sealer finds the rows of a transaction; every append-only table has it. */
export const byXid = (table: string) => ({ name: `${table}_xid`, properties: ["xid"] });

const target = { recordType: { type: "string", columnType: "text" }, recordId: id() };

/** The kernel's own tables. Which are audited, append-only or exempt stands in sql/92_tables.sql with a reason each. */
export const kernelTables = () => [...commandTables(), ...signatureTables(), ...taskTables(), ...recordTables()];

const commandTables = () => [
  tableSchema(
    "CommandLog",
    { operation: text(words), inputHash: text(words), recordType: text(words, { optional: true }), replays: integer(words) },
    { id: { ...uuid(), primary: true }, personId: id(), recordId: id(true), at: now },
  ),
  tableSchema("NumberSeries", { lastValue: integer(words) }, { id: { type: "string", columnType: "text", primary: true } }),
  tableSchema(
    "Outbox",
    { name: text(words), version: integer(words), payload: json(words) },
    { commandId: uuid(), createdAt: now, sentAt: { ...now, defaultRaw: undefined, nullable: true } },
    { indexes: [{ name: "outbox_waiting", properties: ["id"], where: "sent_at is null" }] },
  ),
  // Every command that was done under emergency access (ADR 42); its command id marks what else it wrote.
  tableSchema(
    "EmergencyAct",
    { operation: text(words), reason: text(words, { optional: true, max: 2000 }), recordType: text(words, { optional: true }) },
    { accessId: id(), recordId: id(true), ...stamp },
    {
      indexes: [
        { name: "emergency_act_access", properties: ["accessId"] },
        { name: "emergency_act_command", properties: ["commandId"] },
        byXid("emergency_act"),
      ],
    },
  ),
  // Every command with critical input or a signature (ADR 53): at which registered terminal, none where the device is not one.
  tableSchema(
    "TerminalAct",
    {
      terminalNumber: text(words, { optional: true }),
      operation: text(words),
      recordType: text(words, { optional: true }),
      isFlagged: { kind: "flag", label: words },
      ruleNumber: text(words, { optional: true }),
    },
    { terminalId: id(true), recordId: id(true), ruleId: id(true), ...stamp },
    {
      indexes: [
        { name: "terminal_act_command", properties: ["commandId"] },
        { name: "terminal_act_record", properties: ["recordType", "recordId"] },
        byXid("terminal_act"),
      ],
    },
  ),
  tableSchema(
    "SecurityEvent",
    { kind: text(words), login: text(words, { optional: true }), detail: json(words, { optional: true }) },
    { personId: id(true), ...stamp },
    { indexes: [{ name: "security_event_at", properties: ["at"] }, byXid("security_event")] },
  ),
];

const taskTables = () => [
  tableSchema(
    "WorkItem",
    {
      recordNumber: text(words),
      action: text(words),
      permit: text(words),
      state: text(words),
      dueAt: instant(words),
      createdAt: instant(words),
      // What the order of the review queue and the separation of duties look at, so that neither reads the record.
      risk: text(words),
      recordVersion: integer(words),
      // While it waits for something that nobody here can do; its clock stands still.
      pausedAt: instant(words, { optional: true }),
      pauseReason: text(words, { optional: true, max: 500 }),
    },
    { ...target, siteId: id(true), authorId: id() },
    {
      uniques: [{ name: "work_item_record_unique", properties: ["recordType", "recordId", "permit"] }],
      indexes: [{ name: "work_item_permit", properties: ["permit", "dueAt"] }],
    },
  ),
  // Tasks that are over: written by a trigger of the work list (sql/94_work.sql), so that none is forgotten.
  tableSchema(
    "WorkDone",
    {
      recordNumber: text(words),
      action: text(words),
      permit: text(words),
      state: text(words),
      risk: text(words),
      openedAt: instant(words),
      dueAt: instant(words),
      doneAt: instant(words),
    },
    { ...target, siteId: id(true), authorId: id(), doneBy: id(true) },
    {
      indexes: [
        { name: "work_done_by", properties: ["doneBy", "doneAt"] },
        { name: "work_done_author", properties: ["authorId", "doneAt"] },
        { name: "work_done_record", properties: ["recordType", "recordId"] },
      ],
    },
  ),
  // Why a clock stood still, and until when; one row for each stop and each start.
  tableSchema(
    "WorkPause",
    { action: text(words), kind: text(words), reason: text(words, { optional: true, max: 500 }) },
    { ...target, siteId: id(true), ...stamp },
    { indexes: [{ name: "work_pause_record", properties: ["recordType", "recordId"] }, byXid("work_pause")] },
  ),
];

const recordTables = () => [
  // Who signed or rejected which step of an approval, on which version (ADR 29).
  tableSchema(
    "Approval",
    {
      recordVersion: integer(words),
      action: text(words),
      stage: integer(words),
      permit: text(words),
      decision: text(words),
      isLast: { kind: "flag", label: words },
      input: json(words),
      reason: text(words, { optional: true, max: 2000 }),
      ruledOn: { kind: "date", label: words },
    },
    { ...target, intentId: uuid(true), onBehalfOfId: id(true), ...stamp },
    { indexes: [{ name: "approval_record", properties: ["recordType", "recordId"] }, byXid("approval")] },
  ),
  tableSchema(
    "Duty",
    { duty: text(words) },
    { ...target, personId: id(), ...stamp },
    {
      indexes: [
        { name: "duty_record", properties: ["recordType", "recordId"] },
        { name: "duty_person", properties: ["personId", "recordType", "recordId"] },
        byXid("duty"),
      ],
    },
  ),
  tableSchema(
    "RecordLink",
    { fromType: text(words), toType: text(words), kind: text(words) },
    { fromId: id(), toId: id(), ...stamp },
    {
      indexes: [
        { name: "record_link_from", properties: ["fromType", "fromId"] },
        { name: "record_link_to", properties: ["toType", "toId"] },
        byXid("record_link"),
      ],
    },
  ),
];

const signatureTables = () => [
  tableSchema(
    "SignatureIntent",
    {
      version: integer(words),
      action: text(words),
      inputHash: text(words),
      contentHash: text(words),
      meaning: text(words),
      language: text(words),
      expiresAt: instant(words),
      usedAt: instant(words, { optional: true }),
    },
    { id: { ...uuid(), primary: true }, personId: id(), sessionId: id(), manifestId: uuid(true), ...target },
  ),
  tableSchema(
    "Signature",
    {
      printedName: text(words),
      jobTitle: text(words),
      meaning: text(words),
      statement: text(words, { max: 1000 }),
      language: text(words),
      reason: text(words, { optional: true, max: 2000 }),
      recordNumber: text(words),
      recordVersion: integer(words),
      content: text(words, { max: 1_000_000 }),
      contentHash: text(words),
      authComponents: text(words),
      signedAt: instant(words),
      zone: text(words),
      onBehalfOf: text(words, { optional: true }),
      previousHash: text(words, { optional: true }),
      keyId: text(words),
      serverSignature: text(words),
    },
    { personId: id(), ...target, intentId: uuid(), manifestId: uuid(true), ...stamp },
    { indexes: [{ name: "signature_record", properties: ["recordType", "recordId"] }, byXid("signature")] },
  ),
];
