/** The template of a record type: its headers in the person's language and one example row, as CSV or workbook. */
import type { Field, ImportTarget, Language } from "@lotline/schema";
import { byteOrderMark, csvLine } from "../../../base/csv.ts";

/** Headers, each once: where two labels are equal the field of the child rows is named after its set. */
function headersOf(targets: readonly ImportTarget[], lang: Language): string[] {
  const labels = targets.map(({ field }) => field.label[lang]);
  return labels.map((label, at) => (labels.indexOf(label) === at ? label : (targets[at]?.path ?? label)));
}

/** A value as people would type it, by its kind; a reference by the word for a number. */
function exampleOf(field: Field, lang: Language): string {
  switch (field.kind) {
    case "text":
      return field.code ? "A-001" : lang === "zh" ? "示例" : "Example";
    case "integer":
      return String(Math.max(1, field.min));
    case "decimal":
    case "quantity":
      return field.kind === "decimal" && field.min ? field.min : "1.5";
    case "date":
      return "2026-01-31";
    case "instant":
      return "2026-01-31T08:00:00Z";
    case "flag":
      return lang === "zh" ? "是" : "yes";
    case "choice":
      return Object.values(field.of.values)[0]?.[lang] ?? "";
    case "ref":
      return lang === "zh" ? `${field.label.zh}编号` : `number of the ${field.label.en.toLowerCase()}`;
    case "json":
      return "";
  }
}

/** The template as CSV with the mark by which Excel knows UTF-8. */
export const templateCsv = (targets: readonly ImportTarget[], lang: Language): string =>
  byteOrderMark + csvLine(headersOf(targets, lang)) + csvLine(targets.map(({ field }) => exampleOf(field, lang)));
