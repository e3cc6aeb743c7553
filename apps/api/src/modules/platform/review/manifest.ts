/**
 * Several records under one act of signing (compliance.md §D): a list of records, versions and hashes is announced, the person
 * proves who he is once, and each record gets a signature of its own that names the list. One that does not go through leaves the
 * others as they are. Only records of one type and meaning, without exceptions, each allowed to the person.
 */
import { createHash, randomUUID } from "node:crypto";
import { type Action, actionsOf, type Label, type Meaning, type Reason, type RecordName } from "@lotline/schema";
import { canonicalJson, sha256 } from "../../../base/canonical.ts";
import type { Reader } from "../../../base/context.ts";
import { AppError, invalid } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import type { Credential } from "../../../graphql/operations.ts";
import { behalfOf, judge } from "../../../kernel/authorize.ts";
import { asRow } from "../../../kernel/behaviour.ts";
import { act, evidence, prepare, requireVersion } from "../../../kernel/lifecycle.ts";
import { type Intent, requestIntent, type SignatureProof } from "../../../kernel/sign.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { meansFor, neededNow, prove, requireSigner } from "../prove.ts";
import type { WebRequest } from "../web-request.ts";
import { findingsOf } from "./findings.ts";

/** Decisions that are each made for themselves. */
const neverTogether: readonly Meaning[] = ["RELEASED_TO_MARKET", "RELEASED_PRODUCTION", "DISPOSITIONED"];

/** A record as it was shown. */
export interface Shown {
  readonly id: string;
  readonly shownVersion: number;
}

export interface ManifestRow {
  readonly recordId: string;
  readonly number: string;
  readonly version: number;
  readonly contentHash: string;
  readonly intent: string;
  /** In whose place it is signed. */
  readonly onBehalfOf: Label | null;
}

export interface Excluded {
  readonly recordId: string;
  readonly number: string;
  readonly reasons: readonly Reason[];
}

/** What goes onto the list, and what does not. */
interface Announced {
  readonly hash: string;
  readonly expiresAt: Date;
  readonly rows: readonly ManifestRow[];
  readonly excluded: readonly Excluded[];
}

export interface Manifest extends Announced {
  readonly id: string;
  readonly meaning: Meaning;
  readonly statement: Label;
  readonly needs: "FULL" | "PASSWORD" | "PASSWORD_OR_CODE";
  readonly secondFactor: boolean;
  readonly means: readonly string[];
  readonly triesLeft: number;
}

interface BatchRule {
  readonly most: number;
  readonly except: readonly string[];
}

const reason = (code: string, en: string, zh: string): Reason => ({ code, text: { en, zh } });

/** Why records of a type are not signed together by an action, whatever they are. */
export function batchFaults(record: RecordName, action: Action, rule: BatchRule): Reason[] {
  const { plural } = specOf(record);
  const asks = action.reason || Object.values(action.input?.fields ?? {}).some((field) => !field.optional) || action.input?.rows;
  return [
    ...(rule.most === 0 || rule.except.includes(record)
      ? [
          reason(
            "BATCH_OFF",
            `${plural.en} are signed one by one (rule batch-signing).`,
            `该类记录须逐份签署（规则 batch-signing）。`,
          ),
        ]
      : []),
    ...(action.sign && neverTogether.includes(action.sign.meaning)
      ? [reason("BATCH_MEANING", "A decision of this meaning is signed for each record by itself.", "该含义的签名须逐份进行。")]
      : []),
    ...(asks
      ? [reason("BATCH_INPUT", `"${action.label.en}" asks for something of each record.`, `“${action.label.zh}”须逐份填写内容。`)]
      : []),
  ];
}

/** The rule in force. */
export const batchRule = async (reader: { rule: (name: string) => Promise<ReadonlyMap<string, unknown>> }): Promise<BatchRule> =>
  // The content of this rule is checked when the rule is approved; it is shipped with the product.
  (await reader.rule("batch-signing")).get("default") as BatchRule;

/** Announces what is to be signed together: what goes, and what does not with every reason. @throws REFUSED where none may */
export async function requestManifest(
  request: WebRequest,
  record: RecordName,
  name: string,
  shown: readonly Shown[],
): Promise<Manifest> {
  const session = request.requireSession();
  const action = actionsOf(specOf(record))[name];
  if (!action?.sign || !action.permit) throw new AppError("NOT_FOUND");
  const { meaning } = action.sign;
  await requireSigner(request, session.personId);
  const reader = await request.reader();
  const rule = await batchRule(reader);
  const faults = batchFaults(record, action, rule);
  if (faults.length > 0) throw new AppError("REFUSED", { reasons: faults });
  if (shown.length === 0 || shown.length > rule.most) throw invalid(tooMany(rule.most));
  const listed = await withFindings(request, record, shown);
  const id = randomUUID();
  let announced: Announced | undefined;
  await request.command({ id: randomUUID(), operation: "signatureManifest", input: { record, name, shown } }, async (tx) => {
    announced = await announce(tx, { id, session: session.id, record, name, meaning }, listed);
    return null;
  });
  if (!announced) throw new AppError("NOT_FOUND");
  const needs = await neededNow(request, session, meaning);
  return {
    id,
    meaning,
    statement: listStatement(record, announced.rows.length, action),
    ...announced,
    needs,
    secondFactor: needs === "FULL" && session.secondFactor,
    means: await meansFor(request, session, needs),
    triesLeft: 5 - session.signing.failures,
  };
}

const tooMany = (most: number) => ({
  path: "records",
  code: "max",
  text: { en: `From 1 to ${most} records are signed together.`, zh: `一次可签署 1 至 ${most} 份。` },
});

/** What one signature over a list says; each record's own signature has the full sentence of its meaning. */
const listStatement = (record: RecordName, n: number, action: Action): Label => ({
  en: `"${action.label.en}" for each of the ${n} records listed (${specOf(record).plural.en}); I have seen that they show no exceptions.`,
  zh: `对所列 ${n} 份${specOf(record).label.zh}逐份“${action.label.zh}”；本人已查看，均无例外。`,
});

interface Candidate extends Shown {
  readonly number: string;
  readonly reasons: readonly Reason[];
}

/** The records with what reviewers would be shown about them: whatever has an exception is decided by itself. */
async function withFindings(request: WebRequest, record: RecordName, shown: readonly Shown[]): Promise<Candidate[]> {
  const unique = [...new Map(shown.map((one) => [one.id, one])).values()];
  return Promise.all(
    unique.map(async (one) => {
      const row = await request.row(record, one.id);
      if (!row) return { ...one, number: "", reasons: [reason("NOT_FOUND", "There is no such record.", "没有该记录。")] };
      const findings = await findingsOf(request, record, row);
      return {
        ...one,
        number: row.number,
        reasons: findings.map(({ rule, title }) =>
          reason(`EXCEPTION_${rule.code}`, `Exception: ${title.en}`, `例外：${title.zh}`),
        ),
      };
    }),
  );
}

interface List {
  readonly id: string;
  readonly session: string;
  readonly record: RecordName;
  readonly name: string;
  readonly meaning: Meaning;
}

/** Writes the list down: an intent for each record that may be signed as it was shown, every reason for each that may not. */
async function announce(tx: Tx, list: List, candidates: readonly Candidate[]): Promise<Announced> {
  const { id, record, name, meaning } = list;
  const rows: ManifestRow[] = [];
  const excluded: Excluded[] = [];
  let expiresAt = tx.now;
  for (const one of candidates) {
    const intent = one.reasons.length > 0 ? { reasons: one.reasons } : await intentFor(tx, list, one);
    if ("reasons" in intent) {
      excluded.push({ recordId: one.id, number: one.number, reasons: intent.reasons });
      continue;
    }
    expiresAt = intent.expiresAt;
    rows.push({
      recordId: one.id,
      number: one.number,
      version: one.shownVersion,
      contentHash: intent.contentHash,
      intent: intent.id,
      onBehalfOf: intent.onBehalfOf,
    });
  }
  const entries = canonicalJson(rows);
  const values = {
    manifest_id: id,
    person_id: tx.actor.id,
    session_id: list.session,
    record_type: record,
    action: name,
    meaning,
    entries,
    hash: sha256(entries),
    expires_at: expiresAt,
  };
  if (rows.length > 0) await tx.insert("signature_manifest", Object.keys(values), [Object.values(values)]);
  return { hash: values.hash, expiresAt, rows, excluded };
}

/** What this person would sign of a record, or what stands against it. */
async function intentFor(
  tx: Tx,
  { id: manifest, record, name, meaning }: List,
  { id, shownVersion }: Candidate,
): Promise<(Intent & { readonly onBehalfOf: Label | null }) | { readonly reasons: readonly Reason[] }> {
  try {
    const ready = await prepare(tx, record, { id, action: name, input: {} });
    const row = asRow(ready.record);
    requireVersion(row, shownVersion);
    const [verdict] = (await judge(tx.house, tx, record, [row], { only: name })).get(id) ?? [];
    if (!verdict?.allowed) return { reasons: verdict?.reasons ?? [] };
    const covered = await evidence(tx, record, name, ready.record, ready.input);
    const intent = await requestIntent(tx, record, row, name, meaning, ready.input, covered, manifest);
    return { ...intent, onBehalfOf: (await behalfOf(tx, record, name, row))?.name ?? null };
  } catch (error) {
    return { reasons: reasonsOf(error) };
  }
}

/** The reasons of a refusal. @throws whatever is no refusal */
function reasonsOf(error: unknown): readonly Reason[] {
  if (!(error instanceof AppError) || ["OUTCOME_UNKNOWN", "UNAVAILABLE", "UNAUTHENTICATED"].includes(error.code)) throw error;
  const { reasons, issues } = error.details as { reasons?: readonly Reason[]; issues?: readonly Reason[] };
  return reasons ?? issues ?? [reason(error.code, "It was not possible.", "未能完成。")];
}

export interface Signed {
  readonly recordId: string;
  readonly number: string;
  readonly ok: boolean;
  readonly reasons: readonly Reason[];
}

interface ManifestHead {
  readonly record_type: RecordName;
  readonly action: string;
  readonly entries: readonly ManifestRow[];
}

/**
 * Signs everything on a list. The proof is asked once; each record is a command of its own, so that sending the same again answers
 * what became of each and signs none twice.
 * @throws SIGNATURE_REFUSED for a wrong proof, a list of another person or session, or one that has expired; nothing is signed then
 */
export async function signManifest(
  request: WebRequest,
  commandId: string,
  id: string,
  credential: Credential,
): Promise<Signed[]> {
  const session = request.requireSession();
  const reader = await request.reader();
  const [head] = /^[0-9a-f-]{36}$/i.test(id)
    ? await reader.sql<ManifestHead>(
        "select record_type, action, entries from signature_manifest where manifest_id = ? and person_id = ? and session_id = ? and expires_at >= ?",
        [id, session.personId, session.id, reader.now],
      )
    : [];
  if (!head)
    throw new AppError("SIGNATURE_REFUSED", {
      reasons: [
        reason(
          "INTENT",
          "This list is used, expired or not yours; please open it again.",
          "该签署清单已使用、已过期或不属于您，请重新打开。",
        ),
      ],
    });
  const isAnswered = credential.passkey || credential.provider ? await isBegun(reader, id) : false;
  const proof = isAnswered
    ? null
    : await prove(request, session, { ...credential, intent: id }, { record: head.record_type, name: head.action });
  const done: Signed[] = [];
  for (const row of head.entries) done.push(await signOne(request, commandId, head, row, proof));
  return done;
}

/** Whether something on the list is signed: a proof of one use that is sent again then only asks what became of each record. */
async function isBegun(reader: Reader, manifest: string): Promise<boolean> {
  const rows = await reader.sql("select 1 from signature_intent where manifest_id = ? and used_at is not null limit 1", [
    manifest,
  ]);
  return rows.length > 0;
}

async function signOne(
  request: WebRequest,
  commandId: string,
  { record_type: record, action }: ManifestHead,
  row: ManifestRow,
  proof: SignatureProof | null,
): Promise<Signed> {
  const { recordId: id, number, version, intent } = row;
  const what = {
    id: commandOf(commandId, intent),
    operation: `${action}${record}`,
    input: { id, version, input: {}, intent },
  };
  try {
    await request.command(what, async (tx) => {
      if (!proof) throw new AppError("SIGNATURE_REFUSED");
      const done = await act(tx, record, { id, version, action, input: {}, proof: { ...proof, intentId: intent } });
      return { record, id: done.id };
    });
    return { recordId: id, number, ok: true, reasons: [] };
  } catch (error) {
    return { recordId: id, number, ok: false, reasons: reasonsOf(error) };
  }
}

/** The id of the command for one row: the same whenever the list's own command is sent again. */
function commandOf(commandId: string, intent: string): string {
  const hex = createHash("sha256").update(`${commandId} ${intent}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
