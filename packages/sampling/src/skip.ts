/**
 * Skip-lot inspection SkSP-2 (Dodge and Perry; ISO 2859-3): after `clearance` lots in a row were accepted lot by lot, only one of
 * `interval` lots is inspected; one that is not accepted brings back lot-by-lot inspection and the clearance begins anew.
 */
export interface SkipRule {
  /** Lots accepted in a row before lots are skipped. */
  readonly clearance: number;
  /** One lot of so many is inspected; the frequency f is 1 / interval. */
  readonly interval: number;
}

export interface SkipState {
  readonly mode: "every" | "skip";
  /** Lots accepted in a row, as long as every lot is inspected. */
  readonly accepted: number;
  /** Lots skipped since the last inspected one. */
  readonly skipped: number;
}

export const everyLot: SkipState = { mode: "every", accepted: 0, skipped: 0 };

/** Whether the lot that arrives now is inspected, and the state after that decision. */
export function arrives(state: SkipState, { interval }: SkipRule): { readonly inspect: boolean; readonly state: SkipState } {
  if (state.mode === "every") return { inspect: true, state };
  const inspect = state.skipped >= interval - 1;
  return { inspect, state: { ...state, skipped: inspect ? 0 : state.skipped + 1 } };
}

/** The state after an inspected lot was concluded. */
export function concluded(state: SkipState, accepted: boolean, { clearance }: SkipRule): SkipState {
  if (!accepted) return everyLot;
  if (state.mode === "skip") return state;
  const count = state.accepted + 1;
  return count >= clearance ? { mode: "skip", accepted: count, skipped: 0 } : { ...state, accepted: count };
}
