/**
 * The scanner on every screen: a code opens its record, or goes into the field that has the focus. What means several records is
 * chosen by the person, what means none is said, with what can be done about it.
 */
import { useApolloClient } from "@apollo/client/react";
import { readScan, type Scan, separator } from "@lotline/schema/scan";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { type ScanField, scanFieldOf } from "../../kit/field/scan-field.ts";
import { inDialog, useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { recordPath } from "../../kit/path.ts";
import { type Hit, searchQuery } from "../palette/useHits.ts";
import type { Scanned } from "./detector.ts";
import { keysOf, meant, nameOf, textFor } from "./resolve.ts";
import { type Question, ScanDialog } from "./ScanDialog.tsx";
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
  const { t } = useWords();
  const tell = useTell();
  const navigate = useNavigate();
  const look = useLook();
  const [question, setQuestion] = useState<Question>();

  const resolve = async (scan: Scan, field: ScanField | undefined, note: string) => {
    const code = nameOf(scan);
    const hits = await look(scan);
    if (!hits) return tell(t("scan.failed", { code }));
    const take = (hit: Hit) => {
      tell(`${t("scan.done", { code: hit.number })}${note}`);
      if (field) field.take(hit.number);
      else void navigate({ to: recordPath(hit.record, hit.number) });
    };
    const found = meant(hits, scan, field?.target);
    const [only] = found;
    if (only && found.length === 1) take(only);
    else setQuestion({ scan, found, target: field?.target, take });
  };
  const fill = (box: NonNullable<Place["box"]>, place: Place, kind: string, scan: Scan, note: string) => {
    const code = nameOf(scan);
    const text = textFor(kind, scan);
    if (text === undefined) return tell(`${t(kind === "date" ? "scan.noDate" : "scan.noQuantity", { code })}${note}`);
    putValue(box, kind === "date" ? text : place.value.slice(0, place.from) + text + place.value.slice(place.to));
    tell(`${t("scan.filled", { code: text })}${note}`);
  };
  useScanner((scanned: Scanned, place: Place): boolean => {
    const scan = readScan(scanned.text);
    const note = scanned.composing ? ` ${t("scan.composing")}` : "";
    const { box } = place;
    const kind = box?.dataset.scan;
    // A box that is not the kit's keeps what it got, and its Enter.
    if (box && kind === undefined) return false;
    if (box) restore(box, place);
    if (kind === "palette") onClosePalette();
    if (box && kind === "whole") {
      // It takes the code as it is, with its separators written out; the Enter of the scanner sends it.
      putValue(box, scanned.text.replaceAll(separator, "{GS}"));
      box.form?.requestSubmit();
      return true;
    }
    if (box && kind && kind !== "ref" && kind !== "palette") {
      fill(box, place, kind, scan, note);
      return true;
    }
    const field = box && kind === "ref" ? scanFieldOf(box) : fieldOfDialog();
    if (field || kind === "palette" || !inDialog()) void resolve(scan, field, note);
    else tell(t("scan.inDialog", { code: nameOf(scan) }));
    return true;
  });
  return { question, close: () => setQuestion(undefined) };
}

/** In an open dialog a code goes into its first empty box for records, wherever the focus is. */
function fieldOfDialog(): ScanField | undefined {
  const boxes = document.querySelectorAll('[role="dialog"][aria-modal="true"] [data-scan="ref"]');
  return [...boxes].map(scanFieldOf).find((field) => field?.empty);
}

/** Everything that the keys of a code find, or undefined when there is no answer. */
function useLook(): (scan: Scan) => Promise<readonly Hit[] | undefined> {
  const client = useApolloClient();
  return useCallback(
    async (scan) => {
      if (scan.kind === "unreadable") return [];
      // The first key that means anything decides; the others would only widen it.
      for (const text of keysOf(scan)) {
        try {
          const { data } = await client.query({
            query: searchQuery,
            variables: { text },
            fetchPolicy: "no-cache",
            context: { waits: false },
          });
          const exact = (data?.search ?? []).filter((hit) => hit.exact);
          if (exact.length > 0) return exact;
        } catch {
          return undefined;
        }
      }
      return [];
    },
    [client],
  );
}
