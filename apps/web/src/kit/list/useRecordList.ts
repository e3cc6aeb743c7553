/**
 * The rows of a list in pages of a hundred, read as they come into the frame: behind the page before by keyset, elsewhere (a jump to
 * the end, the scroll bar dragged) by the number of rows to skip. Pages far from the frame are forgotten, so that a list of any
 * length costs the same.
 */
import { useApolloClient } from "@apollo/client/react";
import { type AnyRecord, type ListView, type RecordName, writeSort } from "@lotline/schema";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { listDocument } from "../data/documents.ts";
import { filterOf } from "../data/filter.ts";
import { type Row, rowIn } from "../data/row.ts";
import { type Failure, failureOf } from "../failure.ts";
import type { GridRows } from "./grid-rows.ts";

/** Rows of a page. */
export const pageSize = 100;
/** Pages that are kept: a few hundred frames. */
const keptPages = 60;
/** Rows one can scroll to; browsers draw no page higher than this at the largest row height. */
export const mostRows = 300_000;

interface Answer {
  readonly totalCount?: number;
  readonly totalCapped?: boolean;
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  readonly edges: readonly { readonly node: unknown }[];
}

interface Page {
  readonly rows: readonly Row[];
  readonly cursor: string | null;
  readonly more: boolean;
  /** Which question it answers; of an older one it is shown until it is read again. */
  readonly turn: number;
}

export interface RecordList {
  readonly rows: GridRows;
  /** Of which view the rows are; another one than asked for while loading. */
  readonly viewKey: string;
  readonly total: number | undefined;
  readonly capped: boolean;
  /** True from a change of the view until its first rows are there. */
  readonly loading: boolean;
  readonly failure: Failure | undefined;
  /** When the first page was read, in the browser's time. */
  readonly readAt: number;
  /** After a page that could not be read: goes on. */
  readonly retry: () => void;
  /** Reads the list anew, where it stands. */
  readonly again: () => void;
  /** Shows other values in a row that is read, until it is read again. */
  readonly change: (id: string, values: Readonly<Record<string, unknown>>) => void;
}

interface State {
  readonly key: string;
  readonly pages: ReadonlyMap<number, Page>;
  readonly total: number | undefined;
  readonly capped: boolean;
  readonly loading: boolean;
  /** The pages are those of another view. */
  readonly replace: boolean;
  readonly failure: Failure | undefined;
  readonly readAt: number;
}

const nothing: State = {
  key: "",
  pages: new Map(),
  total: undefined,
  capped: false,
  loading: true,
  replace: true,
  failure: undefined,
  readAt: 0,
};

/** What is asked for beside the view. */
export interface ListQuery {
  readonly name: RecordName;
  readonly record: AnyRecord;
  readonly view: Pick<ListView, "text" | "conditions" | "where" | "sort">;
  readonly zone: string;
  /** More GraphQL fields of each row. */
  readonly extra: string;
}

/** Pages asked for at the same time; while the scroll bar is dragged only where it rests is read. */
const mostAsked = 2;
/** Rows ahead of the frame that are read before it comes to them. */
const ahead = 30;

/** Reads a list, when not told to wait. @param counted how many rows there are, where somebody counted them all */
export function useRecordList(query: ListQuery, wait: boolean, counted: number | undefined): RecordList {
  const [state, setState] = useState<State>(nothing);
  // Answers to an older question are dropped.
  const turn = useRef(0);
  const [round, setRound] = useState(0);
  const key = viewKeyOf(query.view);
  const ask = useAsk(query, key);
  const asked = useRef(new Set<number>());
  const latest = useRef(state);
  latest.current = state;

  const read = useCallback(
    async (number: number) => {
      const mine = turn.current;
      asked.current.add(number);
      const before = latest.current.pages.get(number - 1);
      const cursor = before?.turn === mine ? before.cursor : null;
      try {
        const answer = await ask(number, cursor, latest.current.loading);
        if (mine !== turn.current) return;
        // Nothing where rows were counted: the list has become shorter meanwhile.
        if (number > 0 && answer.edges.length === 0) return setRound((before) => before + 1);
        setState((was) => withPage(was, number, answer, { turn: mine, key }));
      } catch (error) {
        // Rows of the view before would look like the answer to this one.
        const failed = (was: State): State => ({
          ...(was.loading && was.replace ? nothing : was),
          loading: false,
          failure: failureOf(error),
        });
        if (mine === turn.current) setState(failed);
      } finally {
        if (mine === turn.current) asked.current.delete(number);
      }
    },
    [ask, key],
  );

  const of = useRef(ask);
  // biome-ignore lint/correctness/useExhaustiveDependencies: round asks for the same again
  useEffect(() => {
    turn.current++;
    asked.current = new Set();
    const other = of.current !== ask;
    of.current = ask;
    if (wait) return;
    const next = { ...latest.current, loading: true, failure: undefined, replace: other };
    latest.current = next;
    setState(next);
    void read(0);
    return () => {
      turn.current++;
    };
  }, [ask, read, round, wait]);

  const rows = useMemo<GridRows>(() => rowsIn(state, counted, turn, asked, read), [state, counted, read]);
  const retry = useCallback(() => setState((before) => ({ ...before, failure: undefined })), []);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const change = useCallback(
    (id: string, values: Readonly<Record<string, unknown>>) => setState((before) => withValues(before, id, values)),
    [],
  );
  const { total, capped, loading, failure, readAt } = state;
  return { rows, viewKey: state.key, total, capped, loading, failure, readAt, retry, again, change };
}

function rowsIn(
  state: State,
  counted: number | undefined,
  turn: RefObject<number>,
  asked: RefObject<Set<number>>,
  read: (number: number) => Promise<void>,
): GridRows {
  const count = countOf(state, counted);
  return {
    count,
    at: (index) => ({ kind: "row", row: state.pages.get(Math.floor(index / pageSize))?.rows[index % pageSize], level: 0 }),
    show: (first, last) => {
      if (state.loading || state.failure) return;
      const end = Math.floor(Math.min(count - 1, last + ahead) / pageSize);
      for (let number = Math.floor(Math.max(0, first - ahead) / pageSize); number <= end; number++) {
        if (asked.current.size >= mostAsked) return;
        if (state.pages.get(number)?.turn !== turn.current && !asked.current.has(number)) void read(number);
      }
    },
  };
}

/** What of a view decides which rows come in which order. */
export const viewKeyOf = ({ text, conditions, where, sort }: ListQuery["view"]): string =>
  JSON.stringify([text, conditions, where, sort]);

function useAsk({ name, record, view, zone, extra }: ListQuery, key: string) {
  const client = useApolloClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: key stands for the parts of the view that are asked for
  return useCallback(
    async (number: number, after: string | null, count: boolean): Promise<Answer> => {
      const { data } = await client.query<{ page: Answer }>({
        query: listDocument(name, extra),
        // Rows of a list are shown as they were read; the cache would only hold them a second time.
        fetchPolicy: "no-cache",
        variables: {
          filter: filterOf(record, view, zone),
          search: view.text || undefined,
          sort: view.sort.length > 0 ? writeSort(view.sort).split(",") : undefined,
          first: pageSize,
          after: after ?? undefined,
          skip: after === null && number > 0 ? number * pageSize : undefined,
          count,
        },
      });
      if (!data) throw new Error("answer without data");
      return data.page;
    },
    [client, name, zone, key, extra],
  );
}

/** The state with one more page; the first answer to another view replaces the rows of the one before. */
function withPage(was: State, number: number, answer: Answer, { turn, key }: { turn: number; key: string }): State {
  const page: Page = {
    rows: answer.edges.flatMap(({ node }) => rowIn(node) ?? []),
    cursor: answer.endCursor,
    more: answer.hasNextPage,
    turn,
  };
  const pages = new Map(was.replace ? [] : was.pages).set(number, page);
  if (pages.size > keptPages) {
    const far = [...pages.keys()].reduce((a, b) => (Math.abs(a - number) > Math.abs(b - number) ? a : b));
    pages.delete(far);
  }
  if (answer.totalCount === undefined) return { ...was, pages };
  return {
    key,
    pages,
    total: answer.totalCount,
    capped: answer.totalCapped ?? false,
    loading: false,
    replace: false,
    failure: undefined,
    readAt: Date.now(),
  };
}

const withValues = (was: State, id: string, values: Readonly<Record<string, unknown>>): State => ({
  ...was,
  pages: new Map(
    [...was.pages].map(([number, page]) => {
      const at = page.rows.findIndex((row) => row.id === id);
      const row = page.rows[at];
      return [number, row ? { ...page, rows: page.rows.with(at, { ...row, ...values }) } : page];
    }),
  ),
});

/** How many rows there are to scroll to: up to the last page if it is known, else what was counted, else a page more than was read. */
function countOf({ pages, total = 0, capped }: State, counted = 0): number {
  const end = Math.max(0, ...[...pages].map(([number, page]) => number * pageSize + page.rows.length + (page.more ? 1 : 0)));
  const last = [...pages.values()].some(({ more }) => !more);
  return Math.min(mostRows, last ? end : Math.max(total, counted, capped && counted === 0 ? end + pageSize : end));
}
