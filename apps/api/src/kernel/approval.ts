import { type ApprovalRoute, type ApprovalStage, actionsOf, type RecordName, stageApplies } from "@lotline/schema";
import { canonicalJson } from "../base/canonical.ts";
import { dateIn, type Reader } from "../base/context.ts";
import { refused } from "../base/error.ts";
import { specOf } from "../base/names.ts";
import type { Row } from "./behaviour.ts";
import type { Tx } from "./tx.ts";

/** One decision on the way of an approval: a row of the append-only table `approval`. */
interface Decided {
  readonly record_id: string;
  readonly record_version: number;
  readonly stage: number;
  readonly permit: string;
  readonly person: string;
  readonly behalf: string | null;
  readonly decision: "approved" | "rejected";
  readonly input: object;
  readonly ruled_on: string;
}

/** What is asked next on the present version of a record. */
export interface OpenStage {
  readonly stage: number;
  readonly of: ApprovalStage;
  /** Those of its permits that nobody has signed for yet; empty when no route is in force. */
  readonly permits: readonly string[];
  readonly signers: ReadonlySet<string>;
  /** The next signature is the last one. */
  readonly isLast: boolean;
  /** What the first signer proposed; the others sign the same. */
  readonly proposed: object | null;
  readonly ruledOn: string;
}

const noRoute: ApprovalStage = { title: { en: "No route in force", zh: "无有效审批路线" }, permits: [] };

/** The stages of a route that are asked for a record and what is proposed, with their place in the rule. */
export const stagesFor = (route: ApprovalRoute | undefined, row: object, input: object | null): [number, ApprovalStage][] => {
  const given = Object.entries(input ?? {}).map(([key, value]) => [`input.${key}`, value] as const);
  const values = { ...row, ...Object.fromEntries(given) };
  return [...(route?.stages ?? []).entries()].filter(([, stage]) => stageApplies(stage, values));
};

/** The route of a key on a day; one of the site ("purchase-order@SZ1") goes before that of the firm. */
export async function routeOf(reader: Reader, key: string, row: object, on?: string): Promise<ApprovalRoute | undefined> {
  const routes = await reader.rule("approval-route", on);
  const { site } = row as { site?: string };
  const hasOwn = site !== undefined && [...routes.keys()].some((k) => k.startsWith(`${key}@`));
  const [own] = hasOwn ? await reader.sql<{ number: string }>("select number from site where id = ?", [site]) : [];
  // The content of this rule is checked when the rule is approved.
  return (routes.get(`${key}@${own?.number}`) ?? routes.get(key)) as ApprovalRoute | undefined;
}

/** The open stage of each record's approval by one action. What was signed on another version counts no more (REQ-APR-03). */
export async function openStages(
  reader: Reader,
  record: RecordName,
  name: string,
  rows: readonly Row[],
  input: object | null = null,
): Promise<Map<string, OpenStage>> {
  const key = actionsOf(specOf(record))[name]?.approval ?? "";
  const decided = await reader.sql<Decided>(
    `select record_id, record_version, stage, permit, actor_id as person, on_behalf_of_id as behalf, decision, input, ruled_on::text
     from approval where record_type = ? and action = ? and record_id = any(?::bigint[]) order by id`,
    [record, name, rows.map((row) => row.id)],
  );
  const found = new Map<string, OpenStage>();
  for (const row of rows) {
    const round = decided.filter((d) => d.record_id === row.id && d.record_version === row.version && d.decision === "approved");
    const ruledOn = round[0]?.ruled_on ?? dateIn(reader.firmZone, reader.now);
    const stages = stagesFor(await routeOf(reader, key, row, ruledOn), row, round[0]?.input ?? input);
    found.set(row.id, nextOf(stages, round, ruledOn));
  }
  return found;
}

function nextOf(stages: readonly [number, ApprovalStage][], round: readonly Decided[], ruledOn: string): OpenStage {
  const signedIn = (stage: number) => round.filter((d) => d.stage === stage);
  const needs = ([, of]: [number, ApprovalStage]) => of.needs ?? of.permits.length;
  const at = stages.findIndex((stage) => signedIn(stage[0]).length < needs(stage));
  const entry: [number, ApprovalStage] = stages[at] ?? [0, noRoute];
  const permits = [...entry[1].permits];
  for (const { permit } of signedIn(entry[0])) if (permits.includes(permit)) permits.splice(permits.indexOf(permit), 1);
  return {
    stage: entry[0],
    of: entry[1],
    permits: at < 0 ? [] : permits,
    signers: new Set(round.flatMap((d) => (d.behalf ? [d.person, d.behalf] : [d.person]))),
    isLast: at === stages.length - 1 && signedIn(entry[0]).length + 1 >= needs(entry),
    proposed: round[0]?.input ?? null,
    ruledOn,
  };
}

/** The stage that the actor signs now, what is proposed being the same for all. @throws APPROVAL_PROPOSAL when it is not. */
export async function stageToSign(tx: Tx, record: RecordName, name: string, row: Row, input: object): Promise<OpenStage> {
  const open = (await openStages(tx, record, name, [row], input)).get(row.id) as OpenStage;
  if (open.proposed && canonicalJson(open.proposed) !== canonicalJson(input))
    throw refused({
      code: "APPROVAL_PROPOSAL",
      text: {
        en: "Others have already signed another proposal; sign the same, or send it back.",
        zh: "他人已就另一提议签名；请就同一提议签名，或将其退回。",
      },
    });
  return open;
}

/** Writes down a decision on the version that was shown, signed with an intent or, of a rejection, without. */
export async function decide(
  tx: Tx,
  record: RecordName,
  row: Row,
  action: string,
  open: OpenStage,
  input: object,
  intent: string | null,
): Promise<void> {
  const values = {
    record_type: record,
    record_id: row.id,
    record_version: row.version,
    action,
    stage: open.stage,
    permit: open.permits.find((p) => tx.actor.permits.has(p)) ?? "",
    decision: intent ? "approved" : "rejected",
    is_last: intent !== null && open.isLast,
    input: JSON.stringify(input),
    reason: tx.reason || null,
    ruled_on: open.ruledOn,
    intent_id: intent,
    on_behalf_of_id: tx.behalf?.id ?? null,
  };
  await tx.insert("approval", Object.keys(values), [Object.values(values)]);
  if (values.is_last || !intent) tx.emit("approval.decided", { record, id: row.id, action, decision: values.decision });
}

/** A rejection ends the round: what was signed stays to be seen (REQ-APR-05). */
export async function rejectRound(tx: Tx, record: RecordName, name: string, row: Row): Promise<void> {
  const open = (await openStages(tx, record, name, [row])).get(row.id) as OpenStage;
  await decide(tx, record, row, name, open, open.proposed ?? {}, null);
}
