import { codeLetter } from "./letters.ts";
import { type Aql, aqls, type Level, type StandardKey } from "./standards.ts";
import { normal, type Row, reducedIso, reducedMil, tightened } from "./tables.ts";
import { SamplingError, type Severity, type Step } from "./words.ts";

export interface PlanQuestion {
  readonly standard: StandardKey;
  /** Units in the lot, at least 1. */
  readonly lotSize: number;
  readonly level: Level;
  readonly aql: Aql;
  readonly severity: Severity;
}

export interface SamplePlan {
  /** Of the plan finally used, after the arrows. */
  readonly codeLetter: string;
  /** Units to inspect: that of the plan, or the lot when the plan's is not less. */
  readonly sampleSize: number;
  readonly accept: number;
  readonly reject: number;
  readonly inspectAll: boolean;
  readonly steps: readonly Step[];
  /** False when it comes from a part of the tables that nobody checked against the standard's text. */
  readonly confirmed: boolean;
}

/** The master table of a standard for a severity. */
export function tableOf(standard: StandardKey, severity: Severity): readonly Row[] {
  if (severity === "normal") return normal;
  if (severity === "tightened") return tightened;
  return standard === "iso-2859-1" || standard === "gbt-2828.1" ? reducedIso : reducedMil;
}

const highestConfirmed = aqls.indexOf("10");

/** Reduced plans and AQL above 10 could not be checked against the text of the standard. */
export const isConfirmed = (aql: Aql, severity: Severity): boolean =>
  severity !== "reduced" && aqls.indexOf(aql) <= highestConfirmed;

/** The single sampling plan for a lot; every step of the way is told. Throws SamplingError where the tables say nothing. */
export function samplePlan(question: PlanQuestion): SamplePlan {
  const { lotSize, level, aql, severity } = question;
  const letter = codeLetter(lotSize, level);
  const found = follow(question, letter);
  const { row, accept, reject } = found;
  const inspectAll = row.n >= lotSize;
  const confirmed = isConfirmed(aql, severity);
  const steps: Step[] = [
    { code: "LETTER", values: { lot: lotSize, level, letter } },
    ...found.arrows,
    { code: "PLAN", values: { letter: row.letter, aql, severity, n: row.n, accept, reject } },
    ...(inspectAll ? [{ code: "WHOLE", values: { n: row.n, lot: lotSize } } as const] : []),
    ...(confirmed ? [] : [{ code: "UNCONFIRMED", values: {} } as const]),
  ];
  return {
    codeLetter: row.letter,
    sampleSize: inspectAll ? lotSize : row.n,
    accept,
    reject,
    inspectAll,
    steps,
    confirmed,
  };
}

/** Follows the arrows from a letter to the plan that is used: to another letter, and so to its sample size. */
function follow({ standard, aql, severity }: PlanQuestion, letter: string) {
  const rows = tableOf(standard, severity);
  const column = aqls.indexOf(aql);
  const start = rows.findIndex((row) => row.letter === letter);
  let at = start;
  let cell = rows[at]?.cells[column];
  const direction = cell;
  while (cell === "down" || cell === "up") {
    at += cell === "down" ? 1 : -1;
    cell = rows[at]?.cells[column];
  }
  const row = rows[at];
  if (!row || !cell)
    throw new SamplingError(
      "aql",
      "NOT_CARRIED",
      `The ${severity} table is not carried for AQL ${aql} of ${standard}.`,
      `${standard} 的 AQL ${aql} 未收录该严格度（${severity}）的表。`,
    );
  const arrows: Step[] =
    direction === "down" || direction === "up"
      ? [{ code: direction === "down" ? "DOWN" : "UP", values: { letter, aql, severity, to: row.letter, n: row.n } }]
      : [];
  return { row, ...cell, arrows };
}
