import { because, type Reason } from "./error.ts";
import type { Label } from "./label.ts";
import type { AnyRecord, Registry } from "./record.ts";
import type { Meaning } from "./role.ts";

type RefTargets<F> = { [K in keyof F]: F[K] extends { kind: "ref"; target: infer T } ? T : never }[keyof F];
type UnknownTargets<R extends Registry> = { [N in keyof R]: Exclude<RefTargets<R[N]["fields"]>, keyof R> }[keyof R];

/** Gathers the records by name. What the compiler cannot see `checkRegistry` asks, where the server starts and in the tests. */
export const defineRegistry = <const R extends Registry>(
  records: R & ([UnknownTargets<R>] extends [never] ? unknown : { "unknown ref target": UnknownTargets<R> }),
): R => records;

/** The actions of a record, none for one without lifecycle. */
export const actionsOf = (record: AnyRecord): { readonly [name: string]: import("./record.ts").Action } => record.actions ?? {};

/** The signature that a change of these fields asks for, if any. */
export function editSign({ edit }: AnyRecord, fields: readonly string[]): { readonly meaning: Meaning } | undefined {
  const of: readonly string[] = edit?.sign?.of ?? [];
  return fields.some((field) => of.includes(field)) ? edit?.sign : undefined;
}

/** Those of the fields that are changed by an approved change only. */
export function approvedFields({ edit }: AnyRecord, fields: readonly string[]): string[] {
  const of: readonly string[] = edit?.approved ?? [];
  return fields.filter((field) => of.includes(field));
}

/** Why fields cannot be edited: all that are changed by approved change only, named. */
export function approvalReasons(record: AnyRecord, fields: readonly string[]): Reason[] {
  const labels = approvedFields(record, fields).map((field): Label => record.fields[field].label);
  if (labels.length === 0) return [];
  const [en, zh] = [labels.map((label) => label.en).join(", "), labels.map((label) => label.zh).join("、")];
  return [
    because(
      "CHANGE_NEEDS_APPROVAL",
      `Changed by approved change only, one record at a time: ${en}. Propose the change of the record.`,
      `以下字段只能逐条记录经审批变更：${zh}。请在该记录上提出变更。`,
    ),
  ];
}

/** The signature that an action of a record asks for, or an edit of it ("edit"). */
export const signOf = (record: AnyRecord, verb: string): { readonly meaning: Meaning } | undefined =>
  verb === "edit" ? record.edit?.sign : actionsOf(record)[verb]?.sign;
