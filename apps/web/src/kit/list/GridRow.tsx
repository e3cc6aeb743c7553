/** One row of a grid. It is drawn again only when something of its own changed: a key press touches two rows, not all. */
import { memo, type ReactNode, Suspense } from "react";
import type { Row } from "../data/row.ts";
import { textOf } from "../data/row.ts";
import { useWords } from "../lang.tsx";
import { Code, Quantity } from "../mark/Text.tsx";
import type { Column } from "./columns.ts";
import css from "./grid.module.css";
import type { AfterEdit, CellEdit, Group } from "./grid-rows.ts";
import type { ShownColumn } from "./useGridTable.ts";

/** What rows call; one object for the life of the grid. */
export interface RowHandlers {
  readonly onPress: (index: number, column: number, event: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }) => void;
  readonly onDouble: (index: number, column: number) => void;
  readonly onBox: (index: number, range: boolean) => void;
  readonly onToggle: (index: number) => void;
  readonly onEdited: (next: AfterEdit) => void;
}

export interface RowPlace {
  /** Of the grid, to name cells by. */
  readonly gridId: string;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly columns: readonly ShownColumn[];
  /** The column of the current cell, −1 when it is in another row. */
  readonly current: number;
  readonly handlers: RowHandlers;
}

interface RowProps extends RowPlace {
  readonly row: Row | undefined;
  readonly level: number;
  readonly selected: boolean;
  readonly peeked: boolean;
  readonly editing: string | undefined;
  readonly edit: CellEdit | undefined;
  readonly cell: (row: Row, column: Column) => ReactNode;
}

export const cellId = (gridId: string, index: number, column: number): string => `${gridId}-${index}-${column}`;

export const GridRow = memo(function GridRow(props: RowProps) {
  const { t } = useWords();
  const { gridId, index, top, height, columns, current, handlers, row, level, selected, editing, edit, cell } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-level={level > 0 ? level : undefined}
      aria-busy={row === undefined || undefined}
      className={css.row}
      data-here={current >= 0 || undefined}
      data-peeked={props.peeked || undefined}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a cell are those of its grid */}
      <div
        id={cellId(gridId, index, 0)}
        role="gridcell"
        aria-colindex={1}
        className={css.box}
        data-current={current === 0 || undefined}
        onClick={(event) => handlers.onBox(index, event.shiftKey)}
      >
        {row && (
          <span
            role="checkbox"
            aria-checked={selected}
            aria-label={t("grid.selectRow", { number: textOf(row.number) || textOf(row.id) })}
            className={css.check}
          />
        )}
      </div>
      {columns.map(({ spec, pinned }, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <div
          key={spec.id}
          id={cellId(gridId, index, at + 1)}
          role="gridcell"
          aria-colindex={at + 2}
          className={css.cell}
          data-right={spec.right || undefined}
          data-pinned={pinned || undefined}
          data-current={current === at + 1 || undefined}
          data-level={at === 0 && level > 1 ? level : undefined}
          style={pinned ? { left: `var(--left-${at})` } : undefined}
          onClick={(event) => handlers.onPress(index, at + 1, event)}
          onDoubleClick={() => handlers.onDouble(index, at + 1)}
        >
          {row && editing === spec.id && edit ? (
            <div className={css.editor} data-editor>
              <Suspense>
                <edit.Editor row={row} column={spec} onDone={handlers.onEdited} />
              </Suspense>
            </div>
          ) : (
            <div className={css.inner}>{row ? cell(row, spec) : <span className={css.unread} aria-hidden />}</div>
          )}
        </div>
      ))}
    </div>
  );
});

/** A group: its value and count at the left, its aggregates in the columns they are of, by unit. */
export const GroupRow = memo(function GroupRow(props: RowPlace & { readonly group: Group; readonly word: string }) {
  const { t, say } = useWords();
  const { gridId, index, top, height, columns, current, handlers, group, word } = props;
  const label = say(group.label) || t("grid.noValue");
  const sumsIn = (id: string) => group.sums.filter(({ column, n }) => column === id && n > 0);
  const first = columns.findIndex(({ spec }) => sumsIn(spec.id).length > 0);
  const span = first < 1 ? (first === 0 ? 1 : columns.length) : first;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={group.level}
      aria-expanded={group.open}
      className={css.row}
      data-group={group.level}
      data-here={current >= 0 || undefined}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a cell are those of its grid */}
      <div
        // It stands for all the columns that it covers, whichever of them the current cell is in.
        id={cellId(gridId, index, current >= 0 && current <= span ? current : 0)}
        role="rowheader"
        aria-colindex={1}
        aria-colspan={span + 1}
        className={css.groupCell}
        data-current={(current >= 0 && current <= span) || undefined}
        style={{ gridColumn: `span ${span + 1}` }}
        onClick={() => handlers.onToggle(index)}
      >
        <span className={css.twist} data-open={group.open || undefined} aria-hidden />
        <span className={css.groupWord}>{word}</span>
        {group.number && group.number !== label && <Code>{group.number}</Code>} <b className={css.groupLabel}>{label}</b>
        <span className={css.groupCount}>{group.count.toLocaleString("en")}</span>
      </div>
      {columns.slice(span).map(({ spec, pinned }, at) => (
        <div
          key={spec.id}
          id={cellId(gridId, index, span + at + 1)}
          role="gridcell"
          aria-colindex={span + at + 2}
          className={css.cell}
          data-right
          data-pinned={pinned || undefined}
          data-current={current === span + at + 1 || undefined}
          style={pinned ? { left: `var(--left-${span + at})` } : undefined}
        >
          <div className={css.inner}>
            <Sums sums={sumsIn(spec.id)} />
          </div>
        </div>
      ))}
    </div>
  );
});

/** Sums by unit, never over mixed ones. */
export function Sums({ sums }: { sums: Group["sums"] }) {
  const { say } = useWords();
  return sums.map((sum) => (
    <span key={sum.unit?.label.en ?? ""} className={css.sum}>
      <Quantity value={sum.sum} unit={sum.unit && say(sum.unit.label)} />
    </span>
  ));
}
