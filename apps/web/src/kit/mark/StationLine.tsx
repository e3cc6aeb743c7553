/** The line: order of work as stations; solid is done, dashed is to come. */
import type { ReactNode } from "react";
import { useWords } from "../lang.tsx";
import type { GlyphName, Tone } from "./glyphs.ts";
import { StatusGlyph } from "./StatusGlyph.tsx";
import css from "./station.module.css";
import { Hidden } from "./Text.tsx";

/** One station of a line. */
export interface Station {
  readonly key: string;
  readonly label: string;
  readonly state: "done" | "now" | "toCome";
  /** What lies below the name: a figure, who and when. */
  readonly below?: ReactNode;
  /** Another mark than that of its state, e.g. a severity. */
  readonly mark?: { readonly glyph: GlyphName; readonly tone: Tone };
}

const marks = {
  done: { glyph: "circleTick", tone: "ink2" },
  now: { glyph: "circleHalf", tone: "accent" },
  toCome: { glyph: "circle", tone: "control" },
} as const;
const said = { done: "mark.done", now: "mark.now", toCome: "mark.toCome" } as const;

interface Props {
  stations: readonly Station[];
  label: string;
  size?: number;
  /** The name stands under its mark instead of on the line. */
  stacked?: boolean;
}

export function StationLine({ stations, label, size = 14, stacked = false }: Props) {
  const { t } = useWords();
  return (
    <ol className={css.line} data-stacked={stacked || undefined} aria-label={label}>
      {stations.map((station) => {
        const mark = station.mark ?? marks[station.state];
        return (
          <li
            key={station.key}
            className={css.station}
            data-state={station.state}
            aria-current={station.state === "now" ? "step" : undefined}
          >
            <span className={css.head}>
              <StatusGlyph name={mark.glyph} tone={mark.tone} size={size} />
              <span className={css.name}>{station.label}</span>
              <Hidden>{t(said[station.state])}</Hidden>
            </span>
            {station.below && <span className={css.below}>{station.below}</span>}
          </li>
        );
      })}
    </ol>
  );
}
