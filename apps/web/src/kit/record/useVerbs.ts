/** What may be done with the record on the screen, as commands: the same verbs as its buttons, each with its letter and its reasons. */
import { type AnyRecord, type RecordName, registry } from "@lotline/schema";
import { useNavigate } from "@tanstack/react-router";
import type { KeyBinding } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { editLetter, verbLetters } from "../letters.ts";
import { editPath } from "../path.ts";
import { useMay } from "../session.tsx";
import { isEditable, sortActions } from "./ActionBar.tsx";
import type { LoadedRecord } from "./types.ts";

/** Allowed ones first, then refused ones; those of another state or role have no letter and are found by the palette. */
export function useVerbs(name: RecordName, row: LoadedRecord, start: (action: string) => void): KeyBinding[] {
  const { t, say } = useWords();
  const may = useMay();
  const navigate = useNavigate();
  const record: AnyRecord = registry[name];
  const { allowed, refused, elsewhere } = sortActions(record, row);
  const verbs = [...allowed, ...refused, ...elsewhere].map((entry): KeyBinding => {
    const letter = elsewhere.includes(entry) ? undefined : verbLetters[entry.name];
    return {
      group: "record",
      label: say(entry.action.label),
      run: () => start(entry.name),
      quiet: !entry.verdict.allowed,
      ...(letter ? { key: letter } : {}),
      ...(entry.verdict.allowed ? {} : { reasons: entry.verdict.reasons }),
    };
  });
  const edit: KeyBinding = {
    group: "record",
    key: editLetter,
    label: t("do.edit"),
    run: () => void navigate({ to: editPath(name, row.number) }),
  };
  return isEditable(record, row, may) ? [...verbs, edit] : verbs;
}
