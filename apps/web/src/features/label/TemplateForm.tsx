/** The designer of a label: its form, and beside it the label as the server draws what stands in the form. */
import { useQuery } from "@apollo/client/react";
import type { Fields, Lines } from "@lotline/schema";
import { useEffect, useState } from "react";
import { refOf } from "../../kit/data/row.ts";
import { failureOf } from "../../kit/failure.ts";
import { FormField } from "../../kit/form/FormField.tsx";
import kit from "../../kit/form/form.module.css";
import { LinesEditor } from "../../kit/form/LinesEditor.tsx";
import type { FormApi, RecordFormProps } from "../../kit/form/types.ts";
import { formFields } from "../../kit/form/values.ts";
import { useWords } from "../../kit/lang.tsx";
import { FailureText } from "../../kit/states.tsx";
import { contentOf } from "./content.ts";
import { LabelPicture, StandsAgainst, SymbolsRead } from "./LabelPicture.tsx";
import css from "./label.module.css";
import { labelInFormQuery } from "./preview.ts";

export default function TemplateForm({ form }: RecordFormProps) {
  const { say } = useWords("label");
  // The record file says which sets there are; this one has one.
  const lines = (form.record.lines as { readonly parts: Lines & { readonly fields: Fields } }).parts;
  return (
    <div className={css.designer}>
      <div className={kit.fields}>
        {formFields(form.record, form.mode).map(([name], index) => (
          <div key={name} data-wide={name === "changeReason" || undefined}>
            <FormField form={form} name={name} autoFocus={index === 0} />
          </div>
        ))}
      </div>
      <LivePreview form={form} />
      <LinesEditor
        set="parts"
        label={say(lines.label)}
        fields={lines.fields}
        rows={form.state.lines.parts ?? []}
        onChange={(rows) => form.setRows("parts", rows)}
        issue={(key) => {
          const issue = form.issue(key);
          return issue && say(issue);
        }}
        onLeave={form.leave}
      />
    </div>
  );
}

/** The server is asked a moment after the last key; the last picture stays until the next one is there. */
function LivePreview({ form }: { form: FormApi }) {
  const { t } = useWords("label");
  const itemLabel = refOf(form.state.values.itemLabel)?.id ?? refOf(form.row?.itemLabel)?.id ?? "";
  const content = JSON.stringify(contentOf(form));
  const [settled, setSettled] = useState(content);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(content), 400);
    return () => clearTimeout(timer);
  }, [content]);
  const { data, previousData, error } = useQuery(labelInFormQuery, {
    variables: { itemLabel, content: settled },
    skip: itemLabel === "",
    fetchPolicy: "network-only",
  });
  const preview = (data ?? previousData)?.labelPreview;
  return (
    <section className={css.panel} aria-label={t("lbl.preview")}>
      <div className={css.head}>
        <h2>{t("lbl.preview")}</h2>
        <span>{t("lbl.example")}</span>
      </div>
      {itemLabel === "" && <p className={css.hint}>{t("lbl.chooseLabel")}</p>}
      {error && <FailureText failure={failureOf(error)} />}
      {itemLabel !== "" && preview && (
        <div className={css.columns}>
          <div>
            <LabelPicture preview={preview} name="" />
            <SymbolsRead preview={preview} />
          </div>
          <StandsAgainst preview={preview} />
        </div>
      )}
    </section>
  );
}
