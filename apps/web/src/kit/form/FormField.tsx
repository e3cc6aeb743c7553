/** One field of a form by its name; for own layouts as for the kit's. */

import { unitIn } from "../data/row.ts";
import { FieldInput } from "../field/FieldInput.tsx";
import { useWords } from "../lang.tsx";
import type { FormApi } from "./types.ts";
import { formFields } from "./values.ts";

interface Props {
  form: FormApi;
  name: string;
  autoFocus?: boolean;
  refFilter?: Readonly<Record<string, unknown>>;
}

export function FormField({ form, name, autoFocus = false, refFilter }: Props) {
  const { say } = useWords();
  const field = formFields(form.record, form.mode).find(([key]) => key === name)?.[1];
  if (!field) return null;
  const issue = form.issue(name);
  // A fixed reference is not in the form any more, but its unit still stands beside the number.
  const { unit } = unitIn(field, form.record.fields, { ...form.row, ...form.state.values });
  return (
    <FieldInput
      field={field}
      value={form.state.values[name] ?? null}
      onChange={(value) => form.set(name, value)}
      onLeave={() => form.leave(name)}
      error={issue && say(issue)}
      unit={unit}
      autoFocus={autoFocus}
      refFilter={refFilter}
    />
  );
}
