/**
 * A list in groups: the groups of a level with their counts and sums over all rows from the server, what is inside one when it is
 * opened, and its rows in pages as they come into the frame.
 */
import { useApolloClient } from "@apollo/client/react";
import { groupFilter, type RecordFilter, writeSort } from "@lotline/schema";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { groupsDocument, listDocument } from "../data/documents.ts";
import { filterOf } from "../data/filter.ts";
import { type Row, rowIn } from "../data/row.ts";
import { type Failure, failureOf } from "../failure.ts";
import type { GridRows } from "./grid-rows.ts";
import {
  itemAt,
  keysOf,
  type Level,
  noTree,
  pageKey,
  type ReadGroup,
  stretchesOf,
  type Tree,
  type Unread,
  unread,
} from "./group-tree.ts";
import { type ListQuery, mostRows, pageSize, type RecordList, viewKeyOf } from "./useRecordList.ts";

/** Groups of a level that are read at once. */
const groupsPage = 100;

interface State extends Tree {
  readonly key: string;
  readonly loading: boolean;
  readonly failure: Failure | undefined;
  readonly readAt: number;
}

const nothing: State = { ...noTree, key: "", loading: true, failure: undefined, readAt: 0 };

export interface GroupedList extends RecordList {
  /** Opens or closes a group; undefined turns it. */
  readonly toggle: (path: string, open: boolean | undefined) => void;
}

/** Reads a list in groups; nothing is read without any. */
export function useGroupedList(query: ListQuery, by: readonly string[]): GroupedList {
  const [state, setState] = useState<State>(nothing);
  const [round, setRound] = useState(0);
  const turn = useRef(0);
  const asked = useRef(new Set<string>());
  const key = JSON.stringify([viewKeyOf(query.view), by]);
  const ask = useAsk(query, by, key);
  const latest = useRef(state);
  latest.current = state;

  const read = useCallback(
    async (what: Unread) => {
      const name = JSON.stringify(what);
      if (asked.current.has(name)) return;
      asked.current.add(name);
      const mine = turn.current;
      try {
        const change =
          "level" in what
            ? withLevel(what.level, await ask.groups(what.level, latest.current.levels.get(what.level)?.cursor ?? null))
            : withRows(what.path, what.page, await ask.rows(what.path, what.page));
        if (mine === turn.current) setState((was) => ({ ...change(was), key, loading: false, readAt: was.readAt || Date.now() }));
      } catch (error) {
        if (mine === turn.current) setState((was) => ({ ...was, loading: false, failure: failureOf(error) }));
      } finally {
        if (mine === turn.current) asked.current.delete(name);
      }
    },
    [ask, key],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: key and round ask for another list, or for the same one again
  useEffect(() => {
    turn.current++;
    asked.current = new Set();
    if (by.length === 0) return;
    // What was open stays so when the same groups are read again.
    const next: State = { ...nothing, open: latest.current.key === key ? latest.current.open : noTree.open };
    latest.current = next;
    setState(next);
    void read({ level: "" });
    return () => {
      turn.current++;
    };
  }, [key, read, round]);

  const rows = useRows(state, by, read);
  const toggle = useCallback((path: string, open: boolean | undefined) => {
    setState((was) => {
      const next = new Set(was.open);
      if (open ?? !next.has(path)) next.add(path);
      else next.delete(path);
      return { ...was, open: next };
    });
  }, []);
  const retry = useCallback(() => setState((was) => ({ ...was, failure: undefined })), []);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const change = useCallback(
    (id: string, values: Readonly<Record<string, unknown>>) =>
      setState((was) => ({ ...was, pages: changed(was.pages, id, values) })),
    [],
  );
  const { loading, failure, readAt } = state;
  return { rows, viewKey: state.key, total: undefined, capped: false, loading, failure, readAt, toggle, retry, again, change };
}

/** What is open of the tree as the rows of a grid; what comes into its frame is read. */
function useRows(state: State, by: readonly string[], read: (what: Unread) => Promise<void>): GridRows {
  return useMemo(() => {
    const stretches = stretchesOf(state, by);
    const last = stretches.at(-1);
    return {
      count: state.loading || !last ? 0 : Math.min(mostRows, last.start + last.count),
      at: (index) => itemAt(state, stretches, pageSize, index),
      show: (from, to) => {
        if (state.loading || state.failure) return;
        for (const what of unread(state, stretches, pageSize, from, to)) void read(what);
      },
    };
  }, [state, by, read]);
}

interface GroupsAnswer {
  readonly groups: readonly ReadGroup[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

function useAsk({ name, record, view, zone, extra }: ListQuery, by: readonly string[], key: string) {
  const client = useApolloClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: key stands for the view and its groups
  return useMemo(() => {
    const base = filterOf(record, view, zone);
    const filterIn = (path: string): RecordFilter | undefined => {
      const parts = [...(base ? [base] : []), ...keysOf(path).map((value, depth) => groupFilter(record, by[depth] ?? "", value))];
      return parts.length > 1 ? { and: parts } : parts[0];
    };
    const asking = async <T>(document: ReturnType<typeof listDocument>, variables: Record<string, unknown>): Promise<T> => {
      const { data } = await client.query<{ page: T }>({ query: document, fetchPolicy: "no-cache", variables });
      if (!data) throw new Error("answer without data");
      return data.page;
    };
    const search = view.text || undefined;
    return {
      groups: (path: string, after: string | null) =>
        asking<GroupsAnswer>(groupsDocument(name), {
          filter: filterIn(path),
          search,
          by: by[keysOf(path).length],
          first: groupsPage,
          after: after ?? undefined,
        }),
      rows: async (path: string, page: number) => {
        const { edges } = await asking<{ readonly edges: readonly { readonly node: unknown }[] }>(listDocument(name, extra), {
          filter: filterIn(path),
          search,
          sort: view.sort.length > 0 ? writeSort(view.sort).split(",") : undefined,
          first: pageSize,
          skip: page > 0 ? page * pageSize : undefined,
          count: false,
        });
        return edges.flatMap(({ node }) => rowIn(node) ?? []);
      },
    };
  }, [client, name, zone, key, extra]);
}

const withLevel =
  (path: string, { groups, hasNextPage, endCursor }: GroupsAnswer) =>
  (was: State): State => {
    const level: Level = {
      groups: [...(was.levels.get(path)?.groups ?? []), ...groups],
      more: hasNextPage,
      cursor: endCursor,
    };
    return { ...was, levels: new Map(was.levels).set(path, level) };
  };

const withRows =
  (path: string, page: number, rows: readonly Row[]) =>
  (was: State): State => ({ ...was, pages: new Map(was.pages).set(pageKey(path, page), rows) });

const changed = (pages: Tree["pages"], id: string, values: Readonly<Record<string, unknown>>): Tree["pages"] =>
  new Map([...pages].map(([key, rows]) => [key, rows.map((row) => (row.id === id ? { ...row, ...values } : row))]));
