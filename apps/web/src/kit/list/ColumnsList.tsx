/** All columns of a list with what is shown, pinned and in which order; everything by keyboard too. */
import { Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPin, IconPinFilled } from "@tabler/icons-react";
import { Button, IconButton } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import css from "./columns.module.css";
import type { Column } from "./columns.ts";
import { arrange, type ColumnState, hideColumn, moveColumn, pinColumn } from "./grid-columns.ts";

export interface ColumnsProps {
  columns: readonly Column[];
  arrangement: ColumnState;
  onArrange: (next: ColumnState) => void;
  onReset: () => void;
}

export default function ColumnsList({ columns, arrangement, onArrange, onReset }: ColumnsProps) {
  const { t, say } = useWords();
  const declared = columns.map(({ id }) => id);
  const order = arrange(declared, arrangement);
  return (
    <>
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
    </>
  );
}
