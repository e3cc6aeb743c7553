/** The state of one form: values, issues of client and server, reason, draft. Shared by the kit's form and by own layouts. */
import {
  type AnyRecord,
  type Attribute,
  approvedFields,
  createSchema,
  editSchema,
  editSign,
  type Issue,
  type Label,
  missingAttributes,
  nestAttributes,
  type RecordName,
  registry,
  validate,
  withAttributes,
} from "@lotline/schema";
import { useEffect, useMemo, useRef, useState } from "react";
import { openFor } from "../data/attributes.ts";
import type { Row } from "../data/row.ts";
import { dropDraft, keepDraft, readDraft } from "../draft.ts";
import type { FormApi } from "./types.ts";
import { changedNames, criticalChanges, type FormState, firstState, inputOf, issueKey, type Mode } from "./values.ts";

interface Options {
  readonly name: RecordName;
  readonly mode: Mode;
  readonly row: Row | undefined;
  /** The record's own fields as the rules in force define them. */
  readonly attributes: readonly Attribute[];
  /** Values a new record begins with. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly personId: string;
  /** Names the form among the drafts. */
  readonly what: string;
}

export interface Form extends FormApi {
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  /** Changed values that ask for a reason. */
  readonly critical: readonly string[];
  readonly changed: readonly string[];
  readonly draftAt: number | undefined;
  readonly discard: () => void;
  readonly done: () => void;
  /** Checks all; the input to send, or undefined with every issue shown. */
  readonly check: () => Record<string, unknown> | undefined;
  readonly refuse: (issues: readonly Issue[]) => void;
  readonly issueCount: number;
  /** Takes a newer saved record as the base; of what the person changed the named fields stay. */
  readonly rebase: (row: Row, keep: readonly string[]) => void;
}

const reasonIssue: Issue = {
  path: "reason",
  code: "REASON_REQUIRED",
  text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
};

/** What differs from the saved record, what of it asks for a reason, and what is wrong. */
function judge(record: AnyRecord, mode: Mode, state: FormState, base: FormState, reason: string, row: Row | undefined) {
  const changed = changedNames(record, mode, state, base);
  // What is signed asks for its reason with the signature.
  const asking = mode === "edit" && !editSign(record, changed) ? criticalChanges(record, state, base) : [];
  const critical = mode === "edit" ? [...new Set([...asking, ...approvedFields(record, changed)])] : [];
  const input = inputOf(record, mode, state, base);
  const result = validate(mode === "create" ? createSchema(record) : editSchema(record), input);
  const empty = mode === "edit" ? missingAttributes(record, { ...row, ...input }) : [];
  const missing = critical.length > 0 && [...reason.trim()].length < 10 ? [reasonIssue] : [];
  return { changed, critical, issues: [...(result.ok ? [] : result.issues), ...empty, ...missing] };
}

/** The newer saved record as a form, with what the person keeps of their own left as it is. */
function rebased(before: FormState, fresh: FormState, keep: readonly string[]): FormState {
  return {
    values: Object.fromEntries(
      Object.entries(before.values).map(([key, value]) => [key, keep.includes(key) ? value : (fresh.values[key] ?? null)]),
    ),
    lines: Object.fromEntries(
      Object.entries(before.lines).map(([key, rows]) => [key, keep.includes(key) ? rows : (fresh.lines[key] ?? [])]),
    ),
  };
}

const isFormState = (value: unknown): value is FormState =>
  typeof value === "object" && value !== null && "values" in value && "lines" in value;

const openAll = (attributes: readonly Attribute[]): readonly Attribute[] => attributes.filter(({ withdrawn }) => !withdrawn);

const recordFor = (name: RecordName, attributes: readonly Attribute[], row: Readonly<Record<string, unknown>>): AnyRecord =>
  withAttributes(registry[name], openFor(registry[name], attributes, row));

/** Keeps what was typed, a moment after the last key. */
function useDraft(
  changed: boolean,
  personId: string,
  what: string,
  state: FormState,
  reason: string,
  row: Row | undefined,
): { readonly end: () => void } {
  // What was sent is no draft any more, also when its last key is younger than the delay.
  const ended = useRef(false);
  useEffect(() => {
    if (!changed) return;
    const timer = setTimeout(
      () => !ended.current && keepDraft(personId, what, { state, version: Number(row?.version ?? 0), reason, at: Date.now() }),
      300,
    );
    return () => clearTimeout(timer);
  }, [changed, personId, what, state, reason, row]);
  return {
    end: () => {
      ended.current = true;
      dropDraft(personId, what);
    },
  };
}

export function useForm({ name, mode, row: firstRow, attributes, given, personId, what }: Options): Form {
  // Typed values of all own fields are kept; the form shows those that its kind of record has.
  const every: AnyRecord = useMemo(() => withAttributes(registry[name], openAll(attributes)), [name, attributes]);
  const [row, setRow] = useState(firstRow);
  const base = useMemo(() => firstState(every, mode, row ?? given), [every, mode, row, given]);
  const draft = useMemo(() => readDraft(personId, what, isFormState), [personId, what]);
  const [draftAt, setDraftAt] = useState(draft?.at);
  const [state, setState] = useState<FormState>(draft?.state ?? base);
  const [reason, setReason] = useState(draft?.reason ?? "");
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const [fromServer, setFromServer] = useState<readonly Issue[]>([]);

  const record = useMemo(() => recordFor(name, attributes, { ...row, ...state.values }), [name, attributes, row, state.values]);
  const { changed, critical, issues } = useMemo(
    () => judge(record, mode, state, base, reason, row),
    [record, mode, state, base, reason, row],
  );

  const kept = useDraft(changed.length > 0, personId, what, state, reason, row);
  const shown = useMemo(() => {
    const map = new Map<string, Label>();
    for (const issue of [...issues, ...fromServer]) {
      const key = issueKey(issue.path, state);
      if (!map.has(key) && (all || left.has(key) || fromServer.includes(issue))) map.set(key, issue.text);
    }
    return map;
  }, [issues, fromServer, state, all, left]);

  const change = (next: (before: FormState) => FormState) => {
    setFromServer([]);
    setState(next);
  };
  return {
    name,
    record,
    mode,
    row,
    state,
    reason,
    changed,
    critical,
    draftAt,
    set: (field, value) => change((before) => ({ ...before, values: { ...before.values, [field]: value } })),
    setRows: (set, rows) =>
      change((before) => {
        const next = typeof rows === "function" ? rows(before.lines[set] ?? []) : rows;
        return { ...before, lines: { ...before.lines, [set]: next } };
      }),
    setReason,
    issue: (key) => shown.get(key),
    leave: (key) => setLeft((before) => (before.has(key) ? before : new Set([...before, key]))),
    discard: () => {
      dropDraft(personId, what);
      setState(base);
      setReason("");
      setDraftAt(undefined);
      setAll(false);
    },
    done: kept.end,
    check: () => {
      setAll(true);
      return issues.length > 0 ? undefined : { ...nestAttributes(inputOf(record, mode, state, base)) };
    },
    refuse: setFromServer,
    issueCount: shown.size,
    rebase: (newer, keep) => {
      setState((before) => rebased(before, firstState(every, mode, newer), keep));
      setRow(newer);
    },
  };
}
