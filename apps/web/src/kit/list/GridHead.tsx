/** The header of a grid: a click sorts, a drag moves the column, its edge makes it wider; the same and more in its menu. */
import type { SortKey } from "@lotline/schema";
import { IconChevronDown, IconPin } from "@tabler/icons-react";
import { lazy, memo, type PointerEvent, Suspense } from "react";
import { useWords } from "../lang.tsx";
import { Hidden } from "../mark/Text.tsx";
import type { ColumnVerb } from "./ColumnMenu.tsx";
import { cellId } from "./GridRow.tsx";
import css from "./grid.module.css";
import type { ColumnDrag } from "./useColumnDrag.ts";
import type { ShownColumn } from "./useGridTable.ts";

const ColumnMenu = lazy(() => import("./ColumnMenu.tsx"));

/** What headers call; one object for the life of the grid. */
export interface HeadHandlers {
  readonly onSort: (column: string, at: number, add: boolean) => void;
  readonly onVerb: (column: string, verb: ColumnVerb) => void;
  readonly onMenu: (column: string | undefined) => void;
  readonly onPage: () => void;
  readonly onResize: (event: PointerEvent<HTMLElement>, column: string) => void;
  readonly onGrab: (event: PointerEvent<HTMLElement>, column: string) => void;
  readonly onFit: (column: string) => void;
}

interface Props {
  gridId: string;
  columns: readonly ShownColumn[];
  sort: readonly SortKey[];
  grouped: readonly string[];
  groupable: readonly string[];
  /** The column of the current cell, −1 when it is in the rows. */
  current: number;
  /** What the rows of this page are: the check box has three states. */
  page: "all" | "some" | "none";
  menu: string | undefined;
  drag: ColumnDrag | undefined;
  handlers: HeadHandlers;
}

export const GridHead = memo(function GridHead(props: Props) {
  const { t } = useWords();
  const { gridId, columns, current, page, handlers } = props;
  return (
    <div role="row" aria-rowindex={1} className={css.head}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a header are those of its grid */}
      <div
        id={cellId(gridId, -1, 0)}
        role="columnheader"
        aria-colindex={1}
        className={css.box}
        data-current={current === 0 || undefined}
        onClick={handlers.onPage}
      >
        <span
          role="checkbox"
          aria-checked={page === "some" ? "mixed" : page === "all"}
          aria-label={t("grid.selectPage")}
          className={css.check}
        />
      </div>
      {columns.map((column, at) => (
        <HeaderCell key={column.spec.id} column={column} at={at} props={props} />
      ))}
    </div>
  );
});

function HeaderCell({ column, at, props }: { column: ShownColumn; at: number; props: Props }) {
  const { t, say } = useWords();
  const { spec, pinned } = column;
  const { gridId, sort, current, menu, drag, handlers } = props;
  const rank = sort.findIndex((key) => key.column === spec.id);
  const key = sort[rank];
  const button = (
    <button
      type="button"
      tabIndex={-1}
      className={css.menu}
      aria-label={t("grid.columnMenu", { label: say(spec.label) })}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => handlers.onMenu(spec.id)}
    >
      <IconChevronDown size={13} stroke={1.6} aria-hidden />
    </button>
  );
  return (
    <div
      id={cellId(gridId, -1, at + 1)}
      role="columnheader"
      aria-colindex={at + 2}
      aria-sort={key ? (key.desc ? "descending" : "ascending") : spec.sortable ? "none" : undefined}
      className={css.headCell}
      data-column={spec.id}
      data-right={spec.right || undefined}
      data-pinned={pinned || undefined}
      data-current={current === at + 1 || undefined}
      data-dragged={drag?.id === spec.id || undefined}
      data-drop={
        drag && drag.id !== spec.id
          ? drag.before === spec.id
            ? "before"
            : drag.after === spec.id
              ? "after"
              : undefined
          : undefined
      }
      style={pinned ? { left: `var(--left-${at})` } : undefined}
      onPointerDown={(event) => handlers.onGrab(event, spec.id)}
    >
      {pinned && <IconPin size={12} stroke={1.6} aria-hidden />}
      <HeaderWord column={column} at={at} desc={key?.desc} rank={sort.length > 1 ? rank + 1 : 0} onSort={handlers.onSort} />
      {menu === spec.id ? (
        <Suspense fallback={button}>
          <ColumnMenu
            column={column}
            sort={sort}
            grouped={props.grouped}
            groupable={props.groupable}
            onVerb={handlers.onVerb}
            onClose={() => handlers.onMenu(undefined)}
          >
            {button}
          </ColumnMenu>
        </Suspense>
      ) : (
        button
      )}
      <span
        className={css.resize}
        onPointerDown={(event) => handlers.onResize(event, spec.id)}
        onDoubleClick={() => handlers.onFit(spec.id)}
        aria-hidden
      />
    </div>
  );
}

interface WordProps {
  column: ShownColumn;
  at: number;
  desc: boolean | undefined;
  rank: number;
  onSort: HeadHandlers["onSort"];
}

function HeaderWord({ column: { spec }, at, desc, rank, onSort }: WordProps) {
  const { t, say } = useWords();
  if (!spec.sortable) return <span className={css.word}>{say(spec.label)}</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={css.sort}
      title={t("list.sortHint")}
      onClick={(event) => onSort(spec.id, at, event.shiftKey)}
    >
      <span className={css.word}>{say(spec.label)}</span>
      {desc !== undefined && (
        <span className={css.arrow} aria-hidden>
          {desc ? "↓" : "↑"}
          {rank > 0 && rank}
        </span>
      )}
      {desc !== undefined && rank > 0 && <Hidden>{t(desc ? "word.sortedDown" : "word.sortedUp", { n: rank })}</Hidden>}
    </button>
  );
}
