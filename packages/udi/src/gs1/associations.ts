/** Which identifiers may, must and must not stand together. GS1 General Specifications 4.13 and 4.14, as the table has them. */
import { type Problem, problem } from "../problem.ts";
import type { FoundElement } from "./element.ts";
import type { Pattern } from "./table.ts";

export const associationRules = ["mutually-exclusive", "requisite", "repeated-ai", "digsig-serial"] as const;
export type AssociationRule = (typeof associationRules)[number];

/** Everything that is wrong with the company the elements keep, by the rules asked for. */
export function associationProblems(
  elements: readonly FoundElement[],
  rules: readonly AssociationRule[] = associationRules,
): Problem[] {
  return rules.flatMap((rule) => checks[rule](elements));
}

const checks: { readonly [rule in AssociationRule]: (elements: readonly FoundElement[]) => Problem[] } = {
  "mutually-exclusive": exclusions,
  requisite: requisites,
  "repeated-ai": repetitions,
  "digsig-serial": signedWithoutSerial,
};

/** Whether an identifier fits "310n"; one does not fit for itself. */
function fitting(elements: readonly FoundElement[], { text, fixed }: Pattern, self: string): FoundElement | undefined {
  return elements.find(({ ai }) => ai.length === text.length && ai !== self && ai.startsWith(fixed));
}

function exclusions(elements: readonly FoundElement[]): Problem[] {
  const told = new Set<string>();
  return elements.flatMap(({ ai, known, at }) =>
    known.excludes.flatMap((pattern) => {
      const other = fitting(elements, pattern, ai);
      // Both may exclude each other: that is said once.
      if (!other || told.has(`${other.ai} ${ai}`) || told.has(`${ai} ${other.ai}`)) return [];
      told.add(`${ai} ${other.ai}`);
      return [problem("EXCLUSIVE_AIS", at - ai.length, { ai, detail: other.ai })];
    }),
  );
}

function requisites(elements: readonly FoundElement[]): Problem[] {
  return elements.flatMap(({ ai, known, at }) =>
    known.requires
      .filter((groups) => !groups.some((group) => group.every((pattern) => fitting(elements, pattern, ai))))
      .map((groups) => {
        const detail = groups.map((group) => group.map(({ text }) => text).join("+")).join(", ");
        return problem("REQUIRED_AI_MISSING", at - ai.length, { ai, detail });
      }),
  );
}

/** Repeated identifiers come from several symbols of one label and say the same. */
function repetitions(elements: readonly FoundElement[]): Problem[] {
  const first = new Map<string, string>();
  return elements.flatMap(({ ai, value, at }) => {
    const said = first.get(ai);
    if (said === undefined) first.set(ai, value);
    return said === undefined || said === value ? [] : [problem("REPEATED_AI_DIFFERS", at - ai.length, { ai, detail: said })];
  });
}

/** A digital signature (8030) signs one thing: a document, coupon or asset with its serial number. */
function signedWithoutSerial(elements: readonly FoundElement[]): Problem[] {
  if (!elements.some(({ ai }) => ai === "8030")) return [];
  return elements
    .filter(({ ai, value, known }) => (ai === "253" || ai === "255" || ai === "8003") && value.length === known.min)
    .map(({ ai, value, at }) => problem("SERIAL_MISSING", at + value.length, { ai, detail: "8030" }));
}
