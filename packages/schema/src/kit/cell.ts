/** What the text of a cell from outside means in a field, pasted or imported; what is not certain is not guessed but said. Pure. */
import { isDate } from "./day.ts";
import type { Field } from "./field.ts";
import type { Label } from "./label.ts";
import { normaliseDate, normaliseDecimal } from "./normalise.ts";

/** Why a text means nothing certain; each code has its sentence among the words, `paste.<code>`. */
export type CellFault =
  | { readonly code: "flag" | "date" | "number"; readonly text: string }
  | { readonly code: "choice"; readonly text: string; readonly values: string }
  | { readonly code: "comma"; readonly text: string; readonly better: string };

export type CellMeaning =
  | { readonly kind: "value"; readonly value: unknown }
  /** A record by its number, to be looked up. */
  | { readonly kind: "number"; readonly target: string; readonly number: string }
  | { readonly kind: "wrong"; readonly fault: CellFault };

const value = (of: unknown): CellMeaning => ({ kind: "value", value: of });
const wrong = (fault: CellFault): CellMeaning => ({ kind: "wrong", fault });

const yes: ReadonlySet<string> = new Set(["是", "yes", "y", "true", "1", "✓", "√"]);
const no: ReadonlySet<string> = new Set(["否", "no", "n", "false", "0", "", "✗", "×"]);

const folded = (text: string): string => text.normalize("NFKC").trim().toLowerCase();

/** The key of a choice that a text names: by its code or by its label in either language. */
export function choiceNamed(values: { readonly [key: string]: Label }, text: string): string | undefined {
  const wanted = folded(text);
  return Object.entries(values).find(([key, { en, zh }]) => [key, en, zh].some((word) => folded(word) === wanted))?.[0];
}

export function cellMeaning(field: Field, text: string): CellMeaning {
  const plain = text.trim();
  if (field.kind === "flag") {
    const word = folded(plain);
    return yes.has(word) ? value(true) : no.has(word) ? value(false) : wrong({ code: "flag", text: plain });
  }
  if (plain === "") return value(null);
  switch (field.kind) {
    case "integer":
    case "decimal":
    case "quantity":
      return numberOf(plain);
    case "date": {
      const date = normaliseDate(plain);
      return isDate(date) ? value(date) : wrong({ code: "date", text: plain });
    }
    case "choice": {
      const found = choiceNamed(field.of.values, plain);
      const values = Object.values<Label>(field.of.values).map(({ en, zh }) => `${en} / ${zh}`);
      return found !== undefined ? value(found) : wrong({ code: "choice", text: plain, values: values.join(", ") });
    }
    case "ref":
      // "RM-201 PVC compound", as the grid itself shows it, names RM-201.
      return { kind: "number", target: field.target, number: plain.normalize("NFKC").split(/\s/)[0] ?? plain };
    case "text":
      // A line break in a field of one line is a space; the preview shows it so.
      return value(field.multiline ? text : text.replace(/\s*\n\s*/g, " "));
    case "instant":
    case "json":
      return value(plain);
  }
}

/**
 * Full-width digits become ASCII. A comma between groups of three is a thousands mark where that is certain (1,234,567 or 1,234.5);
 * "12,5" is a decimal comma and "1,200" may be either: both are asked about.
 */
function numberOf(text: string): CellMeaning {
  const plain = text.normalize("NFKC").replace(/[\s\u00a0\u202f]/g, "");
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(plain) || /^[+-]?\d{1,3}(,\d{3}){2,}$/.test(plain))
    return value(normaliseDecimal(plain.replaceAll(",", "")));
  if (/^[+-]?\d+,\d+$/.test(plain)) {
    const point = normaliseDecimal(plain.replace(",", "."));
    const better = /,\d{3}$/.test(plain) ? `${normaliseDecimal(plain.replace(",", ""))} / ${point}` : point;
    return wrong({ code: "comma", text, better });
  }
  const number = normaliseDecimal(plain);
  return /^-?\d+(\.\d+)?$/.test(number) ? value(number) : wrong({ code: "number", text });
}
