/** Answers questions in the shape of the GS1 Syntax Engine's own tests (gs1-cases.json), so that anyone can compare the two. */
import type { Problem } from "../problem.ts";
import { type AssociationRule, associationProblems, associationRules } from "./associations.ts";
import { readDigitalLink, writeDigitalLink } from "./digital-link.ts";
import { type FoundElement, type Gs1Options, unbracketed } from "./element.ts";
import { readBracketed, readUnbracketed } from "./element-string.ts";
import { dataOfScan, type Symbology, scanOfData } from "./scan.ts";
import { gs1Table } from "./shipped.ts";
import type { AiTable } from "./table.ts";
import { escapeUri, unescapeUri } from "./uri.ts";

export interface Gs1Question {
  readonly kind: string;
  readonly input: string;
  readonly options?: Readonly<Record<string, boolean>>;
  readonly symbology?: string;
  readonly stem?: string;
  /** For associations: the one rule that is asked about; all when none is named. */
  readonly rule?: string;
}

export interface Gs1Answer {
  readonly ok: boolean;
  readonly output: string | { readonly path: string; readonly query: string } | null;
  /** The first rule that is broken, where the form of the question has one. */
  readonly error: string | null;
}

/** Answers one question. @throws RangeError for a kind that there is not */
export function answerGs1(question: Gs1Question, table: AiTable = gs1Table()): Gs1Answer {
  const answer = Object.hasOwn(kinds, question.kind) ? kinds[question.kind] : undefined;
  if (!answer) throw new RangeError(`no such kind: ${question.kind}; there are ${Object.keys(kinds).join(", ")}`);
  return answer(question, table);
}

const refused = (problems: readonly Problem[]): Gs1Answer => ({ ok: false, output: null, error: problems[0]?.code ?? null });
const given = (output: Gs1Answer["output"], error: string | null = null): Gs1Answer =>
  output === null ? { ok: false, output, error } : { ok: true, output, error: null };

type Reading = (table: AiTable, text: string, problems: Problem[], options: Gs1Options) => FoundElement[];

/** Reads; what is right is answered by `write`. */
const reads = (read: Reading, write: (elements: FoundElement[], question: Gs1Question, table: AiTable) => Gs1Answer) => {
  return (question: Gs1Question, table: AiTable): Gs1Answer => {
    const problems: Problem[] = [];
    const elements = read(table, question.input, problems, optionsOf(question));
    return problems.length > 0 ? refused(problems) : write(elements, question, table);
  };
};

/** "^" stands for FNC1 and must be the first. */
const readCaret: Reading = (table, text, problems, options) =>
  readUnbracketed(table, text.startsWith("^") ? text : "", "^", problems, { ...options, start: 1 });

const right = { ok: true, output: null, error: null } as const;

const kinds: Record<string, (question: Gs1Question, table: AiTable) => Gs1Answer> = {
  "bracketed-to-unbracketed": reads(readBracketed, (elements) => given(unbracketed(elements))),
  "bracketed-content-lint": reads(readBracketed, () => right),
  "bracketed-associations": reads(readBracketed, (elements, { rule }) => {
    const rules = associationRules.filter((known) => rule === undefined || known === rule) as readonly AssociationRule[];
    const problems = associationProblems(elements, rules);
    return problems.length > 0 ? refused(problems) : right;
  }),
  "bracketed-to-digital-link": reads(readBracketed, (elements, question, table) => {
    const problems: Problem[] = [];
    const uri = writeDigitalLink(table, elements, problems, question.stem, optionsOf(question));
    return uri === null ? refused(problems) : given(uri);
  }),
  "unbracketed-parse": reads(readCaret, () => right),
  "digital-link-to-unbracketed": reads(readDigitalLink, (elements) => given(unbracketed(elements))),
  "scan-to-data": (question, table) => given(dataOfScan(table, question.input, optionsOf(question))?.data ?? null),
  "data-to-scan": ({ symbology, input, ...question }, table) => {
    const addCheckDigit = question.options?.AddCheckDigit === true;
    return given(scanOfData(table, symbology as Symbology, input, { ...optionsOf(question), addCheckDigit }));
  },
  "uri-escape": ({ input }) => given({ path: escapeUri(input, "path"), query: escapeUri(input, "query") }),
  "uri-unescape": ({ input }) => {
    const [path, query] = [unescapeUri(input, "path"), unescapeUri(input, "query")];
    return path === null || query === null ? given(null, "NULL_CHARACTER") : given({ path, query });
  },
};

/** The engine's names for its switches. */
const optionsOf = ({ options = {} }: Pick<Gs1Question, "options">): Gs1Options => ({
  allowUnknownAis: options.PermitUnknownAIs === true,
  allowUnknownAttributes: options["validation:UNKNOWN_AI_NOT_DL_ATTR"] === false,
  allowShortGtins: options.PermitZeroSuppressedGTINinDLuris === true,
  allowAlphas: options.permitConvenienceAlphas === true,
});
