/** Sends an action of a record as one command, keeps it when its outcome stays unknown, and tells what became of it. */
import { type Action, type AnyRecord, actionsOf, type Issue, type RecordName, registry } from "@lotline/schema";
import { actionDocument, editDocument } from "../data/documents.ts";
import { useSession } from "../session.tsx";
import { type Sending, useCommand } from "../useCommand.ts";

export interface ActInput {
  readonly input?: Readonly<Record<string, unknown>> | undefined;
  readonly reason?: string | undefined;
  readonly signature?: Readonly<Record<string, string | boolean | undefined>> | undefined;
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

/** A change of signed fields as an action: their change is critical, so its reason is asked with the signature. */
export const editAction = ({ edit }: AnyRecord): Action => ({
  label: { en: "Change", zh: "更改" },
  from: [],
  reason: true,
  ...(edit?.sign ? { sign: edit.sign } : {}),
});

export function useAct(name: RecordName, row: Head, action: string): Act {
  const { personId } = useSession().session;
  const { send: sendCommand, ...standing } = useCommand<Done>();

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
    const kept = spec && { personId, record: name, verb: action, label: spec.label, number: row.number, variables };
    const document = isEdit ? editDocument(name) : actionDocument(name, action);
    const { ok } = await sendCommand(document, variables, { kept });
    return ok;
  };
  return { ...standing, send, issues: standing.failure?.kind === "invalid" ? standing.failure.issues : [] };
}
