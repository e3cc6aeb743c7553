/** What the verifier reports: one place in the evidence that does not hold, named so that a person can look at it. */

export type FindingKind =
  | "SEAL_MISSING"
  | "SEAL_CHANGED"
  | "SEAL_KEY_UNKNOWN"
  | "SEAL_KEY_REVOKED"
  | "SEAL_CHAIN"
  | "SEAL_SOURCES"
  | "SEAL_ROOT"
  | "SEAL_LEAVES"
  | "EPOCH_CHANGED"
  | "ROW_CHANGED"
  | "ROW_MISSING"
  | "ROW_UNSEALED"
  | "ROW_BACKDATED"
  | "TABLE_MISSING"
  | "TABLE_EXEMPTED"
  | "RECORD_CHANGED"
  | "RECORD_MISSING"
  | "RECORD_UNKNOWN"
  | "HISTORY_BROKEN"
  | "SIGNATURE_ALTERED"
  | "SIGNATURE_KEY_UNKNOWN"
  | "SIGNATURE_KEY_REVOKED"
  | "SIGNATURE_CHAIN"
  | "HEAD_ALTERED"
  | "HEAD_DIFFERS"
  | "HEAD_MISSING"
  | "HEAD_GAP"
  | "HEADS_UNREADABLE"
  | "FILE_MISSING"
  | "FILE_CHANGED"
  | "TRIGGER_OFF"
  | "TRIGGER_MISSING"
  | "TRIGGER_CHANGED";

export interface Finding {
  readonly kind: FindingKind;
  /** Business tables by their bare name, the trail as audit.event, seals as audit.seal, the exported file as heads. */
  readonly table: string;
  readonly id: number | null;
  /** The seal that covers the row, or the seal itself. */
  readonly sequence: number | null;
  /** When the row was written, or else when it was sealed. */
  readonly at: string | null;
  readonly message: string;
}

/** Keeps the first finding and passes all of them on. */
export class Findings {
  first: Finding | null = null;
  readonly #listener: (finding: Finding) => void;

  constructor(listener: (finding: Finding) => void = () => undefined) {
    this.#listener = listener;
  }

  add(kind: FindingKind, table: string, place: { id?: number; sequence?: number; at?: string | null }, message: string): void {
    const finding = { kind, table, id: place.id ?? null, sequence: place.sequence ?? null, at: place.at ?? null, message };
    this.first ??= finding;
    this.#listener(finding);
  }
}
