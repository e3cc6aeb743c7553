/** The form of a role grant: as soon as person and role are chosen it tells what the role would bring. */

import { refOf, textOf } from "../../../kit/data/row.ts";
import { FormField } from "../../../kit/form/FormField.tsx";
import kit from "../../../kit/form/form.module.css";
import type { RecordFormProps } from "../../../kit/form/types.ts";
import { formFields } from "../../../kit/form/values.ts";
import { Simulation } from "./Simulation.tsx";
import css from "./simulation.module.css";

export default function RoleGrantForm({ form }: RecordFormProps) {
  const { state, row } = form;
  const person = refOf(row?.person ?? state.values.person)?.id;
  const role = textOf(row?.role ?? state.values.role);
  return (
    <>
      <div className={kit.fields}>
        {formFields(form.record, form.mode).map(([name], index) => (
          <div key={name} data-wide={name === "mitigation" || undefined}>
            <FormField form={form} name={name} autoFocus={index === 0} />
          </div>
        ))}
      </div>
      <div className={css.live} aria-live="polite">
        {person && role && <Simulation person={person} role={role} without={row?.id} />}
      </div>
    </>
  );
}
