/** Element strings: in brackets, as printed under a symbol, and without, as a scanner gives them. */
import { type Problem, problem } from "../problem.ts";
import { type FoundElement, fits, type Gs1Options, lintValue, mostElements } from "./element.ts";
import type { AiTable } from "./table.ts";

/** Reads `(01)…(10)…`; a bracket in a value is written `\(`. Stops where the brackets do not hold, else names all that is wrong. */
export function readBracketed(table: AiTable, text: string, problems: Problem[], options: Gs1Options = {}): FoundElement[] {
  const elements: FoundElement[] = [];
  let position = 0;
  while (position < text.length) {
    const close = text.charAt(position) === "(" ? text.indexOf(")", position) : -1;
    if (close < 0) {
      problems.push(problem(position === 0 ? "NO_BRACKET" : "BRACKET_NOT_CLOSED", position));
      return elements;
    }
    const ai = text.slice(position + 1, close);
    const known = table.find(ai, options.allowUnknownAis);
    if (!known) {
      problems.push(problem("UNKNOWN_AI", position + 1, { ai, length: ai.length }));
      return elements;
    }
    const end = endOfValue(text, close + 1);
    const raw = text.slice(close + 1, end);
    const element = { ai, value: raw.replaceAll("\\(", "("), known, at: close + 1 };
    if (element.value === "") {
      problems.push(problem("EMPTY_VALUE", close + 1, { ai }));
    } else if (fits(known, ai, element.value, close + 1, problems)) {
      lintValue(known, ai, element.value, problems, (offset) => close + 1 + rawOffset(raw, offset));
    }
    if (elements.length === mostElements) {
      problems.push(problem("TOO_MANY_ELEMENTS", position));
      return elements;
    }
    elements.push(element);
    position = end;
  }
  if (elements.length === 0) problems.push(problem("EMPTY", 0));
  return elements;
}

/** Where the next bracket opens that is not escaped. */
function endOfValue(text: string, from: number): number {
  for (let open = text.indexOf("(", from); open >= 0; open = text.indexOf("(", open + 1)) {
    if (text.charAt(open - 1) !== "\\") return open;
  }
  return text.length;
}

/** The place in the escaped value of a place in the value. */
function rawOffset(raw: string, offset: number): number {
  let at = 0;
  for (let passed = 0; passed < offset; passed += 1) at += raw.startsWith("\\(", at) ? 2 : 1;
  return at;
}

/** Reads data without brackets from `start` on, where `separator` stands for FNC1; one before the first element is skipped. */
export function readUnbracketed(
  table: AiTable,
  text: string,
  separator: string,
  problems: Problem[],
  options: Gs1Options & { readonly start?: number } = {},
): FoundElement[] {
  const elements: FoundElement[] = [];
  let position = options.start ?? 0;
  if (position >= text.length) problems.push(problem("EMPTY", position));
  while (position < text.length) {
    const known = table.at(text, position, options.allowUnknownAis);
    if (!known) {
      problems.push(problem("UNKNOWN_AI", position, { length: Math.min(4, text.length - position) }));
      return elements;
    }
    const begin = position + known.ai.length;
    const next = text.indexOf(separator, begin);
    const value = text.slice(begin, next < 0 ? text.length : next);
    const before = problems.length;
    const length = lintValue(known, known.ai, value, problems, (offset) => begin + offset);
    if (length === 0) return elements;
    position = begin + length;
    if (known.needsSeparator && length < value.length && problems.length === before) {
      problems.push(problem("VALUE_TOO_LONG", position, { ai: known.ai, length: value.length - length, detail: `${known.max}` }));
      position = begin + value.length;
    }
    if (elements.length === mostElements) {
      problems.push(problem("TOO_MANY_ELEMENTS", begin - known.ai.length));
      return elements;
    }
    elements.push({ ai: known.ai, value: text.slice(begin, begin + length), known, at: begin });
    if (text.startsWith(separator, position)) position += separator.length;
  }
  return elements;
}
