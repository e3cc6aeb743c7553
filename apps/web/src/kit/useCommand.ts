/** Mutations as commands: one at a time, and how it stands with it. */
import type { ApolloClient, DocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useRef, useState } from "react";
import { type Command, type Kept, makeCommand, type Outcome } from "./command.ts";
import type { Failure } from "./failure.ts";

/** The command around a mutation, sent under its id. @param kept survives a reload until the outcome is known */
export function commandOf<T>(
  client: ApolloClient,
  mutation: DocumentNode,
  variables: object,
  kept?: Kept,
  id?: string,
): Command<T> {
  const transmit = async (commandId: string): Promise<T> => {
    const { data } = await client.mutate<T>({ mutation, variables: { ...variables, commandId }, fetchPolicy: "no-cache" });
    if (!data) throw new Error("answer without data");
    // A mutation answers all of its fields.
    return data as T;
  };
  return makeCommand(transmit, kept, id);
}

interface Standing {
  readonly busy: boolean;
  /** The answer was lost; the same command is being sent again. */
  readonly checking: boolean;
  readonly failure: Failure | undefined;
  /** True when the outcome of the last one is unknown; sending again asks about that one. */
  readonly unknown: boolean;
}

export interface Sending<T> extends Standing {
  /** @param of what it is about; a command whose outcome is unknown is sent again for the same only */
  readonly send: (
    mutation: DocumentNode,
    variables: object,
    options?: { readonly kept?: Kept | undefined; readonly of?: string },
  ) => Promise<Outcome<T>>;
  /** Takes what went wrong off the screen. */
  readonly clear: () => void;
}

const idle: Standing = { busy: false, checking: false, failure: undefined, unknown: false };

/** Sends commands; one whose outcome stayed unknown is asked about under its own id, never sent as a new one. */
export function useCommand<T>(): Sending<T> {
  const client = useApolloClient();
  const [standing, setStanding] = useState(idle);
  const open = useRef<{ readonly of: string; readonly command: Command<T> }>(undefined);
  const send: Sending<T>["send"] = async (mutation, variables, { kept, of = "" } = {}) => {
    const command = open.current?.of === of ? open.current.command : commandOf<T>(client, mutation, variables, kept);
    setStanding({ ...idle, busy: true });
    const outcome = await command.send({ onChecking: () => setStanding({ ...idle, busy: true, checking: true }) });
    const failure = outcome.ok ? undefined : outcome.failure;
    const unknown = failure?.kind === "unreachable";
    open.current = unknown ? { of, command } : undefined;
    setStanding({ ...idle, failure, unknown });
    return outcome;
  };
  return { ...standing, send, clear: () => setStanding((before) => ({ ...before, failure: undefined })) };
}
