/** Long jobs as the API tells of them, and what a person may say to one. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { type AnyRecord, actionsOf, type Label, type Reason, registry } from "@lotline/schema";
import { isRecordName } from "../path.ts";

export interface JobProgress {
  readonly state: "queued" | "running" | "checked" | "done" | "failed" | "cancelled";
  readonly phase: "check" | "run";
  readonly total: number;
  readonly ok: number;
  readonly skipped: number;
  readonly failed: number;
}

export interface Job extends JobProgress {
  readonly id: string;
  readonly record: string;
  readonly action: string | null;
  readonly problem: Reason | null;
  readonly createdAt: string;
}

export interface JobGroup {
  readonly outcome: "skipped" | "failed";
  readonly reason: Reason;
  readonly count: number;
  readonly numbers: readonly string[];
}

export interface JobRow {
  readonly recordId: string;
  readonly position: number;
  readonly number: string;
  readonly outcome: "ok" | "skipped" | "failed" | null;
  readonly reasons: readonly Reason[];
}

const reason = "{ code text { en zh } record number }";
const job = `id record action state phase total ok skipped failed problem ${reason} createdAt`;

type Of<T> = { readonly job: T };

export const jobsQuery: TypedDocumentNode<{ readonly jobs: readonly Job[] }, { first: number }> = gql(
  `query jobs($first: Int!) { jobs(first: $first) { ${job} } }`,
);
export const jobQuery: TypedDocumentNode<Of<Job & { readonly groups: readonly JobGroup[] }>, { id: string }> = gql(
  `query job($id: ID!) { job(id: $id) { ${job} groups { outcome reason ${reason} count numbers } } }`,
);
export const jobRowsQuery: TypedDocumentNode<
  Of<{ readonly id: string; readonly rows: readonly JobRow[] }>,
  { id: string; outcome: string | undefined; first: number }
> = gql(
  `query jobRows($id: ID!, $outcome: String, $first: Int!) { job(id: $id) { id rows(outcome: $outcome, first: $first) { recordId position number outcome reasons ${reason} } } }`,
);
export const startBulkDocument: TypedDocumentNode<Of<Job>, { commandId: string; input: BulkInput }> = gql(
  `mutation startBulk($commandId: ID!, $input: BulkInput!) { job: startBulk(commandId: $commandId, input: $input) { ${job} } }`,
);

type Order = TypedDocumentNode<Of<Job>, { commandId: string; id: string }>;
export const runJobDocument: Order = gql(
  `mutation runJob($commandId: ID!, $id: ID!) { job: runJob(commandId: $commandId, id: $id) { ${job} } }`,
);
export const cancelJobDocument: Order = gql(
  `mutation cancelJob($commandId: ID!, $id: ID!) { job: cancelJob(commandId: $commandId, id: $id) { ${job} } }`,
);
export const retryJobDocument: Order = gql(
  `mutation retryJob($commandId: ID!, $id: ID!) { job: retryJob(commandId: $commandId, id: $id) { ${job} } }`,
);

export interface BulkVerdict {
  readonly name: string;
  readonly signed: boolean;
  readonly allowed: number;
  readonly refused: number;
  readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
}

export const bulkVerdictsQuery: TypedDocumentNode<
  { readonly bulkVerdicts: readonly BulkVerdict[] },
  { record: string; ids: readonly string[] }
> = gql(
  `query bulkVerdicts($record: String!, $ids: [ID!]!) { bulkVerdicts(record: $record, ids: $ids) { name signed allowed refused reasons { count reason ${reason} } } }`,
);

/** What a bulk is ordered with; one of ids, rows, or filter and search. */
export interface BulkInput {
  readonly record: string;
  readonly action?: string | undefined;
  readonly input?: Readonly<Record<string, unknown>> | undefined;
  readonly reason?: string | undefined;
  readonly ids?: readonly string[];
  readonly rows?: readonly { readonly id: string; readonly shown: number; readonly input: Readonly<Record<string, unknown>> }[];
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  readonly search?: string | undefined;
  readonly except?: readonly string[];
}

export const isOver = ({ state }: Pick<JobProgress, "state">): boolean => state !== "queued" && state !== "running";

/** What a job does: the action's label, or that of changing fields. */
export function jobAction(of: Pick<Job, "record" | "action">, edit: Label): Label {
  const record: AnyRecord | undefined = isRecordName(of.record) ? registry[of.record] : undefined;
  return (of.action !== null && record && actionsOf(record)[of.action]?.label) || edit;
}

/** The plural of the records it is about. */
export const jobRecords = ({ record }: Pick<Job, "record">): Label =>
  isRecordName(record) ? registry[record].plural : { en: record, zh: record };
