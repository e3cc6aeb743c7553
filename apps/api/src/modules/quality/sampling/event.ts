import type { SkipCode, SwitchCode } from "@lotline/sampling";
import type { Json, Rec } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";

/** One line of a pair's history: what was counted or drawn, and what came of it. */
export interface SamplingEvent {
  readonly inspection: string | null;
  readonly result: "accepted" | "rejected" | null;
  readonly original: boolean;
  readonly from: string;
  readonly to: string;
  readonly code: SwitchCode | SkipCode | "RESUMED";
  /** The inspections that caused a switch of severity. */
  readonly causes: readonly string[];
  readonly skip: Json;
}

/** Appends to the history of a pair, which nobody changes. */
export const writeEvent = (tx: Tx, state: Rec<"SamplingState">, event: SamplingEvent): Promise<unknown> =>
  tx.insert(
    "sampling_event",
    ["state_id", "inspection_id", "result", "original", "severity_from", "severity_to", "code", "causes", "skip"],
    [
      [
        state.id,
        event.inspection,
        event.result,
        event.original,
        event.from,
        event.to,
        event.code,
        JSON.stringify(event.causes),
        event.skip === null ? null : JSON.stringify(event.skip),
      ],
    ],
  );
