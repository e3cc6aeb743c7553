/** An import that is watched: as the server tells it while it is at work, and what the person says to it. */
import { useApolloClient } from "@apollo/client/react";
import type { DocumentNode } from "graphql";
import { useCallback, useEffect, useState } from "react";
import { type Failure, failureOf } from "../../../kit/failure.ts";
import { useCommand } from "../../../kit/useCommand.ts";
import { type ImportBatch, type ImportHead, type ImportProgress, importQuery, isAtWork } from "./imports.ts";

export interface WatchedImport {
  readonly batch: ImportBatch | undefined;
  readonly failure: Failure | undefined;
  readonly busy: boolean;
  /** Counts what has changed, so that rows are read again. */
  readonly round: number;
  /** Orders follow each other; the first that fails ends them. @returns whether all were done */
  readonly order: (...orders: readonly (readonly [DocumentNode, object])[]) => Promise<boolean>;
}

export function useImport(id: string): WatchedImport {
  const client = useApolloClient();
  const [batch, setBatch] = useState<ImportBatch>();
  const [unread, setUnread] = useState<Failure>();
  const [round, setRound] = useState(0);
  const { send, busy, failure } = useCommand<{ readonly batch: ImportHead }>();

  const read = useCallback(async () => {
    const { data } = await client.query({ query: importQuery, variables: { id }, fetchPolicy: "no-cache" });
    return data?.batch;
  }, [client, id]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: round begins to watch anew after an order
  useEffect(() => {
    let isHere = true;
    let events: EventSource | undefined;
    const again = async (): Promise<void> => {
      try {
        const next = await read();
        if (!isHere || !next) return;
        setBatch(next);
        if (!isAtWork(next.state) || events) return;
        events = new EventSource(`/imports/${id}/events`);
        events.addEventListener("progress", (event) => {
          // The server's own progress object.
          const progress = JSON.parse(event.data) as ImportProgress;
          setBatch((before) => before && { ...before, ...progress });
        });
        events.addEventListener("end", () => {
          events?.close();
          if (isHere) setRound((before) => before + 1);
        });
      } catch (error) {
        if (isHere) setUnread(failureOf(error));
      }
    };
    void again();
    return () => {
      isHere = false;
      events?.close();
    };
  }, [id, read, round]);

  const order: WatchedImport["order"] = async (...orders) => {
    for (const [index, [document, variables]] of orders.entries()) {
      const outcome = await send(document, { id, ...variables }, { of: `${index} ${id}` });
      if (!outcome.ok) return false;
    }
    setRound((before) => before + 1);
    return true;
  };
  return { batch: batch?.id === id ? batch : undefined, failure: failure ?? unread, busy, round, order };
}
