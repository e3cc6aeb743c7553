/** The columns of a grid by TanStack Table: visible ones in their order, with sizes. No other file imports the table. */
import { type ColumnDef, columnSizingFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { useMemo } from "react";
import type { Column } from "./columns.ts";
import { arrange, type ColumnState } from "./grid-columns.ts";

const features = tableFeatures({ columnSizingFeature });
const noData: Record<string, never>[] = [];

/** A column as it stands in the grid; the first of all is the check box. */
export interface ShownColumn {
  readonly spec: Column;
  readonly pinned: boolean;
  /** Takes a share of the room that is left. */
  readonly grows: boolean;
}

export interface GridColumns {
  readonly shown: readonly ShownColumn[];
  /** The tracks of a row as CSS: check box, then the columns. */
  readonly tracks: string;
  /** Where each pinned column is held, in pixels from the left edge. */
  readonly lefts: readonly number[];
  readonly pinnedWidth: number;
  readonly totalWidth: number;
}

/** The column of check boxes, in pixels. */
export const boxWidth = 40;

/** @param draft widths that are being dragged, before they are part of the view */
export function useGridColumns(
  columns: readonly Column[],
  state: ColumnState,
  draft: Readonly<Record<string, number>>,
): GridColumns {
  const { order, pinned, hidden } = state;
  const defs = useMemo<ColumnDef<typeof features, Record<string, never>>[]>(() => {
    const ids = arrange(
      columns.map(({ id }) => id),
      { order, pinned },
    );
    return ids
      .filter((id) => !hidden.includes(id))
      .flatMap((id) => columns.find((column) => column.id === id) ?? [])
      .map(({ id, width }) => ({ id, size: width, accessorFn: () => null }));
  }, [columns, order, pinned, hidden]);
  const widths = { ...state.widths, ...draft };
  const table = useTable({
    features,
    columns: defs,
    data: noData,
    state: { columnSizing: widths },
  });
  // Pinned ones stand first in the order; that they stay there while the others are scrolled is CSS.
  const leaves = table.getAllLeafColumns();
  const isPinned = (id: string) => state.pinned.includes(id);
  const key = leaves.map((leaf) => `${leaf.id} ${isPinned(leaf.id)} ${leaf.id in widths}`).join(",");
  // Rows are drawn again when a column comes, goes or moves, not while one is made wider.
  // biome-ignore lint/correctness/useExhaustiveDependencies: key stands for what is read of the leaves
  const shown = useMemo(
    () =>
      leaves.flatMap((leaf): ShownColumn[] => {
        const spec = columns.find(({ id }) => id === leaf.id);
        const pinned = isPinned(leaf.id);
        return spec ? [{ spec, pinned, grows: spec.grows && !pinned && !(spec.id in widths) }] : [];
      }),
    [columns, key],
  );
  const sizes = leaves.map((leaf) => leaf.getSize());
  const held = leaves.filter(({ id }) => isPinned(id)).length;
  return {
    shown,
    tracks: [`${boxWidth}px`, ...shown.map(({ grows }, i) => (grows ? `minmax(${sizes[i]}px, 1fr)` : `${sizes[i]}px`))].join(" "),
    lefts: sizes.slice(0, held).map((_, at) => boxWidth + sum(sizes.slice(0, at))),
    pinnedWidth: boxWidth + sum(sizes.slice(0, held)),
    totalWidth: boxWidth + table.getTotalSize(),
  };
}

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
