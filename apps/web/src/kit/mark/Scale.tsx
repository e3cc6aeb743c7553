/** The ruler: band inside the limits, a tick at each limit, one needle; outside the band the needle turns red. */
import { useWords } from "../lang.tsx";
import css from "./scale.module.css";
import { type ScaleInput, scaleOf } from "./scale.ts";

interface Props extends ScaleInput {
  width?: number;
  height?: number;
}

export function Scale({ width = 88, height = 16, ...input }: Props) {
  const { t } = useWords();
  const scale = scaleOf(input);
  const x = (share: number) => 1 + share * (width - 2);
  const base = height - 4;
  const needle = x(scale.needle ?? 0);
  const said =
    scale.verdict && t(({ in: "word.inLimits", above: "word.aboveLimit", below: "word.belowLimit" } as const)[scale.verdict]);
  return (
    <svg
      className={css.scale}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={said || t("word.limits")}
    >
      <rect className={css.band} x={x(scale.from)} y={base - 6} width={x(scale.to) - x(scale.from)} height={6} />
      <line className={css.base} x1={0} x2={width} y1={base} y2={base} />
      {scale.ticks.map((share) => (
        <line key={share} className={css.tick} x1={x(share)} x2={x(share)} y1={base - 6} y2={base + 3} />
      ))}
      {scale.target !== undefined && (
        <line className={css.target} x1={x(scale.target)} x2={x(scale.target)} y1={base - 4} y2={base} />
      )}
      {scale.needle !== undefined && (
        <path
          className={css.needle}
          data-out={scale.verdict !== "in" || undefined}
          d={`M${needle - 3.5} ${base - 10}h7v6l-3.5 4.5-3.5-4.5Z`}
        />
      )}
    </svg>
  );
}
