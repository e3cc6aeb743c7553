/** The queue as the page keeps it: pages loaded so far, the record that is looked at, what was decided meanwhile. */
import { useApolloClient, useQuery } from "@apollo/client/react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Failure, failureOf } from "../../kit/failure.ts";
import { type Item, type Queue, queueQuery } from "./queries.ts";

const pageSize = 50;
const refreshMs = 30_000;

export interface QueueState {
  readonly queue: Queue | undefined;
  readonly items: readonly Item[];
  readonly failure: Failure | undefined;
  readonly current: Item | undefined;
  readonly index: number;
  /** The type that is looked at alone. */
  readonly record: string | undefined;
  readonly go: (index: number) => void;
  readonly choose: (record: string | undefined) => void;
  /** Takes what was decided out of the list; the one that moves up is looked at next. */
  readonly settle: (ids: readonly string[]) => void;
  readonly more: (() => void) | undefined;
  readonly again: () => void;
}

export function useQueue(): QueueState {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const record = search.type;
  const { items: all, queue, failure, more, again } = usePages(record);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const items = useMemo(() => all.filter((item) => !gone.has(item.id)), [all, gone]);
  const wanted = items.findIndex((item) => item.record === search.record && item.number === search.number);
  // What was looked at may have left the list: whatever stands in its place comes next.
  const place = useRef(0);
  const index = wanted >= 0 ? wanted : Math.min(place.current, Math.max(0, items.length - 1));
  place.current = index;
  const current = items[index];
  const show = useCallback(
    (item: Item | undefined) =>
      void navigate({
        to: "/review",
        search: { ...(record ? { type: record } : {}), ...(item ? { record: item.record, number: item.number } : {}) },
        replace: true,
      }),
    [navigate, record],
  );
  return {
    queue,
    items,
    failure,
    current,
    index,
    record,
    go: (to) => {
      if (to >= items.length - 3) more?.();
      show(items[Math.max(0, Math.min(items.length - 1, to))]);
    },
    choose: (type) => void navigate({ to: "/review", search: type ? { type } : {}, replace: true }),
    settle: (ids) => {
      setGone((before) => new Set([...before, ...ids]));
      const left = items.filter((item) => !ids.includes(item.id));
      show(left[Math.min(index, left.length - 1)]);
      again();
    },
    more,
    again,
  };
}

/** The pages of the queue one after another; the first is read anew from time to time, and whenever something was decided. */
function usePages(record: string | undefined) {
  const client = useApolloClient();
  const { data, error, refetch } = useQuery(queueQuery, {
    variables: { first: pageSize, record: record ?? null },
    pollInterval: refreshMs,
  });
  const [pages, setPages] = useState<{ readonly record: string | undefined; readonly of: readonly Queue[] }>();
  const loading = useRef(false);
  const queue = data?.queue;
  const further = useMemo(() => (pages && pages.record === record ? pages.of : []), [pages, record]);
  const last = further.at(-1) ?? queue;
  const load = async () => {
    if (loading.current || !last?.next) return;
    loading.current = true;
    try {
      const { data: page } = await client.query({
        query: queueQuery,
        variables: { first: pageSize, after: last.next, record: record ?? null },
        fetchPolicy: "no-cache",
      });
      if (page) setPages({ record, of: [...further, page.queue] });
    } catch {
      // What is shown stays; scrolling asks again.
    } finally {
      loading.current = false;
    }
  };
  const again = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  useEffect(() => {
    window.addEventListener("focus", again);
    return () => window.removeEventListener("focus", again);
  }, [again]);
  const items = useMemo(() => {
    const seen = new Set<string>();
    return [queue, ...further].flatMap((page) => (page?.items ?? []).filter(({ id }) => !seen.has(id) && Boolean(seen.add(id))));
  }, [queue, further]);
  return {
    items,
    queue,
    failure: error && !data ? failureOf(error) : undefined,
    more: last?.next ? () => void load() : undefined,
    again,
  };
}
