/** The score of a supplier with what it is made of: each figure, its points and its weight. */
import { supplierKpis } from "@lotline/schema";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { written } from "../../shared/kpi/KpiBoard.tsx";
import type { Score } from "./performance.ts";
import css from "./supplier.module.css";

export function ScorePanel({ score: { score, limit, isBelow, parts } }: { score: Score }) {
  const { t, say } = useWords();
  return (
    <section className={css.score} aria-label={t("perf.score")}>
      <div>
        <h3>{t("perf.score")}</h3>
        <p className={css.number}>{score === null ? t("word.empty") : written(score, 1)}</p>
        <p className={css.verdict}>
          {score !== null && <StatusGlyph name={isBelow ? "cross" : "tick"} tone={isBelow ? "no" : "ok"} size={13} />}{" "}
          {t(score === null ? "perf.unscored" : isBelow ? "perf.below" : "perf.within", { limit })}
        </p>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("perf.figure")}</th>
            <th scope="col">{t("perf.value")}</th>
            <th scope="col">{t("perf.points")}</th>
            <th scope="col">{t("perf.weight")}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ name, value, weight, points }) => {
            const kpi = supplierKpis.find((one) => one.name === name);
            return (
              <tr key={name}>
                <th scope="row">{kpi ? say(kpi.label) : name}</th>
                <td>{value === null || !kpi ? t("word.empty") : `${written(value, kpi.decimals)} ${say(kpi.unit)}`}</td>
                <td>{points === null ? t("word.empty") : written(points, 1)}</td>
                <td>{written(weight, 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={css.without}>{t("perf.without")}</p>
    </section>
  );
}
