/** How far the company is set up, and what its go-live asks: everything done, or knowingly left by signature (REQ-MIG-06). */
import { because, type Reason } from "@lotline/schema";
import { ruleMeanings } from "@lotline/schema/rule-meanings";
import { type GoLive, goLiveRule, type SetupStep, setupSteps } from "@lotline/schema/setup";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { type Missing, missingOf, ownRules } from "./missing.ts";

export interface StepStanding {
  readonly step: SetupStep;
  readonly isDone: boolean;
  readonly missing: readonly Missing[];
}

/** The steps of this product: a rule that it does not know is no step. */
export const stepsHere: readonly SetupStep[] = setupSteps.filter(
  ({ rule }) => rule === undefined || Object.hasOwn(ruleMeanings, rule),
);

/** Every step with what it lacks, in order. */
export async function standingsOf(reader: Reader): Promise<StepStanding[]> {
  const decided = await ownRules(reader);
  const standings: StepStanding[] = [];
  for (const step of stepsHere) {
    const missing = (await missingOf[step.key]?.(reader)) ?? [];
    standings.push({ step, missing, isDone: step.rule ? decided.has(step.rule) : missing.length === 0 });
  }
  return standings;
}

/** Since when the company works with the system, by the signature of its QA head; null before. */
export async function liveSince(reader: Reader): Promise<{ readonly number: string; readonly from: string } | null> {
  const [rule] = await reader.sql<{ number: string; from: string }>(
    `select number, valid_from::text as "from" from rule where rule_name = ? and state = 'approved' order by valid_from, id limit 1`,
    [goLiveRule],
  );
  return rule ?? null;
}

/** Why a go-live may not be signed: a step that must be done, or one that is open and not named as left. */
export function goLiveReasons(standings: readonly StepStanding[], { open }: GoLive): Reason[] {
  return standings
    .filter(({ isDone, step }) => !isDone && !(step.skip && open.includes(step.key)))
    .map(({ step: { key, label, skip }, missing }) => {
      const first = missing[0]?.text;
      return skip
        ? because(
            "GO_LIVE_NOT_NAMED",
            `“${label.en}” is open and not named in the proposal (${key}): ${skip.en}`,
            `“${label.zh}”未完成，且提案未列明（${key}）：${skip.zh}`,
          )
        : because(
            "GO_LIVE_OPEN",
            `“${label.en}” must be done first.${first ? ` ${first.en}` : ""}`,
            `须先完成“${label.zh}”。${first?.zh ?? ""}`,
          );
    });
}

/** Asked when the QA head signs; what was done since the proposal counts. */
export const goLiveReady = condition({
  gate: "rule.approve",
  code: "GO_LIVE_OPEN",
  about: {
    en: "The company is set up, or what is open is named, before its go-live",
    zh: "启用前企业设置已完成，或已列明未完成步骤",
  },
  record: "Rule",
  facts: async (reader, rules) => {
    const asked = rules.filter(({ ruleName }) => ruleName === goLiveRule);
    if (asked.length === 0) return new Map<string, readonly StepStanding[]>();
    const standings = await standingsOf(reader);
    return new Map(asked.map(({ id }) => [id, standings]));
  },
  check: (rule, standings) =>
    // The shape of the content was checked when it was written.
    rule.ruleName === goLiveRule ? goLiveReasons(standings ?? [], rule.content as unknown as GoLive) : [],
});
