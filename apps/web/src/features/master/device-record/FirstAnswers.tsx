/** A new record may begin with what a database already shows of the device: its file fills the boxes, and the person goes on. */
import { fill } from "@lotline/schema/words/translate";
import { useState } from "react";
import type { FormApi } from "../../../kit/form/types.ts";
import { formFields, formSets, givenRows, toValue } from "../../../kit/form/values.ts";
import { useWords } from "../../../kit/lang.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { DatabaseFile, FileIssues } from "./DatabaseFile.tsx";
import css from "./device.module.css";
import { useReadBack } from "./files.ts";
import { deviceWords } from "./words.ts";

export function FirstAnswers({ form }: { form: FormApi }) {
  const { say } = useWords();
  const { busy, back, failure, read } = useReadBack(null);
  const [taken, setTaken] = useState<number>();
  const take = async (file: File, format: string) => {
    setTaken(undefined);
    const answer = await read(file, format);
    if (answer && answer.issues.length === 0) setTaken(fillForm(form, answer.values));
  };
  return (
    <section className={css.first} aria-label={say(deviceWords.firstAnswers)}>
      <p className={css.hint}>{say(deviceWords.firstAnswersHint)}</p>
      <DatabaseFile busy={busy} onFile={(file, format) => void take(file, format)} />
      <div role="status">
        {back && <FileIssues issues={back.issues} />}
        {taken !== undefined && <p>{fill(say(deviceWords.firstTaken), { n: taken })}</p>}
      </div>
      <div role="alert">{failure && <FailureText failure={failure} />}</div>
    </section>
  );
}

/** Puts the answers of a file into the boxes that the form has; @returns how many fields and sets of rows it answered */
function fillForm(form: FormApi, json: string): number {
  const values = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const heads = formFields(form.record, "create").filter(([name]) => values[name] !== undefined);
  const sets = formSets(form.record, "create").filter(([set]) => values[set] !== undefined);
  for (const [name, field] of heads) form.set(name, toValue(field, values[name]));
  for (const [set, fields] of sets) form.setRows(set, givenRows(fields, values[set]));
  return heads.length + sets.length;
}
