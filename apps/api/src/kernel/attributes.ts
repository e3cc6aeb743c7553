import {
  type AnyRecord,
  flatAttributes,
  kindSource,
  missingAttributes,
  nestAttributes,
  openAttributes,
  registry,
  withAttributes,
} from "@lotline/schema";
import { attributeLock, attributesOf } from "../base/attributes.ts";
import { invalid } from "../base/error.ts";
import { snake, tableOf } from "../base/names.ts";
import type { Tx } from "./tx.ts";

type Given = { readonly [key: string]: unknown };

/**
 * The record with the attributes in force that this row of it has, as fields among its own: the command's one validation then
 * checks them. `row` is the saved record, or the input when there is none yet.
 */
export async function withOwnFields(tx: Tx, spec: AnyRecord, row: unknown, input: unknown): Promise<AnyRecord> {
  if (!spec.attributes) return spec;
  if (isObject(input) && isObject(input.attributes))
    await tx.sql("select pg_advisory_xact_lock_shared(hashtext(?))", [attributeLock(spec.name)]);
  const attributes = await attributesOf(tx, spec.name);
  const narrowed = attributes.some((attribute) => attribute.kinds !== null);
  return withAttributes(spec, openAttributes(attributes, narrowed && isObject(row) ? await kindOf(tx, spec, row) : null));
}

const isObject = (value: unknown): value is Given => typeof value === "object" && value !== null;

/** The kind of a row that narrows its attributes; null when what the input names cannot be one, which validation will say. */
async function kindOf(tx: Tx, spec: AnyRecord, row: Given): Promise<string | null> {
  const source = kindSource(spec, registry);
  const value = source && row[source.field];
  if (!source || typeof value !== "string") return null;
  if (source.target === null) return value;
  if (!/^[1-9]\d{0,17}$/.test(value)) return null;
  const [found] = await tx.sql<{ kind: string }>(
    `select ${snake(source.inner)} as kind from ${tableOf(source.target)} where id = ?`,
    [value],
  );
  return found?.kind ?? null;
}

/** Changes with their attributes as they are stored: over the saved ones, what was emptied left out. */
export function storedAttributes(changes: Given, saved: unknown = {}): Given {
  const { attributes, ...rest } = nestAttributes(changes, isObject(saved) ? saved : {});
  if (!isObject(attributes)) return changes;
  return { ...rest, attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null)) };
}

/** Refuses an edit that would leave a required attribute empty, also one that is required only since. */
export function requireFilled(spec: AnyRecord, saved: object, changes: Given): void {
  const issues = missingAttributes(spec, { ...(flatAttributes(saved) as Given), ...changes });
  if (issues.length > 0) throw invalid(...issues);
}
