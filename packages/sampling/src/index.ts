/** Acceptance sampling by attributes: letters, plans, arrows, switching, c = 0 and skip-lot plans, operating characteristics. */
export { acceptance, type CurvePlan, type Distribution, distributionOf, qualityAt } from "./curve.ts";
export { codeLetter } from "./letters.ts";
export { isConfirmed, type PlanQuestion, type SamplePlan, samplePlan, tableOf } from "./plan.ts";
export { readAql, readLevel, readQuestion } from "./question.ts";
export {
  arrives,
  concluded,
  drawOf,
  ends,
  everyLot,
  type SkipArrival,
  type SkipBasis,
  type SkipCode,
  type SkipDraw,
  type SkipObstacle,
  type SkipResult,
  type SkipRule,
  type SkipState,
  type SkipStep,
  type SkipTerms,
  skipWords,
} from "./skip.ts";
export { type Aql, aqls, type Level, levels, type Standard, type StandardKey, standards } from "./standards.ts";
export {
  type LotResult,
  next,
  resumed,
  type SwitchCode,
  type Switched,
  type SwitchState,
  startState,
  switchText,
  switchWords,
} from "./switching.ts";
export { type Cell, type Row, tablesEdition } from "./tables.ts";
export { SamplingError, type Severity, type Step, severityWords, stepsText, stepText, type Words } from "./words.ts";
export { type ZeroPlan, zeroPlan } from "./zero.ts";
