/** What a field's declaration says, as sentences; the server judges by the same declaration. */
import type { Field } from "@lotline/schema";
import type { PlainWord, Translate, Word } from "@lotline/schema/words";

interface Rule {
  readonly word: Word;
  readonly say: (t: Translate) => string;
}

const plain = (word: PlainWord): Rule => ({ word, say: (t) => t(word) });

function ofKind(field: Field): Rule[] {
  switch (field.kind) {
    case "text":
      return [
        ...(field.code ? [plain("rule.code")] : []),
        { word: "rule.max", say: (t) => t("rule.max", { n: field.max.toLocaleString("en") }) },
      ];
    case "integer":
      return [{ word: "rule.range", say: (t) => t("rule.range", { min: field.min, max: field.max.toLocaleString("en") }) }];
    case "decimal": {
      const { min, max, scale } = field;
      return [
        ...(min !== undefined && max !== undefined
          ? [{ word: "rule.range", say: (t: Translate) => t("rule.range", { min, max }) } as const]
          : []),
        { word: "rule.decimals", say: (t) => t("rule.decimals", { n: scale }) },
      ];
    }
    case "quantity":
      return field.allow ? [] : [plain("rule.above")];
    case "date":
      return [plain("rule.date")];
    case "ref":
      return [{ word: "rule.ref", say: (t) => t("rule.ref", { label: "" }) }];
    default:
      return [];
  }
}

/** The sentences of a field: what must be given, what it may hold, and what a later change means. */
export function ruleWords(field: Field): readonly Rule[] {
  return [
    plain(field.optional ? "rule.optional" : "rule.required"),
    ...ofKind(field),
    ...(field.unique ? [plain("rule.unique")] : []),
    plain(field.fixed ? "rule.fixed" : field.critical ? "rule.critical" : "rule.audited"),
  ];
}
