import { type Field, type Fields, type Label, normaliseDecimal, type Reason, type RecordName } from "@lotline/schema";
import type { AppError } from "../../../base/error.ts";
import { specOf, tableOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";

/** A field of an edit that came too late, as the conflict names it. */
interface Differing {
  readonly field: string;
  readonly theirs: unknown;
  readonly mine: unknown;
}

/** Why a row was not changed over somebody else's change: the version, and of each field both values (U08). */
export async function conflictReasons(reader: SqlReader, record: RecordName, error: AppError): Promise<readonly Reason[]> {
  const reasons: Reason[] = [...(error.details.reasons ?? [])];
  for (const { field: name, theirs, mine } of (error.details.fields ?? []) as readonly Differing[]) {
    const field = (specOf(record).fields as Fields)[name];
    if (!field) continue;
    const [now, wanted] = [await shown(reader, field, theirs), await shown(reader, field, mine)];
    reasons.push({
      code: "FIELD_DIFFERS",
      field: name,
      text: {
        en: `${field.label.en} is now “${now.en}”; this would make it “${wanted.en}”.`,
        zh: `${field.label.zh}现为“${now.zh}”，此处欲改为“${wanted.zh}”。`,
      },
    });
  }
  return reasons;
}

const both = (text: string): Label => ({ en: text, zh: text });

/** A value as a person reads it. */
async function shown(reader: SqlReader, field: Field, value: unknown): Promise<Label> {
  if (value === null || value === undefined || value === "") return { en: "empty", zh: "空" };
  switch (field.kind) {
    case "choice":
      return field.of.values[String(value)] ?? both(String(value));
    case "flag":
      return value === true ? { en: "yes", zh: "是" } : { en: "no", zh: "否" };
    case "ref": {
      const id = String(value);
      const [found] = /^[1-9]\d{0,17}$/.test(id)
        ? await reader.sql<{ number: string }>(`select number from ${tableOf(field.target)} where id = ?`, [id])
        : [];
      return both(found?.number ?? id);
    }
    case "instant":
      return both(value instanceof Date ? value.toISOString() : String(value));
    case "json":
      return both(JSON.stringify(value));
    case "integer":
    case "decimal":
    case "quantity":
      return both(normaliseDecimal(String(value)));
    case "text":
    case "date":
      return both(String(value));
  }
}
