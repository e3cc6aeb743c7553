/** The form of a device record: its hundred boxes in groups, with the packaging beside the identifiers. */
import { FormField } from "../../../kit/form/FormField.tsx";
import kit from "../../../kit/form/form.module.css";
import { FormLines } from "../../../kit/form/RecordForm.tsx";
import type { RecordFormProps } from "../../../kit/form/types.ts";
import { formFields, formSets } from "../../../kit/form/values.ts";
import { useWords } from "../../../kit/lang.tsx";
import css from "./device.module.css";
import { FirstAnswers } from "./FirstAnswers.tsx";
import { deviceGroups } from "./groups.ts";
import { deviceWords } from "./words.ts";

const wide: ReadonlySet<string> = new Set(["changeReason", "description", "newDiReason"]);

export default function DeviceForm({ form }: RecordFormProps) {
  const { say } = useWords();
  const fields = new Set(formFields(form.record, form.mode).map(([name]) => name));
  const sets = new Set(formSets(form.record, form.mode).map(([set]) => set));
  // Whoever changes a version comes to answer the question; of a new one it is the last.
  const inOrder =
    form.mode === "edit"
      ? deviceGroups.toSorted((a, b) => Number(b.key === "change") - Number(a.key === "change"))
      : deviceGroups;
  const groups = inOrder.map((group) => ({
    ...group,
    fields: group.fields.filter((name) => fields.has(name)),
    sets: group.sets?.filter((set) => sets.has(set)) ?? [],
  }));
  const parts = groups
    .filter((group) => group.fields.length + group.sets.length > 0)
    .map((group, at) => (
      <fieldset key={group.key} className={css.fieldset}>
        <legend>{say(group.title)}</legend>
        {group.key === "change" && <p className={css.hint}>{say(deviceWords.touchedHint)}</p>}
        {group.fields.length > 0 && (
          <div className={kit.fields}>
            {group.fields.map((name, index) => (
              <div key={name} data-wide={wide.has(name) || undefined}>
                <FormField form={form} name={name} autoFocus={at === 0 && index === 0} />
              </div>
            ))}
          </div>
        )}
        {group.sets.map((set) => (
          <FormLines key={set} form={form} set={set} />
        ))}
      </fieldset>
    ));
  return (
    <>
      {form.mode === "create" && <FirstAnswers form={form} />}
      {parts}
    </>
  );
}
