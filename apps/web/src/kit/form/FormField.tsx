/** One field of a form by its name; for own layouts as for the kit's. */

import { type ReactNode, useId } from "react";
import { unitIn } from "../data/row.ts";
import { isProposed, proposePermit } from "../edit/proposal.ts";
import { FieldInput } from "../field/FieldInput.tsx";
import { useWords } from "../lang.tsx";
import { useMay } from "../session.tsx";
import css from "./form.module.css";
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
  const box = (
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
  return form.mode === "edit" && isProposed(form.record, name) ? <ByApproval>{box}</ByApproval> : box;
}

/** What stands at a field that changes by approval; who may not propose that sees its value only. */
function ByApproval({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const id = useId();
  const mayPropose = useMay()(proposePermit);
  return (
    <fieldset className={css.approved} disabled={!mayPropose} aria-describedby={id}>
      {children}
      <p id={id} className={css.hint}>
        {t(mayPropose ? "change.byApproval" : "change.notYours")}
      </p>
    </fieldset>
  );
}
