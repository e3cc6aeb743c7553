/** What a pasted text means in a field; what is not certain is not guessed but said. Pure, words come in. */
import { type Field, isDate, normaliseDate, normaliseDecimal } from "@lotline/schema";
import type { Translate } from "@lotline/schema/words";

export type Meaning =
  | { readonly kind: "value"; readonly value: unknown }
  /** A record by its number, to be looked up. */
  | { readonly kind: "number"; readonly target: string; readonly number: string }
  | { readonly kind: "wrong"; readonly why: string };

const value = (of: unknown): Meaning => ({ kind: "value", value: of });
const wrong = (why: string): Meaning => ({ kind: "wrong", why });

const yes: ReadonlySet<string> = new Set(["是", "yes", "y", "true", "1", "✓", "√"]);
const no: ReadonlySet<string> = new Set(["否", "no", "n", "false", "0", "", "✗", "×"]);

export function meaningOf(field: Field, text: string, t: Translate): Meaning {
  const plain = text.trim();
  if (field.kind === "flag") {
    const word = plain.normalize("NFKC").toLowerCase();
    return yes.has(word) ? value(true) : no.has(word) ? value(false) : wrong(t("paste.flag", { text: plain }));
  }
  if (plain === "") return value(null);
  switch (field.kind) {
    case "integer":
    case "decimal":
    case "quantity":
      return numberOf(plain, t);
    case "date": {
      const date = normaliseDate(plain);
      return isDate(date) ? value(date) : wrong(t("paste.date", { text: plain }));
    }
    case "choice": {
      const wanted = plain.normalize("NFKC").toLowerCase();
      const found = Object.entries(field.of.values).find(([key, { en, zh }]) =>
        [key, en, zh].some((word) => word.normalize("NFKC").toLowerCase() === wanted),
      );
      const values = Object.values(field.of.values).map(({ en, zh }) => `${en} / ${zh}`);
      return found ? value(found[0]) : wrong(t("paste.choice", { text: plain, values: values.join(", ") }));
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
function numberOf(text: string, t: Translate): Meaning {
  const plain = text.normalize("NFKC").replace(/[\s\u00a0\u202f]/g, "");
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(plain) || /^[+-]?\d{1,3}(,\d{3}){2,}$/.test(plain))
    return value(normaliseDecimal(plain.replaceAll(",", "")));
  if (/^[+-]?\d+,\d+$/.test(plain)) {
    const point = normaliseDecimal(plain.replace(",", "."));
    const better = /,\d{3}$/.test(plain) ? `${normaliseDecimal(plain.replace(",", ""))} / ${point}` : point;
    return wrong(t("paste.comma", { text, better }));
  }
  const number = normaliseDecimal(plain);
  return /^-?\d+(\.\d+)?$/.test(number) ? value(number) : wrong(t("paste.number", { text }));
}
