/** Attacks on the proofs: seals, signatures, exported heads, and the triggers that write them. */
import { generateKeyPairSync, sign } from "node:crypto";
import type { FindingKind } from "@lotline/verifier";
import { around, type Tampering } from "./tampering.ts";

export function seal(): Tampering[] {
  const edit = (name: string, set: string, kind: FindingKind | FindingKind[] = "SEAL_CHANGED"): Tampering => ({
    name: `seal: ${name}`,
    area: "seal",
    sql: around("audit.seal", `update audit.seal set ${set} where sequence = 2`),
    expect: { kind, table: "audit.seal", id: 2 },
  });
  const deed = (name: string, table: string, sql: string, kind: FindingKind, found: string, id: number): Tampering => ({
    name: `seal: ${name}`,
    area: "seal",
    sql: around(table, sql),
    expect: { kind, table: found, id },
  });
  const { privateKey } = generateKeyPairSync("ed25519");
  const forged = sign(null, Buffer.from("anything"), privateKey).toString("base64");
  return [
    edit("root changed", "root = repeat('a', 64)"),
    edit("signature changed", `signature = '${forged}'`),
    edit("hash changed", "hash = repeat('a', 64)"),
    edit("time changed", "at = at - interval '1 day'"),
    edit("window changed", "to_xid = (to_xid::text::bigint - 1)::text::xid8"),
    edit("number of rows changed", "rows = rows - 1"),
    edit("link to the one before changed", "previous = repeat('a', 64)", "SEAL_CHAIN"),
    edit("link to the one before removed", "previous = null", "SEAL_CHAIN"),
    edit("signed with an unknown key", `key_id = 'aaaaaaaaaaaaaaaa', signature = '${forged}'`, "SEAL_KEY_UNKNOWN"),
    deed(
      "one deleted",
      "audit.seal",
      "set constraints all immediate; alter table audit.seal_source drop constraint seal_source_sequence_fkey; alter table audit.seal_page drop constraint seal_page_sequence_fkey; delete from audit.seal where sequence = 2",
      "SEAL_MISSING",
      "audit.seal",
      2,
    ),
    deed(
      "the first deleted",
      "audit.seal",
      "alter table audit.seal_source drop constraint seal_source_sequence_fkey; alter table audit.seal_page drop constraint seal_page_sequence_fkey; delete from audit.seal where sequence = 1",
      "SEAL_MISSING",
      "audit.seal",
      1,
    ),
    deed(
      "a row taken out of its list",
      "audit.seal_source",
      "update audit.seal_source set ids = ids - '{[6,7)}', rows = rows - 1 where sequence = 2 and table_name = 'gauge_reading'",
      "SEAL_SOURCES",
      "audit.seal_source",
      2,
    ),
    deed(
      "a table taken out of its list",
      "audit.seal_source",
      "delete from audit.seal_source where sequence = 2 and table_name = 'gauge_reading'",
      "SEAL_SOURCES",
      "audit.seal_source",
      2,
    ),
    deed(
      "a leaf changed",
      "audit.seal_page",
      "update audit.seal_page set leaves = set_byte(leaves, 5, get_byte(leaves, 5) # 1) where sequence = 2",
      "SEAL_LEAVES",
      "audit.seal_page",
      2,
    ),
    deed(
      "leaves deleted",
      "audit.seal_page",
      "delete from audit.seal_page where sequence = 2",
      "SEAL_LEAVES",
      "audit.seal_page",
      2,
    ),
    deed("epoch's fence changed", "audit.epoch", "update audit.epoch set fence = '5'", "EPOCH_CHANGED", "audit.epoch", 1),
  ];
}

export function signature(): Tampering[] {
  const edit = (name: string, set: string): Tampering => ({
    name: `signature: ${name}`,
    area: "signature",
    sql: around("signature", `update signature set ${set} where id = 2`),
    expect: { kind: "ROW_CHANGED", table: "signature", id: 2 },
  });
  // Written through the stamp like a true one, and then sealed: only the server's signature can tell.
  const copy = (name: string, change: string, kind: FindingKind): Tampering => ({
    name: `signature: ${name}`,
    area: "signature",
    sql: `select set_config('app.actor', '8', false); insert into signature select (s).* from (select jsonb_populate_record(o, ${change}) as s from signature o where id = 3) i`,
    sealAfter: true,
    expect: { kind, table: "signature", id: 900 },
  });
  return [
    edit("signer's name changed", "printed_name = '王芳'"),
    edit("meaning changed", "meaning = 'REVIEWED'"),
    edit("content changed with its hash", "content = '{}', content_hash = encode(sha256('{}'), 'hex')"),
    edit("time changed", "signed_at = signed_at - interval '1 day'"),
    {
      name: "signature: deleted",
      area: "signature",
      sql: around("signature", "delete from signature where id = 2"),
      expect: { kind: "ROW_MISSING", table: "signature", id: 2 },
    },
    copy("copied to another record", `'{"id": 900, "record_id": 3}'`, "SIGNATURE_ALTERED"),
    copy("copied on the same record", `'{"id": 900}'`, "SIGNATURE_ALTERED"),
    copy("given to another person", `'{"id": 900, "person_id": 8}'`, "SIGNATURE_ALTERED"),
    copy("made with an unknown key", `'{"id": 900, "key_id": "aaaaaaaaaaaaaaaa"}'`, "SIGNATURE_KEY_UNKNOWN"),
  ];
}

export function heads(): Tampering[] {
  return [
    {
      name: "heads: an older copy of the database",
      area: "heads",
      onOlderCopy: true,
      expect: { kind: "HEAD_MISSING", table: "audit.seal", id: 3 },
    },
    {
      name: "heads: an older copy that went on",
      area: "heads",
      onOlderCopy: true,
      sql: "select set_config('app.actor', '8', false); insert into gauge (name) values ('G')",
      sealAfter: true,
      expect: { kind: "HEAD_DIFFERS", table: "audit.seal", id: 3 },
    },
    {
      name: "heads: a line changed",
      area: "heads",
      heads: (lines) => lines.map((line, i) => (i === 1 ? line.replace(/"rows":"\d+"/, '"rows":"1"') : line)),
      expect: { kind: "HEAD_ALTERED", table: "heads", id: 2 },
    },
    {
      name: "heads: a line taken out",
      area: "heads",
      heads: (lines) => lines.filter((_, i) => i !== 1),
      expect: { kind: "HEAD_GAP", table: "heads", id: 2 },
    },
    {
      name: "heads: a line that is none",
      area: "heads",
      heads: (lines) => lines.toSpliced(1, 0, "{"),
      expect: { kind: "HEADS_UNREADABLE", table: "heads", id: 2 },
    },
  ];
}

export function structure(): Tampering[] {
  const deed = (name: string, sql: string, kind: FindingKind, table: string): Tampering => ({
    name: `structure: ${name}`,
    area: "structure",
    sql,
    expect: { kind, table },
  });
  return [
    deed("trail's trigger switched off", "alter table gauge disable trigger audit_log", "TRIGGER_OFF", "gauge"),
    deed("trail's trigger made an ordinary one", "alter table gauge enable trigger audit_log", "TRIGGER_OFF", "gauge"),
    deed("stamp dropped", "drop trigger zz_audit_stamp on gauge_reading", "TRIGGER_MISSING", "gauge_reading"),
    deed("guard of the trail dropped", "drop trigger audit_refuse on audit.event", "TRIGGER_MISSING", "audit.event"),
    deed(
      "table declared exempt",
      "update audit.source set kind = 'exempt', reason = 'nobody needs to know'  where table_name = 'gauge'",
      "TABLE_EXEMPTED",
      "gauge",
    ),
    deed(
      "table struck off the register",
      `delete from audit.source where table_name = 'gauge'; ${around("gauge", "update gauge set quantity = 9 where id = 2")}`,
      "RECORD_CHANGED",
      "gauge",
    ),
  ];
}
