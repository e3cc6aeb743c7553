/** Groups of fields as the page shows them: what it is, when, how much, and evidence; each group at most seven or eight lines. */
import type { AnyRecord, Field, Fields } from "@lotline/schema";
import type { PlainWord } from "@lotline/schema/words";

export interface FieldGroup {
  readonly key: "identity" | "dates" | "amounts" | "evidence";
  readonly word: PlainWord;
  readonly names: readonly string[];
}

function groupOf(field: Field): FieldGroup["key"] {
  switch (field.kind) {
    case "date":
    case "instant":
      return "dates";
    case "quantity":
    case "decimal":
    case "integer":
      return "amounts";
    case "json":
      return "evidence";
    default:
      return "identity";
  }
}

const order = [
  { key: "identity", word: "record.identity" },
  { key: "dates", word: "record.dates" },
  { key: "amounts", word: "record.amounts" },
  { key: "evidence", word: "record.evidence" },
] as const satisfies readonly { key: FieldGroup["key"]; word: PlainWord }[];

/** The groups of a record that have fields; those every record has stand last. */
export function fieldGroups(record: AnyRecord): FieldGroup[] {
  const fields: Fields = record.fields;
  const own: Readonly<Partial<Record<FieldGroup["key"], readonly string[]>>> = {
    identity: record.site ? ["site", "createdBy"] : ["createdBy"],
    dates: ["createdAt", "retainUntil"],
  };
  return order
    .map((group) => ({
      ...group,
      names: [
        ...Object.keys(fields).filter((name) => fields[name] && groupOf(fields[name]) === group.key),
        ...(own[group.key] ?? []),
      ],
    }))
    .filter((group) => group.names.length > 0);
}
