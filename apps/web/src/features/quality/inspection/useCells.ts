/** The hands on the sheet: what a key, a text and a paste do in a cell, and what a cell is asked about. */
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useCallback, useRef, useState } from "react";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { codesFor, saidIn } from "./codes.ts";
import { currentReadings, type InspectionRow } from "./inspection-row.ts";
import { type Meant, meantBy } from "./keys.ts";
import { isPlain, mostPastedRows, readPasted } from "./paste-readings.ts";
import { isOut, lookOf, type Place } from "./sheet.ts";
import { cellKey, cellsIn, partKey, type Typed } from "./typed.ts";
import type { Recording } from "./useRecording.ts";

export const inputId = (position: number, sample: number): string => `reading-${position}-${sample}`;

export const focusCell = ({ position, sample }: Place) => document.getElementById(inputId(position, sample))?.focus();

/** A block on its way into the cells. */
interface Pending {
  readonly at: Place;
  readonly text: string;
}

/** What a cell is asked, and where the hand goes on afterwards. */
export interface Asking {
  readonly what: "code" | "instrument";
  readonly at: Place;
  readonly next: Meant;
}

interface Given {
  readonly row: InspectionRow;
  readonly recording: Recording;
  /** After the last cell. */
  readonly onEnd: () => void;
  readonly onRetest: (at: Place) => void;
}

export type Cells = ReturnType<typeof useCells>;

export function useCells(given: Given) {
  const { t } = useWords("inspect");
  const tell = useTell();
  const [pending, setPending] = useState<Pending>();
  const [asking, setAsking] = useState<Asking>();
  const left = useRef(new Set<string>());
  // Read late, so that the handlers stay the same and cells are not drawn again for them.
  const take = (texts: Typed) => {
    given.recording.readings.change(texts);
    tell(t("grid.pasted", { n: cellsIn(texts) }));
  };
  const now = { ...given, t, take };
  const late: RefObject<typeof now> = useRef(now);
  late.current = now;
  const onText = useCallback((position: number, sample: number, text: string | undefined) => {
    const key = cellKey(position, sample);
    left.current.delete(key);
    if (text === undefined) late.current.recording.readings.change({}, [key]);
    else late.current.recording.readings.change({ [key]: text });
  }, []);
  const onLeave = useCallback(
    (position: number, sample: number, text: string) => {
      if (text.trim() === "") return onText(position, sample, undefined);
      const split = splitText(late.current.row, { position, sample }, text);
      if (split) late.current.recording.readings.change(split);
    },
    [onText],
  );
  const go = useCallback((meant: Meant) => goTo(meant, late.current.onEnd), []);
  const onKey = useCallback(
    (position: number, sample: number, event: KeyboardEvent<HTMLInputElement>) => {
      const { row, recording, onRetest } = late.current;
      const at = { position, sample };
      const meant = meantIn(row, at, event);
      if (!meant) return;
      event.preventDefault();
      if (meant.kind === "go" || meant.kind === "end") {
        // What fails says by which defect, before the hand goes on; whoever leaves that open is not asked again.
        const asks = event.key === "Enter" && !event.shiftKey && asksCode(row, recording.readings.typed, at, left.current);
        if (asks) setAsking({ what: "code", at, next: meant });
        else go(meant);
      } else if (meant.kind === "code" || meant.kind === "instrument") {
        if (mayAsk(row, recording.readings.typed, meant.kind, at)) setAsking({ what: meant.kind, at, next: undefined });
      } else if (meant.kind === "edit") editIn(event.currentTarget);
      else if (meant.kind === "takeBack") {
        event.stopPropagation();
        onText(position, sample, undefined);
      } else if (meant.kind === "retest") onRetest(at);
      else recording.readings[meant.kind]();
    },
    [go, onText],
  );
  const onPaste = useCallback((position: number, sample: number, event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\n\t]/.test(text.trim())) return;
    event.preventDefault();
    const { row } = late.current;
    const at = { position, sample };
    const block = readPasted(row.characteristics, at, text, false, late.current.t, row.defectCodes);
    if (!isPlain(block) || block.rows > mostPastedRows) return setPending({ at, text });
    late.current.take(block.good);
  }, []);
  const answered = (how: "taken" | "left" | "gone") => {
    if (!asking) return;
    setAsking(undefined);
    if (how !== "taken" && asking.what === "code") left.current.add(cellKey(asking.at.position, asking.at.sample));
    if (how === "taken" && asking.next) go(asking.next);
    else if (how !== "gone") focusCell(asking.at);
  };
  return { handlers: { onText, onLeave, onKey, onPaste }, pending, setPending, take, asking, setAsking, answered };
}

function meantIn({ characteristics }: InspectionRow, at: Place, event: KeyboardEvent<HTMLInputElement>): Meant {
  // Enter of an input method ends its composition, not the reading.
  if (event.nativeEvent.isComposing || event.altKey) return undefined;
  const pressed = { key: event.key, shift: event.shiftKey, mod: event.ctrlKey || event.metaKey };
  return meantBy(characteristics, at, { ...pressed, isEditing: event.currentTarget.dataset.editing !== undefined });
}

/** "121.4 D-01": the reading stays in its box, the code stands beside it. */
function splitText(row: InspectionRow, { position, sample }: Place, text: string): Typed | undefined {
  const characteristic = row.characteristics.find((one) => one.position === position);
  const said = characteristic && saidIn(characteristic, text, row.defectCodes);
  const key = cellKey(position, sample);
  return said?.code && { [key]: said.value, [partKey(key, "d")]: said.code.id };
}

function goTo(meant: Meant, onEnd: () => void): void {
  if (meant?.kind === "go") focusCell(meant.to);
  if (meant?.kind === "end") onEnd();
}

function editIn(box: HTMLInputElement): void {
  box.dataset.editing = "";
  box.setSelectionRange(box.value.length, box.value.length);
}

/** Whether the typed or recorded reading of a cell fails, and what is said of its defect. */
function failing(row: InspectionRow, typed: Typed, { position, sample }: Place) {
  const characteristic = row.characteristics.find((one) => one.position === position);
  if (!characteristic) return undefined;
  const key = cellKey(position, sample);
  const recorded = currentReadings(characteristic).get(sample);
  const said = saidIn(characteristic, typed[key] ?? recorded?.value ?? "", row.defectCodes);
  if (!isOut(lookOf(characteristic, said.value))) return undefined;
  return { characteristic, hasCode: said.code !== undefined || (typed[partKey(key, "d")] ?? recorded?.defect?.id) !== undefined };
}

function asksCode(row: InspectionRow, typed: Typed, at: Place, left: ReadonlySet<string>): boolean {
  if (left.has(cellKey(at.position, at.sample))) return false;
  const found = failing(row, typed, at);
  return found !== undefined && !found.hasCode && codesFor(found.characteristic, row.defectCodes).length > 0;
}

function mayAsk(row: InspectionRow, typed: Typed, what: Asking["what"], at: Place): boolean {
  if (what === "code") return failing(row, typed, at) !== undefined;
  const characteristic = row.characteristics.find(({ position }) => position === at.position);
  const isRead =
    typed[cellKey(at.position, at.sample)] !== undefined || (characteristic && currentReadings(characteristic).has(at.sample));
  return Boolean(characteristic?.instrument && isRead);
}
