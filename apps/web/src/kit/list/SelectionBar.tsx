/** At the foot of a list while something is selected: how many, all that match, and what may be done with them. */
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { IconButton } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import css from "./query.module.css";
import { allSelected, nothingSelected, type Selection, selectedCount } from "./selection.ts";

interface Props {
  selection: Selection;
  /** How many match; undefined when they were not all counted. */
  total: number | undefined;
  onSelect: (next: Selection) => void;
  /** The actions. */
  children?: ReactNode;
}

export function SelectionBar({ selection, total, onSelect, children }: Props) {
  const { t } = useWords();
  const count = selectedCount(selection, total);
  if (count === 0) return null;
  const all = total === undefined ? undefined : total.toLocaleString("en");
  const complete = selection.kind === "all" && selection.except.size === 0;
  return (
    <section className={css.selection} aria-label={t("grid.bulk")}>
      <p role="status">
        <b>{count === undefined ? t("grid.selectedAll") : t("grid.selected", { n: count.toLocaleString("en") })}</b>{" "}
        {all !== undefined && t("word.of", { n: all })}
      </p>
      {!complete && count !== total && (
        <button type="button" className={css.link} onClick={() => onSelect(allSelected)}>
          {all === undefined ? t("grid.selectAllUnknown") : t("grid.selectAll", { n: all })}
        </button>
      )}
      <span className={css.gap} />
      {children}
      <IconButton icon={IconX} name={t("grid.unselect")} onClick={() => onSelect(nothingSelected)} />
    </section>
  );
}
