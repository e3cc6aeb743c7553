/** What is asked about identity proofs. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";

export interface Proof {
  readonly document: string;
  readonly note: string | null;
  readonly by: Label;
  readonly at: string;
}

export interface Unproved {
  readonly id: string;
  readonly number: string;
  readonly name: Label;
  readonly jobTitle: Label;
}

export const proofQuery: TypedDocumentNode<{ identityProof: Proof | null }, { person: string }> = gql`
  query identityProof($person: ID!) {
    identityProof(person: $person) { document note by { en zh } at }
  }
`;

export const unprovedQuery: TypedDocumentNode<{ peopleWithoutProof: readonly Unproved[] }, Record<string, never>> = gql`
  query peopleWithoutProof {
    peopleWithoutProof { id number name { en zh } jobTitle { en zh } }
  }
`;
