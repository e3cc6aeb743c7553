/** Records of another type that name this one, the newest first, as their own list shows them: the receipts of an order. */
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, type RecordName, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { listDocument } from "../data/documents.ts";
import { isRow, type Row } from "../data/row.ts";
import { failureOf } from "../failure.ts";
import { type Related, useFeature } from "../feature.tsx";
import { useWords } from "../lang.tsx";
import { Cell } from "../list/Cell.tsx";
import { columnsOf } from "../list/columns.ts";
import { listPath } from "../path.ts";
import { useMay } from "../session.tsx";
import { FailureText } from "../states.tsx";
import { Table } from "./Table.tsx";

const shown = 8;

interface Page {
  readonly page: { readonly totalCount?: number; readonly edges: readonly { readonly node: unknown }[] };
}

export function RelatedRecords({ related, id }: { related: readonly Related[]; id: string }) {
  const may = useMay();
  return related
    .filter(({ record }) => may(registry[record].read))
    .map(({ record, field }) => <Of key={record} name={record} field={field} id={id} />);
}

function Of({ name, field, id }: { name: RecordName; field: string; id: string }) {
  const { t, say, lang } = useWords();
  const feature = useFeature(name);
  const record: AnyRecord = registry[name];
  const { data, error } = useQuery<Page>(listDocument(name, feature.listSelect), {
    variables: { filter: { [field]: { in: [id] } }, sort: ["-createdAt"], first: shown, count: true },
    fetchPolicy: "no-cache",
  });
  if (error) return <FailureText failure={failureOf(error)} />;
  if (!data) return null;
  const rows = data.page.edges.map(({ node }) => node).filter(isRow);
  const columns = columnsOf(record, lang, feature)
    .filter((column) => column.id !== field && column.id !== "createdAt")
    // A column in which no row has a value is not shown.
    .filter((column) => column.own || column.id === "holds" || rows.some((row) => (row[column.id] ?? "") !== ""));
  const total = data.page.totalCount ?? rows.length;
  return (
    <Table<Row>
      title={say(record.plural)}
      note={
        total > rows.length ? (
          <Link to={listPath(name)} search={{ [field]: id }}>
            {t("record.allOf", { n: total })}
          </Link>
        ) : (
          total
        )
      }
      rows={rows}
      rowKey={(row) => row.id}
      empty={t("word.none")}
      columns={columns.map((column, index) => ({
        key: column.id,
        head: say(column.label),
        right: column.right,
        cell: (row) => <Cell name={name} row={row} column={column} first={index === 0} inGrid={false} />,
      }))}
    />
  );
}
