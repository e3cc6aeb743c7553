/**
 * The box in a cell: that of its field. Enter and Tab save and go on as in a spreadsheet, Esc leaves; what is wrong is said below
 * the cell, and a critical value asks for its reason there. Keys that an input method takes are none of ours.
 */
import { type AnyRecord, editSchema, type Issue, validate } from "@lotline/schema";
import { Popover } from "@mantine/core";
import { type FocusEvent, type KeyboardEvent, useRef, useState } from "react";
import { Button } from "../Button.tsx";
import { unitIn } from "../data/row.ts";
import { FieldInput } from "../field/FieldInput.tsx";
import { ReasonBox } from "../form/ReasonBox.tsx";
import { fromValue, normalise, toValue, type Value } from "../form/values.ts";
import { useWords } from "../lang.tsx";
import { isComposing } from "../list/grid-move.ts";
import type { AfterEdit, CellEditorProps } from "../list/grid-rows.ts";
import css from "./edit.module.css";
import { asksReason, editedField } from "./editable.ts";
import { isProposed } from "./proposal.ts";
import { useSharedEdit } from "./shared.ts";

export default function CellEditor(props: CellEditorProps) {
  const { t, say } = useWords();
  const { row, column } = props;
  const { record, field, box, value, type, issue, reason, asking, leave, saveWithReason, onKeyDown, onBlur } = useEditor(props);
  const label = say(column.label);
  const proposed = isProposed(record, column.id);
  return (
    // The cell is no button that opens something: roles and states of one are not put on it.
    <Popover opened={issue !== undefined || asking} position="bottom-start" width={360} trapFocus={asking} withRoles={false}>
      <Popover.Target>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the box inside */}
        <div ref={box} className={css.cell} onKeyDown={onKeyDown} onBlur={onBlur}>
          <FieldInput
            field={field}
            bare
            label={label}
            value={value}
            unit={unitIn(field, record.fields, row).unit}
            autoFocus
            onChange={type}
          />
        </div>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={label} className={css.below}>
        {asking ? (
          <ReasonForm
            label={t(proposed ? "change.why" : "edit.critical", { field: label })}
            save={t(proposed ? "change.propose" : "do.save")}
            reason={reason.value}
            onReason={reason.set}
            onCancel={leave}
            onSave={saveWithReason}
          />
        ) : (
          <p role="alert">{issue && say(issue.text)}</p>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** What is typed in the cell, and what ends it. */
function useEditor({ row, column, onDone }: CellEditorProps) {
  const { record, save } = useSharedEdit();
  const field = editedField(record, column.id) ?? column.field;
  const [value, setValue] = useState<Value>(() => toValue(field, row[column.id]));
  const [issue, setIssue] = useState<Issue>();
  const [asking, setAsking] = useState<AfterEdit>();
  const [reason, setReason] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const done = useRef(false);

  const finish = (next: AfterEdit) => {
    done.current = true;
    onDone(next);
  };
  const saveAs = (of: Value, why: string | undefined, next: AfterEdit) => {
    save({ row, column: column.id, value: of, reason: why });
    finish(next);
  };
  const commit = (next: AfterEdit) => {
    if (done.current) return;
    const clean = typeof value === "string" ? normalise(field, value) : value;
    if (sent(clean) === sent(toValue(field, row[column.id]))) return finish(next);
    const wrong = issueOf(record, column.id, fromValue(field, clean));
    if (wrong) return setIssue(wrong);
    setValue(clean);
    if (asksReason(record, column.id, row[column.id])) setAsking(next);
    else saveAs(clean, undefined, next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent) || event.defaultPrevented || asking) return;
    event.stopPropagation();
    const next = nextOf(event);
    if (!next) return;
    event.preventDefault();
    if (next === "leave") finish("stay");
    else commit(next);
  };
  // A press elsewhere saves what was typed; a list box or the reason below belong to the cell.
  const onBlur = (event: FocusEvent) => {
    const into = event.relatedTarget;
    if (asking || done.current || (into instanceof Node && box.current?.contains(into))) return;
    if (into instanceof HTMLElement && into.closest("[data-portal]")) return;
    commit("stay");
  };
  return {
    record,
    field,
    box,
    value,
    issue,
    asking: asking !== undefined,
    reason: { value: reason, set: setReason },
    type: (next: Value) => {
      setIssue(undefined);
      setValue(next);
    },
    leave: () => finish("stay"),
    saveWithReason: () => asking && saveAs(value, reason.trim(), asking),
    onKeyDown,
    onBlur,
  };
}

const sent = (value: Value): string =>
  JSON.stringify(typeof value === "object" && value !== null ? value.id : value === "" ? null : value);

function nextOf({ key, shiftKey, target }: KeyboardEvent): AfterEdit | "leave" | undefined {
  const list = target instanceof HTMLElement && target.getAttribute("aria-expanded") === "true";
  if (key === "Escape") return "leave";
  if (key === "Enter" && !list) return shiftKey ? "up" : "down";
  if (key === "Tab") return shiftKey ? "left" : "right";
  return undefined;
}

/** What validation says of the one value. */
function issueOf(record: AnyRecord, column: string, value: unknown): Issue | undefined {
  const result = validate(editSchema(record), { [column]: value });
  return result.ok ? undefined : result.issues[0];
}

interface ReasonProps {
  label: string;
  /** The word on the button. */
  save: string;
  reason: string;
  onReason: (reason: string) => void;
  onSave: () => void;
  onCancel: () => void;
}

function ReasonForm({ label, save, reason, onReason, onSave, onCancel }: ReasonProps) {
  const { t } = useWords();
  const [tried, setTried] = useState(false);
  const short = [...reason.trim()].length < 10;
  const submit = () => (short ? setTried(true) : onSave());
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Escape") onCancel();
    if (event.key === "Enter" && !event.shiftKey && event.target instanceof HTMLTextAreaElement) {
      event.preventDefault();
      submit();
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the boxes inside
    <div className={css.reason} onKeyDown={onKeyDown}>
      <ReasonBox
        label={label}
        value={reason}
        onChange={onReason}
        error={tried && short ? t("form.reasonMissing") : undefined}
        ofChange
        autoFocus
      />
      <div className={css.buttons}>
        <Button onClick={onCancel}>{t("do.cancel")}</Button>
        <Button look="primary" onClick={submit}>
          {save}
        </Button>
      </div>
    </div>
  );
}
