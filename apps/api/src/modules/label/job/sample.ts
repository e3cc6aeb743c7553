/** How many labels are read back before they are released: a sample by a plan, spread over the job. */
import { samplePlan } from "@lotline/sampling";

/** GB/T 2828.1, normal inspection, level II, AQL 0.65: no less than the trade takes for printed codes; one mismatch refuses all the same. */
const question = { standard: "gbt-2828.1", level: "II", aql: "0.65", severity: "normal" } as const;

/** Places of the labels that are read back, from 0; the first and the last are always among them. */
export function sampleOf(labels: number): number[] {
  if (labels <= 2) return Array.from({ length: labels }, (_, at) => at);
  const { sampleSize } = samplePlan({ ...question, lotSize: labels });
  const size = Math.max(2, sampleSize);
  return [...new Set(Array.from({ length: size }, (_, n) => Math.round((n * (labels - 1)) / (size - 1))))];
}
