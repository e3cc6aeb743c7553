/** Twelve months of a figure as a small line; the band is where its goal lets it be, a square is a month outside of it. */
import { useWords } from "../../../kit/lang.tsx";
import type { Kpi } from "./KpiBoard.tsx";
import css from "./kpi.module.css";

const width = 220;
const height = 40;
const edge = 4;

/** Whether a value keeps the goal; without one it does. */
const keeps = (value: number, { goal, better }: Kpi): boolean =>
  goal === null || (better === "lower" ? value <= Number(goal) : value >= Number(goal));

export function Months({ kpi, label }: { kpi: Kpi; label: string }) {
  const { t } = useWords();
  const values = kpi.parts.flatMap(({ value }) => (value === null ? [] : [Number(value)]));
  const goal = kpi.goal === null ? [] : [Number(kpi.goal)];
  const low = Math.min(...values, ...goal);
  const high = Math.max(...values, ...goal);
  const y = (value: number) => (high === low ? height / 2 : height - edge - ((value - low) / (high - low)) * (height - 2 * edge));
  const x = (index: number) => edge + (index * (width - 2 * edge)) / Math.max(1, kpi.parts.length - 1);
  const points = kpi.parts.flatMap((part, index) =>
    part.value === null ? [] : [{ part, x: x(index), y: y(Number(part.value)), ok: keeps(Number(part.value), kpi) }],
  );
  if (points.length === 0) return <p className={css.formula}>{t("kpi.noMonths")}</p>;
  const line = points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(" ");
  const at = goal[0] === undefined ? undefined : y(goal[0]);
  const told = kpi.parts.map(({ from, value }) => `${from?.slice(0, 7)}: ${value ?? "–"}`).join("; ");
  return (
    <div className={css.months}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t("kpi.monthsOf", { label, values: told })}>
        {at !== undefined && (
          <>
            <rect
              className={css.band}
              x={0}
              width={width}
              y={kpi.better === "lower" ? at : 0}
              height={kpi.better === "lower" ? height - at : at}
            />
            <line className={css.limit} x1={0} x2={width} y1={at} y2={at} />
          </>
        )}
        <polyline className={css.line} points={line} />
        {points.map(({ part, ok, ...point }, index) => (
          <g key={part.from}>
            <title>{`${part.from?.slice(0, 7)}: ${part.value} · n = ${part.rows}`}</title>
            <rect x={point.x - 8} y={0} width={16} height={height} className={css.reach} />
            {ok ? (
              index === points.length - 1 && <circle className={css.last} cx={point.x} cy={point.y} r={3} />
            ) : (
              <rect className={css.outside} x={point.x - 2.5} y={point.y - 2.5} width={5} height={5} />
            )}
          </g>
        ))}
      </svg>
      <span className={css.axis} aria-hidden>
        <span>{kpi.parts[0]?.from?.slice(0, 7)}</span>
        <span>{kpi.parts.at(-1)?.from?.slice(0, 7)}</span>
      </span>
    </div>
  );
}
