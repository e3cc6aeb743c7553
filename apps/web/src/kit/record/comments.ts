/** What is asked and sent about the comments of a record. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { threadSelection } from "@lotline/schema/documents";
import { type Sending, useCommand } from "../useCommand.ts";
import type { CommentPerson, Thread } from "./types.ts";

type Done = { readonly threads: readonly Thread[] };
type Vars = { readonly commandId: string; readonly id: string };
type SaidVars = Vars & { readonly text: string; readonly mentions: readonly string[] };

export const mentionableQuery: TypedDocumentNode<
  { readonly mentionable: readonly CommentPerson[] },
  { readonly record: string; readonly id: string; readonly search: string }
> = gql`
  query mentionable($record: String!, $id: ID!, $search: String!) {
    mentionable(record: $record, id: $id, search: $search) { id number name { en zh } title { en zh } }
  }
`;

export const postDocument: TypedDocumentNode<Done, SaidVars & { readonly record: string }> = gql(
  `mutation postComment($commandId: ID!, $record: String!, $id: ID!, $text: String!, $mentions: [ID!]!) {
    threads: postComment(commandId: $commandId, record: $record, id: $id, text: $text, mentions: $mentions) ${threadSelection}
  }`,
);
export const replyDocument: TypedDocumentNode<Done, SaidVars> = gql(
  `mutation replyComment($commandId: ID!, $id: ID!, $text: String!, $mentions: [ID!]!) {
    threads: replyComment(commandId: $commandId, thread: $id, text: $text, mentions: $mentions) ${threadSelection}
  }`,
);
export const editDocument: TypedDocumentNode<Done, SaidVars> = gql(
  `mutation editComment($commandId: ID!, $id: ID!, $text: String!, $mentions: [ID!]!) {
    threads: editComment(commandId: $commandId, comment: $id, text: $text, mentions: $mentions) ${threadSelection}
  }`,
);
export const withdrawDocument: TypedDocumentNode<Done, Vars> = gql(
  `mutation withdrawComment($commandId: ID!, $id: ID!) { threads: withdrawComment(commandId: $commandId, comment: $id) ${threadSelection} }`,
);
export const resolveDocument: TypedDocumentNode<Done, Vars> = gql(
  `mutation resolveComment($commandId: ID!, $id: ID!) { threads: resolveComment(commandId: $commandId, thread: $id) ${threadSelection} }`,
);
export const reopenDocument: TypedDocumentNode<Done, Vars> = gql(
  `mutation reopenComment($commandId: ID!, $id: ID!) { threads: reopenComment(commandId: $commandId, thread: $id) ${threadSelection} }`,
);

export interface Saying extends Pick<Sending<Done>, "busy" | "failure"> {
  /** Sends one command; true when it was done. */
  readonly send: <V extends Vars>(mutation: TypedDocumentNode<Done, V>, variables: Omit<V, "commandId">) => Promise<boolean>;
}

/** Sends commands about comments; one whose answer was lost is sent again under its own id. */
export function useSaying(onDone: () => void): Saying {
  const { send, busy, failure } = useCommand<Done>();
  return {
    busy,
    failure,
    send: async (mutation, variables) => {
      const { ok } = await send(mutation, variables, { of: JSON.stringify(variables) });
      if (ok) onDone();
      return ok;
    },
  };
}
