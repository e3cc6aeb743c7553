/** What the inspector saw, newest first: a page at a time, by kind, with what was asked. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import timeline from "../../../kit/record/timeline.module.css";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import css from "./inspection.module.css";

const kinds = ["record", "list", "query", "export", "print", "history", "file"] as const;

interface View {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly operation: string;
  readonly record: string | null;
  readonly number: string | null;
  readonly isFound: boolean;
  readonly asked: unknown;
}

interface Page {
  readonly views: readonly View[];
  readonly hasMore: boolean;
  readonly counts: readonly { readonly kind: string; readonly n: number }[];
}

/** A page of what was looked at under an account. */
export const viewsQuery: TypedDocumentNode<
  { page: Page },
  { access: string; kind: string | undefined; before: string | undefined }
> = gql`
  query inspectionViews($access: ID!, $kind: String, $before: ID) {
    page: inspectionViews(access: $access, kind: $kind, before: $before) {
      hasMore counts { kind n } views { id at kind operation record number isFound asked }
    }
  }
`;

export function Views({ access }: { access: string }) {
  const { t } = useWords();
  const [kind, setKind] = useState<string>();
  const { data, error, refetch, fetchMore } = useQuery(viewsQuery, {
    variables: { access, kind, before: undefined },
    fetchPolicy: "network-only",
  });
  const columns = useColumns();
  if (error && !data) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={4} />;
  const { views, hasMore, counts } = data.page;
  const all = counts.reduce((sum, { n }) => sum + n, 0);
  const more = () =>
    void fetchMore({
      variables: { before: views.at(-1)?.id },
      updateQuery: (before, { fetchMoreResult: { page } }) => ({
        page: { ...page, views: [...before.page.views, ...page.views] },
      }),
    }).catch(() => undefined);
  return (
    <>
      <div className={css.tabs}>
        <button type="button" className={timeline.tab} aria-pressed={kind === undefined} onClick={() => setKind(undefined)}>
          {t("inspector.allKinds", { n: all })}
        </button>
        {kinds.flatMap((of) => {
          const n = counts.find((count) => count.kind === of)?.n ?? 0;
          return n === 0
            ? []
            : [
                <button key={of} type="button" className={timeline.tab} aria-pressed={kind === of} onClick={() => setKind(of)}>
                  {t(`inspector.kind.${of}`)} {n}
                </button>,
              ];
        })}
      </div>
      <Table
        title={t("inspector.saw")}
        note={t("inspector.count", { n: all })}
        rows={views}
        rowKey={({ id }) => id}
        empty={t(kind ? "inspector.noneOfKind" : "inspector.noViews")}
        columns={columns}
      />
      {hasMore && (
        <p className={css.below}>
          <Button look="quiet" onClick={more}>
            {t("do.showMore")}
          </Button>
        </p>
      )}
    </>
  );
}

function useColumns(): TableColumn<View>[] {
  const { t, say } = useWords();
  const zone = useZone();
  return [
    { key: "at", head: t("trail.when"), cell: ({ at }) => <Code>{formatInstant(at, zone)}</Code> },
    {
      key: "kind",
      head: t("inspector.kind"),
      cell: ({ kind }) => {
        const known = kinds.find((of) => of === kind);
        return known ? t(`inspector.kind.${known}`) : kind;
      },
    },
    {
      key: "what",
      head: t("inspector.what"),
      cell: ({ record, number, operation, isFound }) => (
        <>
          {record && isRecordName(record) ? say(registry[record].label) : operation}{" "}
          {number && record && isRecordName(record) && isFound && (
            <Link to={recordPath(record, number)}>
              <Code>{number}</Code>
            </Link>
          )}
          {!isFound && (
            <>
              {number && <Code>{number}</Code>} {t("inspector.notFound")}
            </>
          )}
        </>
      ),
    },
    {
      key: "asked",
      head: t("inspector.asked"),
      cell: ({ kind, asked }) => <span className={css.asked}>{kind === "record" ? "" : askedOf(asked)}</span>,
    },
  ];
}

/** The question as it was put, without how far the list had been read. */
function askedOf(asked: unknown): string {
  const parts = Object.entries(Object(asked)).filter(
    ([key, value]) => value !== null && value !== undefined && !["first", "after", "skip"].includes(key),
  );
  return parts.map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`).join(" · ");
}
