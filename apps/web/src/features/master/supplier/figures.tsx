/** Columns of figures beside each other: each number opens its rows, each head may put the worst on top. */
import { type Kpi as KpiSpec, supplierKpis } from "@lotline/schema";
import button from "../../../kit/button.module.css";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import type { TableColumn } from "../../../kit/record/Table.tsx";
import { Rows, written } from "../../shared/kpi/KpiBoard.tsx";
import type { Compared, ComparedFigure, Score } from "./performance.ts";
import css from "./supplier.module.css";

interface Sorting {
  /** The figure, with "-" in front when the best stands on top. */
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

const figureOf = (row: Compared, name: string): ComparedFigure | undefined => row.figures.find((one) => one.name === name);

/** Under which the rows are put in the order of their score. */
export const byScore = "score";

/** The score, and the figures that the rows have. */
export function figureColumns(
  rows: readonly Compared[],
  say: ReturnType<typeof useWords>["say"],
  sorting?: Sorting,
): TableColumn<Compared>[] {
  const shown = new Set(rows.flatMap(({ figures }) => figures.map(({ name }) => name)));
  const column = ({ name, label, unit, better }: Heading): Omit<TableColumn<Compared>, "cell"> => {
    const head = `${say(label)} (${say(unit)})`;
    return {
      key: name,
      head: sorting ? <SortHead name={name} better={better} head={head} sorting={sorting} /> : head,
      right: true,
      ...(sorting ? { sorted: sortedAs({ name, better }, sorting.sort) } : {}),
    };
  };
  return [
    { ...column(scoreHeading), cell: ({ score }) => <ScoreCell score={score} /> },
    ...supplierKpis
      .filter(({ name }) => shown.has(name))
      .map((kpi) => ({
        ...column(kpi),
        cell: (row: Compared) => <FigureCell kpi={kpi} figure={figureOf(row, kpi.name)} />,
      })),
  ];
}

type Heading = Pick<KpiSpec, "name" | "label" | "unit" | "better">;

const scoreHeading: Heading = {
  name: byScore,
  label: { en: "Score", zh: "评分" },
  unit: { en: "of 100", zh: "满分 100" },
  better: "higher",
};

/** A score; one below the limit says so. */
function ScoreCell({ score: { score, limit, isBelow } }: { score: Score }) {
  const { t } = useWords();
  if (score === null) return <span className={css.none}>{t("word.empty")}</span>;
  return (
    <>
      {isBelow && (
        <span className={css.below}>
          <StatusGlyph name="cross" tone="no" size={12} /> {t("perf.below", { limit })}
        </span>
      )}
      {written(score, 1)}
    </>
  );
}

const sortedAs = ({ name, better }: Pick<Heading, "name" | "better">, sort: string): "ascending" | "descending" | undefined => {
  if (sort !== name && sort !== `-${name}`) return undefined;
  return (sort === name) === (better === "higher") ? "ascending" : "descending";
};

function SortHead({
  name,
  better,
  head,
  sorting: { sort, onSort },
}: {
  name: string;
  better: KpiSpec["better"];
  head: string;
  sorting: Sorting;
}) {
  const { t } = useWords();
  const order = sortedAs({ name, better }, sort);
  return (
    <button
      type="button"
      className={`${button.plain} ${css.sort}`}
      title={t(sort === name ? "perf.bestFirst" : "perf.worstFirst")}
      onClick={() => onSort(sort === name ? `-${name}` : name)}
    >
      {head}
      <span aria-hidden>{order === "ascending" ? " ↑" : order === "descending" ? " ↓" : ""}</span>
    </button>
  );
}

function FigureCell({ kpi, figure }: { kpi: KpiSpec; figure: ComparedFigure | undefined }) {
  const { t } = useWords();
  if (!figure || figure.value === null) return <span className={css.none}>{t("word.empty")}</span>;
  const beside =
    kpi.measure.kind === "count" ? null : figure.counted === null ? `n = ${figure.rows}` : `${figure.counted} / ${figure.rows}`;
  return (
    <>
      {beside && <span className={css.beside}>{beside}</span>}
      <Rows kpi={kpi} search={figure.address}>
        {written(figure.value, kpi.decimals)}
      </Rows>
    </>
  );
}

/** The rows with the worst of a figure first, or the best with "-" in front; one without the figure stands last. */
export function sorted(rows: readonly Compared[], sort: string): Compared[] {
  const name = sort.replace(/^-/, "");
  const heading = [scoreHeading, ...supplierKpis].find((one) => one.name === name) ?? scoreHeading;
  const rising = (heading.better === "higher") !== sort.startsWith("-");
  const value = (row: Compared) => {
    const found = heading === scoreHeading ? row.score.score : figureOf(row, name)?.value;
    return found === null || found === undefined ? Number.POSITIVE_INFINITY : Number(found) * (rising ? 1 : -1);
  };
  return rows.toSorted((a, b) => value(a) - value(b) || a.number.localeCompare(b.number));
}
