/** The form of what is said of many records: only the boxes that fit its scope, and named records by their type and number. */
import { type AnyRecord, enumeration, type Fields, type Label, registry } from "@lotline/schema";
import { useMemo } from "react";
import { textOf } from "../../../kit/data/row.ts";
import { FormField } from "../../../kit/form/FormField.tsx";
import kit from "../../../kit/form/form.module.css";
import { FormLines } from "../../../kit/form/RecordForm.tsx";
import type { FormApi, RecordFormProps } from "../../../kit/form/types.ts";
import { type FormRow, formFields, formSets, givenRows } from "../../../kit/form/values.ts";
import { useWords } from "../../../kit/lang.tsx";
import { useSession } from "../../../kit/session.tsx";
import { fitsScope } from "./fits.ts";

const set = "named";
const wide: ReadonlySet<string> = new Set(["purpose", "reason"]);

export default function ScopeForm({ form }: RecordFormProps) {
  const scope = formScope(form);
  const fields = formFields(form.record, form.mode).filter(([name]) => fitsScope(name, scope));
  return (
    <>
      <div className={kit.fields}>
        {fields.map(([name], index) => (
          <div key={name} data-wide={wide.has(name) || undefined}>
            <FormField form={name === "scope" ? rescoped(form) : form} name={name} autoFocus={index === 0} />
          </div>
        ))}
      </div>
      {fitsScope(set, scope) && <NamedRecords form={form} />}
    </>
  );
}

/** The scope as it is chosen; a record that has no choice of scope is about named records. */
const formScope = (form: FormApi): string => (form.record.fields.scope ? textOf(form.state.values.scope) : "records");

/** Another scope takes away what does not fit it, so that nothing unseen is sent. */
const rescoped = (form: FormApi): FormApi => ({
  ...form,
  set: (field, value) => {
    form.set(field, value);
    const scope = textOf(value);
    for (const [name, { kind }] of formFields(form.record, form.mode))
      if (!fitsScope(name, scope)) form.set(name, kind === "flag" ? false : kind === "ref" ? null : "");
    if (!fitsScope(set, scope)) form.setRows(set, givenRows(fieldsOf(form), []));
  },
});

const fieldsOf = (form: FormApi): Fields => formSets(form.record, form.mode).find(([name]) => name === set)?.[1] ?? {};

function NamedRecords({ form }: { form: FormApi }) {
  const fields = useTypesToChoose(fieldsOf(form), form.state.lines[set] ?? []);
  return <FormLines form={form} set={set} as={fields} />;
}

/** The fields of a row with its type as a choice: those that the person reads, and what stands there already as it was typed. */
function useTypesToChoose(fields: Fields, rows: readonly FormRow[]): Fields {
  const { lang } = useWords();
  const { permits } = useSession().session;
  const typed = [...new Set(rows.map(({ values }) => textOf(values.recordType)))].filter((one) => one && !(one in registry));
  const key = typed.join("\n");
  return useMemo(() => {
    const read = Object.entries<AnyRecord>(registry).filter(([, record]) => permits.has(record.read));
    const types = [
      ...read.map(([name, { label }]): [string, Label] => [name, label]),
      ...key
        .split("\n")
        .filter(Boolean)
        .map((one): [string, Label] => [one, { en: one, zh: one }]),
    ].toSorted(([, a], [, b]) => a[lang].localeCompare(b[lang], lang));
    const of = enumeration("RecordType", Object.fromEntries(types));
    return Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        name === "recordType" ? ({ kind: "choice", of, label: field.label } as const) : field,
      ]),
    );
  }, [fields, permits, lang, key]);
}
