import { type Enumeration, enumeration, type Field, type Fields } from "./field.ts";
import type { AnyRecord, Registry } from "./record.ts";

/** How much a decision on a record matters to patients; the order of the review queue begins with it (ADR 38). */
export const patientRisk = enumeration("PatientRisk", {
  high: { en: "High", zh: "高" },
  medium: { en: "Medium", zh: "中" },
  low: { en: "Low", zh: "低" },
});

export type PatientRisk = "high" | "medium" | "low";

/** Content of the rule `patient-risk`: what each value of a choice means, and what is assumed where nothing is known. */
export interface PatientRiskRule {
  readonly unknown: PatientRisk;
  readonly values: { readonly [choice: string]: { readonly [value: string]: PatientRisk } };
}

/** One step of a path: a reference, or `supplierItem`, the approval of the record's supplier for its item. */
export interface RiskStep {
  readonly reference: string;
  readonly target: string;
}

/** A path of `risk` resolved: through which references to which choice; null when it leads nowhere. */
export interface RiskPath {
  readonly steps: readonly RiskStep[];
  readonly field: string;
  readonly of: Enumeration;
}

const targetOf = (fields: Fields, step: string): string | undefined => {
  const field: Field | undefined = fields[step];
  if (field?.kind === "ref") return field.target;
  return step === "supplierItem" && fields.supplier?.kind === "ref" && fields.item?.kind === "ref" ? "SupplierItem" : undefined;
};

/** Resolves a path such as "lot.item.deviceClass". */
export function riskPath(record: AnyRecord, path: string, records: Registry): RiskPath | null {
  const parts = path.split(".");
  const field = parts.pop() ?? "";
  const steps: RiskStep[] = [];
  let home: AnyRecord | undefined = record;
  for (const reference of parts) {
    const target: string | undefined = home && targetOf(home.fields, reference);
    home = target === undefined ? undefined : records[target];
    if (target === undefined || !home) return null;
    steps.push({ reference, target });
  }
  const found: Field | undefined = home?.fields[field];
  return found?.kind === "choice" ? { steps, field, of: found.of } : null;
}
