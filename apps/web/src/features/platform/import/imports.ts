/** Imports as the API tells of them, and what a person may say to one. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { ImportMapping, ImportTarget, Label, Reason } from "@lotline/schema";
import type { PartPlainWord } from "@lotline/schema/words";

export type ImportState =
  | "uploaded"
  | "mapped"
  | "checking"
  | "checked"
  | "committing"
  | "committed"
  | "undoing"
  | "undone"
  | "discarded";

export interface ImportProgress {
  readonly state: ImportState;
  readonly phase: string | null;
  readonly total: number;
  readonly records: number;
  readonly done: number;
  readonly ok: number;
  readonly wrong: number;
}

export interface ImportHead extends ImportProgress {
  readonly id: string;
  readonly record: string;
  readonly lineSet: string | null;
  readonly mode: "create" | "change";
  readonly fileName: string;
  readonly createdAt: string;
  readonly by: Label | null;
}

export interface ImportBatch extends ImportHead {
  readonly sha256: string;
  readonly mine: boolean;
  readonly undoable: boolean;
  readonly headers: readonly string[];
  readonly reading: {
    readonly kind: "csv" | "xlsx";
    readonly encoding: string | null;
    readonly delimiter: string | null;
    readonly sheet: string | null;
    readonly sheets: readonly string[];
  };
  readonly mapping: ImportMapping;
  readonly targets: readonly ImportTarget[];
  readonly problem: readonly Reason[];
}

export interface ImportIssue {
  readonly column: string | null;
  readonly code: string;
  readonly text: Label;
}

export interface ImportRow {
  readonly position: number;
  readonly cells: readonly string[];
  readonly corrected: Readonly<Record<string, string>> | null;
  readonly head: number | null;
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly issues: readonly ImportIssue[];
}

/** What a row changes, in an import that changes records. */
export interface FieldChange {
  readonly path: string;
  readonly shown: { readonly before: string | null; readonly after: string | null };
  readonly approved: boolean;
}

export interface ImportGroup extends ImportIssue {
  readonly value: string | null;
  readonly count: number;
  readonly line: number;
}

export interface TakenFor {
  readonly path: string;
  readonly column: string;
  readonly text: string;
  readonly value: string;
  readonly count: number;
}

const reason = "{ code text { en zh } record number }";
const head = "id record lineSet mode fileName state phase total records done ok wrong createdAt by { en zh }";
const batch = `${head} sha256 mine undoable headers reading mapping targets problem ${reason}`;

type Of<T> = { readonly batch: T };

export const importsQuery: TypedDocumentNode<{ readonly imports: readonly ImportHead[] }, { first: number }> = gql(
  `query imports($first: Int!) { imports(first: $first) { ${head} } }`,
);
export const importQuery: TypedDocumentNode<Of<ImportBatch>, { id: string }> = gql(
  `query importBatch($id: ID!) { batch: importBatch(id: $id) { ${batch} } }`,
);
export const importRowsQuery: TypedDocumentNode<
  Of<{ readonly id: string; readonly rows: readonly ImportRow[] }>,
  { id: string; wrongOnly: boolean; first: number }
> = gql(
  `query importRows($id: ID!, $wrongOnly: Boolean!, $first: Int!) { batch: importBatch(id: $id) { id rows(wrongOnly: $wrongOnly, first: $first) { position cells corrected head input issues { column code text { en zh } } } } }`,
);
export const importChangesQuery: TypedDocumentNode<
  Of<{ readonly id: string; readonly rows: readonly Pick<ImportRow, "position" | "input">[] }>,
  { id: string; first: number }
> = gql(
  `query importChanges($id: ID!, $first: Int!) { batch: importBatch(id: $id) { id rows(changedOnly: true, first: $first) { position input } } }`,
);
export const importGroupsQuery: TypedDocumentNode<
  Of<{ readonly id: string; readonly groups: readonly ImportGroup[] }>,
  { id: string }
> = gql(
  `query importGroups($id: ID!) { batch: importBatch(id: $id) { id groups { column code value text { en zh } count line } } }`,
);
export const importTakenQuery: TypedDocumentNode<
  Of<{ readonly id: string; readonly takenFor: readonly TakenFor[] }>,
  { id: string }
> = gql(`query importTaken($id: ID!) { batch: importBatch(id: $id) { id takenFor { path column text value count } } }`);

type Order<V> = TypedDocumentNode<Of<ImportHead>, { commandId: string; id: string } & V>;
export const mapImportDocument: Order<{ mapping: ImportMapping }> = gql(
  `mutation mapImport($commandId: ID!, $id: ID!, $mapping: JSON!) { batch: mapImport(commandId: $commandId, id: $id, mapping: $mapping) { ${head} } }`,
);
export const correctImportDocument: Order<{ corrections: readonly Correction[] }> = gql(
  `mutation correctImport($commandId: ID!, $id: ID!, $corrections: [ImportCorrection!]!) { batch: correctImport(commandId: $commandId, id: $id, corrections: $corrections) { ${head} } }`,
);
export const checkImportDocument: Order<object> = gql(
  `mutation checkImport($commandId: ID!, $id: ID!) { batch: checkImport(commandId: $commandId, id: $id) { ${head} } }`,
);
export const commitImportDocument: Order<{ reason?: string }> = gql(
  `mutation commitImport($commandId: ID!, $id: ID!, $reason: String) { batch: commitImport(commandId: $commandId, id: $id, reason: $reason) { ${head} } }`,
);
export const undoImportDocument: Order<{ reason: string }> = gql(
  `mutation undoImport($commandId: ID!, $id: ID!, $reason: String!) { batch: undoImport(commandId: $commandId, id: $id, reason: $reason) { ${head} } }`,
);
export const discardImportDocument: Order<object> = gql(
  `mutation discardImport($commandId: ID!, $id: ID!) { batch: discardImport(commandId: $commandId, id: $id) { ${head} } }`,
);

export interface Correction {
  readonly position: number;
  readonly column: string;
  readonly text: string;
}

export const isAtWork = (state: ImportState): boolean => state === "checking" || state === "committing" || state === "undoing";

export const steps = ["file", "mapping", "check", "difference", "commit"] as const;
export type Step = (typeof steps)[number];

/** Where an import stands; a person may go back to an earlier step while nothing is committed. */
export function stepOf({ state, wrong, ok }: ImportProgress): Step {
  if (state === "uploaded") return "mapping";
  if (state === "mapped" || state === "checking") return "check";
  if (state === "checked") return wrong > 0 || ok === 0 ? "check" : "difference";
  return "commit";
}

export const stateWord = (state: Exclude<ImportState, "discarded">): PartPlainWord<"import"> => `import.state.${state}`;

/** The text of a cell as it counts. */
export const textAt = ({ cells, corrected }: ImportRow, at: number): string => corrected?.[String(at)] ?? cells[at] ?? "";
