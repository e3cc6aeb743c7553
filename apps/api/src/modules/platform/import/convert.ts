/** What a row's texts mean as the input of its record. An unmapped value is an error, never a default (pain 22 of product.md). */
import {
  cellMeaning,
  choiceNamed,
  type ImportMapping,
  type ImportTarget,
  type Label,
  registry,
  wordIssue,
} from "@lotline/schema";
import { translator } from "@lotline/schema/words";
import type { RowIssue } from "./batch.ts";

/** Ids of records by type and number, as far as the person sees them. */
export type Known = ReadonlyMap<string, string>;

export const knownKey = (target: string, number: string): string => `${target} ${number}`;

/** A column of the file, or the one text for all rows, and what it fills. */
export interface Filled {
  readonly target: ImportTarget;
  /** Null for the one text. */
  readonly at: number | null;
  readonly header: string | null;
  readonly text: string;
}

/** What fills what: mapped columns by their place in the file, then what is fixed. */
export function filledBy(targets: readonly ImportTarget[], headers: readonly string[], mapping: ImportMapping): Filled[] {
  const byPath = new Map(targets.map((target) => [target.path, target]));
  const columns = headers.flatMap((header, at): Filled[] => {
    const target = byPath.get(mapping.columns[header] ?? "");
    return target ? [{ target, at, header, text: "" }] : [];
  });
  const fixed = Object.entries(mapping.fixed).flatMap(([path, text]): Filled[] => {
    const target = byPath.get(path);
    return target && text !== "" ? [{ target, at: null, header: null, text }] : [];
  });
  return [...columns, ...fixed];
}

export const textAt = ({ at, text }: Filled, texts: readonly string[]): string => (at === null ? text : (texts[at] ?? "")).trim();

/** The numbers by which a text may name a record: as it is mapped, whole, or its first word ("RM-201 PVC" names RM-201). */
export function numbersIn({ target }: Filled, text: string, mapping: ImportMapping): readonly string[] {
  const mapped = mapping.values[target.path]?.[text];
  if (mapped !== undefined) return [mapped];
  const plain = text.normalize("NFKC").trim();
  const first = plain.split(/\s/)[0] ?? plain;
  return [...new Set([text, plain, plain.toUpperCase(), first, first.toUpperCase()])];
}

type Converted = { readonly value: unknown } | { readonly issue: RowIssue };

/** One cell in its field. Refused texts keep their place, so that validation says of the others what it has to say. */
export function convert(filled: Filled, text: string, mapping: ImportMapping, known: Known): Converted {
  const { target, header } = filled;
  const { field, path } = target;
  const wrong = (code: string, say: Label): Converted => ({
    issue: { column: header, code, text: say, value: text.slice(0, 200) },
  });
  if (text === "") return { value: null };
  const mapped = mapping.values[path]?.[text];
  if (field.kind === "ref") {
    const id = numbersIn(filled, text, mapping).flatMap((number) => known.get(knownKey(field.target, number)) ?? [])[0];
    if (id !== undefined) return { value: id };
    const label = (registry as { [name: string]: { label: Label } })[field.target]?.label ?? field.label;
    return wrong("UNMAPPED_REFERENCE", {
      en: `${field.label.en}: there is no ${label.en.toLowerCase()} “${text}” that you may use.`,
      zh: `${field.label.zh}：没有可用的${label.zh}“${text}”。`,
    });
  }
  if (field.kind === "choice" && mapped !== undefined) {
    const key = choiceNamed(field.of.values, mapped);
    if (key !== undefined) return { value: key };
  }
  const meaning = cellMeaning(field, mapped ?? text);
  if (meaning.kind === "value") return { value: meaning.value };
  if (meaning.kind === "number") return { value: null };
  const { fault } = meaning;
  const code = fault.code === "choice" || fault.code === "flag" ? "UNMAPPED_VALUE" : fault.code;
  const say = (lang: "en" | "zh"): string => {
    const t = translator(lang);
    return fault.code === "choice"
      ? t("paste.choice", fault)
      : fault.code === "comma"
        ? t("paste.comma", fault)
        : t(`paste.${fault.code}`, fault);
  };
  return wrong(code, { en: `${field.label.en}: ${say("en")}`, zh: `${field.label.zh}：${say("zh")}` });
}

/** What is said of an empty cell whose field must be filled; a flag that is left empty is not "no". */
export const emptyIssue = ({ target, header }: Filled): RowIssue => ({
  column: header,
  code: "required",
  text: {
    en: `${target.field.label.en}: ${wordIssue("required").en}`,
    zh: `${target.field.label.zh}：${wordIssue("required").zh}`,
  },
});
