import { type Severity, severityWords, type Words } from "./words.ts";

/** Where a supplier's item stands: the severity of the next lot and what counts towards the next switch. */
export interface SwitchState {
  readonly severity: Severity | "discontinued";
  /** The last results on original inspection under this severity, oldest first, at most five: accepted or not. */
  readonly recent: readonly boolean[];
  /** Lots not accepted since tightened inspection began. */
  readonly rejectedTightened: number;
  /** The switching score towards reduced inspection. */
  readonly score: number;
}

/** One concluded inspection, as the rules see it. */
export interface LotResult {
  readonly accepted: boolean;
  /** False for a lot that was submitted again: the rules count original inspection only. */
  readonly original: boolean;
  /** The largest Ac of the plans used is 0 or 1. */
  readonly smallAccept: boolean;
  /** Would have been accepted by the plan of the next tighter AQL. */
  readonly tighter: boolean;
  /** Accepted, but with more than Ac found: the gap of reduced plans in MIL-STD-105E. */
  readonly inGap?: boolean;
}

export type SwitchCode =
  | "RESUBMITTED"
  | "STAYS"
  | "TWO_OF_FIVE"
  | "FIVE_ACCEPTED"
  | "FIVE_REJECTED"
  | "SCORE"
  | "SCORE_WAITS"
  | "REDUCED_REJECTED"
  | "REDUCED_GAP"
  | "DISCONTINUED";

export const switchWords: { readonly [C in SwitchCode]: Words } = {
  RESUBMITTED: { en: "a resubmitted lot does not count", zh: "再次提交的批不计入" },
  STAYS: { en: "no switch", zh: "不转移" },
  TWO_OF_FIVE: {
    en: "2 of 5 or fewer consecutive lots not accepted on original inspection (9.3.1)",
    zh: "连续 5 批或少于 5 批中有 2 批初次检验不接收（9.3.1）",
  },
  FIVE_ACCEPTED: {
    en: "5 consecutive lots accepted on original inspection under tightened inspection (9.3.2)",
    zh: "加严检验下连续 5 批初次检验接收（9.3.2）",
  },
  FIVE_REJECTED: {
    en: "5 lots in all not accepted under tightened inspection: inspection is discontinued (9.4)",
    zh: "加严检验下不接收批累计达 5 批：暂停检验（9.4）",
  },
  SCORE: { en: "switching score of 30 reached (9.3.3)", zh: "转移得分达到 30（9.3.3）" },
  SCORE_WAITS: {
    en: "switching score of 30 reached; reduced inspection is off until its tables are confirmed",
    zh: "转移得分达到 30；放宽检验的表格确认前不转移",
  },
  REDUCED_REJECTED: { en: "a lot not accepted under reduced inspection (9.3.4)", zh: "放宽检验下有一批不接收（9.3.4）" },
  REDUCED_GAP: {
    en: "accepted with more than Ac nonconforming under reduced inspection",
    zh: "放宽检验下接收，但不合格数大于 Ac",
  },
  DISCONTINUED: {
    en: "discontinued: QA resumes with tightened inspection once the supplier has improved",
    zh: "已暂停：供方改进后由 QA 决定以加严检验恢复",
  },
};

export interface Switched {
  readonly state: SwitchState;
  readonly reason: SwitchCode;
}

/** A supplier's item without history: normal inspection (9.1). */
export const startState: SwitchState = { severity: "normal", recent: [], rejectedTightened: 0, score: 0 };

/** After improvement and by QA's decision inspection begins again as tightened (9.4). */
export const resumed: SwitchState = { ...startState, severity: "tightened" };

const window = 5;
const enough = 30;

/**
 * The state after one concluded inspection, and why. Rules of ISO 2859-1 9.3 and 9.4 (MIL-STD-105E 4.7). Without `reduced` nothing
 * switches to reduced inspection, however good the score.
 */
export function next(state: SwitchState, lot: LotResult, allow: { readonly reduced: boolean }): Switched {
  if (state.severity === "discontinued") return { state, reason: "DISCONTINUED" };
  if (!lot.original) return { state, reason: "RESUBMITTED" };
  const seen = { ...state, recent: [...state.recent, lot.accepted].slice(-window) };
  if (state.severity === "tightened") return afterTightened(seen, lot);
  if (state.severity === "reduced") return afterReduced(seen, lot);
  return afterNormal(seen, lot, allow.reduced);
}

function afterNormal(state: SwitchState, lot: LotResult, reducedAllowed: boolean): Switched {
  if (state.recent.filter((accepted) => !accepted).length >= 2)
    return { state: { ...startState, severity: "tightened" }, reason: "TWO_OF_FIVE" };
  const score = scoreAfter(state.score, lot);
  if (score >= enough && reducedAllowed) return { state: { ...startState, severity: "reduced" }, reason: "SCORE" };
  return { state: { ...state, score }, reason: score >= enough ? "SCORE_WAITS" : "STAYS" };
}

/** 9.3.3.2: +3 when the lot would have passed the next tighter AQL (Ac 2 and more), +2 when it passed with Ac 0 or 1; otherwise from 0. */
function scoreAfter(score: number, { accepted, smallAccept, tighter }: LotResult): number {
  if (!accepted) return 0;
  if (smallAccept) return score + 2;
  return tighter ? score + 3 : 0;
}

function afterTightened(state: SwitchState, lot: LotResult): Switched {
  const rejectedTightened = state.rejectedTightened + (lot.accepted ? 0 : 1);
  if (rejectedTightened >= window)
    return { state: { ...startState, severity: "discontinued", rejectedTightened }, reason: "FIVE_REJECTED" };
  if (state.recent.length === window && state.recent.every(Boolean)) return { state: startState, reason: "FIVE_ACCEPTED" };
  return { state: { ...state, rejectedTightened }, reason: "STAYS" };
}

function afterReduced(state: SwitchState, lot: LotResult): Switched {
  if (!lot.accepted) return { state: startState, reason: "REDUCED_REJECTED" };
  return lot.inGap ? { state: startState, reason: "REDUCED_GAP" } : { state, reason: "STAYS" };
}

/** The switch in words: "normal → tightened: 2 of 5 …". */
export const switchText = (from: SwitchState["severity"], { state, reason }: Switched): Words => {
  const line = (language: keyof Words): string => {
    const [before, after] = [severityWords[from][language], severityWords[state.severity][language]];
    return `${before === after ? after : `${before} → ${after}`}${language === "zh" ? "：" : ": "}${switchWords[reason][language]}`;
  };
  return { en: line("en"), zh: line("zh") };
};
