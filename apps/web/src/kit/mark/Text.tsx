/** The written marks: codes, quantities, keys, old → new values and text for screen readers only. */
import { IconEyeOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatDecimal } from "../format.ts";
import { useWords } from "../lang.tsx";
import css from "./mark.module.css";

/** A code (lot, item, document, hash), monospaced so that 0/O and 1/I/l differ; a long one may go on in the next line. */
export function Code({ children, long = false }: { children: ReactNode; long?: boolean }) {
  return (
    <span className={css.code} data-long={long || undefined}>
      {children}
    </span>
  );
}

interface QuantityProps {
  /** A decimal as text; never a float. */
  value: string | number | null | undefined;
  unit?: string | null | undefined;
  decimals?: number;
}

/** A number, a thin gap and its unit. */
export function Quantity({ value, unit, decimals }: QuantityProps) {
  if (value === null || value === undefined || value === "") return <span>–</span>;
  return (
    <span className={css.quantity}>
      {formatDecimal(String(value), decimals)}
      {unit && <span className={css.unit}>{unit}</span>}
    </span>
  );
}

/** In the place of a value that the person's roles do not include. */
export function Masked() {
  const { t } = useWords();
  return (
    <span className={css.masked} title={t("word.maskedHint")}>
      <IconEyeOff size={13} stroke={1.6} aria-hidden /> {t("word.masked")}
    </span>
  );
}

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return <kbd className={css.key}>{children}</kbd>;
}

/** A note in a dashed frame, such as "Demo data". */
export function DashedTag({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className={css.dashed} title={title}>
      {children}
    </span>
  );
}

/** Old value struck through, arrow, new value; a value that was first filled in has no old one. */
export function OldNew({ before, after }: { before?: ReactNode; after: ReactNode }) {
  return (
    <span className={css.change}>
      {before !== undefined && <del className={css.old}>{before}</del>} <span aria-hidden>→</span>{" "}
      <ins className={css.new}>{after}</ins>
    </span>
  );
}

/** Text for screen readers only. */
export function Hidden({ children }: { children: ReactNode }) {
  return <span className={css.hidden}>{children}</span>;
}
