/** What is done with saved views; loaded when somebody does it. */
import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { type Command, makeCommand } from "../command.ts";
import { createDocument, editDocument } from "../data/documents.ts";
import type { Failure } from "../failure.ts";
import { useMay } from "../session.tsx";
import type { SavedView } from "./saved-views.ts";

/** Whether the person may save over a view: an open one, private or with the permit to change what others see. */
export function useMayChange(): (view: SavedView) => boolean {
  const may = useMay();
  return ({ state, audience }) => state === "open" && (audience === "private" || may("view.share"));
}

interface Saved {
  readonly record: { readonly id: string; readonly number: string; readonly version: number };
}

export interface Saving {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** True when the outcome of the last one is unknown; sending again asks about that one. */
  readonly unknown: boolean;
  readonly create: (name: "SavedView" | "DefaultView", input: object) => Promise<Saved["record"] | undefined>;
  readonly edit: (
    name: "SavedView" | "DefaultView",
    target: { readonly id: string; readonly version: number },
    input: object,
  ) => Promise<Saved["record"] | undefined>;
}

/** Sends what is saved as one command each. */
export function useSaving(): Saving {
  const client = useApolloClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [kept, setKept] = useState<Command<Saved>>();
  const send = async (mutation: ReturnType<typeof createDocument>, variables: object) => {
    const command =
      kept ??
      makeCommand(async (commandId) => {
        const { data } = await client.mutate<Saved>({
          mutation,
          variables: { ...variables, commandId },
          fetchPolicy: "no-cache",
        });
        if (!data) throw new Error("answer without data");
        return data;
      });
    setBusy(true);
    setFailure(undefined);
    const outcome = await command.send();
    setBusy(false);
    setKept(!outcome.ok && outcome.failure.kind === "unreachable" ? command : undefined);
    if (outcome.ok) return outcome.value.record;
    setFailure(outcome.failure);
    return undefined;
  };
  return {
    busy,
    failure,
    unknown: kept !== undefined,
    create: (name, input) => send(createDocument(name), { input }),
    edit: (name, { id, version }, input) => send(editDocument(name), { id, version, input }),
  };
}
