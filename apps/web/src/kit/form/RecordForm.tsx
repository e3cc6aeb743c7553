/** Create and edit of a record: fields, child rows, reason for critical changes, conflict with somebody else's change, draft. */

import { useApolloClient } from "@apollo/client/react";
import {
  type AnyRecord,
  type Attribute,
  approvedFields,
  editSign,
  type Field,
  type Fields,
  isAttributePath,
  type RecordName,
  registry,
} from "@lotline/schema";
import type { PlainWord } from "@lotline/schema/words";
import { type ComponentType, lazy, type SubmitEvent, Suspense, useState } from "react";
import { Button } from "../Button.tsx";
import { useClockOffset, useZone } from "../clock.tsx";
import { FormHead } from "../data/choices.ts";
import { createDocument, editDocument, oneDocument } from "../data/documents.ts";
import { type Row, rowIn, textOf } from "../data/row.ts";
import { splitInput } from "../edit/proposal.ts";
import { usePropose } from "../edit/usePropose.ts";
import type { Failure } from "../failure.ts";
import { inZone } from "../format.ts";
import { useWords } from "../lang.tsx";
import { useSession } from "../session.tsx";
import { FailureText } from "../states.tsx";
import { useCommand } from "../useCommand.ts";
import { ConflictPanel } from "./ConflictPanel.tsx";
import { conflictRows } from "./conflict.ts";
import { FormField } from "./FormField.tsx";
import css from "./form.module.css";
import { LinesEditor } from "./LinesEditor.tsx";
import { ReasonBox } from "./ReasonBox.tsx";
import { TerminalBar, useTerminalBar } from "./TerminalBar.tsx";
import type { RecordFormProps } from "./types.ts";
import { type Form, useForm } from "./useForm.ts";
import { formFields, formSets, type Mode } from "./values.ts";

const SignEdit = lazy(() => import("../sign/SignEdit.tsx"));

interface Props {
  name: RecordName;
  mode: Mode;
  row: Row | undefined;
  attributes: readonly Attribute[];
  given: Readonly<Record<string, unknown>>;
  layout: ComponentType<RecordFormProps> | undefined;
  /** The word on the button, where saving is only the first half of an act. */
  verb?: PlainWord;
  onSaved: (number: string) => void;
  /** A change of the record was proposed, and what needs no approval was saved. */
  onProposed?: () => void;
  onCancel: () => void;
}

/** The word on the button: what an approval must let through is proposed. */
const verbOf = (form: Form): PlainWord => {
  if (form.mode === "create") return "do.create";
  const asked = approvedFields(form.record, form.changed).length;
  return asked === 0 ? "do.save" : asked === form.changed.length ? "change.propose" : "change.saveAndPropose";
};

export function RecordForm({ name, mode, row, attributes, given, verb, layout: Layout = DefaultLayout, ...ends }: Props) {
  const { onSaved, onCancel } = ends;
  const { t, say } = useWords();
  const { session } = useSession();
  const form = useForm({
    name,
    mode,
    row,
    attributes,
    given,
    personId: session.personId,
    what: mode === "create" ? `${name}/new${begunAs(name, given)}` : `${name}/${row?.id ?? ""}`,
  });
  const { save, busy, checking, failure, conflict, settle, signing, setSigning } = useSave(form, ends);
  const bar = useTerminalBar(form);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!bar) void save();
  };
  return (
    // The ceremony is no part of the form: what is submitted in it is not submitted here.
    <>
      <form
        className={css.form}
        data-tour="form"
        onSubmit={submit}
        noValidate
        aria-label={t(mode === "create" ? "form.new" : "form.edit", { label: say(form.record.label) })}
      >
        {form.draftAt !== undefined && <DraftNote form={form} at={form.draftAt} />}
        <FormHead value={form.state.values}>
          <Layout form={form} />
        </FormHead>
        <OwnFields form={form} />
        {form.critical.length > 0 && <Reason form={form} />}
        {conflict && <ConflictPanel {...conflictOf(form, conflict)} onSettled={settle} />}
        <div role="alert" className={css.alert}>
          {form.issueCount > 0 && failure === undefined && t("form.fix", { n: form.issueCount })}
          {failure && <FailureText failure={failure} />}
        </div>
        {bar && <TerminalBar reason={bar} />}
        <div role="status">{checking && t("action.checking", { action: t(verbOf(form)) })}</div>
        <div className={css.buttons}>
          <Button type="submit" look="primary" busy={busy} disabled={bar !== undefined}>
            {t(verb ?? verbOf(form))}
          </Button>
          <Button onClick={onCancel}>{t("do.cancel")}</Button>
        </div>
      </form>
      {signing && form.row && (
        <Suspense>
          <SignEdit
            name={name}
            row={form.row}
            input={signing}
            onClose={() => setSigning(undefined)}
            onDone={() => {
              form.done();
              onSaved(textOf(form.row?.number));
            }}
          />
        </Suspense>
      )}
    </>
  );
}

interface Saved {
  readonly record: { readonly number: string };
}

/** How the two are called while their outcome is unknown. */
const verbs = { create: { en: "Create", zh: "新建" }, edit: { en: "Change", zh: "更改" } };

function useSave(form: Form, { onSaved, onProposed }: Pick<Props, "onSaved" | "onProposed">) {
  const load = useLoaded(form);
  const propose = usePropose(form.record);
  const { personId } = useSession().session;
  const { send, clear, busy, checking, failure } = useCommand<Saved>();
  const [conflict, setConflict] = useState<Row>();
  const [signing, setSigning] = useState<Record<string, unknown>>();
  const [proposal, setProposal] = useState<{ readonly busy?: true; readonly failure?: Failure }>({});

  const sendSave = (input: Record<string, unknown>) => {
    const isNew = form.mode === "create";
    const base = isNew ? {} : { id: form.row?.id, version: form.row?.version, reason: form.reason.trim() || undefined };
    const variables = { ...base, input };
    const kept = {
      personId,
      record: form.name,
      verb: form.mode,
      label: isNew ? verbs.create : verbs.edit,
      number: isNew ? undefined : textOf(form.row?.number),
      variables,
    };
    return send(isNew ? createDocument(form.name) : editDocument(form.name), variables, { kept });
  };
  const failed = async (why: Failure) => {
    if (why.kind === "invalid") {
      form.refuse(why.issues);
      focusFirstError();
    }
    if (why.kind === "conflict") setConflict(await load());
  };
  /** Proposes what is left when the rest is saved; what was saved is then no change of the form any more. */
  const proposeOf = async (asked: Record<string, unknown>, row: Row | undefined, isSaved: boolean) => {
    if (!row) return;
    setProposal({ busy: true });
    const why = await propose(row, asked, form.reason);
    setProposal(why ? { failure: why } : {});
    if (!why) {
      form.done();
      return onProposed?.();
    }
    if (isSaved) form.rebase(row, Object.keys(asked));
    return failed(why);
  };
  const save = async () => {
    const input = form.check();
    if (!input) return focusFirstError();
    if (form.mode === "edit" && form.changed.length === 0) return onSaved(textOf(form.row?.number));
    if (form.mode === "edit" && editSign(form.record, form.changed)) return setSigning(input);
    const { direct, asked } = form.mode === "edit" ? splitInput(form.record, input) : { direct: input, asked: {} };
    const isAsked = Object.keys(asked).length > 0;
    if (isAsked && Object.keys(direct).length === 0) return proposeOf(asked, form.row, false);
    setProposal({});
    const outcome = await sendSave(direct);
    if (!outcome.ok) return failed(outcome.failure);
    if (isAsked) return proposeOf(asked, await load(), true);
    form.done();
    return onSaved(outcome.value.record.number);
  };
  const settle = (keep: readonly string[]) => {
    if (conflict) form.rebase(conflict, keep);
    setConflict(undefined);
    setProposal({});
    clear();
  };
  const shown = failure ?? proposal.failure;
  // Issues of fields stand at their fields.
  const isAtFields = shown?.kind === "invalid" && shown.issues.some((issue) => issue.path !== "");
  return {
    ...{ save, checking, conflict, settle, signing, setSigning },
    busy: busy || proposal.busy === true,
    failure: isAtFields ? undefined : shown,
  };
}

/** Reads the saved record as it is now. */
function useLoaded(form: Form): () => Promise<Row | undefined> {
  const client = useApolloClient();
  return async () => {
    const { data } = await client.query<{ record: unknown }>({
      query: oneDocument(form.name),
      variables: { number: textOf(form.row?.number) },
      fetchPolicy: "no-cache",
    });
    return rowIn(data?.record);
  };
}

const conflictOf = (form: Form, theirs: Row) => ({
  record: form.record,
  theirs,
  rows: conflictRows(form.record, form.state, form.row ?? {}, theirs),
});

const focusFirstError = () => requestAnimationFrame(() => document.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());

function DraftNote({ form, at }: { form: Form; at: number }) {
  const { t } = useWords();
  const zone = useZone();
  const offset = useClockOffset();
  return (
    <p className={css.draft} role="status">
      {t("form.draft", { time: inZone(at + offset, zone)?.time ?? "" })}{" "}
      <Button look="quiet" onClick={form.discard}>
        {t("form.discard")}
      </Button>
    </p>
  );
}

function Reason({ form }: { form: Form }) {
  const { t, say } = useWords();
  const issue = form.issue("reason");
  const labels = [
    ...formFields(form.record, "edit"),
    ...formSets(form.record, "edit").map(([set]) => [set, form.record.lines?.[set]] as const),
  ]
    .filter(([name]) => form.critical.includes(name))
    .flatMap(([, field]) => (field ? [say(field.label)] : []));
  return (
    <section className={css.reason}>
      <ReasonBox
        value={form.reason}
        onChange={form.setReason}
        onLeave={() => form.leave("reason")}
        error={issue && say(issue)}
        label={
          <>
            <strong>{t("form.reasonTitle")}</strong> {t("form.reasonText")} {labels.join(", ")}
          </>
        }
        ofChange
      />
    </section>
  );
}

/** The kit's own layout: fields in two columns, long texts over both, then the child rows. */
function DefaultLayout({ form }: RecordFormProps) {
  return (
    <>
      <div className={css.fields}>
        {formFields(form.record, form.mode)
          .filter(([name]) => !isAttributePath(name))
          .map(([name, field], index) => (
            <div key={name} data-wide={isWide(field) || undefined}>
              <FormField form={form} name={name} autoFocus={index === 0} />
            </div>
          ))}
      </div>
      {formSets(form.record, form.mode).map(([set]) => (
        <FormLines key={set} form={form} set={set} />
      ))}
    </>
  );
}

const isWide = (field: Field): boolean =>
  field.kind === "json" || (field.kind === "text" && (field.multiline === true || field.max > 200));

/** What the customer's rules add to the record, below the kit's layout and below own ones. */
function OwnFields({ form }: RecordFormProps) {
  const { t } = useWords();
  const own = formFields(form.record, form.mode).filter(([name]) => isAttributePath(name));
  if (own.length === 0) return null;
  return (
    <fieldset className={css.own}>
      <legend>{t("record.ownFields")}</legend>
      <div className={css.fields}>
        {own.map(([name, field]) => (
          <div key={name} data-wide={isWide(field) || undefined}>
            <FormField form={form} name={name} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** The child rows of a set inside a form; for own layouts too, which may offer other boxes for the same values (`as`). */
export function FormLines({ form, set, as }: RecordFormProps & { set: string; as?: Fields }) {
  const { say } = useWords();
  const record: AnyRecord = form.record;
  const fields = as ?? formSets(record, form.mode).find(([name]) => name === set)?.[1];
  if (!fields) return null;
  return (
    <LinesEditor
      set={set}
      label={say(record.lines?.[set]?.label ?? record.label)}
      fields={fields}
      rows={form.state.lines[set] ?? []}
      onChange={(rows) => form.setRows(set, rows)}
      issue={(key) => {
        const issue = form.issue(key);
        return issue && say(issue);
      }}
      onLeave={form.leave}
    />
  );
}

/** What a new record is once and for all, where the address says it: what was typed for one such record is no draft of another. */
const begunAs = (name: RecordName, given: Props["given"]): string => {
  const record: AnyRecord = registry[name];
  const fixed = Object.entries<Field>(record.fields).flatMap(([key, field]) =>
    field.fixed && typeof given[key] === "string" ? [`/${given[key]}`] : [],
  );
  const rows = Object.keys(record.lines ?? {}).flatMap((set) => (given[set] ? [`/${JSON.stringify(given[set])}`] : []));
  return [...fixed, ...rows].join("");
};
