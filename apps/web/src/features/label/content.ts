/** What stands in the form of a template, as the server takes it for a preview: empty boxes are left out. */
import { type Field, type Fields, givenFields } from "@lotline/schema";
import type { FormApi } from "../../kit/form/types.ts";

const valueIn = (field: Field, value: unknown): unknown => {
  if (value === null || value === undefined || value === "") return field.kind === "flag" ? false : undefined;
  return field.kind === "integer" ? Number(value) : value;
};

const taken = (fields: Fields, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    givenFields(fields)
      .filter(([, field]) => field.kind !== "ref")
      .map(([name, field]) => [name, valueIn(field, values[name])] as const)
      .filter(([, value]) => value !== undefined),
  );

/** The content of the label; a part without a kind or a place is not drawn yet. */
export function contentOf({ record, state, row }: Pick<FormApi, "record" | "state" | "row">): Record<string, unknown> {
  const head: Fields = record.fields;
  const lines = record.lines as { readonly parts: { readonly fields: Fields } };
  const parts = (state.lines.parts ?? [])
    .map(({ values }) => taken(lines.parts.fields, values))
    .filter((part) => ["kind", "x", "y", "width", "height"].every((name) => part[name] !== undefined));
  const { revision: _revision, changeReason: _reason, ...content } = taken(head, { ...row, ...state.values });
  return { ...content, parts };
}
