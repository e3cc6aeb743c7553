/** The page of a supplier: its record, and how it performs by what was received and inspected. */
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import { KpiBoard } from "../../shared/kpi/KpiBoard.tsx";
import { figureColumns } from "./figures.tsx";
import { type Compared, performanceQuery } from "./performance.ts";
import { ScorePanel } from "./ScorePanel.tsx";
import css from "./supplier.module.css";

export default function SupplierLayout(props: RecordLayoutProps) {
  return (
    <>
      <DefaultBody {...props} />
      <Performance supplier={props.row.id} />
    </>
  );
}

function Performance({ supplier }: { supplier: string }) {
  const { t, say } = useWords();
  const { data, error, refetch } = useQuery(performanceQuery, { variables: { supplier }, fetchPolicy: "network-only" });
  if (error) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={4} />;
  const { from, to, score, figures, items } = data.supplierPerformance;
  const columns: TableColumn<Compared>[] = [
    {
      key: "item",
      head: say(registry.Item.label),
      cell: ({ number, title }) => (
        <>
          <Link to={recordPath("Item", number)}>
            <Code>{number}</Code>
          </Link>{" "}
          {say(title)}
        </>
      ),
    },
    ...figureColumns(items, say),
  ];
  return (
    <section className={css.performance} aria-label={t("perf.title")}>
      <div className={css.head}>
        <h2>{t("perf.title")}</h2>
        <span>{t("perf.period", { from: from.slice(0, 7), to: to.slice(0, 7) })}</span>
      </div>
      <ScorePanel score={score} />
      <KpiBoard label={t("perf.title")} kpis={figures} three />
      <Table title={t("perf.byItem")} columns={columns} rows={items} rowKey={({ id }) => id} empty={t("perf.nothing")} />
    </section>
  );
}
