/** The tile of a figure: number, goal, months; each number opens exactly the rows that it is made of. */
import { allKpis, type Label, type Search } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId, useState } from "react";
import { useWords } from "../../../kit/lang.tsx";
import type { GlyphName, Tone } from "../../../kit/mark/glyphs.ts";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Hidden } from "../../../kit/mark/Text.tsx";
import { isRecordName, listPath } from "../../../kit/path.ts";
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

/** What a query asks of each figure that is shown as a tile. */
export const kpiSelect = `
  name label { en zh } formula { en zh } unit { en zh } decimals record better value rows counted before goal state address
  parts { from to value rows address }
`;

const states: Readonly<Record<string, { glyph: GlyphName; tone: Tone; word: "kpi.good" | "kpi.watch" | "kpi.bad" }>> = {
  good: { glyph: "tick", tone: "ok", word: "kpi.good" },
  watch: { glyph: "triangleHalf", tone: "wait", word: "kpi.watch" },
  bad: { glyph: "cross", tone: "no", word: "kpi.bad" },
};

/** A figure as people write it, with thousands and so many decimals. */
export const written = (value: string, decimals: number): string =>
  Number(value).toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** Tiles side by side, as many as fit or in three columns. */
export function KpiBoard({ label, kpis, three = false }: { label: string; kpis: readonly Kpi[]; three?: boolean }) {
  return (
    <section className={css.board} data-three={three || undefined} aria-label={label}>
      {kpis.map((kpi) => (
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
  // A count is its own number of rows.
  const ofRows = kpi.rows.toLocaleString("en");
  const ofWhat =
    value === null
      ? t("kpi.noRows")
      : kpi.counted !== null
        ? `${kpi.counted.toLocaleString("en")} / ${ofRows}`
        : Number(value) !== kpi.rows && `n = ${ofRows}`;
  const sign = (of: number) => (of > 0 ? "+" : of < 0 ? "−" : "±");
  const changed = change !== null && `${sign(change)}${written(String(Math.abs(change)), decimals)}`;
  return (
    <div className={css.figure}>
      <Rows kpi={kpi} search={kpi.address}>
        <span className={css.number}>{value === null ? "–" : written(value, decimals)}</span>{" "}
        <span className={css.unit}>{say(kpi.unit)}</span>
      </Rows>
      <span className={css.beside}>
        {goalText && <span>{t("kpi.goal", { goal: goalText })}</span>}
        <span>{[ofWhat, changed].filter(Boolean).join(" · ")}</span>
      </span>
    </div>
  );
}

/** A number that opens its rows. */
export function Rows({ kpi, search, children }: { kpi: Pick<Kpi, "record">; search: Search; children: ReactNode }) {
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
  const measure = allKpis.find(({ name }) => name === kpi.name)?.measure;
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
