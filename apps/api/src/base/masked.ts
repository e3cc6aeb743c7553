/** Fields that a person may not see: null and named wherever a record is read; asked about by nobody else (REQ-ACC-10). */
import type { AnyRecord, Field, Fields } from "@lotline/schema";
import { refused } from "./error.ts";
import { lineSets } from "./names.ts";

type Permits = ReadonlySet<string>;

const isMasked = (field: Field, permits: Permits): boolean => field.masked !== undefined && !permits.has(field.masked);

/** The names of the fields that these permits do not show; none for most records, which costs nothing then. */
export function maskedIn(fields: Fields, permits: Permits): readonly string[] {
  const declared = declaredIn(fields);
  return declared.length === 0 ? declared : declared.filter((name) => isMasked(fields[name] as Field, permits));
}

const memo = new WeakMap<Fields, readonly string[]>();
function declaredIn(fields: Fields): readonly string[] {
  const known = memo.get(fields);
  if (known) return known;
  const made = Object.keys(fields).filter((name) => fields[name]?.masked !== undefined);
  memo.set(fields, made);
  return made;
}

/** Of a record with its child rows: "amount", "lines.price". */
export const maskedOf = (spec: AnyRecord, permits: Permits): string[] => [
  ...maskedIn(spec.fields as Fields, permits),
  ...lineSets(spec).flatMap(([set, { fields }]) => maskedIn(fields, permits).map((name) => `${set}.${name}`)),
];

/** Whether a record type has such fields at all. */
export const hasMasked = (spec: AnyRecord): boolean => maskedOf(spec, new Set()).length > 0;

/** Refuses to filter, sort, group or look by what may not be seen: the answer would tell it. */
export function requireShown(field: Field, permits: Permits): void {
  if (!isMasked(field, permits)) return;
  throw refused({
    code: "MASKED",
    text: {
      en: `"${field.label.en}" is not shown to your roles, so nothing can be asked about it.`,
      zh: `您的角色不可查看“${field.label.zh}”，因此不能按其查询、排序或修改。`,
    },
  });
}
