/** What stands behind a list page: the view of its address, its rows and totals, what is selected, and where it was left. */
import {
  type Attribute,
  asksAttributes,
  type ListView,
  type RecordName,
  readView,
  registry,
  withOwnColumns,
  withoutMasked,
} from "@lotline/schema";
import { useLocation, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useFeature } from "../feature.tsx";
import { useWords } from "../lang.tsx";
import { useSession } from "../session.tsx";
import { columnsOf, ownColumns } from "./columns.ts";
import { useTotals } from "./GridFoot.tsx";
import type { ColumnState } from "./grid-columns.ts";
import { keepPlace, type ListPlace, placeAt } from "./place-memory.ts";
import { viewParameter } from "./saved-views.ts";
import { nothingSelected, type Selection } from "./selection.ts";
import { useGroupedList } from "./useGroupedList.ts";
import { type ListQuery, type RecordList, useRecordList } from "./useRecordList.ts";

/** The rows, in groups when the view says so, and their totals; the rows are asked for first. */
export function useList(query: ListQuery, group: readonly string[]) {
  const isGrouped = group.length > 0;
  const [begun, setBegun] = useState(false);
  const totals = useTotals(query, !begun);
  const flat = useRecordList(query, isGrouped, totals?.count);
  const { toggle, ...grouped } = useGroupedList(query, group);
  const list: RecordList = isGrouped ? grouped : flat;
  useEffect(() => {
    if (!list.loading) setBegun(true);
  }, [list.loading]);
  return { list, totals, toggle };
}

/** Where this entry of the history was left, and what keeps it; an entry that is replaced by a peek goes on where it was. */
export function usePlaceMemory() {
  const entry = useLocation({ select: (location) => location.state.__TSR_key ?? location.href });
  const start = useMemo(() => placeAt(entry), [entry]);
  const last = useRef<ListPlace>(undefined);
  useEffect(() => {
    if (last.current) keepPlace(entry, last.current);
  }, [entry]);
  const keep = useCallback(
    (place: ListPlace) => {
      last.current = place;
      keepPlace(entry, place);
    },
    [entry],
  );
  return [start, keep] as const;
}

/** What is selected, as long as the same rows are asked for. */
export function useSelection({ text, conditions, where }: ListView) {
  const key = JSON.stringify([text, conditions, where]);
  const [held, setHeld] = useState<{ key: string; selection: Selection }>({ key, selection: nothingSelected });
  const set = useCallback((selection: Selection) => setHeld({ key, selection }), [key]);
  return [held.key === key ? held.selection : nothingSelected, set] as const;
}

/** What of the address is the page's: the record beside the list, the saved view that was opened. */
export const pageParameters = ["peek", "tab", viewParameter];

/** The view of the address with its columns, as far as the person may see them; those of own fields are offered, and shown when the view asks for them. */
export function useColumns(name: RecordName, attributes: readonly Attribute[]) {
  const { lang } = useWords();
  const feature = useFeature(name);
  const search = useSearch({ from: "/$record" });
  const { permits } = useSession().session;
  const seen = useMemo(() => withoutMasked(registry[name], permits), [name, permits]);
  const record = useMemo(() => withOwnColumns(seen, attributes, search), [seen, attributes, search]);
  const { view, faults } = useMemo(() => readView(record, search, pageParameters), [record, search]);
  const own = useMemo(() => ownColumns(registry[name], attributes, lang), [name, attributes, lang]);
  const columns = useMemo(() => [...columnsOf(seen, lang, feature), ...own], [seen, lang, feature, own]);
  const arrangement = useMemo<ColumnState>(
    () => ({
      order: view.order,
      pinned: view.pinned,
      widths: view.widths,
      hidden: [...view.hidden, ...own.flatMap(({ id }) => (view.shown.includes(id) ? [] : [id]))],
    }),
    [view, own],
  );
  const select = [feature.listSelect ?? "", ...(asksAttributes(search) ? ["attributes"] : [])].join(" ");
  return { record, view, faults, columns, own, arrangement, select };
}
