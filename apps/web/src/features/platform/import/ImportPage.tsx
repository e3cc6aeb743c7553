/** Imports: the list of them, a new one, and one in its five steps; which of them stands in the address. */
import { useQuery } from "@apollo/client/react";
import { importPermit, registry } from "@lotline/schema";
import { Link, useSearch } from "@tanstack/react-router";
import { useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { isRecordName } from "../../../kit/path.ts";
import boxes from "../../../kit/record/filter-boxes.module.css";
import kit from "../../../kit/record/record.module.css";
import { useMay } from "../../../kit/session.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../kit/states.tsx";
import { FileStep } from "./FileStep.tsx";
import css from "./import.module.css";
import { type ImportHead, importsQuery, stateWord } from "./imports.ts";
import { Wizard } from "./Wizard.tsx";

/** Imports that are listed, the newest first. */
const most = 200;

export default function ImportPage() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  if (typeof search.batch === "string") return <Wizard key={search.batch} id={search.batch} />;
  const record = typeof search.record === "string" && isRecordName(search.record) ? search.record : undefined;
  return record ? <FileStep record={record} /> : <Overview />;
}

function Overview() {
  const { t, say } = useWords("import");
  const may = useMay();
  const { data, error, refetch } = useQuery(importsQuery, { variables: { first: most }, fetchPolicy: "network-only" });
  const types = Object.values(registry).filter((record) => {
    const permit = importPermit(record);
    return permit !== undefined && may(permit);
  });
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("import.title")}</h1>
        <p>{t("import.intro")}</p>
        <nav className={css.types} aria-label={t("import.what")}>
          {types.map((record) => (
            <Link key={record.name} className={css.type} to="/import" search={{ record: record.name }}>
              {say(record.plural)}
            </Link>
          ))}
        </nav>
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {!data && !error && <Skeleton rows={8} />}
      {data?.imports.length === 0 && <EmptyState title={t("import.none")} hint={t("import.noneHint")} />}
      {data && data.imports.length > 0 && <Earlier imports={data.imports} />}
      {data?.imports.length === most && <p className={css.hint}>{t("import.newest", { n: most })}</p>}
    </div>
  );
}

function Earlier({ imports }: { imports: readonly ImportHead[] }) {
  const { t, say, lang } = useWords("import");
  const zone = useZone();
  return (
    <div className={css.scroll}>
      <table className={kit.table}>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t("import.step.file")}</th>
            <th scope="col">{t("import.what")}</th>
            <th scope="col" className={css.number}>
              {t("import.records")}
            </th>
            <th scope="col">{t("timeline.who")}</th>
            <th scope="col">{t("trail.when")}</th>
            <th scope="col">{t("import.standing")}</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <tr key={one.id}>
              <td>
                <Code>{one.id}</Code>
              </td>
              <td>
                <Link to="/import" search={{ batch: one.id }}>
                  {one.fileName}
                </Link>
              </td>
              <td>{isRecordName(one.record) ? say(registry[one.record].plural) : one.record}</td>
              <td className={css.number}>{(one.records || one.total).toLocaleString("en")}</td>
              <td>{one.by?.[lang] ?? "–"}</td>
              <td className={boxes.whole}>{formatInstant(one.createdAt, zone)}</td>
              <td>{one.state === "discarded" ? "–" : t(stateWord(one.state))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
