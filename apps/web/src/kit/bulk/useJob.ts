/** A job that is watched: its progress as the server tells it, its reasons once it stands still, and what the person says to it. */
import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useState } from "react";
import { makeCommand } from "../command.ts";
import { type Failure, failureOf } from "../failure.ts";
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
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
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
    const again = () => read(id).then(show, (error: unknown) => isHere && setFailure(failureOf(error)));
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
    setBusy(true);
    setFailure(undefined);
    const outcome = await makeCommand(async (commandId) => {
      const { data } = await client.mutate({ mutation: orders[verb], variables: { commandId, id }, fetchPolicy: "no-cache" });
      if (!data) throw new Error("answer without data");
      return data.job;
    }).send();
    setBusy(false);
    if (!outcome.ok) {
      setFailure(outcome.failure);
      return undefined;
    }
    if (verb !== "retry") {
      setJob((before) => before && { ...before, ...outcome.value });
      setRound((before) => before + 1);
    }
    return outcome.value.id;
  };
  return { job: job?.id === id ? job : undefined, failure, busy, order };
}
