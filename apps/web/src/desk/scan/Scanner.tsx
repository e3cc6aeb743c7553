/**
 * The scanner on every screen: a code opens its record, or goes into the field that has the focus. What means several records is
 * chosen by the person, what means none is said, with what can be done about it.
 */
import type { Reason } from "@lotline/schema";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type ScanField, scanFieldOf } from "../../kit/field/scan-field.ts";
import { inDialog, useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { recordPath } from "../../kit/path.ts";
import type { Hit } from "../palette/useHits.ts";
import { type Scanned, separator } from "./detector.ts";
import { type Question, ScanDialog } from "./ScanDialog.tsx";
import { textFor, useScanned } from "./scanned.ts";
import { type Place, putValue, restore, useScanner } from "./useScanner.ts";

interface Props {
  readonly onClosePalette: () => void;
  /** Looks for the text in the palette. */
  readonly onSearch: (text: string) => void;
}

export function Scanner({ onClosePalette, onSearch }: Props) {
  const { question, close } = useScans(onClosePalette);
  return (
    question && (
      <ScanDialog
        question={question}
        onClose={close}
        onSearch={(text) => {
          close();
          onSearch(text);
        }}
      />
    )
  );
}

function useScans(onClosePalette: () => void) {
  const { t, say, lang } = useWords();
  const tell = useTell();
  const navigate = useNavigate();
  const ask = useScanned();
  const [question, setQuestion] = useState<Question>();

  /** Says what was done, and at once what speaks against using it; the record that clears it is one key away. */
  const report = (text: string, reasons: readonly Reason[]) => {
    const [first] = reasons.filter(({ record, number }) => record && number);
    const words = [text, ...reasons.map((reason) => say(reason.text))].join(lang === "zh" ? "" : " ");
    const open = () => first?.record && first.number && void navigate({ to: recordPath(first.record, first.number) });
    tell(words, first && { label: t("scan.show", { code: first.number ?? "" }), run: open });
  };
  const resolve = async (scanned: Scanned, field: ScanField | undefined, note: string) => {
    const answer = await ask(scanned.text, field?.target);
    if (!answer) return tell(t("scan.failed", { code: scanned.text }));
    const take = (hit: Hit) => {
      report(`${t("scan.done", { code: hit.number })}${note}`, answer.reasons);
      if (field) field.take(hit.number);
      else void navigate({ to: recordPath(hit.record, hit.number) });
    };
    const [only] = answer.hits;
    if (only && answer.hits.length === 1) take(only);
    else setQuestion({ answer, target: field?.target, take });
  };
  const fill = async (box: NonNullable<Place["box"]>, place: Place, kind: string, scanned: Scanned, note: string) => {
    const answer = await ask(scanned.text);
    if (!answer) return tell(t("scan.failed", { code: scanned.text }));
    const text = textFor(kind, answer);
    if (text === undefined)
      return tell(`${t(kind === "date" ? "scan.noDate" : "scan.noQuantity", { code: answer.code })}${note}`);
    putValue(box, kind === "date" ? text : place.value.slice(0, place.from) + text + place.value.slice(place.to));
    report(`${t("scan.filled", { code: text })}${note}`, answer.reasons);
  };
  useScanner((scanned: Scanned, place: Place): boolean => {
    const note = scanned.composing ? ` ${t("scan.composing")}` : "";
    const { box } = place;
    const kind = box?.dataset.scan;
    // A box that is not the kit's keeps what it got, and its Enter.
    if (box && kind === undefined) return false;
    if (box) restore(box, place);
    if (kind === "palette") onClosePalette();
    const whole = wholeBox(box);
    if (whole) {
      putValue(whole, scanned.text.replaceAll(separator, "{GS}"));
      // The Enter of the scanner sends it.
      whole.form?.requestSubmit();
      return true;
    }
    if (box && kind && kind !== "ref" && kind !== "palette") {
      void fill(box, place, kind, scanned, note);
      return true;
    }
    const field = box && kind === "ref" ? scanFieldOf(box) : fieldOfDialog();
    if (field || kind === "palette" || !inDialog()) void resolve(scanned, field, note);
    else tell(t("scan.inDialog", { code: scanned.text }));
    return true;
  });
  return { question, close: () => setQuestion(undefined) };
}

/** A box that takes codes as they are: the one with the focus. Where no box has it, one that only asks; what acts wants the focus. */
function wholeBox(box: Place["box"]): Place["box"] {
  if (box) return box.dataset.scan === "whole" ? box : undefined;
  if (inDialog()) return undefined;
  return document.querySelector<HTMLTextAreaElement>('textarea[data-scan="whole"]') ?? undefined;
}

/** In an open dialog a code goes into its first empty box for records, wherever the focus is. */
function fieldOfDialog(): ScanField | undefined {
  const boxes = document.querySelectorAll('[role="dialog"][aria-modal="true"] [data-scan="ref"]');
  return [...boxes].map(scanFieldOf).find((field) => field?.empty);
}
