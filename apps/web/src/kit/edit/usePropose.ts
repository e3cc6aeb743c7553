/** Sends a proposed change from a cell or a form and tells of it, with the way to it. */
import { useApolloClient } from "@apollo/client/react";
import { type AnyRecord, registry } from "@lotline/schema";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { createDocument } from "../data/documents.ts";
import type { Row } from "../data/row.ts";
import type { Failure } from "../failure.ts";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { recordPath } from "../path.ts";
import { useSession } from "../session.tsx";
import { commandOf } from "../useCommand.ts";
import { proposalInput } from "./proposal.ts";

/** Answers why it was not proposed, or nothing when it was. */
export type Propose = (row: Row, values: Readonly<Record<string, unknown>>, why: string) => Promise<Failure | undefined>;

export function usePropose(record: AnyRecord): Propose {
  const client = useApolloClient();
  const navigate = useNavigate();
  const tell = useTell();
  const { t } = useWords();
  const { personId } = useSession().session;
  return useCallback(
    async (row, values, why) => {
      const variables = { input: proposalInput(record, row, values, why) };
      const name = "MasterChange";
      const kept = { personId, record: name, verb: "create", label: registry[name].label, number: undefined, variables } as const;
      const document = createDocument(name);
      const outcome = await commandOf<{ record: { number: string } }>(client, document, variables, kept).send();
      if (!outcome.ok) return outcome.failure;
      const { number } = outcome.value.record;
      const open = () => void navigate({ to: recordPath(name, number) });
      tell(t("change.proposed", { number }), { label: t("change.open"), run: open });
      return undefined;
    },
    [client, navigate, tell, t, personId, record],
  );
}
