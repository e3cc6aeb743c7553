/** What stands in the rows of a grid, whether they come page after page or as groups; and what a grid may be told to do in a cell. */
import type { Label } from "@lotline/schema";
import type { ComponentType } from "react";
import type { Row } from "../data/row.ts";
import type { Column } from "./columns.ts";

/** An aggregate of one column over all rows of a group, in one unit. */
export interface Sum {
  readonly column: string;
  /** Null for a plain number. */
  readonly unit: { readonly label: Label; readonly decimals: number | null } | null;
  /** Rows with a value. */
  readonly n: number;
  readonly sum: string | null;
}

export interface Group {
  /** The keys from the outermost group to this one, as one text. */
  readonly path: string;
  /** 1 for the outermost. */
  readonly level: number;
  readonly by: string;
  readonly key: string | null;
  readonly label: Label;
  /** The number of the record it is grouped by, if it is one. */
  readonly number: string | null;
  readonly count: number;
  readonly sums: readonly Sum[];
  readonly open: boolean;
}

/** A row whose record is not read yet has none. */
export type GridItem =
  | { readonly kind: "row"; readonly row: Row | undefined; readonly level: number }
  | { readonly kind: "group"; readonly group: Group };

/** The rows of a grid by their place; a new object whenever one of them changed. */
export interface GridRows {
  readonly count: number;
  readonly at: (index: number) => GridItem | undefined;
  /** Told which rows are in the frame, so that they are read. */
  readonly show: (first: number, last: number) => void;
}

/** The record in a row, if it is one and read. */
export const rowAt = (rows: GridRows, index: number): Row | undefined => {
  const item = rows.at(index);
  return item?.kind === "row" ? item.row : undefined;
};

/** Where the current cell goes when an editor is done. */
export type AfterEdit = "stay" | "up" | "down" | "left" | "right";

export interface CellEditorProps {
  readonly row: Row;
  readonly column: Column;
  readonly onDone: (next: AfterEdit) => void;
}

/** Editing in place: which cells may be edited, and with what; F2 and a double click begin it. Must not change between renders. */
export interface CellEdit {
  readonly may: (row: Row, column: Column) => boolean;
  /** Says why a cell may not. */
  readonly refuse: (row: Row, column: Column) => void;
  readonly Editor: ComponentType<CellEditorProps>;
}
