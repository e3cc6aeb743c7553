// biome-ignore-all lint/suspicious/noExplicitAny: classes are made from data here; type-graphql's decorators are applied as plain calls
import type { Fields } from "@lotline/schema";
import { Field as GqlField, ID, InputType } from "type-graphql";
import { hasStates, specOf } from "../base/names.ts";
import { classNamed, inputType } from "./classes.ts";
import { DecimalScalar } from "./scalars.ts";

/** The filter of a record's list: one entry for each own field, and/or/not. */
export function filterType(record: string, shared: SharedFilters): any {
  const spec = specOf(record);
  const name = `${record}Filter`;
  const made = classNamed(name);
  InputType(name)(made);
  const add = (key: string, type: () => any) => GqlField(type, { nullable: true })(made.prototype, key);
  add("number", () => shared.text);
  add("createdAt", () => shared.span);
  if (hasStates(spec)) add("state", () => [String]);
  if (spec.site) add("site", () => shared.id);
  for (const flag of Object.keys(spec.list.flags ?? {})) add(flag, () => Boolean);
  if (spec.attributes) add("attributes", () => [shared.attribute]);
  for (const [key, field] of Object.entries(spec.fields as Fields)) {
    if (field.kind === "json") continue;
    if (field.kind === "flag") add(key, () => Boolean);
    else if (field.kind === "choice") add(key, () => [String]);
    else if (field.kind === "ref") add(key, () => shared.id);
    else if (field.kind === "text") add(key, () => shared.text);
    else if (field.kind === "date" || field.kind === "instant") add(key, () => shared.span);
    else add(key, () => shared.number);
  }
  add("createdBy", () => shared.id);
  add("and", () => [made]);
  add("or", () => [made]);
  add("not", () => made);
  return made;
}

/** The filter inputs that all records share, by kind of field. */
export interface SharedFilters {
  readonly text: any;
  readonly id: any;
  readonly span: any;
  readonly number: any;
  readonly attribute: any;
}

export const sharedFilters = (): SharedFilters => ({
  text: inputType(
    "TextFilter",
    [],
    [
      ["eq", () => String, true],
      ["contains", () => String, true],
      ["startsWith", () => String, true],
      ["in", () => [String], true],
      ["isNull", () => Boolean, true],
    ],
  ),
  id: inputType(
    "IdFilter",
    [],
    [
      ["in", () => [ID], true],
      ["isMe", () => Boolean, true],
      ["isNull", () => Boolean, true],
    ],
  ),
  span: inputType(
    "SpanFilter",
    [],
    [
      ["from", () => String, true],
      ["to", () => String, true],
      ["relative", () => String, true],
      ["isNull", () => Boolean, true],
    ],
  ),
  number: inputType(
    "NumberFilter",
    [],
    [
      ["min", () => DecimalScalar, true],
      ["max", () => DecimalScalar, true],
      ["isNull", () => Boolean, true],
    ],
  ),
  attribute: inputType(
    "AttributeFilter",
    [],
    [
      ["name", () => String, false],
      ["eq", () => String, true],
      ["contains", () => String, true],
      ["startsWith", () => String, true],
      ["in", () => [String], true],
      ["from", () => String, true],
      ["to", () => String, true],
      ["relative", () => String, true],
      ["min", () => DecimalScalar, true],
      ["max", () => DecimalScalar, true],
      ["is", () => Boolean, true],
      ["isNull", () => Boolean, true],
    ],
  ),
});
