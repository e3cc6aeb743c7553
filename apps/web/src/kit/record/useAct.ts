/** Sends an action of a record as one command, keeps it when its outcome stays unknown, and tells what became of it. */
import { useApolloClient } from "@apollo/client/react";
import { type Action, type AnyRecord, actionsOf, type Issue, type RecordName, registry } from "@lotline/schema";
import { useState } from "react";
import { type Command, makeCommand } from "../command.ts";
import { actionDocument, editDocument } from "../data/documents.ts";
import type { Failure } from "../failure.ts";
import { useSession } from "../session.tsx";

export interface ActInput {
  readonly input?: Readonly<Record<string, unknown>> | undefined;
  readonly reason?: string | undefined;
  readonly signature?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface Act {
  readonly busy: boolean;
  /** The answer was lost; the same command is being sent again. */
  readonly checking: boolean;
  readonly failure: Failure | undefined;
  readonly issues: readonly Issue[];
  /** True when a command is kept whose outcome is unknown: sending again asks about that one. */
  readonly unknown: boolean;
  readonly send: (given: ActInput) => Promise<boolean>;
  readonly clear: () => void;
}

interface Done {
  readonly record: { readonly id: string };
}

interface Head {
  readonly id: string;
  readonly version: number;
  readonly number: string;
}

/** A change of signed fields as an action: their change is critical, so its reason is asked with the signature. */
export const editAction = ({ edit }: AnyRecord): Action => ({
  label: { en: "Change", zh: "更改" },
  from: [],
  reason: true,
  ...(edit?.sign ? { sign: edit.sign } : {}),
});

export function useAct(name: RecordName, row: Head, action: string): Act {
  const client = useApolloClient();
  const { personId } = useSession().session;
  const [busy, setBusy] = useState(false);
  const [checking, setChecking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [kept, setKept] = useState<Command<Done>>();

  const send = async ({ input, reason, signature }: ActInput): Promise<boolean> => {
    const isEdit = action === "edit";
    const spec = isEdit ? editAction(registry[name]) : actionsOf(registry[name])[action];
    const variables = {
      id: row.id,
      version: row.version,
      reason: reason?.trim() || undefined,
      ...(isEdit || spec?.input ? { input: input ?? {} } : {}),
      ...(spec?.sign ? { signature } : {}),
    };
    const about = spec && { personId, record: name, verb: action, label: spec.label, number: row.number, variables };
    const command =
      kept ??
      makeCommand<Done>(async (commandId) => {
        const mutation = isEdit ? editDocument(name) : actionDocument(name, action);
        const { data } = await client.mutate<Done>({ mutation, variables: { ...variables, commandId }, fetchPolicy: "no-cache" });
        if (!data) throw new Error("answer without data");
        return data;
      }, about);
    setBusy(true);
    setFailure(undefined);
    const outcome = await command.send({ onChecking: () => setChecking(true) });
    setBusy(false);
    setChecking(false);
    setKept(!outcome.ok && outcome.failure.kind === "unreachable" ? command : undefined);
    if (!outcome.ok) setFailure(outcome.failure);
    return outcome.ok;
  };
  return {
    busy,
    checking,
    failure,
    issues: failure?.kind === "invalid" ? failure.issues : [],
    unknown: kept !== undefined,
    send,
    clear: () => setFailure(undefined),
  };
}
