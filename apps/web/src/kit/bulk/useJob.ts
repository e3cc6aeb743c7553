/** A job that is watched: its progress as the server tells it, its reasons once it stands still, and what the person says to it. */
import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useState } from "react";
import { type Failure, failureOf } from "../failure.ts";
import { useCommand } from "../useCommand.ts";
import {
  cancelJobDocument,
  isOver,
  type Job,
  type JobGroup,
  type JobProgress,
  jobQuery,
  retryJobDocument,
  runJobDocument,
} from "./jobs.ts";

const orders = { run: runJobDocument, cancel: cancelJobDocument, retry: retryJobDocument } as const;

export interface WatchedJob {
  readonly job: (Job & { readonly groups: readonly JobGroup[] }) | undefined;
  readonly failure: Failure | undefined;
  readonly busy: boolean;
  /** Runs, cancels or tries it again; a retry answers the id of the new job. */
  readonly order: (verb: keyof typeof orders) => Promise<string | undefined>;
}

export function useJob(id: string | undefined): WatchedJob {
  const client = useApolloClient();
  const [job, setJob] = useState<WatchedJob["job"]>();
  const { send, busy, failure } = useCommand<{ readonly job: Job }>();
  const [unread, setUnread] = useState<Failure>();
  const [round, setRound] = useState(0);

  const read = useCallback(
    async (of: string) => {
      const { data } = await client.query({ query: jobQuery, variables: { id: of }, fetchPolicy: "no-cache" });
      return data?.job;
    },
    [client],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: round begins to watch anew after an order
  useEffect(() => {
    if (id === undefined) return;
    let isHere = true;
    let events: EventSource | undefined;
    const show = (next: WatchedJob["job"]) => isHere && setJob(next);
    const again = () => read(id).then(show, (error: unknown) => isHere && setUnread(failureOf(error)));
    void again().then(() => {
      if (!isHere) return;
      events = new EventSource(`/jobs/${id}/events`);
      events.addEventListener("progress", (event) => {
        // The server's own progress object.
        const progress = JSON.parse(event.data) as JobProgress;
        setJob((before) => before && { ...before, ...progress });
        if (isOver(progress)) {
          events?.close();
          void again();
        }
      });
      events.addEventListener("end", () => events?.close());
    });
    return () => {
      isHere = false;
      events?.close();
    };
  }, [id, read, round]);

  const order = async (verb: keyof typeof orders): Promise<string | undefined> => {
    if (id === undefined) return undefined;
    const outcome = await send(orders[verb], { id }, { of: `${verb} ${id}` });
    if (!outcome.ok) return undefined;
    const { job: ordered } = outcome.value;
    if (verb !== "retry") {
      setJob((before) => before && { ...before, ...ordered });
      setRound((before) => before + 1);
    }
    return ordered.id;
  };
  return { job: job?.id === id ? job : undefined, failure: failure ?? unread, busy, order };
}
