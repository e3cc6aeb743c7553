/** AHM codes of Ali Health (China). Their grammar is not public: the text is kept as it is, its parts are typed in by people. */
import { type Decoded, identifierOf } from "./decoded.ts";
import { type Problem, problem } from "./problem.ts";

/** Keeps the text; only that it can be printed in a symbol is looked at. */
export function decodeAhm(text: string): Decoded {
  const foreign = text.search(/[^\x21-\x7e]/);
  const problems: Problem[] = text === "" ? [problem("EMPTY", 0)] : [];
  if (foreign >= 0) problems.push(problem("INVALID_CHARACTER", foreign, { length: 1 }));
  return {
    agency: "AHM",
    di: null,
    pi: identifierOf({}),
    elements: [{ ai: "AHM", value: text }],
    details: {},
    canonical: text,
    digitalLink: null,
    problems,
    warnings: problems.length === 0 ? [problem("NOT_READ", 0, { length: text.length })] : [],
  };
}
