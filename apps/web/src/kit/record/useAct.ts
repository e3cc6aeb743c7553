/** Sends an action of a record as one command, keeps it when its outcome stays unknown, and tells what became of it. */
import { actionsOf, type Issue, type RecordName, registry } from "@lotline/schema";
import { actionDocument } from "../data/documents.ts";
import { useSession } from "../session.tsx";
import { type Sending, useCommand } from "../useCommand.ts";

export interface ActInput {
  readonly input?: Readonly<Record<string, unknown>> | undefined;
  readonly reason?: string | undefined;
  readonly signature?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface Act extends Omit<Sending<Done>, "send"> {
  readonly issues: readonly Issue[];
  readonly send: (given: ActInput) => Promise<boolean>;
}

interface Done {
  readonly record: { readonly id: string };
}

interface Head {
  readonly id: string;
  readonly version: number;
  readonly number: string;
}

export function useAct(name: RecordName, row: Head, action: string): Act {
  const { personId } = useSession().session;
  const { send: sendCommand, ...standing } = useCommand<Done>();

  const send = async ({ input, reason, signature }: ActInput): Promise<boolean> => {
    const spec = actionsOf(registry[name])[action];
    const variables = {
      id: row.id,
      version: row.version,
      reason: reason?.trim() || undefined,
      ...(spec?.input ? { input: input ?? {} } : {}),
      ...(spec?.sign ? { signature } : {}),
    };
    const kept = spec && { personId, record: name, verb: action, label: spec.label, number: row.number, variables };
    const { ok } = await sendCommand(actionDocument(name, action), variables, { kept });
    return ok;
  };
  return { ...standing, send, issues: standing.failure?.kind === "invalid" ? standing.failure.issues : [] };
}
