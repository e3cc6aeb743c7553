/** The samples of an inspection and the rules of a plan, read from rows of the API. */
import { type Aql, readAql, readLevel, type StandardKey, type Step, samplePlan, zeroPlan } from "@lotline/sampling";
import { isRow, type Row, rowsOf, textOf } from "../../../kit/data/row.ts";

/** The frozen sample of one characteristic. */
export interface Sample {
  readonly characteristic: number;
  readonly rule: string;
  readonly codeLetter: string;
  readonly sampleSize: number;
  readonly acceptUpTo: number;
  readonly rejectFrom: number;
  readonly inspectAll: boolean;
  readonly severity: string;
  readonly citation: string;
  readonly aql: Aql | undefined;
  readonly steps: readonly Step[];
  readonly switching: unknown;
  /** The edition of the tables, and the rules that chose the standard and confirmed its part; empty where no table was asked. */
  readonly tables: string;
  readonly standardRule: unknown;
  readonly confirmedBy: unknown;
}

/** Units in the inspected lot where the item is counted in them. */
export function lotSizeOf(row: Row): number | undefined {
  const unit = isRow(row.item) && isRow(row.item.unit) ? row.item.unit : undefined;
  const quantity = Math.floor(Number(row.lotQuantity));
  return unit?.decimals === 0 && quantity >= 1 ? quantity : undefined;
}

/** The samples frozen with an inspection; none for one from before samples were frozen. */
export const samplesOf = (row: Row): Sample[] =>
  rowsOf(row.samples).map((sample) => ({
    characteristic: Number(sample.characteristic),
    rule: textOf(sample.rule),
    codeLetter: textOf(sample.codeLetter),
    sampleSize: Number(sample.sampleSize),
    acceptUpTo: Number(sample.acceptUpTo),
    rejectFrom: Number(sample.rejectFrom),
    inspectAll: sample.inspectAll === true,
    severity: textOf(sample.severity),
    citation: textOf(sample.citation),
    aql: readAql(textOf(sample.aql)),
    // Written by the server from the same engine.
    steps: Array.isArray(sample.steps) ? (sample.steps as Step[]) : [],
    switching: sample.switching,
    tables: textOf(sample.tables),
    standardRule: sample.standardRule,
    confirmedBy: sample.confirmedBy,
  }));

/** What a rule gives for a lot, in short: letter, n and Ac; undefined where the rule has no figures yet. */
export interface Given {
  readonly letter: string;
  readonly n: number;
  readonly accept: number;
  readonly reject: number;
  readonly all: boolean;
  readonly confirmed: boolean;
}

/** By which standard, and at which severity. */
export interface Asked {
  readonly standard: StandardKey;
  readonly severity: "normal" | "tightened";
}

/** The sample that a plan's characteristic asks of a lot of so many units. */
export function givenBy(characteristic: Row, lotSize: number, asked: Asked): Given | undefined {
  const rule = textOf(characteristic.samplingRule);
  if (rule === "aql") return byAql(characteristic, lotSize, asked);
  if (rule === "zero") return byLtpd(characteristic, lotSize);
  if (rule === "all") return counted(lotSize, Number(characteristic.acceptUpTo ?? 0), true);
  const n = Number(characteristic.sampleSize ?? 0);
  return n === 0 ? undefined : counted(Math.min(n, lotSize), Number(characteristic.acceptUpTo ?? 0), n >= lotSize);
}

const counted = (n: number, accept: number, all: boolean): Given => ({
  letter: "",
  n,
  accept,
  reject: accept + 1,
  all,
  confirmed: true,
});

function byAql(characteristic: Row, lotSize: number, asked: Asked): Given | undefined {
  const [aql, level] = [readAql(textOf(characteristic.aql)), readLevel(textOf(characteristic.level))];
  if (!aql || !level) return undefined;
  const plan = samplePlan({ ...asked, lotSize, level, aql });
  return {
    letter: plan.codeLetter,
    n: plan.sampleSize,
    accept: plan.accept,
    reject: plan.reject,
    all: plan.inspectAll,
    confirmed: plan.confirmed,
  };
}

function byLtpd({ ltpd, beta }: Row, lotSize: number): Given | undefined {
  try {
    const { sampleSize, inspectAll } = zeroPlan(lotSize, String(Number(textOf(ltpd))), String(Number(textOf(beta))));
    return counted(sampleSize, 0, inspectAll);
  } catch {
    // A draft may still have figures that no plan can be made of; its approval refuses them by name.
    return undefined;
  }
}
