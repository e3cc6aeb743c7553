/** All columns of a list with what is shown, pinned and in which order; everything by keyboard too. */
import { Checkbox, Popover } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconColumns, IconPin, IconPinFilled } from "@tabler/icons-react";
import { Button, IconButton } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import css from "./columns.module.css";
import type { Column } from "./columns.ts";
import { arrange, type ColumnState, hideColumn, moveColumn, pinColumn } from "./grid-columns.ts";

interface Props {
  columns: readonly Column[];
  arrangement: ColumnState;
  onArrange: (next: ColumnState) => void;
  onReset: () => void;
}

export function ColumnsPanel({ columns, arrangement, onArrange, onReset }: Props) {
  const { t, say } = useWords();
  const declared = columns.map(({ id }) => id);
  const order = arrange(declared, arrangement);
  return (
    <Popover position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <Button look="quiet" icon={IconColumns}>
          {t("list.columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("list.columns")}>
        <p className={css.hint}>{t("grid.columnsHint")}</p>
        <ol className={css.columns}>
          {order.map((id) => {
            const column = columns.find((candidate) => candidate.id === id);
            if (!column) return null;
            const name = { label: say(column.label) };
            const pinned = arrangement.pinned.includes(id);
            return (
              <li key={id}>
                <Checkbox
                  label={name.label}
                  aria-label={t("grid.show", name)}
                  checked={!arrangement.hidden.includes(id)}
                  disabled={column.leads}
                  onChange={(event) => onArrange(hideColumn(arrangement, id, !event.currentTarget.checked))}
                />
                <IconButton
                  icon={pinned ? IconPinFilled : IconPin}
                  name={t("grid.pinned", name)}
                  aria-pressed={pinned}
                  onClick={() => onArrange(pinColumn(arrangement, id, !pinned))}
                />
                <IconButton
                  icon={IconArrowUp}
                  name={t("grid.up", name)}
                  onClick={() => onArrange(moveColumn(declared, arrangement, id, -1))}
                />
                <IconButton
                  icon={IconArrowDown}
                  name={t("grid.down", name)}
                  onClick={() => onArrange(moveColumn(declared, arrangement, id, 1))}
                />
              </li>
            );
          })}
        </ol>
        <Button look="quiet" onClick={onReset}>
          {t("grid.resetColumns")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
