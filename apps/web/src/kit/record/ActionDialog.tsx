/**
 * One action of a record from its button to its effect: what it asks for, then the signature if it is signed. What needs nothing
 * is sent at once. What was typed stays when something goes wrong.
 */
import { type Action, actionsOf, type Label, type RecordName, registry } from "@lotline/schema";
import { type SubmitEvent, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { useFeature } from "../feature.tsx";
import { useWords } from "../lang.tsx";
import { Code, Key } from "../mark/Text.tsx";
import { SignDialog } from "../sign/SignDialog.tsx";
import { ActionBoxes, type Choices } from "./ActionBoxes.tsx";
import { narrowed, proposedIn } from "./asked.ts";
import { Progress } from "./DialogParts.tsx";
import css from "./dialog.module.css";
import type { LoadedRecord } from "./types.ts";
import { type Act, useAct } from "./useAct.ts";
import { type ActionInput, useActionInput } from "./useActionInput.ts";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  actionName: string;
  /** Values the boxes begin with. */
  given?: Readonly<Record<string, unknown>> | undefined;
  onClose: () => void;
  onDone: (label: Label) => void;
}

export function ActionDialog({ name, row, actionName, given, onClose, onDone }: Props) {
  const declared = actionsOf(registry[name])[actionName];
  const { without, begins, choices } = useFeature(name);
  const action = useMemo(
    () => declared && narrowed(declared, (field) => without?.(row, actionName, field) ?? []),
    [declared, without, row, actionName],
  );
  const act = useAct(name, row, actionName);
  const form = useActionInput(action, act, given ?? proposedIn(row, actionName) ?? begins?.(row, actionName));
  const [input, setInput] = useState<Readonly<Record<string, unknown>>>();
  useFocusBack();
  if (!action) return null;
  const done = () => onDone(action.label);
  const asks = action.input !== undefined && (action.input.fields !== undefined || action.input.rows !== undefined);
  if (!asks && !action.reason && !action.sign) return <AtOnce action={action} act={act} onClose={onClose} onDone={done} />;
  if ((asks || (action.reason && !action.sign)) && input === undefined) {
    const ready = async (checked: Readonly<Record<string, unknown>>) => {
      if (action.sign) setInput(checked);
      else if (await act.send({ input: checked, reason: form.asksReason ? form.reason : undefined })) done();
    };
    const offered = (field: string) => choices?.(row, actionName, field);
    return <InputDialog action={action} row={row} act={act} form={form} choices={offered} onClose={onClose} onReady={ready} />;
  }
  return (
    <SignDialog
      name={name}
      row={row}
      actionName={actionName}
      action={action}
      input={input}
      act={act}
      onClose={onClose}
      onBack={asks ? () => setInput(undefined) : undefined}
      onDone={done}
    />
  );
}

/** When the act is over the focus goes back to the button that began it, if it is still there. */
function useFocusBack(): void {
  const [began] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (began instanceof HTMLElement && began.isConnected) began.focus();
    },
    [began],
  );
}

/** Sent without a question; the dialog shows only while the answer is lost or when it failed. */
function AtOnce({ action, act, onClose, onDone }: { action: Action; act: Act; onClose: () => void; onDone: () => void }) {
  const { t, say } = useWords();
  const started = useRef(false);
  const run = async () => {
    if (await act.send({})) onDone();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the action is sent once, when its button was pressed
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void run();
  }, []);
  return (
    <Dialog name={say(action.label)} open={act.checking || act.failure !== undefined} onClose={onClose}>
      <div className={css.dialog}>
        <h2>{say(action.label)}</h2>
        <Progress act={act} label={say(action.label)} />
        <div className={css.buttons}>
          {act.unknown && (
            <Button look="primary" busy={act.busy} onClick={() => void run()}>
              {t("do.check")}
            </Button>
          )}
          <Button onClick={onClose} data-autofocus>
            {t("do.close")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

interface InputProps {
  action: Action;
  row: LoadedRecord;
  act: Act;
  form: ActionInput;
  choices: Choices;
  onClose: () => void;
  onReady: (input: Readonly<Record<string, unknown>>) => Promise<void>;
}

function InputDialog({ action, row, act, form, choices, onClose, onReady }: InputProps) {
  const { t, say } = useWords();
  const boxes = useRef<HTMLFormElement>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const input = form.check();
    if (input) return onReady(input);
    requestAnimationFrame(() => boxes.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <Dialog name={say(action.label)} onClose={onClose} size={form.sets.length > 0 ? 860 : 560}>
      <form
        ref={boxes}
        className={css.dialog}
        onSubmit={submit}
        // From a box of several lines too, in which Enter alone begins another one.
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
        noValidate
      >
        <div className={css.head}>
          <h2>{say(action.label)}</h2>
          <span>
            {say(row.title) !== row.number && say(row.title)} <Code>{row.number}</Code>
          </span>
          <Key>Esc</Key>
        </div>
        <ActionBoxes action={action} row={row} form={form} choices={choices} />
        <Progress act={act} label={say(action.label)} />
        <div className={css.buttons}>
          <Button onClick={onClose}>{t("do.cancel")}</Button>
          <Button type="submit" look={action.sign ? "sign" : "primary"} busy={act.busy}>
            {act.unknown ? t("do.check") : say(action.label)}
            {action.sign && "…"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
