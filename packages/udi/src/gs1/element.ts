/** Elements of GS1 data: an application identifier with its value. */
import { type Problem, problem } from "../problem.ts";
import type { Ai } from "./table.ts";

export interface Element {
  readonly ai: string;
  readonly value: string;
}

/** An element with its row of the table and its place in the text. */
export interface FoundElement extends Element {
  readonly known: Ai;
  /** Where the value begins in the text that was read. */
  readonly at: number;
}

/** No symbol carries more; the limit of the GS1 engine. */
export const longestText = 8191;
export const mostElements = 64;

/** What more is read than the table says. */
export interface Gs1Options {
  /** Takes identifiers that the table does not know, where their length is clear. */
  readonly allowUnknownAis?: boolean;
  /** Digital Link: identifiers that the table does not know may stand in the query. */
  readonly allowUnknownAttributes?: boolean;
  /** Digital Link: GTINs of 8, 12 or 13 digits are filled up. */
  readonly allowShortGtins?: boolean;
  /** Digital Link: words for identifiers in the path ("gtin"), given up by GS1 in 2021. */
  readonly allowAlphas?: boolean;
}

/**
 * Looks at a value by the components of its identifier, in order. Adds what is wrong; `at` turns a place in the value into one of
 * the text. @returns how many characters belong to the element
 */
export function lintValue(known: Ai, ai: string, value: string, problems: Problem[], at: (offset: number) => number): number {
  if (value === "") {
    problems.push(problem("EMPTY_VALUE", at(0), { ai }));
    return 0;
  }
  let offset = 0;
  for (const { min, max, isOptional, linters } of known.components) {
    const part = value.slice(offset, offset + max);
    if (part === "" && isOptional) continue;
    if (part.length < min) {
      problems.push(problem("VALUE_TOO_SHORT", at(offset), { ai, length: part.length, detail: `${known.min}` }));
      return value.length;
    }
    for (const linter of linters) {
      const wrong = linter(part);
      if (!wrong) continue;
      problems.push(problem(wrong.code, at(offset + wrong.at), { ai, length: wrong.length }));
      break; // a value of the wrong characters has no check digit to speak of
    }
    offset += part.length;
  }
  return offset;
}

/** Length, and no "^", which would be taken for a separator. @returns whether its content is worth looking at */
export function fits(known: Ai, ai: string, value: string, at: number, problems: Problem[]): boolean {
  const caret = value.indexOf("^");
  if (value.length < known.min) {
    problems.push(problem("VALUE_TOO_SHORT", at, { ai, length: value.length, detail: `${known.min}` }));
  } else if (value.length > known.max) {
    problems.push(problem("VALUE_TOO_LONG", at + known.max, { ai, length: value.length - known.max, detail: `${known.max}` }));
  } else if (caret >= 0) {
    problems.push(problem("INVALID_CSET82_CHARACTER", at + caret, { ai, length: 1 }));
  } else return true;
  return false;
}

/** The elements as a text without brackets: "^" before the first and behind each that needs a separator and is not the last. */
export function unbracketed(elements: readonly FoundElement[]): string {
  let text = "";
  let separates = true;
  for (const { ai, value, known } of elements) {
    text += `${separates ? "^" : ""}${ai}${value}`;
    separates = known.needsSeparator;
  }
  return text;
}

/** The elements in brackets, as people read them; a bracket that is data is escaped. */
export const bracketed = (elements: readonly Element[]): string =>
  elements.map(({ ai, value }) => `(${ai})${value.replaceAll("(", "\\(")}`).join("");
