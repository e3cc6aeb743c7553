/** What may be done to the rows of a list where they stand: edit a cell, paste a range, act on what is selected. Heavy parts come late. */
import type { AnyRecord, ListView, RecordName } from "@lotline/schema";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useZone } from "../clock.tsx";
import { filterOf } from "../data/filter.ts";
import { type Row, textOf } from "../data/row.ts";
import { CellEditProvider } from "../edit/shared.ts";
import { useCellEdit } from "../edit/useCellEdit.tsx";
import { useLazy } from "../feature.tsx";
import type { Pasted } from "../paste/PasteDialog.tsx";
import type { Column } from "./columns.ts";
import { arrange, type ColumnState } from "./grid-columns.ts";
import { type CellEdit, type GridRows, rowAt } from "./grid-rows.ts";
import type { GridProps } from "./RecordGrid.tsx";
import { SelectionBar } from "./SelectionBar.tsx";
import { nothingSelected, type Selection, selectedCount } from "./selection.ts";
import type { RecordList } from "./useRecordList.ts";

const loadActions = () => import("../bulk/BulkActions.tsx");
const loadPaste = () => import("../paste/PasteDialog.tsx");
const loadOpenEdit = () => import("../edit/OpenEditDialog.tsx");

interface Options {
  readonly name: RecordName;
  /** With the own fields that the view shows. */
  readonly record: AnyRecord;
  readonly view: ListView;
  readonly list: Pick<RecordList, "rows" | "change" | "again">;
  /** How many match, when it is known. */
  readonly total: number | undefined;
  readonly columns: readonly Column[];
  readonly arrangement: ColumnState;
  readonly selection: Selection;
  readonly onSelect: (next: Selection) => void;
}

export interface ListWork {
  readonly edit: CellEdit;
  readonly onPasteText: NonNullable<GridProps["onPasteText"]>;
  /** The bar of the selection with its actions. */
  readonly bar: ReactNode;
  /** Puts the list inside what its editors share, with the dialogs that stand over it. */
  readonly around: (list: ReactNode) => ReactNode;
}

/** Rows below the current one that a paste may reach. */
const reach = 1001;

/** The rows from one down, heads of groups left out; one that is not read yet is undefined. */
function rowsFrom(rows: GridRows, index: number): (Row | undefined)[] {
  const found: (Row | undefined)[] = [];
  for (let at = index; at < rows.count && found.length < reach; at++) {
    const item = rows.at(at);
    if (item?.kind !== "group") found.push(item?.row);
  }
  return found;
}

/** The number of a record that is read. */
function numberIn(rows: GridRows, id: string): string | undefined {
  for (let at = 0; at < rows.count; at++) {
    const row = rowAt(rows, at);
    if (row?.id === id) return textOf(row.number);
  }
  return undefined;
}

export function useListWork({ name, record, view, list, total, columns, arrangement, selection, onSelect }: Options): ListWork {
  const zone = useZone();
  const cell = useCellEdit({ name, record, change: list.change });
  const [pasted, setPasted] = useState<Pasted>();
  const some = selectedCount(selection, total) !== 0;
  const { component: Actions } = useLazy(some ? loadActions : undefined);
  const { component: Paste } = useLazy(pasted ? loadPaste : undefined);
  const { component: OpenEditDialog } = useLazy(cell.open ? loadOpenEdit : undefined);
  const onPasteText = useCallback<ListWork["onPasteText"]>(
    (text, { index, column }) => {
      const order = arrange(
        columns.map(({ id }) => id),
        arrangement,
      ).filter((id) => !arrangement.hidden.includes(id));
      const from = column ? order.indexOf(column.id) : 0;
      const to = order.slice(Math.max(0, from)).flatMap((id) => columns.find((known) => known.id === id) ?? []);
      setPasted({ text, rows: rowsFrom(list.rows, index), columns: to });
    },
    [columns, arrangement, list.rows],
  );
  const matching = useMemo(
    () => ({ filter: filterOf(record, view, zone) ?? {}, search: view.text || undefined }),
    [record, view, zone],
  );
  const numberOf = (id: string) => numberIn(list.rows, id);
  const ran = () => {
    onSelect(nothingSelected);
    list.again();
  };
  return {
    edit: cell.edit,
    onPasteText,
    bar: (
      <SelectionBar selection={selection} total={total} onSelect={onSelect}>
        {Actions && <Actions {...{ name, selection, total, matching, numberOf }} onRan={ran} />}
      </SelectionBar>
    ),
    around: (children) => (
      <CellEditProvider value={cell.shared}>
        {children}
        {cell.open && OpenEditDialog && (
          <OpenEditDialog
            record={record}
            open={cell.open}
            onSettled={cell.settle}
            onClose={() => cell.settle([])}
            onSigned={() => {
              cell.settle([]);
              list.again();
            }}
          />
        )}
        {pasted && Paste && (
          <Paste
            name={name}
            record={record}
            pasted={pasted}
            locked={cell.locked}
            onClose={() => setPasted(undefined)}
            onRan={list.again}
          />
        )}
      </CellEditProvider>
    ),
  };
}
