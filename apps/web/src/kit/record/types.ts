/** What a record page knows of its record, and what it hands to an own layout. */
import type { Label, Reason, RecordName } from "@lotline/schema";
import type { Row } from "../data/row.ts";
import type { Signature } from "../mark/Stamp.tsx";
import type { ApprovalRound } from "./Approvals.tsx";

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

/** At which terminal critical input or a signature was made; no number: an unregistered device. */
export interface AtTerminal {
  readonly number: string | null;
  readonly flaggedBy: string | null;
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
  /** The number of the emergency access under which it was done. */
  readonly emergency: string | null;
  readonly terminal: AtTerminal | null;
  readonly changes: readonly FieldChange[];
  readonly signature: (Signature & { readonly id: string; readonly reason: string | null }) | null;
  readonly cursor: string;
  readonly comments: readonly { readonly id: string; readonly kind: string; readonly text: string }[];
  readonly files: readonly Attachment[];
  readonly moves: readonly Move[];
  readonly links: readonly RecordLink[];
}

/** A posting of the stock ledger, or a hold placed or lifted. */
export interface Move {
  readonly id: string;
  readonly label: Label;
  readonly record: string;
  readonly number: string;
  readonly lot: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly remark: string | null;
}

export interface TimelineSummary {
  readonly all: number;
  readonly signatures: number;
  readonly changes: number;
  readonly comments: number;
  readonly moves: number;
  readonly people: readonly { readonly id: string; readonly name: Label }[];
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
  /** What it is, where somebody said. */
  readonly kind: string | null;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly at: string;
  readonly by: Label | null;
  /** The file that it takes the place of. */
  readonly replaces: string | null;
}

export interface CommentPerson {
  readonly id: string;
  readonly number: string;
  readonly name: Label;
  readonly title: Label;
}

export interface Comment {
  readonly id: string;
  readonly text: string | null;
  readonly mine: boolean;
  readonly at: string;
  readonly by: CommentPerson | null;
  readonly withdrawnAt: string | null;
  readonly mentions: readonly CommentPerson[];
  readonly history: readonly { readonly text: string; readonly at: string }[];
}

export interface Thread {
  readonly id: string;
  readonly resolved: boolean;
  readonly resolvedAt: string | null;
  readonly resolvedBy: CommentPerson | null;
  readonly comments: readonly Comment[];
}

/** A record with what its page shows beside its fields. */
export interface LoadedRecord extends Row {
  readonly number: string;
  readonly version: number;
  readonly state?: string;
  readonly createdAt: string;
  readonly title: Label;
  readonly actions: readonly Verdict[];
  /** The newest of its history; `timelineSummary` says how much there is. */
  readonly timeline: readonly TimelineEntry[];
  readonly timelineSummary: TimelineSummary;
  /** Fields whose value was changed after it was first written. */
  readonly changedFields: readonly string[];
  readonly comments: readonly Thread[];
  readonly links: readonly RecordLink[];
  readonly attachments: readonly Attachment[];
  /** Of a record that has an action approved step by step. */
  readonly approvals?: readonly ApprovalRound[];
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
