/** What is done with saved views; loaded when somebody does it. */
import type { Outcome } from "../command.ts";
import { createDocument, editDocument } from "../data/documents.ts";
import { useMay } from "../session.tsx";
import { type Sending, useCommand } from "../useCommand.ts";
import type { SavedView } from "./saved-views.ts";

/** Whether the person may save over a view: an open one, private or with the permit to change what others see. */
export function useMayChange(): (view: SavedView) => boolean {
  const may = useMay();
  return ({ state, audience }) => state === "open" && (audience === "private" || may("view.share"));
}

interface Saved {
  readonly record: { readonly id: string; readonly number: string; readonly version: number };
}

export interface Saving extends Pick<Sending<Saved>, "busy" | "failure" | "unknown"> {
  readonly create: (name: "SavedView" | "DefaultView", input: object) => Promise<Saved["record"] | undefined>;
  readonly edit: (
    name: "SavedView" | "DefaultView",
    target: { readonly id: string; readonly version: number },
    input: object,
  ) => Promise<Saved["record"] | undefined>;
}

/** Sends what is saved as one command each. */
export function useSaving(): Saving {
  const { send, ...standing } = useCommand<Saved>();
  const recordOf = (outcome: Outcome<Saved>) => (outcome.ok ? outcome.value.record : undefined);
  return {
    ...standing,
    create: async (name, input) => recordOf(await send(createDocument(name), { input })),
    edit: async (name, { id, version }, input) => recordOf(await send(editDocument(name), { id, version, input })),
  };
}
