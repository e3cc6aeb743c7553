/** The page of an inspection copy: what it will hold and leave out, how far it is, its download, and who has taken it. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import type { Label, Reason } from "@lotline/schema";
import { useEffect } from "react";
import button from "../../../kit/button.module.css";
import { useZone } from "../../../kit/clock.tsx";
import { textOf } from "../../../kit/data/row.ts";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { ReasonList } from "../../../kit/ReasonList.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import { LineTable } from "../../../kit/record/LineTables.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { FailureText, Skeleton } from "../../../kit/states.tsx";
import css from "./copy.module.css";

interface Preview {
  readonly total: number;
  readonly types: readonly { readonly record: string; readonly label: Label; readonly count: number }[];
  readonly hidden: readonly Label[];
  readonly reasons: readonly Reason[];
  readonly fingerprint: string;
}

export const copyPreviewQuery: TypedDocumentNode<{ copyPreview: Preview }, { id: string }> = gql`
  query copyPreview($id: ID!) {
    copyPreview(id: $id) {
      total types { record label { en zh } count } hidden { en zh } reasons { code text { en zh } } fingerprint
    }
  }
`;

export const copyDownloadsQuery: TypedDocumentNode<
  { copyDownloads: readonly { readonly at: string; readonly by: Label | null }[] },
  { id: string }
> = gql`
  query copyDownloads($id: ID!) {
    copyDownloads(id: $id) { at by { en zh } }
  }
`;

const pollMs = 1500;

const fieldsOf: { readonly [scope: string]: readonly string[] } = {
  lot: ["lot", "genealogy"],
  supplier: ["supplier"],
  person: ["person", "fromDay", "toDay"],
  period: ["fromDay", "toDay"],
  records: [],
};

export default function CopyLayout({ name, row, again }: RecordLayoutProps) {
  const { t } = useWords();
  const isMaking = row.state === "making";
  useEffect(() => {
    if (!isMaking) return;
    const timer = setInterval(again, pollMs);
    return () => clearInterval(timer);
  }, [isMaking, again]);
  return (
    <>
      {isMaking && (
        <p className={css.making} role="status">
          {t("copy.making")}
        </p>
      )}
      {(row.state === "ready" || row.state === "expired") && <Take row={row} />}
      {["draft", "failed", "making"].includes(row.state ?? "") && <Will row={row} />}
      <div className={kit.groups}>
        <FieldList
          name={name}
          row={row}
          title={t("record.identity")}
          names={["recipient", "purpose", "language", "validDays", "includeMasked", "createdBy", "createdAt"]}
        />
        <FieldList
          name={name}
          row={row}
          title={t("copy.holds")}
          names={[
            "scope",
            ...(fieldsOf[textOf(row.scope)] ?? []),
            "records",
            "readyAt",
            "expiresAt",
            "size",
            "sha256",
            "problem",
          ]}
        />
      </div>
      {textOf(row.scope) === "records" && <LineTable name={name} row={row} set="named" />}
      {["ready", "expired", "withdrawn"].includes(row.state ?? "") && <Downloads id={row.id} version={row.version} />}
    </>
  );
}

function Will({ row }: { row: LoadedRecord }) {
  const { t, say, lang } = useWords();
  const { data, error } = useQuery(copyPreviewQuery, { variables: { id: row.id }, fetchPolicy: "network-only" });
  if (error) return <FailureText failure={failureOf(error)} />;
  if (!data) return <Skeleton rows={3} />;
  const { types, total, hidden, reasons } = data.copyPreview;
  const out = [
    ...(row.includeMasked === true ? [] : [t("copy.masked")]),
    ...(hidden.length > 0 ? [t("copy.hidden", { types: hidden.map(say).join(lang === "zh" ? "、" : ", ") })] : []),
  ];
  return (
    <>
      {reasons.length > 0 && (
        <section className={css.cannot} aria-label={t("copy.cannot")}>
          <h2>{t("copy.cannot")}</h2>
          <ReasonList reasons={reasons} />
        </section>
      )}
      <Table
        title={t("copy.will")}
        note={t("copy.total", { n: total })}
        columns={[
          { key: "type", head: t("copy.type"), cell: ({ label }) => say(label) },
          { key: "count", head: t("copy.count"), right: true, cell: ({ count }) => count },
        ]}
        rows={types}
        rowKey={({ record }) => record}
        empty={t("word.none")}
      />
      <p className={css.out}>
        {t("copy.leftOut")}: {out.join("; ") || t("copy.nothingOut")}
      </p>
    </>
  );
}

function Take({ row }: { row: LoadedRecord }) {
  const { t } = useWords();
  const zone = useZone();
  const { data } = useQuery(copyPreviewQuery, { variables: { id: row.id } });
  const isReady = row.state === "ready";
  return (
    <section className={css.take} aria-label={t("copy.download")}>
      {isReady ? (
        <p>
          <a className={button.button} data-look="primary" href={`/copies/${row.id}.zip`} download={`${row.number}.zip`}>
            {t("copy.download")}
          </a>{" "}
          <a className={button.button} data-look="quiet" href="/copies/verify.html" download="verify.html">
            {t("copy.verifier")}
          </a>{" "}
          <span className={css.quiet}>
            {t("copy.until", { time: formatInstant(textOf(row.expiresAt), zone) })} · {(Number(row.size) / 1024).toFixed(0)} KB
          </span>
        </p>
      ) : (
        <p>{t("copy.ended")}</p>
      )}
      {data && (
        <p className={css.key}>
          {t("copy.fingerprint")}: <Code>{data.copyPreview.fingerprint}</Code>
          <br />
          <span className={css.quiet}>{t("copy.fingerprintHint")}</span>
        </p>
      )}
    </section>
  );
}

function Downloads({ id, version }: { id: string; version: number }) {
  const { t, say } = useWords();
  const zone = useZone();
  const { data } = useQuery(copyDownloadsQuery, { variables: { id }, fetchPolicy: "network-only", pollInterval: 5000 });
  return (
    <Table
      key={version}
      title={t("copy.downloads")}
      columns={[
        { key: "at", head: t("copy.at"), cell: ({ at }) => <Code>{formatInstant(at, zone)}</Code> },
        { key: "by", head: t("copy.by"), cell: ({ by }) => by && say(by) },
      ]}
      rows={data?.copyDownloads ?? []}
      rowKey={({ at }) => at}
      empty={t("copy.nobody")}
    />
  );
}
