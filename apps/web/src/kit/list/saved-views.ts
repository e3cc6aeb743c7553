/** The saved views of a list, and the one it opens with. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import {
  type AnyRecord,
  type Label,
  type RecordName,
  readAddress,
  readView,
  type Search,
  writeAddress,
  writeView,
} from "@lotline/schema";
import { useMemo } from "react";
import type { Verdict } from "../record/types.ts";
import { useSession } from "../session.tsx";

export interface SavedView {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly state: string;
  readonly title: Label;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly address: string | null;
  readonly audience: string;
  readonly audienceRole: string | null;
  readonly createdBy: { readonly id: string } | null;
  readonly actions: readonly Verdict[];
}

interface Default {
  readonly id: string;
  readonly version: number;
  readonly audience: string;
  readonly audienceRole: string | null;
  readonly createdBy: { readonly id: string } | null;
  readonly view: { readonly id: string } | null;
}

interface Answer {
  readonly views: { readonly edges: readonly { readonly node: SavedView }[] };
  readonly defaults: { readonly edges: readonly { readonly node: Default }[] };
  readonly me: { readonly roles: readonly string[] } | null;
}

export const listViewsQuery: TypedDocumentNode<Answer, { record: string }> = gql`
  query ListViews($record: String!) {
    views: savedViews(filter: { recordType: { eq: $record }, state: ["open", "locked"] }, sort: ["number"], first: 200) {
      edges {
        node {
          id number version state title { en zh } nameEn nameZh address audience audienceRole createdBy { id }
          actions { name allowed reasons { code text { en zh } record number } }
        }
      }
    }
    defaults: defaultViews(filter: { recordType: { eq: $record } }, first: 200) {
      edges { node { id version audience audienceRole createdBy { id } view { id } } }
    }
    me { roles }
  }
`;

/** The parameter that says which saved view was opened; "all" for the record's own. */
export const viewParameter = "view";
export const ownView = "all";

export interface SavedViews {
  /** Shared ones first, then those of a role, then private ones; each group in the order in which they were made. */
  readonly views: readonly SavedView[];
  /** The view that the list opens with, null when that is the record's own. */
  readonly first: SavedView | null;
  readonly defaults: readonly Default[];
  readonly roles: readonly string[];
  readonly loading: boolean;
  readonly again: () => Promise<unknown>;
}

const order = ["everyone", "role", "private"];
const none: readonly never[] = [];

/** Reads them once for a list; when they cannot be read the list opens with its own view. */
export function useSavedViews(name: RecordName): SavedViews {
  const { personId } = useSession().session;
  const { data, error, refetch } = useQuery(listViewsQuery, { variables: { record: name }, fetchPolicy: "cache-and-network" });
  return useMemo(() => {
    const all = data?.views.edges.map(({ node }) => node) ?? none;
    const views = [...all].sort((a, b) => order.indexOf(a.audience) - order.indexOf(b.audience));
    const defaults = data?.defaults.edges.map(({ node }) => node) ?? none;
    const roles = data?.me?.roles ?? none;
    return {
      views,
      defaults,
      roles,
      first: firstView(views, defaults, personId, roles),
      loading: !data && !error,
      again: () => refetch().catch(() => undefined),
    };
  }, [data, error, refetch, personId]);
}

/** One's own choice, else that for one of one's roles, else that for everyone. */
export function firstView(
  views: readonly SavedView[],
  defaults: readonly Default[],
  personId: string,
  roles: readonly string[],
): SavedView | null {
  const chosen =
    defaults.find(({ audience, createdBy }) => audience === "private" && createdBy?.id === personId) ??
    defaults.find(({ audience, audienceRole }) => audience === "role" && audienceRole !== null && roles.includes(audienceRole)) ??
    defaults.find(({ audience }) => audience === "everyone");
  return views.find(({ id }) => id === chosen?.view?.id) ?? null;
}

/** The address that a list without parameters opens with; undefined when it stays as it is. */
export function firstSearch(search: Search, saved: SavedViews): Search | undefined {
  return writeAddress(search) === "" && saved.first ? openSearch(saved.first) : undefined;
}

/** True while it is not known yet what a list without parameters opens with. */
export const waitsForViews = (search: Search, saved: SavedViews): boolean => writeAddress(search) === "" && saved.loading;

/** The address of a list that opens a saved view, or the record's own. */
export const openSearch = (view: SavedView | undefined): Search =>
  view ? { ...readAddress(view.address ?? ""), [viewParameter]: view.number } : { [viewParameter]: ownView };

/** An address in the one form in which two views are compared: what is no part of the view left out. */
export function canonical(record: AnyRecord, search: Search, others: readonly string[]): string {
  return writeAddress(writeView(record, readView(record, search, others).view));
}

/** The saved view that an address belongs to: the one it names, or one that shows the same. */
export function viewOf(
  record: AnyRecord,
  views: readonly SavedView[],
  search: Search,
  others: readonly string[],
): SavedView | undefined {
  const named = search[viewParameter];
  if (named === ownView) return undefined;
  if (named) return views.find(({ number }) => number === named);
  const here = canonical(record, search, others);
  return here === "" ? undefined : views.find(({ address }) => canonical(record, readAddress(address ?? ""), others) === here);
}
