/** The figures of the board on Home: number, goal, months; each number opens exactly the rows that it is made of. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { kpis, type Label, type Search } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId, useState } from "react";
import { useWords } from "../../kit/lang.tsx";
import type { GlyphName, Tone } from "../../kit/mark/glyphs.ts";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Hidden } from "../../kit/mark/Text.tsx";
import { isRecordName, listPath } from "../../kit/path.ts";
import css from "./kpi.module.css";
import { Months } from "./Months.tsx";

export interface KpiPart {
  readonly from: string | null;
  readonly to: string | null;
  readonly value: string | null;
  readonly rows: number;
  readonly address: Search;
}

export interface Kpi {
  readonly name: string;
  readonly label: Label;
  readonly formula: Label;
  readonly unit: Label;
  readonly decimals: number;
  readonly record: string;
  readonly better: string;
  readonly value: string | null;
  readonly rows: number;
  readonly counted: number | null;
  readonly before: string | null;
  readonly goal: string | null;
  readonly state: string;
  readonly address: Search;
  readonly parts: readonly KpiPart[];
}

export const kpisQuery: TypedDocumentNode<{ kpis: readonly Kpi[] }, { days: number }> = gql`
  query kpiTiles($days: Int!) {
    kpis(days: $days) {
      name label { en zh } formula { en zh } unit { en zh } decimals record better value rows counted before goal state address
      parts { from to value rows address }
    }
  }
`;

const states: Readonly<Record<string, { glyph: GlyphName; tone: Tone; word: "kpi.good" | "kpi.watch" | "kpi.bad" }>> = {
  good: { glyph: "tick", tone: "ok", word: "kpi.good" },
  watch: { glyph: "triangleHalf", tone: "wait", word: "kpi.watch" },
  bad: { glyph: "cross", tone: "no", word: "kpi.bad" },
};

const days = 90;

/** A figure as people write it, with thousands and so many decimals. */
const written = (value: string, decimals: number): string =>
  Number(value).toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

export default function Kpis() {
  const { t } = useWords();
  const { data } = useQuery(kpisQuery, { variables: { days }, fetchPolicy: "network-only" });
  if (!data || data.kpis.length === 0) return null;
  return (
    <section className={css.board} aria-label={t("kpi.title")}>
      {data.kpis.map((kpi) => (
        <Tile key={kpi.name} kpi={kpi} />
      ))}
    </section>
  );
}

function Tile({ kpi }: { kpi: Kpi }) {
  const { t, say } = useWords();
  const id = useId();
  const [told, setTold] = useState(false);
  const state = states[kpi.state];
  return (
    <article className={css.tile} aria-labelledby={id} data-kpi={kpi.name}>
      <header className={css.head}>
        <h2 id={id}>{say(kpi.label)}</h2>
        {state && (
          <span className={css.state}>
            <StatusGlyph name={state.glyph} tone={state.tone} size={13} /> {t(state.word)}
          </span>
        )}
        <button
          type="button"
          className={css.help}
          aria-expanded={told}
          title={t("kpi.definition")}
          onClick={() => setTold((before) => !before)}
        >
          <span aria-hidden>?</span>
          <Hidden>{t("kpi.definitionOf", { label: say(kpi.label) })}</Hidden>
        </button>
      </header>
      <Figure kpi={kpi} />
      {told ? <p className={css.formula}>{say(kpi.formula)}</p> : <Parts kpi={kpi} />}
    </article>
  );
}

function Figure({ kpi }: { kpi: Kpi }) {
  const { t, say } = useWords();
  const { value, before, goal, decimals } = kpi;
  const goalText = goal && `${kpi.better === "lower" ? "≤" : "≥"} ${written(goal, 0)}`;
  const change = value !== null && before !== null ? Number(value) - Number(before) : null;
  return (
    <div className={css.figure}>
      <Rows kpi={kpi} search={kpi.address}>
        <span className={css.number}>{value === null ? "–" : written(value, decimals)}</span>{" "}
        <span className={css.unit}>{say(kpi.unit)}</span>
      </Rows>
      <span className={css.beside}>
        {goalText && <span>{t("kpi.goal", { goal: goalText })}</span>}
        <span>
          {value === null
            ? t("kpi.noRows")
            : kpi.counted === null
              ? `n = ${kpi.rows}`
              : `${kpi.counted.toLocaleString("en")} / ${kpi.rows.toLocaleString("en")}`}
          {change !== null && ` · ${change > 0 ? "+" : change < 0 ? "−" : "±"}${written(String(Math.abs(change)), decimals)}`}
        </span>
      </span>
    </div>
  );
}

function Rows({ kpi, search, children }: { kpi: Kpi; search: Search; children: ReactNode }) {
  if (!isRecordName(kpi.record)) return children;
  return (
    <Link to={listPath(kpi.record)} search={search} className={css.rows}>
      {children}
    </Link>
  );
}

/** Months as a line within its goal, or ages as a row of counts. */
function Parts({ kpi }: { kpi: Kpi }) {
  const { t, say } = useWords();
  const measure = kpis.find(({ name }) => name === kpi.name)?.measure;
  if (measure?.kind !== "waiting") return <Months kpi={kpi} label={say(kpi.label)} />;
  const edges = measure.upToDays;
  return (
    <ul className={css.ages}>
      {kpi.parts.map((part, index) => (
        <li key={part.from ?? part.to}>
          <Rows kpi={kpi} search={part.address}>
            {index === 0
              ? t("kpi.upTo", { n: edges[0] ?? 0 })
              : index < edges.length
                ? t("kpi.between", { a: (edges[index - 1] ?? 0) + 1, b: edges[index] ?? 0 })
                : t("kpi.over", { n: edges.at(-1) ?? 0 })}{" "}
            <strong>{part.rows}</strong>
          </Rows>
        </li>
      ))}
    </ul>
  );
}
