/** Somebody saved meanwhile: what they changed beside what the person typed, field by field; nothing is overwritten silently. */
import type { AnyRecord } from "@lotline/schema";
import { Button } from "../Button.tsx";
import { type Row, unitIn } from "../data/row.ts";
import { FieldValue } from "../field/FieldValue.tsx";
import { useWords } from "../lang.tsx";
import css from "./form.module.css";
import type { Form } from "./useForm.ts";
import { changedNames, firstState, formFields, fromValue } from "./values.ts";

interface Props {
  form: Form;
  theirs: Row;
  onSettled: (theirs: Row) => void;
}

export function ConflictPanel({ form, theirs, onSettled }: Props) {
  const { t, say } = useWords();
  const record: AnyRecord = form.record;
  const now = firstState(record, "edit", theirs);
  const base = firstState(record, "edit", form.row ?? {});
  const names = new Set([...changedNames(record, "edit", now, base), ...form.changed]);
  const rows = formFields(record, "edit").filter(([name]) => names.has(name));
  return (
    <section className={css.conflict} role="alert">
      <h2>{t("form.conflict")}</h2>
      <p>{t("form.conflictText", { n: Number(theirs.version ?? 0) })}</p>
      {rows.length > 0 && (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t("record.fields")}</th>
              <th scope="col">{t("form.theirs")}</th>
              <th scope="col">{t("form.mine")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, field]) => (
              <tr key={name}>
                <th scope="row">{say(field.label)}</th>
                <td>
                  <FieldValue field={field} value={theirs[name]} {...unitIn(field, record.fields, theirs)} />
                </td>
                <td>
                  {form.changed.includes(name) ? (
                    <FieldValue
                      field={field}
                      value={field.kind === "ref" ? form.state.values[name] : fromValue(field, form.state.values[name])}
                    />
                  ) : (
                    "–"
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button onClick={() => onSettled(theirs)}>{t("do.keepMine")}</Button>
    </section>
  );
}
