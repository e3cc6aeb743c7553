import type { Label } from "./label.ts";

/** When a stage of a route is asked: a value is one of some, or lies above a limit (of its unit where limits differ by unit). */
export type StageWhen =
  | { readonly field: string; readonly in: readonly string[] }
  | { readonly field: string; readonly above: string | { readonly [unit: string]: string }; readonly unit?: string };

/** One stage of an approval: `needs` of its permits (all, when not said), each signed by another person, in any order. */
export interface ApprovalStage {
  readonly title: Label;
  readonly permits: readonly string[];
  readonly needs?: number;
  /** Hours until it is overdue; then holders of `escalateTo` are told, and nothing is decided by the clock (REQ-APR-04). */
  readonly hours?: number;
  readonly escalateTo?: string;
  readonly when?: readonly StageWhen[];
}

/** Content of the rule `approval-route`: stages one after another. */
export interface ApprovalRoute {
  readonly stages: readonly ApprovalStage[];
  /** Holders of these permits are told what was decided. */
  readonly copyTo?: readonly string[];
}

/** Values by which stages are chosen: fields of the record, and of the action's input as "input.decision". */
export type StageValues = { readonly [path: string]: unknown };

// Money is compared exactly, never as a float.
const millionths = (text: string): bigint => {
  const [whole = "0", part = ""] = text.replace("-", "").split(".");
  return BigInt(`${whole}${part.padEnd(6, "0").slice(0, 6)}`) * (text.startsWith("-") ? -1n : 1n);
};

function isMet(when: StageWhen, values: StageValues): boolean {
  const value = values[when.field];
  // What is not known does not shorten the way.
  if (value === undefined || value === null) return true;
  if ("in" in when) return when.in.includes(String(value));
  const limit = typeof when.above === "string" ? when.above : when.above[String(values[when.unit ?? "currency"])];
  return limit === undefined || millionths(String(value)) > millionths(limit);
}

/** Whether a stage is asked for these values; an unknown value, or a unit without a limit, asks it. */
export const stageApplies = ({ when }: ApprovalStage, values: StageValues): boolean =>
  (when ?? []).every((condition) => isMet(condition, values));
