/** Drill 22: what was changed of software and configuration between two days, with who proposed and who approved it (REQ-VAL-04). */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { addDays, type Label, registry } from "@lotline/schema";
import { NativeSelect } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useNow, useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code, OldNew } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { option } from "../../../kit/record/filter-boxes.ts";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import { DayBox } from "../DayBox.tsx";

interface Change {
  readonly kind: string;
  readonly at: string;
  readonly record: string | null;
  readonly number: string | null;
  readonly what: Label;
  readonly before: string | null;
  readonly after: string | null;
  readonly why: string;
  readonly proposedBy: Label | null;
  readonly approvedBy: Label | null;
}

export const configurationQuery: TypedDocumentNode<{ configurationChanges: readonly Change[] }, { from: string; to: string }> =
  gql`
  query configurationChanges($from: String!, $to: String!) {
    configurationChanges(from: $from, to: $to) {
      kind at record number what { en zh } before after why proposedBy { en zh } approvedBy { en zh }
    }
  }
`;

const roleStates: Readonly<Record<string, Label>> = registry.RoleGrant.states ?? {};
const kinds = ["rule", "role", "software"] as const;

export default function ConfigurationPage() {
  const { t } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const text = (key: string) => (typeof search[key] === "string" ? search[key] : "");
  const today = formatInstant(new Date(now).toISOString(), zone).slice(0, 10);
  const given = { from: text("since") || addDays(today, -90), to: text("until") || today, kind: text("kind") };
  const { data, previousData, error, refetch } = useQuery(configurationQuery, {
    variables: { from: given.from, to: given.to },
    fetchPolicy: "network-only",
  });
  const all = (data ?? previousData)?.configurationChanges;
  const put = (next: Readonly<Record<string, string>>) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(
        Object.entries({ since: text("since"), until: text("until"), kind: given.kind, ...next }).filter(
          ([, value]) => value !== "",
        ),
      ),
    });
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("config.title")}</h1>
        <p>{t("config.intro")}</p>
        <div className={boxes.filter}>
          <DayBox key={`from ${given.from}`} label={t("timeline.from")} value={given.from} onChange={(since) => put({ since })} />
          <DayBox key={`to ${given.to}`} label={t("timeline.to")} value={given.to} onChange={(until) => put({ until })} />
          <NativeSelect
            label={t("config.kind")}
            value={given.kind}
            onChange={(event) => put({ kind: event.currentTarget.value })}
            data={[option("", t("config.anyKind")), ...kinds.map((kind) => option(kind, t(`config.kind.${kind}`)))]}
          />
        </div>
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {!all && !error && <Skeleton rows={10} />}
      {all && <Changes of={all.filter(({ kind }) => given.kind === "" || kind === given.kind)} />}
    </div>
  );
}

function Changes({ of }: { of: readonly Change[] }) {
  const { t, say } = useWords();
  const zone = useZone();
  const person = (name: Label | null) => (name ? say(name) : t("timeline.system"));
  const columns: TableColumn<Change>[] = [
    { key: "at", head: t("trail.when"), cell: ({ at }) => <Code>{formatInstant(at, zone)}</Code> },
    { key: "what", head: t("config.what"), cell: ({ what }) => say(what) },
    {
      key: "number",
      head: t("trail.record"),
      cell: ({ record, number }) =>
        record !== null && isRecordName(record) && number !== null ? (
          <Link to={recordPath(record, number)}>
            <Code>{number}</Code>
          </Link>
        ) : null,
    },
    {
      key: "change",
      head: t("config.change"),
      cell: ({ kind, before, after }) => {
        // A state of a role is said in words; what a rule says stands as it is kept.
        const value = (text: string | null) => (kind === "role" && text ? say(roleStates[text] ?? { en: text, zh: text }) : text);
        return <OldNew before={value(before) || undefined} after={value(after)} />;
      },
    },
    { key: "why", head: t("config.basis"), cell: ({ why }) => why },
    { key: "proposed", head: t("config.proposedBy"), cell: ({ proposedBy }) => person(proposedBy) },
    { key: "approved", head: t("config.approvedBy"), cell: ({ approvedBy }) => person(approvedBy) },
  ];
  return (
    <Table
      title={t("config.changes")}
      columns={columns}
      rows={of}
      rowKey={({ kind, number, at, what }) => `${kind} ${number} ${at} ${what.en}`}
      empty={t("config.none")}
    />
  );
}
