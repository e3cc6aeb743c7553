/** What an action asks for while it is being typed; it outlives the dialog that shows it, so going back from signing loses nothing. */
import { type Action, actionSchema, type Fields, givenFields, type Issue, type Label, validate } from "@lotline/schema";
import { useState } from "react";
import { type FormRow, type FormState, filledRows, fromValue, givenRows, issueKey, toValue, type Value } from "../form/values.ts";
import type { Act } from "./useAct.ts";

type Given = Readonly<Record<string, unknown>>;

export interface ActionInput {
  readonly fields: Fields;
  readonly sets: readonly (readonly [string, Fields])[];
  readonly state: FormState;
  readonly reason: string;
  readonly asksReason: boolean;
  readonly set: (name: string, value: Value) => void;
  readonly setRows: (set: string, rows: readonly FormRow[]) => void;
  readonly setReason: (reason: string) => void;
  readonly leave: (key: string) => void;
  readonly issueAt: (key: string) => Label | undefined;
  /** The input to send, or undefined with every issue shown. */
  readonly check: () => Given | undefined;
}

const reasonIssue: Issue = {
  path: "reason",
  code: "REASON_REQUIRED",
  text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
};

const sentFields = (fields: Fields, values: Readonly<Record<string, Value>>): Given =>
  Object.fromEntries(givenFields(fields).map(([name, field]) => [name, fromValue(field, values[name])]));

export function useActionInput(
  action: Action | undefined,
  act: Pick<Act, "clear" | "issues">,
  given: Given | undefined,
): ActionInput {
  const fields: Fields = action?.input?.fields ?? {};
  const sets = Object.entries(action?.input?.rows ?? {});
  const [state, setState] = useState<FormState>(() => ({
    values: Object.fromEntries(givenFields(fields).map(([name, field]) => [name, toValue(field, given?.[name])])),
    lines: Object.fromEntries(sets.map(([set, of]) => [set, givenRows(of, given?.[set])])),
  }));
  const [reason, setReason] = useState("");
  const [all, setAll] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  // The reason of a signed action is asked for in the signing dialog, after what and meaning.
  const asksReason = action?.reason === true && !action.sign;
  const rows = sets.map(
    ([set, of]) => [set, filledRows(state.lines[set] ?? []).map((line) => sentFields(of, line.values))] as const,
  );
  const input: Given = { ...sentFields(fields, state.values), ...Object.fromEntries(rows) };
  const result = validate(actionSchema(action?.input), input);
  const own = [...(result.ok ? [] : result.issues), ...(asksReason && [...reason.trim()].length < 10 ? [reasonIssue] : [])];
  const issueAt = (key: string): Label | undefined => {
    const shown = [...(all || left.has(key) ? own : []), ...act.issues];
    return shown.find(({ path }) => [path, path.replace(/^input\./, "")].some((at) => issueKey(at, state) === key))?.text;
  };
  return {
    fields,
    sets,
    state,
    reason,
    asksReason,
    set: (name, value) => {
      act.clear();
      setState((before) => ({ ...before, values: { ...before.values, [name]: value } }));
    },
    setRows: (set, next) => {
      act.clear();
      setState((before) => ({ ...before, lines: { ...before.lines, [set]: next } }));
    },
    setReason,
    leave: (key) => setLeft((before) => new Set([...before, key])),
    issueAt,
    check: () => {
      setAll(true);
      return own.length > 0 ? undefined : input;
    },
  };
}
