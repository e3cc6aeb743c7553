import type { Words } from "./words.ts";

/**
 * Skip-lot inspection SkSP-2 (Dodge and Perry; ISO 2859-3): after `clearance` lots in a row were accepted lot by lot, only one of
 * `interval` lots is inspected; whatever speaks against it brings back lot-by-lot inspection and the clearance begins anew.
 */
export interface SkipRule {
  /** Lots accepted in a row before lots are skipped. */
  readonly clearance: number;
  /** One lot of so many is inspected; the frequency f is 1 / interval. */
  readonly interval: number;
}

/** What a qualification rests on: it ends with any of them. Keys of the house; empty for none. */
export interface SkipBasis {
  readonly plan: string;
  /** The supplier's approval for the item, as it was decided last. */
  readonly approval: string;
  readonly rule: string;
}

/** Why nothing is skipped although the clearance is reached. */
export type SkipObstacle = "UNCONFIRMED" | "RISK_CLASS" | "NOT_APPROVED";

/** The rule as it stands for a supplier's item now. */
export interface SkipTerms extends SkipRule {
  readonly basis: SkipBasis;
  readonly obstacle: SkipObstacle | null;
}

export interface SkipState {
  readonly mode: "every" | "skip";
  /** Lots accepted in a row, as long as every lot is inspected. */
  readonly accepted: number;
  /** Lots that arrived since lots are skipped. */
  readonly arrived: number;
  /** What the draws are made from; given when skipping begins. */
  readonly seed: string | null;
  readonly basis: SkipBasis | null;
}

/** Nothing is known yet: every lot is inspected. */
export const everyLot: SkipState = { mode: "every", accepted: 0, arrived: 0, seed: null, basis: null };

/** One draw, told so that anybody can make it again. */
export type SkipDraw = {
  readonly seed: string;
  /** The lot is the so-manyth since lots are skipped … */
  readonly counter: number;
  /** … and belongs to this block of `interval` lots, of which … */
  readonly block: number;
  /** … this one is inspected. */
  readonly pick: number;
};

export type SkipCode =
  | "SKIP_COUNTS"
  | "SKIP_BEGINS"
  | `SKIP_WAITS_${SkipObstacle}`
  | "LOT_SKIPPED"
  | "LOT_DRAWN"
  | "SKIP_ENDS_REJECTED"
  | "SKIP_ENDS_NONCONFORMITY"
  | "SKIP_ENDS_PLAN"
  | "SKIP_ENDS_APPROVAL"
  | "SKIP_ENDS_RULE";

export interface SkipStep {
  readonly state: SkipState;
  /** What happened; null when nothing is to be told. */
  readonly code: SkipCode | null;
}

export interface SkipArrival extends SkipStep {
  readonly inspect: boolean;
  readonly draw: SkipDraw | null;
}

/** Whether the lot that arrives now is inspected. No terms: the plan in force has no skip-lot rule. */
export function arrives(state: SkipState, terms: SkipTerms | null): SkipArrival {
  const ended = endedBy(state, terms);
  if (ended) return { ...ends(state, ended, terms?.basis ?? null), inspect: true, draw: null };
  if (state.mode === "every" || state.seed === null || !terms)
    return { state: { ...state, basis: terms?.basis ?? null }, code: null, inspect: true, draw: null };
  const counter = state.arrived + 1;
  const draw = drawOf(state.seed, counter, terms.interval);
  const inspect = (draw.block - 1) * terms.interval + draw.pick === counter;
  return { state: { ...state, arrived: counter }, code: inspect ? "LOT_DRAWN" : "LOT_SKIPPED", inspect, draw };
}

/** One inspection that counts, as skip-lot sees it. */
export interface SkipResult {
  readonly accepted: boolean;
  /** False for a lot that was submitted again. */
  readonly original: boolean;
  /** Inspected by this plan. */
  readonly plan: string;
  /** Tightened inspection qualifies nobody. */
  readonly tightened: boolean;
}

/** The state after an inspected lot was concluded. `seed` is what the draws are made from if skipping begins with it. */
export function concluded(state: SkipState, lot: SkipResult, terms: SkipTerms | null, seed: string): SkipStep {
  if (!lot.accepted) return ends(state, "SKIP_ENDS_REJECTED", state.basis);
  // A lot that arrived under another plan says nothing about this one.
  if (!terms || state.basis?.plan !== lot.plan || state.mode === "skip") return { state, code: null };
  if (state.basis.approval !== terms.basis.approval)
    return ends(state, "SKIP_ENDS_APPROVAL", { ...terms.basis, plan: state.basis.plan });
  if (!lot.original || lot.tightened) return { state, code: null };
  const accepted = state.accepted + 1;
  const counted = { ...state, accepted };
  if (accepted < terms.clearance) return { state: counted, code: "SKIP_COUNTS" };
  if (terms.obstacle) return { state: counted, code: `SKIP_WAITS_${terms.obstacle}` };
  return { state: { mode: "skip", accepted, arrived: 0, seed, basis: terms.basis }, code: "SKIP_BEGINS" };
}

/** Back to lot by lot, counted anew; there is nothing to tell where nothing was counted. */
export function ends(state: SkipState, code: SkipCode, basis: SkipBasis | null): SkipStep {
  const isToTell = state.mode === "skip" || state.accepted > 0;
  return { state: { ...everyLot, basis }, code: isToTell ? code : null };
}

/** What of its basis is no longer what it was. Until lots are skipped the rule may change: the lots have been accepted all the same. */
function endedBy({ mode, basis }: SkipState, terms: SkipTerms | null): SkipCode | null {
  if (basis === null) return null;
  if (terms?.basis.plan !== basis.plan) return "SKIP_ENDS_PLAN";
  if (terms.basis.approval !== basis.approval) return "SKIP_ENDS_APPROVAL";
  return mode === "skip" && (terms.basis.rule !== basis.rule || terms.obstacle !== null) ? "SKIP_ENDS_RULE" : null;
}

/**
 * The draw of a lot: of each block of `interval` lots exactly one is inspected, which one follows from the seed and the block alone.
 * The supplier cannot count it out, and anybody with the record can make it again.
 */
export function drawOf(seed: string, counter: number, interval: number): SkipDraw {
  const block = Math.ceil(counter / interval);
  return { seed, counter, block, pick: (hash(`${seed}/${block}`) % interval) + 1 };
}

/** FNV-1a of 32 bits over the UTF-16 units, then the finaliser of MurmurHash3, so that neighbouring blocks have nothing in common. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export const skipWords: { readonly [C in SkipCode]: Words } = {
  SKIP_COUNTS: { en: "counts towards skip-lot", zh: "计入跳批资格" },
  SKIP_BEGINS: { en: "qualified: lots are skipped from now on", zh: "达到跳批资格：此后跳批" },
  SKIP_WAITS_UNCONFIRMED: {
    en: "qualified; nothing is skipped before the rule is confirmed by signature",
    zh: "已达跳批资格；规则经签名确认前不跳批",
  },
  SKIP_WAITS_RISK_CLASS: {
    en: "qualified; the rule skips nothing of risk class A",
    zh: "已达跳批资格；该规则不适用于 A 类风险物料",
  },
  SKIP_WAITS_NOT_APPROVED: {
    en: "qualified; the supplier is not approved for the item",
    zh: "已达跳批资格；供应商目前不是该物料的合格供应商",
  },
  LOT_SKIPPED: { en: "skipped by the draw", zh: "经抽签跳批" },
  LOT_DRAWN: { en: "drawn for inspection", zh: "抽中，须检验" },
  SKIP_ENDS_REJECTED: { en: "back to lot by lot: a lot was not accepted", zh: "恢复逐批检验：有一批不接收" },
  SKIP_ENDS_NONCONFORMITY: {
    en: "back to lot by lot: a nonconformity of a skipped lot",
    zh: "恢复逐批检验：跳批的批发现不合格",
  },
  SKIP_ENDS_PLAN: { en: "back to lot by lot: the inspection plan has changed", zh: "恢复逐批检验：检验规程已变更" },
  SKIP_ENDS_APPROVAL: {
    en: "back to lot by lot: the supplier's approval for the item has changed",
    zh: "恢复逐批检验：供应商准入已变更",
  },
  SKIP_ENDS_RULE: { en: "back to lot by lot: the skip-lot rule has changed", zh: "恢复逐批检验：跳批规则已变更" },
};
