import { type Field, type Fields, type Label, normaliseDecimal, type Reason } from "@lotline/schema";
import type { AppError } from "../../../base/error.ts";
import { specOf, tableOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { rowsById } from "../../../read/rows.ts";
import type { Job, JobRow } from "./job.ts";

/** Why a row was not changed over somebody else's change: the version, and of each field both values (U08). */
export async function conflictReasons(reader: SqlReader, job: Job, row: JobRow, error: AppError): Promise<readonly Reason[]> {
  const stale = error.details.reasons ?? [];
  // The system reads here; a field that its person may not see was refused before there could be a conflict.
  const found = await rowsById(reader, job.record, [row.recordId], { whole: true });
  const now = found.get(row.recordId) as { [field: string]: unknown } | undefined;
  if (job.kind !== "edit" || !now) return stale;
  const reasons = [...stale];
  for (const [name, given] of Object.entries(row.input ?? job.input)) {
    const field = (specOf(job.record).fields as Fields)[name];
    if (!field) continue;
    const theirs = await shown(reader, field, now[name]);
    const mine = await shown(reader, field, given);
    if (theirs.en === mine.en) continue;
    reasons.push({
      code: "FIELD_DIFFERS",
      field: name,
      text: {
        en: `${field.label.en} is now “${theirs.en}”; this would make it “${mine.en}”.`,
        zh: `${field.label.zh}现为“${theirs.zh}”，此处欲改为“${mine.zh}”。`,
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
