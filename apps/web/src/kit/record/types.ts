/** What a record page knows of its record, and what it hands to an own layout. */
import type { Label, Reason, RecordName } from "@lotline/schema";
import type { Row } from "../data/row.ts";
import type { Signature } from "../mark/Stamp.tsx";

/** Whether an action may happen now, with every reason against it. */
export interface Verdict {
  readonly name: string;
  readonly allowed: boolean;
  readonly reasons: readonly Reason[];
}

export interface FieldChange {
  /** A field, "state", or "lines.quantity" for one of a child row. */
  readonly field: string;
  readonly old: string | null;
  readonly new: string | null;
}

export interface TimelineEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly actor: Label | null;
  readonly role: string | null;
  readonly operation: string | null;
  readonly reason: string | null;
  readonly source: string | null;
  readonly changes: readonly FieldChange[];
  readonly signature: (Signature & { readonly id: string; readonly reason: string | null }) | null;
}

export interface RecordLink {
  readonly kind: string;
  readonly record: string;
  readonly id: string;
  readonly number: string;
  readonly outgoing: boolean;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly at: string;
  readonly by: Label | null;
}

/** A record with what its page shows beside its fields. */
export interface LoadedRecord extends Row {
  readonly number: string;
  readonly version: number;
  readonly state?: string;
  readonly createdAt: string;
  readonly title: Label;
  readonly actions: readonly Verdict[];
  readonly timeline: readonly TimelineEntry[];
  readonly links: readonly RecordLink[];
  readonly attachments: readonly Attachment[];
}

/** The props of an own layout of a record's body. */
export interface RecordLayoutProps {
  readonly name: RecordName;
  readonly row: LoadedRecord;
  /** Asks the server for the record again, e.g. after a special act of the layout. */
  readonly again: () => void;
  /** Starts an action as its button does, with values filled in; for layouts with buttons of their own. */
  readonly act: (action: string, given?: Readonly<Record<string, unknown>>) => void;
}
