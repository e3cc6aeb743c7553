/** The decisions behind one number of the page about the quality of reviews, the latest first. */
import { useQuery } from "@apollo/client/react";
import { actionsOf, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { Button } from "../../kit/Button.tsx";
import { useZone } from "../../kit/clock.tsx";
import { failureOf } from "../../kit/failure.ts";
import { formatInstant } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { Code } from "../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../kit/path.ts";
import { Table, type TableColumn } from "../../kit/record/Table.tsx";
import { ErrorState, Skeleton } from "../../kit/states.tsx";
import css from "./quality.module.css";
import { type Counted, clock, type Decision, decisionsQuery, type Span } from "./quality.ts";

const outcomes = ["signed", "sentBack", "asked"] as const;

interface Props {
  title: string;
  asked: Span & { person: string; figure: Counted };
  onClose: () => void;
}

export function DecisionRows({ title, asked, onClose }: Props) {
  const { t } = useWords("review");
  const columns = useColumns();
  const { data, error, refetch, fetchMore } = useQuery(decisionsQuery, { variables: asked, fetchPolicy: "network-only" });
  if (error) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={4} />;
  const { rows, next } = data.page;
  const more = () => {
    if (next)
      void fetchMore({
        variables: { after: next },
        updateQuery: (old, { fetchMoreResult: { page } }) => ({ page: { ...page, rows: [...old.page.rows, ...page.rows] } }),
      }).catch(() => undefined);
  };
  const note = (
    <>
      {rows.length}
      {next ? "+" : ""}{" "}
      <Button look="quiet" onClick={onClose}>
        {t("do.close")}
      </Button>
    </>
  );
  return (
    <div ref={intoView}>
      <Table title={title} note={note} columns={columns} rows={rows} rowKey={({ id }) => id} empty={t("review.noReviews")} />
      {next && (
        <Button look="quiet" onClick={more}>
          {t("do.showMore")}
        </Button>
      )}
    </div>
  );
}

/** What was asked for by a press comes into view, also below a long table. */
const intoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "nearest" });

function useColumns(): TableColumn<Decision>[] {
  const { t, say } = useWords("review");
  const zone = useZone();
  return [
    { key: "at", head: t("review.when"), cell: ({ at }) => <Code>{formatInstant(at, zone)}</Code> },
    {
      key: "record",
      head: t("review.batchRecord"),
      cell: ({ record, number }) =>
        isRecordName(record) ? (
          <span className={css.name}>
            {say(registry[record].label)}{" "}
            <Link to={recordPath(record, number)}>
              <Code>{number}</Code>
            </Link>
          </span>
        ) : (
          number
        ),
    },
    {
      key: "action",
      head: t("review.what"),
      cell: ({ record, action }) => {
        const label = isRecordName(record) ? actionsOf(registry[record])[action]?.label : undefined;
        return label ? say(label) : action;
      },
    },
    {
      key: "outcome",
      head: t("review.outcome"),
      cell: ({ outcome }) => {
        const known = outcomes.find((one) => one === outcome);
        return known && t(`review.outcome.${known}`);
      },
    },
    { key: "seconds", head: t("review.time"), right: true, cell: ({ seconds }) => clock(seconds) },
    { key: "findings", head: t("review.found"), right: true, cell: ({ findings }) => findings },
    {
      key: "overturned",
      head: t("review.takenBackBy"),
      cell: ({ overturnedBy, overturnedAt }) =>
        overturnedBy ? (
          <>
            {say(overturnedBy)} <Code>{formatInstant(overturnedAt, zone)}</Code>
          </>
        ) : (
          <span className={css.none}>{t("word.empty")}</span>
        ),
    },
  ];
}
