/** What the review queue asks the server, and its shapes. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label, Reason } from "@lotline/schema";
import type { CommentPerson } from "../../kit/record/types.ts";
import type { Needs } from "../../kit/sign/Credential.tsx";

export interface Claim {
  readonly by: CommentPerson | null;
  readonly mine: boolean;
  readonly until: string;
}

/** One record that waits for a signature of the person. */
export interface Item {
  readonly id: string;
  readonly record: string;
  readonly recordId: string;
  readonly number: string;
  readonly version: number;
  readonly title: Label;
  readonly action: string;
  readonly state: string;
  readonly risk: string;
  readonly dueAt: string;
  readonly createdAt: string;
  /** Working minutes; negative when overdue. */
  readonly workingLeft: number;
  readonly workDay: number;
  readonly paused: boolean;
  readonly exception: Label | null;
  readonly exceptions: number;
  readonly blockers: number;
  readonly batch: boolean;
  readonly claim: Claim | null;
}

export interface Queue {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly total: number;
  readonly own: number;
  readonly overdue: number;
  readonly byRecord: readonly { readonly record: string; readonly count: number }[];
}

const person = "id number name { en zh } title { en zh }";
const claim = `claim { mine until by { ${person} } }`;
const reasons = "code text { en zh } record number";

export const queueQuery: TypedDocumentNode<
  { readonly queue: Queue },
  { first: number; after?: string | null; record?: string | null }
> = gql(`query reviewQueue($first: Int!, $after: String, $record: String) {
    queue: reviewQueue(first: $first, after: $after, record: $record) {
      next total own overdue byRecord { record count }
      items { id record recordId number version title { en zh } action state risk dueAt createdAt workingLeft workDay paused exception { en zh } exceptions blockers batch ${claim} }
    }
  }`);

export interface Fact {
  readonly label: Label;
  readonly value: Label;
  readonly ok: boolean | null;
  readonly scale: { readonly value: string; readonly lower: string | null; readonly upper: string | null } | null;
  readonly record: string | null;
  readonly number: string | null;
}

/** Something a reviewer must have seen before deciding. */
export interface Finding {
  readonly key: string;
  readonly code: string;
  readonly title: Label;
  readonly detail: Label | null;
  readonly weight: string;
  readonly why: Label;
  readonly citation: string;
  readonly facts: readonly Fact[];
}

export interface Check {
  readonly code: string;
  readonly about: Label;
  readonly area: string;
  readonly reasons: readonly Reason[];
}

export interface Case {
  readonly record: string;
  readonly recordId: string;
  readonly version: number;
  readonly action: string;
  readonly back: string | null;
  readonly risk: string;
  readonly allowed: boolean;
  readonly reasons: readonly Reason[];
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  readonly participants: readonly { readonly person: CommentPerson; readonly duty: Label; readonly at: string }[];
  readonly alone: readonly Reason[];
}

export const caseQuery: TypedDocumentNode<{ readonly found: Case }, { record: string; id: string }> =
  gql(`query reviewCase($record: String!, $id: ID!) {
    found: reviewCase(record: $record, id: $id) {
      record recordId version action back risk allowed reasons { ${reasons} }
      findings { key code title { en zh } detail { en zh } weight why { en zh } citation
        facts { label { en zh } value { en zh } ok record number scale { value lower upper } } }
      checks { code about { en zh } area reasons { ${reasons} } }
      participants { person { ${person} } duty { en zh } at }
      alone { ${reasons} }
    }
  }`);

export interface Look {
  readonly beforeAt: string | null;
  readonly beforeVersion: number | null;
  readonly claim: Claim | null;
  readonly present: readonly CommentPerson[];
}

export const lookMutation: TypedDocumentNode<{ readonly look: Look }, { record: string; id: string }> =
  gql(`mutation lookAtRecord($record: String!, $id: ID!) {
    look: lookAtRecord(record: $record, id: $id) { beforeAt beforeVersion ${claim} present { ${person} } }
  }`);

export const leaveMutation: TypedDocumentNode<{ readonly left: boolean }, { record: string; id: string }> = gql`
  mutation leaveRecord($record: String!, $id: ID!) { left: leaveRecord(record: $record, id: $id) }
`;

export const takeOverMutation: TypedDocumentNode<{ readonly taken: boolean }, { record: string; id: string }> = gql`
  mutation takeOverRecord($record: String!, $id: ID!) { taken: takeOverRecord(record: $record, id: $id) }
`;

/** How a record was reviewed. */
export interface Noted {
  readonly id: string;
  readonly shownVersion: number;
  readonly seconds: number;
  readonly sections: Readonly<Record<string, number>>;
  readonly findings: number;
}

export const noteMutation: TypedDocumentNode<
  { readonly noted: boolean },
  { commandId: string; record: string; action: string; outcome: string; rows: readonly Noted[]; manifest?: string | null }
> = gql`
  mutation noteReview($commandId: ID!, $record: String!, $action: String!, $outcome: String!, $rows: [ReviewedRecord!]!, $manifest: ID) {
    noted: noteReview(commandId: $commandId, record: $record, action: $action, outcome: $outcome, rows: $rows, manifest: $manifest)
  }
`;

export interface Manifest {
  readonly id: string;
  readonly meaning: string;
  readonly statement: Label;
  readonly hash: string;
  readonly needs: Needs;
  readonly secondFactor: boolean;
  readonly means: readonly string[];
  readonly triesLeft: number;
  readonly rows: readonly {
    readonly recordId: string;
    readonly number: string;
    readonly version: number;
    readonly contentHash: string;
    readonly onBehalfOf: Label | null;
  }[];
  readonly excluded: readonly { readonly recordId: string; readonly number: string; readonly reasons: readonly Reason[] }[];
}

export const manifestMutation: TypedDocumentNode<
  { readonly manifest: Manifest },
  { record: string; action: string; records: readonly { id: string; shownVersion: number }[] }
> = gql(`mutation signatureManifest($record: String!, $action: String!, $records: [ShownRecord!]!) {
    manifest: signatureManifest(record: $record, action: $action, records: $records) {
      id meaning statement { en zh } hash needs secondFactor means triesLeft
      rows { recordId number version contentHash onBehalfOf { en zh } } excluded { recordId number reasons { ${reasons} } }
    }
  }`);

export interface Signed {
  readonly recordId: string;
  readonly number: string;
  readonly ok: boolean;
  readonly reasons: readonly Reason[];
}

export const signManifestMutation: TypedDocumentNode<
  { readonly signed: readonly Signed[] },
  { commandId: string; manifest: string; signature: Readonly<Record<string, string | undefined>> }
> = gql(`mutation signManifest($commandId: ID!, $manifest: ID!, $signature: SignatureInput!) {
    signed: signManifest(commandId: $commandId, manifest: $manifest, signature: $signature) { recordId number ok reasons { ${reasons} } }
  }`);
