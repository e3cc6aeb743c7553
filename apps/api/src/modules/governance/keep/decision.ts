/** A decision to keep records longer, and that a rule may lengthen what the law asks for but never shorten it (REQ-RET-01). */
import {
  because,
  legalMinima,
  minimumWords,
  type Reason,
  type Rec,
  type RetentionMinimum,
  type RetentionYears,
} from "@lotline/schema";
import { tableOf } from "../../../base/names.ts";
import { behaviour, condition } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Named, typeNamed } from "../copy/scope.ts";
import { keptOf } from "./until.ts";

async function decide(tx: Tx, decision: Rec<"RetentionDecision">): Promise<void> {
  const named: readonly Named[] = await tx.lines("RetentionDecision", "named", decision);
  const reasons: Reason[] = [];
  for (const one of named) reasons.push(...(await longerReasons(tx, one, decision.keepUntil)));
  if (named.length === 0)
    reasons.push(because("RETENTION_NO_RECORDS", "The decision names no record.", "该决定未指定任何记录。"));
  tx.require(reasons);
}

async function longerReasons(tx: Tx, { recordType, recordNumber }: Named, keepUntil: string): Promise<Reason[]> {
  const record = typeNamed(recordType);
  const [row] = record ? await tx.sql<{ id: string }>(`select id from ${tableOf(record)} where number = ?`, [recordNumber]) : [];
  const [kept] = record && row ? await keptOf(tx, record, [row.id]) : [];
  if (!kept)
    return [because("RETENTION_UNKNOWN", `There is no ${recordType} ${recordNumber}.`, `没有“${recordType}” ${recordNumber}。`)];
  if (kept.until === "infinity")
    return [
      because(
        "RETENTION_NOT_LONGER",
        `${recordNumber} is kept permanently already.`,
        `${recordNumber} 已永久保存。`,
        kept.record,
        recordNumber,
      ),
    ];
  return kept.until < keepUntil
    ? []
    : [
        because(
          "RETENTION_NOT_LONGER",
          `${recordNumber} is kept until ${kept.until}; a decision only lengthens that.`,
          `${recordNumber} 已保存至 ${kept.until}，只能延长。`,
          kept.record,
          recordNumber,
        ),
      ];
}

export const retentionDecisionBehaviour = behaviour({ record: "RetentionDecision", actions: { decide: { effect: decide } } });

const shorter = (given: number | null, least: number | null): boolean => given !== null && (least === null || given < least);

/** By which clauses a version of a rule would keep too short. */
export function shorteningReasons({ ruleName, key, content }: { ruleName: string; key: string; content: unknown }): Reason[] {
  const refusal = (minimum: (typeof legalMinima)[number]): Reason => {
    const words = minimumWords(minimum);
    return because(
      "RETENTION_MINIMUM",
      `Shorter than ${minimum.clause} asks for: ${words.en}. A firm may only lengthen it.`,
      `短于 ${minimum.clause} 的要求：${words.zh}。企业只能延长，不能缩短。`,
    );
  };
  if (ruleName === "retention") {
    const { years } = content as RetentionYears;
    // The years of the firm count from the record; so do these minima, and what counts from elsewhere applies besides.
    return legalMinima
      .filter((minimum) => minimum.class === key && minimum.from === "made" && minimum.when !== "implant")
      .filter((minimum) => shorter(years, minimum.years))
      .map(refusal);
  }
  if (ruleName !== "retention-minimum") return [];
  const given = content as RetentionMinimum;
  return legalMinima
    .filter((minimum) => minimum.key === key)
    .filter(
      (minimum) =>
        shorter(given.years, minimum.years) ||
        given.class !== minimum.class ||
        given.from !== minimum.from ||
        (given.when ?? null) !== (minimum.when ?? null),
    )
    .map(refusal);
}

/** Asked when a rule is approved: the screen shows it on the draft already. */
export const onlyLengthens = condition<"Rule", null>({
  gate: "rule.approve",
  code: "RETENTION_MINIMUM",
  about: { en: "It keeps records at least as long as the law asks for.", zh: "不短于法定最低保存期限。" },
  record: "Rule",
  facts: async () => new Map(),
  check: (rule) => shorteningReasons(rule),
});
