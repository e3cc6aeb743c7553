/** The operating characteristic of a plan: how often a lot is accepted, by its quality; the same figures as a table. */
import { acceptance, type CurvePlan, distributionOf, qualityAt } from "@lotline/sampling";
import { useId } from "react";
import { formatDecimal } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import css from "./sampling.module.css";

interface Props {
  n: number;
  accept: number;
  aql: string | undefined;
  /** Units in the lot, where they are known and counted. */
  lotSize: number | undefined;
}

const width = 300;
const height = 172;
const left = 38;
const bottom = 34;
const plot = { width: width - left - 10, height: height - bottom - 8 };

/** A step of 1, 2 or 5 so that about five of them make the axis. */
function stepOf(most: number): number {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((step) => step * power >= rough) ?? 10) * power;
}

const percent = (chance: number): string => (chance * 100).toFixed(1);
const shortly = (quality: number): string => String(Number(quality.toPrecision(2)));

/** Where the curve is drawn: a lot of known size has whole nonconforming units, each drawn while they are few. */
function pointsOf(most: number, lotSize: number | undefined): number[] {
  const units = lotSize === undefined ? 80 : Math.floor((most * lotSize) / 100);
  if (lotSize === undefined || units > 80) return Array.from({ length: 81 }, (_, i) => (i * most) / 80);
  return Array.from({ length: units + 1 }, (_, i) => (100 * i) / lotSize);
}

export function Curve({ n, accept, aql, lotSize }: Props) {
  const { t } = useWords("sampling");
  const title = useId();
  const counts = aql !== undefined && Number(aql) > 10;
  const axis = t(counts ? "smp.qualityCounts" : "smp.quality");
  const plan: CurvePlan = { n, accept, counts, ...(lotSize === undefined ? {} : { lotSize }) };
  const distribution = distributionOf(plan);
  const consumer = qualityAt(plan, 0.1);
  const step = stepOf(Math.max(consumer * 1.5, Number(aql ?? 0) * 1.2));
  const most = step * Math.ceil(Math.max(consumer * 1.35, Number(aql ?? 0) * 1.1) / step);
  const x = (quality: number) => left + (quality / most) * plot.width;
  const y = (chance: number) => 8 + (1 - chance) * plot.height;
  const points = pointsOf(most, distribution === "hypergeometric" ? lotSize : undefined);
  const line = points.map((p, i) => `${i === 0 ? "M" : "L"}${x(p).toFixed(1)} ${y(acceptance(plan, p)).toFixed(1)}`).join("");
  const ticks = Array.from({ length: Math.round(most / step) + 1 }, (_, i) => i * step);
  const producer = aql === undefined ? undefined : { quality: Number(aql), chance: acceptance(plan, Number(aql)) };
  const rows = [...ticks, ...(producer ? [producer.quality] : []), consumer].sort((a, b) => a - b);
  return (
    <figure className={css.curve}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={title}>
        <title id={title}>{t("smp.curveOf", { n, ac: accept })}</title>
        {[0, 0.5, 1].map((chance) => (
          <g key={chance}>
            <line className={css.grid} x1={left} x2={width - 10} y1={y(chance)} y2={y(chance)} />
            <text className={css.tick} x={left - 5} y={y(chance) + 4} textAnchor="end">
              {chance * 100}
            </text>
          </g>
        ))}
        {ticks.map((quality) => (
          <text key={quality} className={css.tick} x={x(quality)} y={height - bottom + 14} textAnchor="middle">
            {shortly(quality)}
          </text>
        ))}
        <text className={css.axis} x={left + plot.width / 2} y={height - 4} textAnchor="middle">
          {axis}
        </text>
        <text className={css.axis} x={-(8 + plot.height / 2)} y={10} textAnchor="middle" transform="rotate(-90)">
          {t("smp.chance")}
        </text>
        <path className={css.line} d={line} />
        {producer && <circle className={css.producer} cx={x(producer.quality)} cy={y(producer.chance)} r={4} />}
        <circle className={css.consumer} cx={x(consumer)} cy={y(0.1)} r={4} />
      </svg>
      <figcaption className={css.caption}>
        <span>{t(`smp.by.${distribution}`, { lot: formatDecimal(String(lotSize ?? 0)) })}</span>
        {producer && (
          <span>
            <i className={css.producerKey} />
            {t("smp.producer", {
              aql: aql ?? "",
              chance: percent(producer.chance),
              risk: percent(1 - producer.chance),
            })}
          </span>
        )}
        <span>
          <i className={css.consumerKey} />
          {t("smp.consumer", { quality: shortly(consumer) })}
        </span>
        <Values plan={plan} qualities={rows} axis={axis} />
      </figcaption>
    </figure>
  );
}

/** The same figures as a table, for those who cannot see the curve or want the numbers. */
function Values({ plan, qualities, axis }: { plan: CurvePlan; qualities: readonly number[]; axis: string }) {
  const { t } = useWords("sampling");
  return (
    <details>
      <summary>{t("smp.asTable")}</summary>
      <table className={css.values}>
        <thead>
          <tr>
            <th scope="col">{axis}</th>
            <th scope="col">{t("smp.chance")}</th>
          </tr>
        </thead>
        <tbody>
          {[...new Set(qualities)].map((quality) => (
            <tr key={quality}>
              <td>{shortly(quality)}</td>
              <td>{percent(acceptance(plan, quality))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
