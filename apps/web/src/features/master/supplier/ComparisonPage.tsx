/** All suppliers beside each other over the last twelve months, the worst of a figure on top; each number opens its rows. */
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import { byScore, figureColumns, sorted } from "./figures.tsx";
import { type Compared, comparisonQuery } from "./performance.ts";

export default function ComparisonPage() {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const sort = typeof search.sort === "string" ? search.sort : byScore;
  const { data, error, refetch } = useQuery(comparisonQuery, { fetchPolicy: "network-only" });
  if (error) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={10} />;
  const { from, to, suppliers } = data.supplierComparison;
  const columns: TableColumn<Compared>[] = [
    {
      key: "supplier",
      head: say(registry.Supplier.label),
      cell: ({ number, title }) => (
        <>
          <Link to={recordPath("Supplier", number)}>
            <Code>{number}</Code>
          </Link>{" "}
          {say(title)}
        </>
      ),
    },
    ...figureColumns(suppliers, say, { sort, onSort: (next) => void navigate({ to: ".", search: { sort: next } }) }),
  ];
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("perf.comparison")}</h1>
        <p>{t("perf.intro", { from: from.slice(0, 7), to: to.slice(0, 7) })}</p>
      </header>
      <Table
        title={say(registry.Supplier.plural)}
        columns={columns}
        rows={sorted(suppliers, sort)}
        rowKey={({ id }) => id}
        empty={t("perf.nothing")}
      />
    </div>
  );
}
