/** What an action asks of one record: without what the record rules out, and beginning with what others have signed already. */
import type { Action } from "@lotline/schema";
import type { LoadedRecord } from "./types.ts";

/** The action without the values of its choices that this record rules out. */
export function narrowed(action: Action, without: (field: string) => readonly string[]): Action {
  const fields = action.input?.fields;
  if (!fields) return action;
  const kept = Object.entries(fields).map(([name, field]) => {
    const out = field.kind === "choice" ? without(name) : [];
    if (field.kind !== "choice" || out.length === 0) return [name, field] as const;
    const values = Object.fromEntries(Object.entries(field.of.values).filter(([value]) => !out.includes(value)));
    return [name, { ...field, of: { ...field.of, values } }] as const;
  });
  return { ...action, input: { ...action.input, fields: Object.fromEntries(kept) } };
}

/** What the first signer of the open round proposed; the others sign the same. */
export function proposedIn(row: LoadedRecord, action: string): Readonly<Record<string, unknown>> | undefined {
  const round = row.approvals?.find((one) => one.action === action && one.outcome === "open");
  const signed = round?.steps.some((step) => step.state === "approved");
  return signed && isObject(round?.proposed) ? round.proposed : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;
