import { randomUUID } from "node:crypto";
import { type Label, label, type Meaning, meaningStatements, type RecordName } from "@lotline/schema";
import { signaturePayload } from "@lotline/verifier";
import { canonicalJson, sha256 } from "../base/canonical.ts";
import { AppError, refused } from "../base/error.ts";
import { specOf } from "../base/names.ts";
import { urgentReason } from "../base/special-access.ts";
import type { Row } from "./behaviour.ts";
import { contentOf } from "./content.ts";
import type { Tx } from "./tx.ts";

/** A proved identity for one signature: made by re-authentication outside the transaction, used once inside it. */
export interface SignatureProof {
  readonly intentId: string;
  readonly components: string;
  readonly sessionId: string;
}

export interface Intent {
  readonly id: string;
  readonly meaning: Meaning;
  readonly statement: Label;
  readonly contentHash: string;
  readonly expiresAt: Date;
}

/** The key pair of this server: it lives outside the database, and old public keys are kept so that old signatures verify. */
export interface SigningKey {
  readonly id: string;
  /** Ed25519 over the UTF-8 bytes, base64. */
  sign(payload: string): string;
}

const intentMinutes = 5;

/** The declaration in full, with the record named: "I release lot R201-2607 for use; …". */
export function statementOf(meaning: Meaning, record: RecordName, number: string): Label {
  const { sentence } = meaningStatements[meaning];
  const spec = specOf(record);
  return label(
    sentence.en.replace("{record}", `${spec.label.en.toLowerCase()} ${number}`),
    sentence.zh.replace("{record}", `${spec.label.zh} ${number} `),
  );
}

const beforeHash = async (
  tx: Tx,
  record: RecordName,
  row: Row,
  action: string,
  input: unknown,
  evidence: unknown,
): Promise<string> =>
  sha256(canonicalJson({ record: await contentOf(tx, record, row.id), action, input, evidence, state: row.state }));

/** Writes down what the person is about to sign: record, version, hash, meaning; five minutes, one use (compliance.md §D). */
export async function requestIntent(
  tx: Tx,
  record: RecordName,
  row: Row,
  action: string,
  meaning: Meaning,
  input: unknown,
  evidence: unknown,
  /** The list that it is signed with, if more than one record is. */
  manifest: string | null = null,
): Promise<Intent> {
  if (!tx.ctx.sessionId) throw new AppError("SIGNATURE_REFUSED");
  if (tx.actor.emergency) throw refused(urgentReason(tx.actor.emergency));
  const id = randomUUID();
  const contentHash = await beforeHash(tx, record, row, action, input, evidence);
  const expiresAt = new Date(tx.now.getTime() + intentMinutes * 60_000);
  await tx.sql(
    `insert into signature_intent (id, person_id, session_id, record_type, record_id, version, action, input_hash, content_hash, meaning, language, expires_at, manifest_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      tx.actor.id,
      tx.ctx.sessionId,
      record,
      row.id,
      row.version,
      action,
      sha256(canonicalJson(input)),
      contentHash,
      meaning,
      tx.ctx.language,
      expiresAt,
      manifest,
    ],
  );
  return { id, meaning, statement: statementOf(meaning, record, row.number), contentHash, expiresAt };
}

const stale = () =>
  new AppError("CONFLICT", {
    reasons: [
      {
        code: "STALE_RECORD",
        text: {
          en: "The record changed after the signing dialog was opened; please look again.",
          zh: "签名对话框打开后记录已变化，请重新查看。",
        },
      },
    ],
  });

interface IntentRow {
  person_id: string;
  session_id: string;
  record_type: string;
  record_id: string;
  version: number;
  action: string;
  input_hash: string;
  content_hash: string;
  meaning: Meaning;
  language: "en" | "zh";
  manifest_id: string | null;
  live: boolean;
}

/**
 * Uses the intent inside the signed command, after its locks: same person, session, record, version, content, action and input.
 * Answers a function that writes the signature row once the effect is done: what is signed is the record with the decision.
 */
export async function signInside(
  tx: Tx,
  record: RecordName,
  row: Row,
  action: string,
  meaning: Meaning,
  input: unknown,
  evidence: unknown,
  proof: SignatureProof,
): Promise<() => Promise<void>> {
  if (tx.actor.emergency) throw refused(urgentReason(tx.actor.emergency));
  if (!/^[0-9a-f-]{36}$/i.test(proof.intentId)) throw intentRefused();
  const [intent] = await tx.sql<IntentRow>(
    `update signature_intent set used_at = ? where id = ? and used_at is null returning *, expires_at >= ? as live`,
    [tx.now, proof.intentId, tx.now],
  );
  const mine =
    intent?.live && intent.person_id === tx.actor.id && intent.session_id === proof.sessionId && intent.meaning === meaning;
  if (!mine || intent.record_type !== record || intent.record_id !== row.id || intent.action !== action) throw intentRefused();
  if (
    intent.version !== row.version ||
    intent.input_hash !== sha256(canonicalJson(input)) ||
    intent.content_hash !== (await beforeHash(tx, record, row, action, input, evidence))
  )
    throw stale();
  return () => writeSignature(tx, record, row, { action, meaning, input, evidence, intent, proof });
}

const intentRefused = () =>
  new AppError("SIGNATURE_REFUSED", {
    reasons: [
      {
        code: "INTENT",
        text: {
          en: "This signing request is used, expired or not yours; please open the dialog again.",
          zh: "该签名请求已使用、已过期或不属于您，请重新打开对话框。",
        },
      },
    ],
  });

interface Signing {
  readonly action: string;
  readonly meaning: Meaning;
  readonly input: unknown;
  readonly evidence: unknown;
  readonly intent: Pick<IntentRow, "language" | "manifest_id">;
  readonly proof: SignatureProof;
}

async function writeSignature(tx: Tx, record: RecordName, row: Row, signing: Signing): Promise<void> {
  const key = tx.house.key;
  const content = canonicalJson({
    record: await contentOf(tx, record, row.id),
    action: signing.action,
    input: signing.input,
    evidence: signing.evidence,
  });
  const [previous] = await tx.sql<{ hash: string }>(
    "select encode(leaf, 'hex') as hash from signature where record_type = ? and record_id = ? order by id desc limit 1",
    [record, row.id],
  );
  const [next] = await tx.sql<{ id: string }>("select nextval(pg_get_serial_sequence('signature', 'id')) as id");
  const zone = await tx.zone((row as { site?: string }).site);
  const values = {
    id: String(next?.id),
    person_id: tx.actor.id,
    printed_name: signing.intent.language === "zh" ? tx.actor.name.zh : tx.actor.name.en,
    job_title: signing.intent.language === "zh" ? tx.actor.title.zh : tx.actor.title.en,
    meaning: signing.meaning,
    statement: statementOf(signing.meaning, record, row.number)[signing.intent.language],
    language: signing.intent.language,
    reason: tx.reason || null,
    record_type: record,
    record_id: row.id,
    record_number: row.number,
    record_version: row.version,
    content,
    content_hash: sha256(content),
    auth_components: signing.proof.components,
    intent_id: signing.proof.intentId,
    manifest_id: signing.intent.manifest_id,
    signed_at: tx.now,
    zone,
    on_behalf_of: tx.behalf?.name[signing.intent.language] ?? null,
    previous_hash: previous?.hash ?? null,
    key_id: key.id,
  };
  const signature = key.sign(signaturePayload(values));
  const all = { ...values, server_signature: signature };
  await tx.insert("signature", Object.keys(all), [Object.values(all)]);
}
