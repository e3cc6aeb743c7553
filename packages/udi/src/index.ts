/** Unique device identifiers of GS1, HIBCC, ICCBBA, ZIIOT (MA) and Ali Health (AHM): read, checked and written. */
export { build, type UdiParts } from "./build.ts";
export { checkCharacter, checkDigit, checkPair } from "./check.ts";
export { type Agency, agencies, type Decoded, type ProductionIdentifier } from "./decoded.ts";
export { answerGs1, type Gs1Answer, type Gs1Question } from "./gs1/conformance.ts";
export type { Element } from "./gs1/element.ts";
export { linters } from "./gs1/lint/index.ts";
export { type Fault, type Linter, type Problem, UdiError } from "./problem.ts";
export { titleOf } from "./title.ts";
export { detect, type Examined, examine, parse, validate } from "./udi.ts";
export { type Words, wordsOf } from "./words.ts";
