/** Staging: a file on its way in, and what is kept for good about what came of it (ADR 41). */
import { choice, instant, integer, json, text } from "@lotline/schema";
import { tableSchema } from "../../../derive/entity.ts";
import { byXid, stamp } from "../../../derive/tables.ts";
import { batchStates } from "./batch.ts";

const words = { en: "", zh: "" };
const bigint = { type: "bigint", columnType: "bigint", nullable: false };
const oneOf = (...codes: readonly string[]) =>
  choice(words, { name: "", values: Object.fromEntries(codes.map((code) => [code, words])) });

export const importTables = () => [batchTable(), rowTable(), mappingTable(), ...keptTables()];

const batchTable = () =>
  tableSchema(
    "ImportBatch",
    {
      recordType: text(words),
      lineSet: text(words, { optional: true }),
      // "change" where records that exist are changed; empty where records are made.
      mode: text(words, { optional: true }),
      fileName: text(words, { max: 255 }),
      sha256: text(words),
      size: integer(words),
      // How it was read: kind, encoding, delimiter, sheet and the sheets there are.
      reading: json(words),
      headers: json(words),
      mapping: json(words),
      language: text(words),
      state: oneOf(...batchStates),
      reason: text(words, { optional: true, max: 2000 }),
      phase: text(words, { optional: true }),
      turn: integer(words),
      // Rows of the file; records they make; records done in the present phase; records without and with something wrong.
      total: integer(words),
      records: integer(words),
      done: integer(words),
      ok: integer(words),
      wrong: integer(words),
      problem: json(words, { optional: true }),
      // The hash of the secret of the terminal at which it was last ordered to do something.
      terminal: text(words, { optional: true }),
      createdAt: instant(words),
      // When its person last said something to it.
      touchedAt: instant(words, { optional: true }),
      endedAt: instant(words, { optional: true }),
    },
    { personId: bigint, commandId: { type: "uuid", columnType: "uuid", nullable: false } },
    {
      uniques: [{ name: "import_batch_command_unique", properties: ["commandId"] }],
      indexes: [
        { name: "import_batch_type", properties: ["recordType", "id"] },
        { name: "import_batch_open", properties: ["id"], where: "state in ('checking', 'committing', 'undoing')" },
        // The last line against the same file twice; a refusal names the earlier batch.
        {
          name: "import_batch_file",
          expression:
            "create unique index import_batch_file on import_batch (record_type, sha256) where state = 'committed' and mode is null",
        },
      ],
    },
  );

const rowTable = () =>
  tableSchema(
    "ImportRow",
    {
      // The line of the file.
      position: integer(words),
      cells: json(words),
      // By column: what was typed instead of a cell.
      corrected: json(words, { optional: true }),
      // The line on which its record begins, and of that line what the whole record is made with.
      head: integer(words, { optional: true }),
      input: json(words, { optional: true }),
      issues: json(words, { optional: true }),
      recordNumber: text(words, { optional: true }),
    },
    { batchId: bigint, recordId: { ...bigint, nullable: true } },
    {
      uniques: [{ name: "import_row_position_unique", properties: ["batchId", "position"] }],
      indexes: [{ name: "import_row_wrong", properties: ["batchId", "position"], where: "issues is not null" }],
    },
  );

const mappingTable = () =>
  tableSchema(
    "ImportMapping",
    { recordType: text(words), lineSet: text(words), headerHash: text(words), mapping: json(words), usedAt: instant(words) },
    { personId: bigint },
    { uniques: [{ name: "import_mapping_unique", properties: ["recordType", "lineSet", "headerHash"] }] },
  );

/** Append-only and sealed: what was imported, and where each record came from (REQ-MIG-01, REQ-MIG-05). */
const keptTables = () => [
  tableSchema(
    "ImportEvent",
    {
      kind: oneOf("committed", "undone"),
      recordType: text(words),
      fileName: text(words, { max: 255 }),
      sha256: text(words),
      reading: json(words),
      mapping: json(words),
      records: integer(words),
    },
    { batchId: bigint, ...stamp },
    { indexes: [{ name: "import_event_batch", properties: ["batchId"] }, byXid("import_event")] },
  ),
  tableSchema(
    "ImportSource",
    {
      recordType: text(words),
      recordNumber: text(words),
      recordVersion: integer(words),
      // The lines of the file that made it.
      fromLine: integer(words),
      toLine: integer(words),
      fileName: text(words, { max: 255 }),
      sha256: text(words),
      // What was typed instead of cells of the file: line, column, was, is.
      corrections: json(words),
    },
    { recordId: bigint, batchId: bigint, ...stamp },
    {
      indexes: [
        { name: "import_source_record", properties: ["recordType", "recordId"] },
        { name: "import_source_batch", properties: ["batchId"] },
        byXid("import_source"),
      ],
    },
  ),
  tableSchema(
    "ImportChange",
    {
      recordType: text(words),
      recordNumber: text(words),
      // After the change.
      recordVersion: integer(words),
      line: integer(words),
      fileName: text(words, { max: 255 }),
      sha256: text(words),
      // By field: before and after; what was only proposed is in the proposal.
      changes: json(words),
    },
    { recordId: bigint, proposalId: { ...bigint, nullable: true }, batchId: bigint, ...stamp },
    {
      indexes: [
        { name: "import_change_record", properties: ["recordType", "recordId"] },
        { name: "import_change_batch", properties: ["batchId"] },
        byXid("import_change"),
      ],
    },
  ),
];
