/** The boxes of an action, for one record or for many. */
import { type Action, type Field, givenFields } from "@lotline/schema";
import { type Row, unitIn } from "../data/row.ts";
import type { Choice } from "../feature.tsx";
import { FieldInput } from "../field/FieldInput.tsx";
import { LinesEditor } from "../form/LinesEditor.tsx";
import { ReasonBox } from "../form/ReasonBox.tsx";
import { useWords } from "../lang.tsx";
import type { ActionInput } from "./useActionInput.ts";

export type Choices = (field: string) => readonly Choice[] | undefined;

interface Props {
  action: Action;
  /** The record, when it is one. */
  row: Row | undefined;
  form: ActionInput;
  /** What a box offers on this record, where it is chosen instead of typed. */
  choices?: Choices;
  /** The values of fields are changed, so the usual reasons of that are offered. */
  ofChange?: boolean;
}

/** The same field with a list to choose from; what is sent is read by the declared one. */
const asChoice = ({ label, optional, help }: Field, offered: readonly Choice[]): Field => ({
  kind: "choice",
  label,
  of: { name: "", values: Object.fromEntries(offered.map(({ value, label: said }) => [value, said])) },
  ...(optional ? { optional } : {}),
  ...(help ? { help } : {}),
});

/** The boxes of an action: its fields, its rows, its reason. */
export function ActionBoxes({ action, row, form, choices, ofChange = false }: Props) {
  const { say } = useWords();
  const { fields, sets, state } = form;
  const given = givenFields(fields);
  const issue = (key: string) => {
    const label = form.issueAt(key);
    return label && say(label);
  };
  return (
    <>
      {given.map(([name, declared], index) => {
        const offered = choices?.(name);
        const field = offered ? asChoice(declared, offered) : declared;
        return (
          <FieldInput
            key={name}
            field={field}
            value={state.values[name] ?? null}
            onChange={(value) => form.set(name, value)}
            onLeave={() => form.leave(name)}
            error={issue(name)}
            // A quantity of the record itself is counted in the unit of its own item.
            unit={
              unitIn(field, fields, state.values).unit ??
              (row && unitIn(field, { item: { kind: "ref", target: "Item", label: field.label } }, row).unit)
            }
            autoFocus={index === 0}
          />
        );
      })}
      {sets.map(([set, of]) => (
        <LinesEditor
          key={set}
          set={set}
          label={say(action.label)}
          fields={of}
          rows={state.lines[set] ?? []}
          onChange={(rows) => form.setRows(set, rows)}
          issue={issue}
          onLeave={form.leave}
        />
      ))}
      {form.asksReason && (
        <ReasonBox
          value={form.reason}
          onChange={form.setReason}
          error={issue("reason")}
          ofChange={ofChange}
          autoFocus={given.length === 0}
        />
      )}
    </>
  );
}
