/** The scope of a copy in words: "A lot: R201-2607, with all lots it was made from and went into". */
import { copyScope, type Label, type Rec, type RecordName, registry } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { namesById } from "../../../read/rows.ts";

export async function scopeWords(reader: Reader, copy: Rec<"InspectionCopy">): Promise<Label> {
  const kind = copyScope.values[copy.scope];
  const named = async (record: RecordName, id: string | null): Promise<string> =>
    (id && (await namesById(reader, record, [id])).get(id)?.number) || "";
  const what = {
    records: async () => "",
    lot: () => named("Lot", copy.lot),
    supplier: () => named("Supplier", copy.supplier),
    person: () => named("Person", copy.person),
    period: async () => "",
  }[copy.scope];
  const days = [copy.fromDay, copy.toDay].some((day) => day !== null) ? `${copy.fromDay ?? "…"} – ${copy.toDay ?? "…"}` : "";
  const more = copy.scope === "lot" && copy.genealogy ? registry.InspectionCopy.fields.genealogy.label : null;
  const text = [await what(), days].filter(Boolean).join(" ");
  return {
    en: [`${kind.en}${text && `: ${text}`}`, more?.en].filter(Boolean).join(", "),
    zh: [`${kind.zh}${text && `：${text}`}`, more?.zh].filter(Boolean).join("，"),
  };
}
