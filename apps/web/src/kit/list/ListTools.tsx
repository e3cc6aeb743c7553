/** Above a list: how many rows there are and as of when, and how high they are. */
import { useState } from "react";
import { useClockOffset } from "../clock.tsx";
import { inZone } from "../format.ts";
import { useKeys } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import css from "./query.module.css";
import { mostRows } from "./useRecordList.ts";

const densities = [28, 34, 42] as const;
const densityKey = "lotline.rowHeight";

/** The height of a row, as this person last chose it on this machine. */
export function useRowHeight() {
  return useState<number>(firstDensity);
}

const firstDensity = () => densities.find((height) => String(height) === localStorage.getItem(densityKey)) ?? 34;

export function Density({ value, onChange }: { value: number; onChange: (height: number) => void }) {
  const { t } = useWords();
  const choose = (height: number) => {
    localStorage.setItem(densityKey, String(height));
    onChange(height);
  };
  // Without keys: the palette has them.
  useKeys(densities.map((height) => ({ label: `${t("list.density")} ${height}`, quiet: true, run: () => choose(height) })));
  return (
    <fieldset className={css.density}>
      <legend className={css.legend}>{t("list.density")}</legend>
      {densities.map((height) => (
        <button key={height} type="button" aria-pressed={height === value} onClick={() => choose(height)}>
          {height}
        </button>
      ))}
    </fieldset>
  );
}

interface CountProps {
  total: number | undefined;
  capped: boolean;
  readAt: number;
  zone: string;
}

export function Count({ total, capped, readAt, zone }: CountProps) {
  const { t } = useWords();
  const offset = useClockOffset();
  const at = readAt ? inZone(readAt + offset, zone) : undefined;
  return (
    <>
      <span role="status" className={css.count}>
        {total !== undefined ? t("list.count", { n: total.toLocaleString("en") }) : capped && t("list.countCapped")}
        {total !== undefined && total > mostRows && ` · ${t("grid.tooMany", { n: mostRows.toLocaleString("en") })}`}
      </span>
      <span className={css.asOf}>{at && t("word.asOf", { time: at.seconds })}</span>
    </>
  );
}
