/**
 * How reviews are made: for each reviewer and type of record how many, how long, what was looked at and what was taken back later.
 * Every number opens its rows. By name: it is about the quality of reviews and no ranking.
 */
import { useQuery } from "@apollo/client/react";
import { actionsOf, registry } from "@lotline/schema";
import { NativeSelect, TextInput } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "../../kit/Button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { useWords } from "../../kit/lang.tsx";
import { isRecordName } from "../../kit/path.ts";
import boxes from "../../kit/record/filter-boxes.module.css";
import { option, useFilterBoxes } from "../../kit/record/filter-boxes.ts";
import { Table, type TableColumn } from "../../kit/record/Table.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../kit/states.tsx";
import { DecisionRows } from "./DecisionRows.tsx";
import css from "./quality.module.css";
import { type Counted, clock, counted, type Measure, qualityQuery, type Reviewer } from "./quality.ts";

/** Below so many decisions the server tells no percentile. */
const least = 5;
const keys = ["record", "since", "until", "person", "figure", "of"] as const;
type Given = Readonly<Record<(typeof keys)[number], string>>;

interface Row {
  readonly reviewer: Reviewer;
  readonly measure: Measure;
  /** The first row of its reviewer carries the name. */
  readonly isFirst: boolean;
}

/** Whoever reviewed several types has a row for each of them below the row of all. */
const rowsOf = (reviewers: readonly Reviewer[]): Row[] =>
  reviewers.flatMap((reviewer) => {
    const { all, byRecord } = reviewer;
    const measures = byRecord.length === 1 ? byRecord : [all, ...byRecord];
    return measures.map((measure, at) => ({ reviewer, measure, isFirst: at === 0 }));
  });

export default function QualityPage() {
  const { t, say } = useWords("review");
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const given = Object.fromEntries(
    keys.map((key) => [key, typeof search[key] === "string" ? search[key] : ""]),
  ) as unknown as Given;
  const span = { from: given.since || undefined, to: given.until || undefined, record: given.record || undefined };
  const { data, error, refetch } = useQuery(qualityQuery, { variables: span, fetchPolicy: "network-only" });
  const go = (next: Partial<Given>) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(Object.entries({ ...given, ...next }).filter(([, value]) => value !== "")),
    });
  const chosen = data?.quality.reviewers.find(({ person }) => person.id === given.person);
  const figure = counted.find((name) => name === given.figure);
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("review.quality")}</h1>
        <p>{data && t("review.qualityIntro", { from: data.quality.from, to: data.quality.to })}</p>
        <Filter key={JSON.stringify(given)} given={given} onQuery={(next) => go({ ...next, person: "", figure: "", of: "" })} />
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {!data && !error && <Skeleton rows={10} />}
      {data?.quality.reviewers.length === 0 && <EmptyState title={t("review.noReviews")} hint={t("review.noReviewsHint")} />}
      {data && data.quality.reviewers.length > 0 && (
        <>
          <Figures reviewers={data.quality.reviewers} given={given} />
          {chosen && figure && (
            <DecisionRows
              key={`${chosen.person.id} ${figure} ${given.of}`}
              title={t("review.rowsOf", { figure: t(`review.figure.${figure}`), name: say(chosen.person.name) })}
              asked={{ ...span, person: chosen.person.id, figure, ...(given.of ? { record: given.of } : {}) }}
              onClose={() => go({ person: "", figure: "", of: "" })}
            />
          )}
          <Meanings />
        </>
      )}
    </div>
  );
}

function Filter({ given, onQuery }: { given: Given; onQuery: (next: Partial<Given>) => void }) {
  const { t, say } = useWords("review");
  const { box, day, submit } = useFilterBoxes(given, onQuery);
  const types = Object.keys(registry)
    .filter(isRecordName)
    .filter((name) => Object.values(actionsOf(registry[name])).some(({ sign }) => sign));
  return (
    <form className={boxes.filter} onSubmit={submit}>
      <NativeSelect
        label={t("review.type")}
        {...box("record")}
        data={[option("", t("review.all")), ...types.map((name) => option(name, say(registry[name].label)))]}
      />
      <TextInput label={t("timeline.from")} {...day("since")} />
      <TextInput label={t("timeline.to")} {...day("until")} />
      <div className={boxes.press}>
        <Button onClick={() => onQuery({ record: "", since: "", until: "" })}>{t("do.reset")}</Button>
        <Button type="submit" look="primary">
          {t("do.query")}
        </Button>
      </div>
    </form>
  );
}

function Figures({ reviewers, given }: { reviewers: readonly Reviewer[]; given: Given }) {
  const { t, say } = useWords("review");
  const count = (figure: Counted): TableColumn<Row> => ({
    key: figure,
    head: t(`review.figure.${figure}`),
    right: true,
    cell: (row) => <Count row={row} figure={figure} given={given} />,
  });
  const share = (figure: Counted): TableColumn<Row> => ({
    ...count(figure),
    cell: (row) =>
      row.measure.withException === 0 ? (
        <span className={css.none}>{t("word.empty")}</span>
      ) : (
        <>
          <Count row={row} figure={figure} given={given} />
          <span className={css.none}> / {row.measure.withException}</span>
        </>
      ),
  });
  const time = (key: "times" | "clean", n: "timed" | "clean", of: (measure: Measure) => string | null): TableColumn<Row> => ({
    key: `${key} time`,
    head: t(`review.figure.${key}`),
    right: true,
    cell: (row) => <Times row={row} n={n} given={given} said={of(row.measure)} />,
  });
  const columns: TableColumn<Row>[] = [
    {
      key: "who",
      head: t("review.reviewer"),
      cell: ({ reviewer, isFirst }) => (isFirst ? <span className={css.name}>{say(reviewer.person.name)}</span> : null),
    },
    {
      key: "type",
      head: t("review.type"),
      cell: ({ measure: { record } }) => (
        <span className={css.name}>
          {record !== null && isRecordName(record) ? say(registry[record].label) : t("review.all")}
        </span>
      ),
    },
    count("decisions"),
    count("overturned"),
    time("times", "timed", ({ medianSeconds, ninthSeconds }) =>
      medianSeconds === null || ninthSeconds === null ? null : `${clock(medianSeconds)} · ${clock(ninthSeconds)}`,
    ),
    time("clean", "clean", ({ cleanSeconds }) => (cleanSeconds === null ? null : clock(cleanSeconds))),
    count("withException"),
    share("sawExceptions"),
    share("sawEvidence"),
    share("sawRecord"),
    count("together"),
    count("sentBack"),
    count("asked"),
  ];
  return (
    <Table
      title={t("review.quality")}
      note={reviewers.length}
      columns={columns}
      rows={rowsOf(reviewers)}
      rowKey={({ reviewer, measure }) => `${reviewer.person.id} ${measure.record ?? ""}`}
      empty={t("review.noReviews")}
    />
  );
}

/** A count that opens its rows; nothing is behind a nought. */
function Count({ row, figure, given }: { row: Row; figure: Counted; given: Given }) {
  const value = row.measure[figure];
  if (value === 0) return <span className={css.none}>0</span>;
  const { since, until, record } = given;
  const of = row.measure.record ?? "";
  const search = { record, since, until, person: row.reviewer.person.id, figure, of };
  return (
    <Link
      to="."
      search={Object.fromEntries(Object.entries(search).filter(([, text]) => text !== ""))}
      aria-current={given.person === search.person && given.figure === figure && given.of === of ? "true" : undefined}
    >
      {value}
    </Link>
  );
}

/** Times with the number of decisions that they are made of; too few say so. */
function Times({ row, n, given, said }: { row: Row; n: "timed" | "clean"; given: Given; said: string | null }) {
  const { t } = useWords("review");
  return (
    <span className={css.time}>
      <span className={css.none}>
        n = <Count row={row} figure={n} given={given} />
      </span>{" "}
      {said ?? <span className={css.none}>{t("review.tooSmall")}</span>}
    </span>
  );
}

const explained = [
  "decisions",
  "overturned",
  "times",
  "clean",
  "withException",
  "sawExceptions",
  "sawEvidence",
  "sawRecord",
  "together",
  "sentBack",
  "asked",
] as const;

function Meanings() {
  const { t } = useWords("review");
  return (
    <section className={css.meanings} aria-label={t("review.meanings")}>
      <h2>{t("review.meanings")}</h2>
      <dl>
        {explained.map((figure) => (
          <div key={figure}>
            <dt>{t(`review.figure.${figure}`)}</dt>
            <dd>{t(`review.figure.${figure}.is`, { least })}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
