/** What the scanner may put into a field. The desk listens to the scanner; the fields of the kit say here what they take. */
import type { RecordName } from "@lotline/schema";
import { useEffect, useRef } from "react";

export interface ScanField {
  /** The type of record it takes. */
  readonly target: RecordName;
  readonly empty: boolean;
  /** Takes the record with this number, as if it had been typed and Enter pressed. */
  readonly take: (number: string) => void;
}

const fields = new WeakMap<Element, { readonly current: ScanField }>();

/** What a box takes, if it takes records. */
export function scanFieldOf(element: Element | null): ScanField | undefined {
  return element ? fields.get(element)?.current : undefined;
}

/** Registers a box; the answer is its ref. */
export function useScanField(field: ScanField) {
  const box = useRef<HTMLInputElement>(null);
  const latest = useRef(field);
  latest.current = field;
  useEffect(() => {
    if (box.current) fields.set(box.current, latest);
  }, []);
  return box;
}
