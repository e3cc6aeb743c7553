/** The state of recording readings: what was typed and not yet sent, the reason for corrections, and the command. */
import { useEffect, useState } from "react";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { useAct } from "../../../kit/record/useAct.ts";
import { useInstruments } from "./Instruments.tsx";
import type { InspectionRow } from "./inspection-row.ts";
import { currentReadings } from "./inspection-row.ts";
import { type ToSend, toSend } from "./sheet.ts";
import { useTyped } from "./useTyped.ts";

type Text = { readonly en: string; readonly zh: string };

export type Recording = ReturnType<typeof useRecording>;

/** What was typed on the sheet and its way to the server. */
export function useRecording(row: InspectionRow, again: () => void) {
  const { t, say } = useWords();
  const tell = useTell();
  const readings = useTyped(row);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState<readonly ToSend[]>([]);
  const act = useAct("Inspection", row, "record");
  const editable = row.actions.some(({ name, allowed }) => name === "record" && allowed);
  const open = editable ? toSend(row.characteristics, readings.typed) : [];
  const chosen = useInstruments(row);
  const typeOf = (position: number) => row.characteristics.find((one) => one.position === position)?.instrument ?? null;
  const missing = new Set(open.flatMap(({ characteristic }) => typeOf(characteristic) ?? []).filter((type) => !chosen.of(type)));
  const replaced = open.filter(({ replaces }) => replaces).length;
  const bad = open.filter((cell) => cell.bad).length;
  const reasonMissing = replaced > 0 && [...reason.trim()].length < 10;
  const idle = open.length === 0 && !act.unknown;
  const record = async () => {
    if (act.busy || idle) return;
    setTried(true);
    if (bad > 0 || reasonMissing || missing.size > 0) return;
    setSent(open);
    const rows = open.map(({ characteristic, sample, value }) => {
      const type = typeOf(characteristic);
      return { characteristic, sample, value, equipment: type ? (chosen.of(type)?.id ?? null) : null };
    });
    if (!(await act.send({ input: { readings: rows }, reason: replaced > 0 ? reason : undefined }))) return;
    setReason("");
    setTried(false);
    tell(t("insp.saved", { n: rows.length }));
    again();
  };
  useLeaveWarning(open.length > 0);
  // Somebody else's readings are shown then; what was typed stays, and what would replace theirs asks for a reason.
  const isStale = act.failure?.kind === "conflict";
  useEffect(() => {
    if (isStale) again();
  }, [isStale, again]);
  const said = [...new Map(act.issues.flatMap((issue) => problemOf(issue.path, issue.text, sent)))];
  return {
    readings,
    act,
    editable,
    open,
    idle,
    record,
    reason: { replaced, value: reason, set: setReason, missing: tried && reasonMissing },
    bad: tried ? bad : 0,
    chosen,
    /** Types of instrument that must be chosen first. */
    missing: tried ? [...missing] : [],
    /** What others have recorded where this person has typed something else. */
    theirs: open
      .filter(({ replaces }) => replaces)
      .flatMap(({ characteristic: position, sample, value }) => {
        const characteristic = row.characteristics.find((one) => one.position === position);
        const recorded = characteristic && currentReadings(characteristic).get(sample);
        return characteristic && recorded ? [{ characteristic, sample, mine: value, recorded }] : [];
      }),
    /** What the server said of a cell, by its key. */
    problems: Object.fromEntries(said.map(([key, text]) => [key, say(text)])),
    /** What it said of none. */
    elsewhere: act.issues.filter(({ path }) => !/readings\.\d+/.test(path)),
  };
}

/** The cell a complaint of the server is about: readings.3.value is the fourth one sent. */
function problemOf(path: string, text: Text, sent: readonly ToSend[]): [string, Text][] {
  const index = /readings\.(\d+)/.exec(path)?.[1];
  const cell = index === undefined ? undefined : sent[Number(index)];
  return cell ? [[cell.key, text]] : [];
}

/** The browser asks before a tab with unrecorded readings is closed; they are kept, but on this tab only. */
function useLeaveWarning(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [on]);
}
