/** A bulk from its button to its report: what it asks for, the check that changes nothing, the run, what became of each record. */
import {
  type Action,
  type AnyRecord,
  actionsOf,
  editSign,
  type Field,
  type Label,
  type RecordName,
  registry,
} from "@lotline/schema";
import { type SubmitEvent, useId, useState } from "react";
import { Button } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { isProposed } from "../edit/proposal.ts";
import { formFields } from "../form/values.ts";
import { useWords } from "../lang.tsx";
import { ActionBoxes } from "../record/ActionBoxes.tsx";
import { useActionInput } from "../record/useActionInput.ts";
import { useMay } from "../session.tsx";
import { FailureText } from "../states.tsx";
import { useCommand } from "../useCommand.ts";
import css from "./bulk.module.css";
import { JobReport } from "./JobReport.tsx";
import { type BulkInput, type Job, startBulkDocument } from "./jobs.ts";

interface Props {
  name: RecordName;
  /** Undefined for a change of a field. */
  action: string | undefined;
  count: number | undefined;
  on: Pick<BulkInput, "ids" | "filter" | "search" | "except">;
  onClose: () => void;
  onRan: () => void;
}

export function BulkDialog({ name, action, count, on, onClose, onRan }: Props) {
  const { t, say } = useWords();
  const [job, setJob] = useState<string>();
  const record: AnyRecord = registry[name];
  const label = action === undefined ? t("bulk.edit") : say(actionsOf(record)[action]?.label ?? record.label);
  const title = count === undefined ? t("bulk.titleAll", { action: label }) : t("bulk.title", { action: label, n: count });
  return (
    <Dialog name={title} onClose={onClose} size={640} closeOnEscape>
      <div className={css.dialog}>
        <h2>{title}</h2>
        {job === undefined ? (
          <Ask name={name} action={action} on={on} onClose={onClose} onJob={setJob} />
        ) : (
          <JobReport key={job} id={job} onJob={setJob} onClose={onClose} onRan={onRan} />
        )}
      </div>
    </Dialog>
  );
}

/** Starts a bulk; what went wrong is kept for the screen. */
export function useStartBulk(onJob: (id: string) => void) {
  const { send, busy, failure, clear } = useCommand<{ readonly job: Job }>();
  const start = async (input: BulkInput) => {
    const outcome = await send(startBulkDocument, { input }, { of: JSON.stringify(input) });
    if (outcome.ok) onJob(outcome.value.job.id);
  };
  return { busy, failure, start, clear };
}

interface AskProps extends Pick<Props, "name" | "action" | "on" | "onClose"> {
  onJob: (id: string) => void;
}

function Ask({ name, action, on, onClose, onJob }: AskProps) {
  const record: AnyRecord = registry[name];
  const may = useMay();
  // What is signed or approved goes record by record; what is masked is written by nobody who does not see it.
  const isSingle = (key: string) => editSign(record, [key]) !== undefined || isProposed(record, key);
  const shown = formFields(record, "edit").filter(([, { masked }]) => !masked || may(masked));
  const fields = shown.filter(([key]) => !isSingle(key));
  const single = shown.filter(([key]) => isSingle(key)).map(([, field]) => field.label);
  const [field, setField] = useState<string>();
  const chosen = fields.find(([key]) => key === field);
  const asked: Action | undefined = action === undefined ? chosen && editOf(chosen) : actionsOf(record)[action];
  return (
    <>
      {action === undefined && <FieldChoice fields={fields} single={single} value={field} onChange={setField} />}
      {asked ? (
        <Boxes key={field} name={name} action={action} asked={asked} on={on} onClose={onClose} onJob={onJob} />
      ) : (
        <Foot onClose={onClose} />
      )}
    </>
  );
}

/** Changing one field as an action: its box, and a reason where the field is critical. */
const editOf = ([key, field]: [string, Field]): Action => ({
  label: field.label,
  from: [],
  input: { fields: { [key]: { ...field, fixed: false } } },
  ...(field.critical ? { reason: true } : {}),
});

function FieldChoice({
  fields,
  single,
  value,
  onChange,
}: {
  fields: readonly [string, Field][];
  /** Those that go one record at a time. */
  single: readonly Label[];
  value: string | undefined;
  onChange: (field: string) => void;
}) {
  const { t, say } = useWords();
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className={css.label}>
        {t("bulk.field")}
      </label>
      <select
        id={id}
        className={css.select}
        value={value ?? ""}
        data-autofocus
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="" disabled>
          {t("bulk.pickField")}
        </option>
        {fields.map(([key, field]) => (
          <option key={key} value={key}>
            {say(field.label)}
          </option>
        ))}
      </select>
      {single.length > 0 && <p className={css.single}>{t("bulk.single", { fields: single.map(say).join(", ") })}</p>}
    </div>
  );
}

function Boxes({ name, action, asked, on, onClose, onJob }: AskProps & { asked: Action }) {
  const { busy, failure, start, clear } = useStartBulk(onJob);
  const form = useActionInput(asked, { clear, issues: failure?.kind === "invalid" ? failure.issues : [] }, undefined);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const input = form.check();
    if (input) void start({ record: name, action, input, reason: form.asksReason ? form.reason.trim() : undefined, ...on });
  };
  return (
    <form className={css.report} onSubmit={submit} noValidate>
      <ActionBoxes action={asked} row={undefined} form={form} ofChange={action === undefined} />
      {failure && failure.kind !== "invalid" && (
        <div role="alert">
          <FailureText failure={failure} />
        </div>
      )}
      <Foot busy={busy} submit onClose={onClose} />
    </form>
  );
}

function Foot({ busy = false, submit = false, onClose }: { busy?: boolean; submit?: boolean; onClose: () => void }) {
  const { t } = useWords();
  return (
    <div className={css.buttons}>
      <p className={css.hint}>{t("bulk.checkHint")}</p>
      <Button onClick={onClose}>{t("do.cancel")}</Button>
      <Button type="submit" look="primary" busy={busy} disabled={!submit}>
        {t("bulk.check")}
      </Button>
    </div>
  );
}
