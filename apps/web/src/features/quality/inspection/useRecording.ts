/** The state of recording readings: what was typed and not yet sent, the reason for corrections, and the command. */
import { useEffect, useRef, useState } from "react";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { useAct } from "../../../kit/record/useAct.ts";
import { useWhen } from "../../../kit/useWhen.ts";
import { type Chosen, useInstruments } from "./Instruments.tsx";
import { currentReadings, type InspectionRow } from "./inspection-row.ts";
import { type ToSend, toSend } from "./sheet.ts";
import { cellKey, nothing, partKey, placeOf, type Typed, wholeCell } from "./typed.ts";
import { useCodes } from "./useCodes.ts";
import { type TypedReadings, useTyped } from "./useTyped.ts";

type Text = { readonly en: string; readonly zh: string };

export type Recording = ReturnType<typeof useRecording>;

/** What was typed on the sheet and its way to the server. */
export function useRecording(row: InspectionRow, again: () => void) {
  const { t, say } = useWords();
  const tell = useTell();
  const chosen = useInstruments(row);
  const codes = useCodes();
  const readings = useStamped(row, useTyped(row), chosen);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState<readonly ToSend[]>([]);
  const act = useAct("Inspection", row, "record");
  const editable = row.actions.some(({ name, allowed }) => name === "record" && allowed);
  const all = editable ? toSend(row.characteristics, readings.typed, row.defectCodes) : [];
  // Where somebody else has recorded something meanwhile, the person decides first; everything else goes.
  const [clashes, open] = [all.filter(({ clash }) => clash), all.filter(({ clash }) => !clash)];
  const typeOf = (position: number) => row.characteristics.find((one) => one.position === position)?.instrument ?? null;
  const instrumentOf = ({ characteristic, equipment, measures }: ToSend) =>
    measures && typeOf(characteristic) ? (equipment ?? chosen.of(characteristic)?.id ?? null) : null;
  const bare = open.filter((cell) => cell.measures && typeOf(cell.characteristic) && !instrumentOf(cell));
  const missing = new Set(bare.flatMap(({ characteristic }) => typeOf(characteristic) ?? []));
  const replaced = open.filter(({ replaces }) => replaces).length;
  const bad = open.filter((cell) => cell.bad).length;
  const reasonMissing = replaced > 0 && [...reason.trim()].length < 10;
  const idle = open.length === 0 && !act.unknown;
  /** @returns whether they are recorded */
  const record = async (): Promise<boolean> => {
    if (act.busy || idle) return false;
    setTried(true);
    if (bad > 0 || reasonMissing || missing.size > 0) return false;
    setSent(open);
    const rows = open.map((cell) => {
      const { characteristic, sample, value, defect } = cell;
      return { characteristic, sample, value, defect, equipment: instrumentOf(cell) };
    });
    if (!(await act.send({ input: { readings: rows }, reason: replaced > 0 ? reason : undefined }))) return false;
    setReason("");
    setTried(false);
    tell(t("insp.saved", { n: rows.length }));
    again();
    return true;
  };
  useLeaveWarning(all.length > 0);
  useAnotherTry(row.version, act.failure?.kind === "conflict", { record, again, clear: act.clear });
  const said = [...new Map(act.issues.flatMap((issue) => problemOf(issue.path, issue.text, sent)))];
  return {
    readings,
    act,
    editable,
    open,
    clashes,
    idle,
    record,
    reason: { replaced, value: reason, set: setReason, missing: tried && reasonMissing },
    bad: tried ? bad : 0,
    chosen,
    codes,
    /** Types of instrument that must be chosen first. */
    missing: tried ? [...missing] : [],
    /** What the server said of a cell, by its key. */
    problems: Object.fromEntries(said.map(([key, text]) => [key, say(text)])),
    /** What it said of none. */
    elsewhere: act.issues.filter(({ path }) => !/readings\.\d+/.test(path)),
  };
}

/** Each typed reading remembers what stood in its cell, and what is measured with from then on. */
function useStamped(row: InspectionRow, readings: TypedReadings, chosen: Chosen): TypedReadings {
  const { typed } = readings;
  const change = (texts: Typed, without: readonly string[] = []) => {
    const current = new Map(row.characteristics.map((one) => [one.position, currentReadings(one)]));
    const stamps = Object.keys(texts).flatMap((key): [string, string][] => {
      const { position, sample } = placeOf(key);
      const [cell, instrument] = [cellKey(position, sample), chosen.of(position)];
      const base = current.get(position)?.get(sample)?.id ?? nothing;
      return [
        ...(typed[partKey(cell, "b")] === undefined ? [[partKey(cell, "b"), base] as [string, string]] : []),
        ...(key === cell && instrument && typed[partKey(cell, "e")] === undefined
          ? [[partKey(cell, "e"), instrument.id] as [string, string]]
          : []),
      ];
    });
    readings.change({ ...Object.fromEntries(stamps), ...texts }, without.flatMap(wholeCell));
  };
  return { ...readings, change };
}

// A second and a third person may record while this one tries again; then it is asked.
const mostTries = 3;

/**
 * Refused because somebody else recorded meanwhile: theirs is shown, and what was typed goes again by itself, all but the cells that
 * both have read; those wait for a decision.
 */
function useAnotherTry(
  version: number,
  isStale: boolean,
  act: { record: () => Promise<boolean>; again: () => void; clear: () => void },
) {
  const waiting = useRef<number>(undefined);
  const tries = useRef(0);
  useWhen(isStale, () => {
    waiting.current = version;
    act.again();
  });
  const isFresh = waiting.current !== undefined && waiting.current !== version;
  useWhen(isFresh, () => {
    waiting.current = undefined;
    act.clear();
    if (++tries.current > mostTries) return;
    void act.record().then((done) => {
      if (done) tries.current = 0;
    });
  });
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
