/** Reads the history of a record as far as it is looked at: the newest part came with the page, the rest by its cursor or filter. */
import { useApolloClient } from "@apollo/client/react";
import type { RecordName } from "@lotline/schema";
import { timelinePage } from "@lotline/schema/documents";
import { useEffect, useState } from "react";
import { timelineDocument } from "../data/documents.ts";
import { type Failure, failureOf } from "../failure.ts";
import type { LoadedRecord, TimelineEntry } from "./types.ts";

/** What of the history is wanted; stands in the address. */
export interface HistoryFilter {
  readonly kind?: string | undefined;
  readonly who?: string | undefined;
  readonly field?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
  readonly source?: string | undefined;
}

export interface ReadTimeline {
  /** Undefined while the first ones are being read. */
  readonly entries: readonly TimelineEntry[] | undefined;
  readonly hasMore: boolean;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly more: () => void;
}

interface Answer {
  readonly record: { readonly timeline: readonly TimelineEntry[] } | null;
}

export function useTimeline(name: RecordName, row: LoadedRecord, filter: HistoryFilter): ReadTimeline {
  const client = useApolloClient();
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const key = JSON.stringify(filter);
  const first = isFiltered ? undefined : row.timeline;
  const [read, setRead] = useState<{ of: unknown; key: string; entries: readonly TimelineEntry[]; hasMore: boolean }>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  // What was read belongs to this state of the record and this filter only.
  const mine = read?.of === row.timeline && read.key === key ? read : undefined;
  const entries = mine?.entries ?? first;
  const hasMore = mine?.hasMore ?? (first !== undefined && row.timelineSummary.all > first.length);

  const load = async (known: readonly TimelineEntry[]) => {
    setBusy(true);
    setFailure(undefined);
    try {
      const { data } = await client.query<Answer>({
        query: timelineDocument(name),
        variables: { number: row.number, first: timelinePage, after: known.at(-1)?.cursor, ...filter },
        fetchPolicy: "no-cache",
      });
      const next = data?.record?.timeline ?? [];
      setRead({ of: row.timeline, key, entries: [...known, ...next], hasMore: next.length === timelinePage });
    } catch (error) {
      setFailure(failureOf(error));
    }
    setBusy(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew for another filter and after each change of the record
  useEffect(() => {
    if (isFiltered) void load([]);
  }, [key, row.timeline]);
  return { entries, hasMore, busy, failure, more: () => void load(entries ?? []) };
}
