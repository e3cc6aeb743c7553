/** What pointer, keys and menu do to the columns of a grid. */
import { type RefObject, useMemo } from "react";
import type { ColumnVerb } from "./ColumnMenu.tsx";
import css from "./grid.module.css";
import { type ColumnState, hideColumn, moveColumn, pinColumn, placeColumn, widenColumn } from "./grid-columns.ts";
import type { GridProps } from "./RecordGrid.tsx";

/** What one press of "wider" or "narrower" changes, in pixels. */
const widthStep = 24;

/** One object for the life of the grid. */
export function useArrange(scroller: RefObject<HTMLElement | null>, latest: RefObject<GridProps>) {
  return useMemo(() => {
    const change = (make: (state: ColumnState, declared: string[]) => ColumnState) => {
      const { arrangement, columns, onArrange } = latest.current;
      const next = make(
        arrangement,
        columns.map(({ id }) => id),
      );
      if (next !== arrangement) onArrange(next);
    };
    const widthOf = (id: string) => scroller.current?.querySelector(`[data-column="${id}"]`)?.getBoundingClientRect().width ?? 0;
    const verbs: Readonly<Partial<Record<ColumnVerb, (id: string) => void>>> = {
      pin: (id) => change((state) => pinColumn(state, id, true)),
      unpin: (id) => change((state) => pinColumn(state, id, false)),
      left: (id) => change((state, declared) => moveColumn(declared, state, id, -1)),
      right: (id) => change((state, declared) => moveColumn(declared, state, id, 1)),
      wider: (id) => change((state) => widenColumn(state, id, widthOf(id) + widthStep)),
      narrower: (id) => change((state) => widenColumn(state, id, widthOf(id) - widthStep)),
      fit: (id) => change((state) => widenColumn(state, id, fittingWidth(scroller.current, id))),
      hide: (id) => change((state) => hideColumn(state, id, true)),
      sortUp: (id) => latest.current.onSort(id, "up"),
      sortDown: (id) => latest.current.onSort(id, "down"),
      sortAdd: (id) => latest.current.onSort(id, "add"),
      sortOff: (id) => latest.current.onSort(id, "off"),
      group: (id) => {
        const { group, groupable, onGroupBy } = latest.current;
        const by = groupable.find((candidate) => candidate === id || candidate.startsWith(`${id}:`));
        if (by) onGroupBy([...group, by]);
      },
      ungroup: (id) => {
        const { group, onGroupBy } = latest.current;
        onGroupBy(group.filter((by) => by !== id && !by.startsWith(`${id}:`)));
      },
    };
    return {
      onColumnVerb: (id: string, verb: ColumnVerb) => verbs[verb]?.(id),
      onWidth: (id: string, width: number) => change((state) => widenColumn(state, id, width)),
      onDrop: (id: string, before: string | undefined) => change((state, declared) => placeColumn(declared, state, id, before)),
    };
  }, [scroller, latest]);
}

/** The width that shows the header and every value in the frame. */
function fittingWidth(scroller: HTMLElement | null, id: string): number {
  const head = scroller?.querySelector<HTMLElement>(`[data-column="${id}"]`);
  const at = head?.getAttribute("aria-colindex");
  if (!scroller || !head || !at) return 0;
  const inner = [...scroller.querySelectorAll<HTMLElement>(`[role="gridcell"][aria-colindex="${at}"] > *`)];
  const padding = 21;
  const range = document.createRange();
  const widthOf = (element: HTMLElement) => {
    range.selectNodeContents(element);
    return range.getBoundingClientRect().width;
  };
  const word = head.querySelector<HTMLElement>(`.${css.word}`);
  return Math.ceil(Math.max((word ? widthOf(word) : 0) + 34, ...inner.map(widthOf)) + padding);
}
