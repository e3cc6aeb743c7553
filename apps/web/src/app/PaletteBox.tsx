/** The box in the top bar that opens the palette; it looks like what it opens. */
import { IconScan } from "@tabler/icons-react";
import { useWords } from "../kit/lang.tsx";
import { Key } from "../kit/mark/Text.tsx";
import css from "./search.module.css";

export function PaletteBox({ onOpen }: { onOpen: () => void }) {
  const { t } = useWords();
  return (
    <button
      type="button"
      className={css.box}
      data-tour="palette"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onOpen}
    >
      <IconScan size={16} stroke={1.6} aria-hidden />
      <span className={css.hint}>{t("shell.searchHint")}</span>
      <Key>Ctrl K</Key>
    </button>
  );
}
