import {
  aqls,
  type PlanQuestion,
  readAql,
  readLevel,
  type Severity,
  type StandardKey,
  type Step,
  samplePlan,
  standards,
  tablesEdition,
  zeroPlan,
} from "@lotline/sampling";
import type { Line, NewLine } from "@lotline/schema";
import { Decimal } from "decimal.js";

export type Sample = NewLine<"Inspection", "samples">;
type Characteristic = Line<"InspectionPlan", "characteristics">;

/** What decides the samples of one lot besides its plan. */
export interface Decision {
  readonly standard: StandardKey;
  /** The rule that chose it, and those that confirmed parts of its tables. */
  readonly standardRule: string | null;
  readonly confirmedBy: ReadonlyMap<string, string>;
  readonly severity: Severity;
  /** The record of the switching rules that says so. */
  readonly switching: string | null;
  readonly lotQuantity: string;
  /** Counted in whole units; of what is weighed only a fixed number of samples is taken. */
  readonly isCounted: boolean;
}

/** The sample of one characteristic for one lot, with every step that led to it. Rules: the plan's, the standard's tables. */
export function sampleOf(characteristic: Characteristic, decision: Decision): Sample {
  const { samplingRule, position } = characteristic;
  const units = Math.max(1, Math.floor(Number(decision.lotQuantity)));
  const base = {
    characteristic: position,
    rule: samplingRule,
    standard: null,
    citation: null,
    level: null,
    aql: null,
    ...byNoTable,
  };
  const free = { ...base, severity: null, codeLetter: null, switching: null };
  if (samplingRule === "aql") return { ...base, ...byAql(characteristic, decision, units) };
  if (samplingRule === "zero") return { ...free, ...byLtpd(characteristic, units) };
  if (samplingRule === "all")
    return { ...free, ...numbers(units, characteristic.acceptUpTo ?? 0, true), steps: [{ code: "ALL", values: { lot: units } }] };
  return { ...free, ...fixed(characteristic, decision, units) };
}

const byNoTable = { tables: null, standardRule: null, confirmedBy: null };

const numbers = (sampleSize: number, acceptUpTo: number, inspectAll: boolean) => ({
  sampleSize,
  acceptUpTo,
  rejectFrom: acceptUpTo + 1,
  inspectAll,
});

function fixed({ sampleSize, acceptUpTo }: Characteristic, { isCounted }: Decision, units: number) {
  // The gate of the approval has asked for both.
  const n = sampleSize ?? 1;
  const accept = acceptUpTo ?? 0;
  const inspectAll = isCounted && n >= units;
  const steps: Step[] = [{ code: "FIXED", values: { n, accept, reject: accept + 1 } }];
  if (inspectAll) steps.push({ code: "WHOLE", values: { n, lot: units } });
  return { ...numbers(inspectAll ? units : n, accept, inspectAll), steps };
}

function byLtpd({ ltpd, beta }: Characteristic, units: number) {
  const { sampleSize, inspectAll, steps } = zeroPlan(units, plain(ltpd), plain(beta));
  return { ...numbers(sampleSize, 0, inspectAll), steps };
}

/** 2.500 as 2.5. */
const plain = (value: string | null): string => new Decimal(value ?? 0).toFixed();

function byAql({ level, aql }: Characteristic, decision: Decision, lotSize: number) {
  const { standard, standardRule, severity, switching } = decision;
  const question = { standard, lotSize, severity, level: readLevel(level) ?? "II", aql: readAql(aql) ?? "1.0" } as const;
  const { codeLetter, sampleSize, accept, reject, inspectAll, steps, confirmed } = samplePlan(question);
  const part = severity === "reduced" ? "reduced" : "aql-above-10";
  return {
    standard,
    citation: standards[standard].citation,
    tables: tablesEdition,
    standardRule,
    confirmedBy: confirmed ? null : (decision.confirmedBy.get(part) ?? null),
    level,
    aql,
    severity,
    codeLetter,
    sampleSize,
    acceptUpTo: accept,
    rejectFrom: reject,
    inspectAll,
    steps,
    switching,
  };
}

/** The question one step tighter than a frozen sample answers; null at the tightest AQL. */
export function tighterAql(sample: Line<"Inspection", "samples">, lotSize: number): PlanQuestion | null {
  const aql = readAql(sample.aql);
  const level = readLevel(sample.level);
  const tighter = aql && aqls[aqls.indexOf(aql) - 1];
  if (!tighter || !level || !sample.severity) return null;
  return { standard: (sample.standard ?? "iso-2859-1") as StandardKey, lotSize, severity: sample.severity, level, aql: tighter };
}
