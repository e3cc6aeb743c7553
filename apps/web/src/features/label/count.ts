/** The counts of a label job as they are typed. */
import { type Label, registry } from "@lotline/schema";

export const countNames = ["applied", "destroyed", "returned", "specimens"] as const;
export type CountName = (typeof countNames)[number];

const fields = registry.LabelJob.fields;
export const labelsOf: Readonly<Record<CountName, Label>> = {
  applied: fields.applied.label,
  destroyed: fields.destroyed.label,
  returned: fields.returned.label,
  specimens: fields.specimens.label,
};

/** Labels that are not accounted for; an empty box is none, and what is no whole number gives no answer. */
export function differenceOf(printed: number, typed: Readonly<Record<CountName, string>>): number | undefined {
  const counts = countNames.map((name) => typed[name].trim() || "0");
  if (counts.some((text) => !/^\d{1,7}$/.test(text))) return undefined;
  return counts.reduce((left, text) => left - Number(text), printed);
}
