/** Time left: the same ruler, filled from the left as time passes; red when overdue. */

import { spanWords } from "../format.ts";
import { useWords } from "../lang.tsx";
import css from "./scale.module.css";

interface Props {
  /** When it is due and when the clock began; ISO instants. */
  due: string;
  from?: string | undefined;
  now: number;
  width?: number;
  wordless?: boolean;
}

/** How much of the time has passed, and how it is to be seen. */
export function timeShare(due: string, from: string | undefined, now: number): { share: number; tone: "no" | "wait" | "ink2" } {
  const end = Date.parse(due);
  const start = from ? Date.parse(from) : end - 7 * 86_400_000;
  if (now >= end) return { share: 1, tone: "no" };
  const share = Math.min(1, Math.max(0, (now - start) / Math.max(1, end - start)));
  return { share, tone: share >= 0.8 ? "wait" : "ink2" };
}

export function TimeLeft({ due, from, now, width = 72, wordless = false }: Props) {
  const { t } = useWords();
  const { share, tone } = timeShare(due, from, now);
  const time = spanWords(Math.abs(Date.parse(due) - now), t);
  const text = tone === "no" ? t("time.overdue", { time }) : t("time.left", { time });
  return (
    <span className={css.time} data-tone={tone}>
      <svg
        width={width}
        height={8}
        viewBox={`0 0 ${width} 8`}
        aria-hidden={!wordless}
        role={wordless ? "img" : undefined}
        aria-label={wordless ? text : undefined}
      >
        <rect className={css.track} x={0} y={1} width={width} height={4} />
        <rect className={css.elapsed} x={0} y={1} width={Math.max(1, share * width)} height={4} />
        {[0, 0.25, 0.5, 0.75, 1].map((at) => (
          <line key={at} className={css.mark} x1={0.5 + at * (width - 1)} x2={0.5 + at * (width - 1)} y1={5} y2={8} />
        ))}
      </svg>
      {!wordless && <span className={css.words}>{text}</span>}
    </span>
  );
}
