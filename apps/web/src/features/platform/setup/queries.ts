/** What the pages of setting up the company ask for. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";

export interface StepStanding {
  readonly key: string;
  readonly isDone: boolean;
  readonly missing: readonly { readonly text: Label; readonly to: string | null }[];
  readonly missingCount: number;
}

export interface Standing {
  readonly steps: readonly StepStanding[];
  readonly liveRule: string | null;
  readonly liveFrom: string | null;
}

type None = Record<string, never>;

export const setupQuery: TypedDocumentNode<{ companySetup: Standing }, None> = gql`
  query companySetup {
    companySetup { liveRule liveFrom steps { key isDone missingCount missing { text { en zh } to } } }
  }
`;

export const progressQuery: TypedDocumentNode<
  { setupProgress: { readonly done: number; readonly all: number; readonly next: string | null } | null },
  None
> = gql`
  query setupProgress { setupProgress { done all next } }
`;

export const takeStarterMutation = gql`
  mutation takeStarter($commandId: ID!, $record: String!, $keys: [String!]!, $site: ID) {
    done: takeStarter(commandId: $commandId, record: $record, keys: $keys, site: $site)
  }
`;
