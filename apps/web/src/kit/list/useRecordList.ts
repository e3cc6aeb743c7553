/** The rows of a list by keyset: the first page with its count, then page after page as the person scrolls. */
import { useApolloClient } from "@apollo/client/react";
import { type AnyRecord, type ListView, type RecordName, writeSort } from "@lotline/schema";
import { useCallback, useEffect, useRef, useState } from "react";
import { listDocument } from "../data/documents.ts";
import { filterOf } from "../data/filter.ts";
import { type Row, rowIn } from "../data/row.ts";
import { type Failure, failureOf } from "../failure.ts";

/** Rows a page has, and the most that are asked for at once when a list is opened again where it was left. */
const pageSize = 100;
const maxPage = 500;

interface Page {
  readonly totalCount?: number;
  readonly totalCapped?: boolean;
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  readonly edges: readonly { readonly node: unknown }[];
}

export interface RecordList {
  readonly rows: readonly Row[];
  readonly total: number | undefined;
  readonly capped: boolean;
  /** True from a change of the view until its first rows are there. */
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly hasMore: boolean;
  readonly failure: Failure | undefined;
  /** When the first page was read, in the browser's time. */
  readonly readAt: number;
  readonly more: () => void;
  /** After a page that could not be read: goes on. */
  readonly retryMore: () => void;
  readonly again: () => void;
}

interface State {
  rows: readonly Row[];
  total: number | undefined;
  capped: boolean;
  cursor: string | null;
  hasMore: boolean;
  loading: boolean;
  loadingMore: boolean;
  failure: Failure | undefined;
  readAt: number;
}

const empty: State = {
  rows: [],
  total: undefined,
  capped: false,
  cursor: null,
  hasMore: false,
  loading: true,
  loadingMore: false,
  failure: undefined,
  readAt: 0,
};

/** Reads a list. `atLeast` rows are read at first, to come back to where the person was. */
export function useRecordList(
  name: RecordName,
  record: AnyRecord,
  view: ListView,
  zone: string,
  atLeast = 0,
  extra = "",
): RecordList {
  const client = useApolloClient();
  const [state, setState] = useState<State>(empty);
  // Answers of an older view, or of a page asked for twice, are dropped.
  const turn = useRef(0);
  const key = JSON.stringify([view.text, view.conditions, view.where, view.sort]);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: key stands for the parts of the view that are asked for
  const ask = useCallback(
    async (after: string | null, first: number): Promise<Page> => {
      const { data } = await client.query<{ page: Page }>({
        query: listDocument(name, extra),
        // Rows of a list are shown as they were read; the cache would only hold them a second time.
        fetchPolicy: "no-cache",
        variables: {
          filter: filterOf(record, view, zone),
          search: view.text || undefined,
          sort: view.sort.length > 0 ? writeSort(view.sort).split(",") : undefined,
          first,
          after: after ?? undefined,
          count: after === null,
        },
      });
      if (!data) throw new Error("answer without data");
      return data.page;
    },
    [client, name, zone, key, extra],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: round asks for the same again; atLeast matters at the first time only
  useEffect(() => {
    const mine = ++turn.current;
    setState((before) => ({ ...before, loading: true, loadingMore: false, failure: undefined }));
    ask(null, Math.min(maxPage, Math.max(pageSize, atLeast))).then(
      (page) =>
        mine === turn.current &&
        setState({
          ...empty,
          ...merge([], page),
          total: page.totalCount,
          capped: page.totalCapped ?? false,
          loading: false,
          readAt: Date.now(),
        }),
      // Rows of the view before would look like the answer to this one.
      (error: unknown) => mine === turn.current && setState({ ...empty, loading: false, failure: failureOf(error) }),
    );
    return () => {
      turn.current++;
    };
  }, [ask, round]);

  const more = useCallback(() => {
    if (state.loading || state.loadingMore || !state.hasMore || state.failure) return;
    const mine = turn.current;
    setState((before) => ({ ...before, loadingMore: true }));
    ask(state.cursor, pageSize).then(
      (page) => mine === turn.current && setState((before) => ({ ...before, ...merge(before.rows, page), loadingMore: false })),
      (error: unknown) =>
        mine === turn.current && setState((before) => ({ ...before, loadingMore: false, failure: failureOf(error) })),
    );
  }, [ask, state]);

  const retryMore = useCallback(() => setState((before) => ({ ...before, failure: undefined })), []);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { ...state, more, retryMore, again };
}

function merge(before: readonly Row[], page: Page): Pick<State, "rows" | "cursor" | "hasMore"> {
  const known = new Set(before.map((row) => row.id));
  // A row that moved in the order while scrolling is shown once.
  const fresh = page.edges.flatMap(({ node }) => rowIn(node) ?? []).filter((row) => !known.has(row.id));
  return { rows: before.length > 0 ? [...before, ...fresh] : fresh, cursor: page.endCursor, hasMore: page.hasNextPage };
}
