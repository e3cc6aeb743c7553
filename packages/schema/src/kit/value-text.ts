import type { Field } from "./field.ts";
import { type Label, label } from "./label.ts";

/** A value as text, the same for a value just checked and for the database's own text of it: "true", "24", "2.5"; null for none. */
export function valueText(field: Field, value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  const text = value instanceof Date ? value.toISOString() : field.kind === "json" ? JSON.stringify(value) : String(value);
  return (field.kind === "decimal" || field.kind === "quantity") && text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** The value that such a text stands for, as the input of an edit takes it. */
export const textValue = (field: Field | undefined, text: string | null): unknown =>
  field?.kind === "flag" && (text === "true" || text === "false") ? text === "true" : text;

/** Such a text in words: the label of a choice, yes or no, a number with its unit, a dash for none. */
export function valueWords(field: Field, text: string | null): Label {
  if (text === null) return label("–", "–");
  if (field.kind === "choice") return field.of.values[text] ?? label(text, text);
  if (field.kind === "flag") return text === "true" ? label("yes", "是") : label("no", "否");
  const { en, zh } = ((field.kind === "integer" || field.kind === "decimal") && field.unit) || label("", "");
  return label(`${text} ${en}`.trim(), `${text} ${zh}`.trim());
}
