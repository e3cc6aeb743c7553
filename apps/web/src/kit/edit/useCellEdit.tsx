/**
 * Editing in place: a cell shows what was typed at once and is saved behind it, on the version that was shown. Edits of one row wait
 * for each other. What somebody else changed meanwhile is decided field by field; what was refused is as before, with the reasons.
 */
import { useApolloClient } from "@apollo/client/react";
import { type AnyRecord, editSign, isAttributePath, nestAttributes, type RecordName } from "@lotline/schema";
import { lazy, useCallback, useMemo, useRef, useState } from "react";
import { editDocument, oneDocument } from "../data/documents.ts";
import { type Row, rowIn, textOf } from "../data/row.ts";
import type { Failure } from "../failure.ts";
import { fromValue, type Value } from "../form/values.ts";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import type { Column } from "../list/columns.ts";
import type { CellEdit } from "../list/grid-rows.ts";
import { useMay } from "../session.tsx";
import { commandOf } from "../useCommand.ts";
import { editedField, notEditable } from "./editable.ts";
import { isProposed } from "./proposal.ts";
import type { Edit, SharedEdit } from "./shared.ts";
import { usePropose } from "./usePropose.ts";

const CellEditor = lazy(() => import("./CellEditor.tsx"));

/** An edit that stands open: it is to be signed, somebody was faster, or it was refused. */
export interface OpenEdit {
  readonly edit: Edit;
  readonly failure?: Failure;
  readonly theirs?: Row | undefined;
}

interface Options {
  readonly name: RecordName;
  readonly record: AnyRecord;
  /** Shows other values in a row. */
  readonly change: (id: string, values: Readonly<Record<string, unknown>>) => void;
}

export function useCellEdit({ name, record, change }: Options) {
  const { t, say } = useWords();
  const may = useMay();
  const tell = useTell();
  const send = useSend(name, change);
  const propose = usePropose(record);
  const [open, setOpen] = useState<OpenEdit>();

  const save = useCallback(
    async (edit: Edit, theirs?: Row, isUndo = false): Promise<void> => {
      const { row, column, value } = edit;
      const field = editedField(record, column);
      if (!field) return;
      if (editSign(record, [column])) return setOpen({ edit });
      if (isProposed(record, column)) {
        const failure = await propose(row, { [column]: fromValue(field, value) }, edit.reason ?? "");
        return failure && setOpen({ edit, failure });
      }
      const before = row[column];
      change(row.id, { [column]: shownOf(value) });
      const outcome = await send(edit, fromValue(field, value), theirs);
      if (outcome.ok) {
        setOpen(undefined);
        const words = { field: say(field.label), number: textOf(row.number) };
        if (isUndo) return tell(t("edit.undone", words));
        // A controlled value is not undone but changed again, with its reason (U09).
        if (field.critical) return tell(t("edit.saved", words));
        const saved = { ...row, [column]: shownOf(value) };
        const undo = () => void save({ ...edit, row: saved, value: typedOf(before) }, undefined, true);
        return tell(t("edit.saved", words), { label: t("edit.undo"), run: undo });
      }
      change(row.id, { [column]: (outcome.theirs ?? row)[column] });
      setOpen({ edit, failure: outcome.failure, theirs: outcome.theirs });
    },
    [record, change, send, propose, tell, t, say],
  );

  const shared = useMemo<SharedEdit>(() => ({ record, save: (edit) => void save(edit) }), [record, save]);
  // The words of a refusal are read late, so that the object stays the same and no row is drawn again.
  const latest = useRef({ may, record, tell, t, say });
  latest.current = { may, record, tell, t, say };
  const edit = useMemo<CellEdit>(
    () => ({
      may: (row, column) => notEditable(latest.current.record, row, column.id, latest.current.may) === null,
      refuse: (row, column) => latest.current.tell(whyNot(latest.current, row, column)),
      Editor: CellEditor,
    }),
    [],
  );
  /** Ends what stands open: the choice is saved on their version, or theirs stays. */
  const settle = (keep: readonly string[]) => {
    if (!open?.theirs) return setOpen(undefined);
    const { edit: mine, theirs } = open;
    if (keep.includes(mine.column)) return void save({ ...mine, row: { ...mine.row, ...shownIn(mine.row, theirs) } }, theirs);
    change(mine.row.id, { ...shownIn(mine.row, theirs), version: theirs.version });
    setOpen(undefined);
  };
  const locked = useCallback(
    (row: Row, column: Column) => (edit.may(row, column) ? undefined : whyNot(latest.current, row, column)),
    [edit],
  );
  return { edit, shared, open, settle, locked };
}

/** Their values in the columns that the list shows. */
const shownIn = (row: Row, theirs: Row): Record<string, unknown> =>
  Object.fromEntries(Object.keys(row).flatMap((key) => (key in theirs ? [[key, theirs[key]]] : [])));

function whyNot({ may, record, t, say }: Words, row: Row, column: Column): string {
  const why = notEditable(record, row, column.id, may);
  const states = record.states as Readonly<Record<string, { en: string; zh: string }>> | undefined;
  const state = why?.state === undefined ? undefined : states?.[why.state];
  return why ? t(why.word, { field: say(column.label), state: state ? say(state) : "" }) : "";
}

interface Words {
  readonly may: ReturnType<typeof useMay>;
  readonly record: AnyRecord;
  readonly t: ReturnType<typeof useWords>["t"];
  readonly say: ReturnType<typeof useWords>["say"];
}

/** A typed value as a row of the list holds it: a picked record stays a reference, an empty text is none. */
const shownOf = (value: Value): unknown => (value === "" ? null : value);

/** A value of a row as an editor holds it. */
const typedOf = (value: unknown): Value =>
  typeof value === "object" && value !== null ? (value as Value) : typeof value === "boolean" ? value : textOf(value);

type Sent = { readonly ok: true } | { readonly ok: false; readonly failure: Failure; readonly theirs: Row | undefined };

/** Sends edits, those of one row one after the other, each on the version that the one before made. */
function useSend(name: RecordName, change: Options["change"]) {
  const client = useApolloClient();
  const queues = useRef(new Map<string, Promise<unknown>>());
  const versions = useRef(new Map<string, number>());
  return useCallback(
    (edit: Edit, given: unknown, theirs?: Row): Promise<Sent> => {
      const { row, column, reason } = edit;
      const sendNow = async (): Promise<Sent> => {
        const version = Math.max(Number((theirs ?? row).version), versions.current.get(row.id) ?? 0);
        const input = isAttributePath(column) ? nestAttributes({ [column]: given }) : { [column]: given };
        const variables = { id: row.id, version, input, reason };
        const outcome = await commandOf<{ record: { version: number } }>(client, editDocument(name), variables).send();
        if (outcome.ok) {
          const made = outcome.value.record.version;
          versions.current.set(row.id, made);
          change(row.id, { version: made });
          return { ok: true };
        }
        if (outcome.failure.kind !== "conflict") return { ok: false, failure: outcome.failure, theirs: undefined };
        const { data } = await client.query<{ record: unknown }>({
          query: oneDocument(name),
          variables: { number: textOf(row.number) },
          fetchPolicy: "no-cache",
        });
        const now = rowIn(data?.record);
        if (now) versions.current.set(row.id, Number(now.version));
        return { ok: false, failure: outcome.failure, theirs: now };
      };
      const before = queues.current.get(row.id) ?? Promise.resolve();
      const mine = before.then(sendNow, sendNow);
      queues.current.set(row.id, mine);
      return mine;
    },
    [client, name, change],
  );
}
