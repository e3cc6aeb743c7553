/** Records about to pass retention by class, with the clause, and the legal holds on them (drill 26). Each count opens its list. */
import { useQuery } from "@apollo/client/react";
import { type Label, registry, retentionClass } from "@lotline/schema";
import type { PlainWord } from "@lotline/schema/words";
import { NativeSelect } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, ButtonLink } from "../../../kit/Button.tsx";
import button from "../../../kit/button.module.css";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { HoldTag } from "../../../kit/mark/HoldTag.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { isRecordName, listPath, recordPath } from "../../../kit/path.ts";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { option } from "../../../kit/record/filter-boxes.ts";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import { useMay } from "../../../kit/session.tsx";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import { DayBox } from "../DayBox.tsx";
import { type Kept, type KeptClass, type KeptRow, retentionQuery } from "./data.ts";

const shows = ["ending", "passed", "held", "permanent", "all"] as const;
type Show = (typeof shows)[number];
type Given = Readonly<Record<"until" | "class" | "show", string>>;

const page = 50;

const showWord = (show: Show): PlainWord => `keep.show.${show}`;
const classWords: Readonly<Record<string, Label>> = retentionClass.values;

export default function RetentionPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const text = (key: string) => (typeof search[key] === "string" ? search[key] : "");
  const given: Given = { until: text("until"), class: text("class"), show: text("show") };
  const or = (value: string) => value || undefined;
  const variables = { first: page, until: or(given.until), class: or(given.class), show: or(given.show) };
  const { data, previousData, error, refetch, fetchMore } = useQuery(retentionQuery, { variables, fetchPolicy: "network-only" });
  const kept = (data ?? previousData)?.retention;
  const put = (next: Partial<Given>) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(Object.entries({ ...given, ...next }).filter(([, value]) => value !== "")),
    });
  const more = () =>
    void fetchMore({
      variables: { after: kept?.endCursor ?? undefined },
      updateQuery: (old, { fetchMoreResult: { retention } }) => ({
        retention: { ...retention, rows: [...old.retention.rows, ...retention.rows] },
      }),
    }).catch(() => undefined);
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("keep.page")}</h1>
        <p>{t("keep.intro")}</p>
        <Filter given={given} classes={kept?.classes ?? []} put={put} />
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {!kept && !error && <Skeleton rows={10} />}
      {kept && (
        <>
          <Classes of={kept} put={put} />
          <Rows of={kept} />
          {kept.endCursor && (
            <Button look="quiet" onClick={more}>
              {t("do.showMore")}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function Filter({ given, classes, put }: { given: Given; classes: readonly KeptClass[]; put: (next: Partial<Given>) => void }) {
  const { t, say, lang } = useWords();
  const may = useMay();
  const file = new URLSearchParams(Object.entries({ ...given, lang }).filter(([, value]) => value !== ""));
  return (
    <div className={boxes.filter}>
      <NativeSelect
        label={t("keep.class")}
        value={given.class}
        onChange={(event) => put({ class: event.currentTarget.value })}
        data={[option("", t("keep.anyClass")), ...classes.map((of) => option(of.class, said(classWords, of.class, say)))]}
      />
      <NativeSelect
        label={t("keep.show")}
        value={given.show || "ending"}
        onChange={(event) => put({ show: event.currentTarget.value === "ending" ? "" : event.currentTarget.value })}
        data={shows.map((show) => option(show, t(showWord(show))))}
      />
      <DayBox key={given.until} label={t("keep.horizon")} value={given.until} onChange={(until) => put({ until })} />
      <div className={boxes.press}>
        <a className={button.button} data-look="outline" href={`/retention-list.csv?${file}`} download>
          {t("keep.export")}
        </a>
        {may("retention.propose") && (
          <ButtonLink to="/$record/new" params={{ record: "retention-decision" }}>
            {t("keep.decide")}
          </ButtonLink>
        )}
        <ButtonLink to={listPath("LegalHold")} search={{ state: "placed" }}>
          {t("keep.holds")}
        </ButtonLink>
      </div>
    </div>
  );
}

const said = (words: Readonly<Record<string, Label>>, code: string, say: (label: Label) => string): string =>
  words[code] ? say(words[code]) : code;

function Classes({ of: { classes }, put }: { of: Kept; put: (next: Partial<Given>) => void }) {
  const { t, say } = useWords();
  const count = (show: Show): TableColumn<KeptClass> => ({
    key: show,
    head: t(showWord(show)),
    right: true,
    cell: (of) => (
      <button
        type="button"
        className={button.plain}
        aria-label={`${said(classWords, of.class, say)} ${t(showWord(show))}: ${of[show]}`}
        onClick={() => put({ class: of.class, show: show === "ending" ? "" : show })}
      >
        {of[show]}
      </button>
    ),
  });
  return (
    <Table
      title={t("keep.classes")}
      columns={[
        { key: "class", head: t("keep.class"), cell: (of) => said(classWords, of.class, say) },
        ...shows.map(count),
        {
          key: "rules",
          head: t("keep.rules"),
          cell: ({ rules }) => rules.map(({ text, clause }) => `${say(text)} (${clause})`).join(" · "),
        },
      ]}
      rows={classes}
      rowKey={(of) => of.class}
      empty={t("word.none")}
    />
  );
}

function Rows({ of: { rows, total } }: { of: Kept }) {
  const { t, say } = useWords();
  const columns: TableColumn<KeptRow>[] = [
    {
      key: "record",
      head: t("keep.record"),
      cell: ({ record, number }) =>
        isRecordName(record) && (
          <>
            {say(registry[record].label)}{" "}
            <Link to={recordPath(record, number)}>
              <Code>{number}</Code>
            </Link>
          </>
        ),
    },
    { key: "class", head: t("keep.class"), cell: (row) => said(classWords, row.class, say) },
    { key: "until", head: t("keep.untilHead"), cell: ({ until }) => (until ? <Code>{until}</Code> : t("keep.permanent")) },
    {
      key: "why",
      head: t("keep.why"),
      cell: ({ why }) => (
        <>
          {say(why.text)} {why.clause && `(${why.clause})`}
        </>
      ),
    },
    {
      key: "held",
      head: t("keep.holds"),
      cell: ({ held }) =>
        held.map((number) => (
          <Link key={number} to={recordPath("LegalHold", number)}>
            <HoldTag reason={number} />
          </Link>
        )),
    },
  ];
  return (
    <Table
      title={t("keep.list")}
      note={t("keep.shown", { n: total, shown: rows.length })}
      columns={columns}
      rows={rows}
      rowKey={({ record, recordId }) => `${record} ${recordId}`}
      empty={t("keep.none")}
    />
  );
}
