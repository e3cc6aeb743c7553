/** What a pasted text means in a field, with what is wrong in words. */
import { type CellFault, type CellMeaning, cellMeaning, type Field } from "@lotline/schema";
import type { Translate } from "@lotline/schema/words";

export type Meaning = Exclude<CellMeaning, { kind: "wrong" }> | { readonly kind: "wrong"; readonly why: string };

export function meaningOf(field: Field, text: string, t: Translate): Meaning {
  const meaning = cellMeaning(field, text);
  return meaning.kind === "wrong" ? { kind: "wrong", why: faultText(meaning.fault, t) } : meaning;
}

function faultText(fault: CellFault, t: Translate): string {
  switch (fault.code) {
    case "choice":
      return t("paste.choice", fault);
    case "comma":
      return t("paste.comma", fault);
    default:
      return t(`paste.${fault.code}`, fault);
  }
}
