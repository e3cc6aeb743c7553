/** The record under review: what is known about it, who looks at it too, and how long each part of it was looked at. */
import { useApolloClient, useQuery } from "@apollo/client/react";
import type { RecordName } from "@lotline/schema";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { commandId } from "../../kit/command.ts";
import { oneDocument } from "../../kit/data/documents.ts";
import { type Failure, failureOf } from "../../kit/failure.ts";
import { type RecordFeatures, useFeatures } from "../../kit/feature.tsx";
import { isRecordName } from "../../kit/path.ts";
import { type Case, caseQuery, type Item, type Look, leaveMutation, lookMutation, noteMutation } from "./queries.ts";

const aliveMs = 20_000;
const ahead = 2;

/** What a reviewer is shown of the present item; from the cache where it was read ahead, and then read anew. */
export function useCase(item: Item): { found: Case | undefined; failure: Failure | undefined; again: () => void } {
  const { data, error, refetch } = useQuery(caseQuery, {
    variables: { record: item.record, id: item.recordId },
    fetchPolicy: "cache-and-network",
  });
  return {
    found: data?.found,
    failure: error ? failureOf(error) : undefined,
    again: () => void refetch().catch(() => undefined),
  };
}

const documentOf = (features: RecordFeatures, name: RecordName) => oneDocument(name, features[name]?.select);

/** Reads the next records before they are asked for, so that going on shows them at once. */
export function useReadAhead(items: readonly Item[], index: number): void {
  const client = useApolloClient();
  const features = useFeatures();
  const next = items.slice(index + 1, index + 1 + ahead);
  const key = next.map(({ id, version }) => `${id} ${version}`).join(",");
  const done = useRef(new Set<string>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: key stands for the next items
  useEffect(() => {
    for (const item of next) {
      const known = `${item.id} ${item.version}`;
      if (done.current.has(known) || !isRecordName(item.record)) continue;
      done.current.add(known);
      const read = [
        client.query({ query: caseQuery, variables: { record: item.record, id: item.recordId } }),
        client.query({ query: documentOf(features, item.record), variables: { number: item.number } }),
      ];
      // Whoever goes there reads it anew and is told.
      void Promise.all(read).catch(() => done.current.delete(known));
    }
  }, [key, client, features]);
}

/** Says that the record is open as long as it is, and hears who else has it open. */
export function useLook(item: Item): { look: Look | undefined; again: () => void } {
  const client = useApolloClient();
  const [look, setLook] = useState<{ readonly id: string; readonly look: Look }>();
  const { id, record, recordId } = item;
  const sent = useRef(false);
  const send = useCallback(async () => {
    sent.current = true;
    try {
      const { data } = await client.mutate({
        mutation: lookMutation,
        variables: { record, id: recordId },
        fetchPolicy: "no-cache",
      });
      if (data) setLook({ id, look: data.look });
    } catch {
      // Presence is a courtesy: without it the review goes on.
    }
  }, [client, id, record, recordId]);
  useEffect(() => {
    // Who walks past takes nothing.
    const first = setTimeout(() => void send(), 150);
    const alive = setInterval(() => document.visibilityState === "visible" && void send(), aliveMs);
    return () => {
      clearTimeout(first);
      clearInterval(alive);
      if (!sent.current) return;
      sent.current = false;
      void client
        .mutate({ mutation: leaveMutation, variables: { record, id: recordId }, fetchPolicy: "no-cache" })
        .catch(() => undefined);
    };
  }, [client, record, recordId, send]);
  return { look: look?.id === id ? look.look : undefined, again: () => void send() };
}

type Section = "exceptions" | "evidence" | "record" | "changes";

export interface Sitting {
  readonly reviewed: number;
  readonly seconds: number;
}

export interface Stopwatch {
  /** From now on this part is looked at. */
  readonly look: (section: Section) => void;
  /** Writes down how records were reviewed, with the time since the present one was opened. */
  readonly note: (outcome: "signed" | "sentBack" | "asked", items: readonly Item[], manifest?: string) => void;
  readonly sitting: Sitting;
}

/** Measures how long the present record is looked at, and which parts of it; a hidden page does not count. */
export function useStopwatch(item: Item | undefined): Stopwatch {
  const client = useApolloClient();
  const [sitting, setSitting] = useState<Sitting>({ reviewed: 0, seconds: 0 });
  const times = useRef<Map<Section, number>>(new Map());
  const at = useRef<{ section: Section; since: number }>({ section: "exceptions", since: Date.now() });
  const stop = useCallback(() => {
    const now = Date.now();
    const { section, since } = at.current;
    if (document.visibilityState === "visible") times.current.set(section, (times.current.get(section) ?? 0) + now - since);
    at.current = { section, since: now };
  }, []);
  const id = item?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each record begins at zero
  useEffect(() => {
    times.current = new Map();
    at.current = { section: "exceptions", since: Date.now() };
  }, [id]);
  useEffect(() => {
    document.addEventListener("visibilitychange", stop);
    return () => document.removeEventListener("visibilitychange", stop);
  }, [stop]);
  return useMemo(
    () => ({
      sitting,
      look: (section) => {
        stop();
        at.current = { section, since: Date.now() };
      },
      note: (outcome, items, manifest) => {
        stop();
        const [first] = items;
        if (!first) return;
        const sections = Object.fromEntries([...times.current].map(([section, ms]) => [section, Math.round(ms / 1000)]));
        const seconds = Math.round([...times.current.values()].reduce((sum, ms) => sum + ms, 0) / 1000);
        setSitting((before) => ({ reviewed: before.reviewed + items.length, seconds: before.seconds + seconds }));
        const rows = items.map((one) => ({
          id: one.recordId,
          shownVersion: one.version,
          // Signed together, the time is that of the list, shared among them.
          seconds: Math.round(seconds / items.length),
          sections: items.length > 1 ? {} : sections,
          findings: one.exceptions,
        }));
        const variables = {
          commandId: commandId(),
          record: first.record,
          action: first.action,
          outcome,
          rows,
          manifest: manifest ?? null,
        };
        // It is about how reviews are made; the decision stands without it.
        void client.mutate({ mutation: noteMutation, variables, fetchPolicy: "no-cache" }).catch(() => undefined);
      },
    }),
    [client, sitting, stop],
  );
}
