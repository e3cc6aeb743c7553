/** The page of a sampling severity: its record, and every result that was counted with the switch it caused. */
import { severityWords } from "@lotline/sampling";
import { type Label, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useZone } from "../../../kit/clock.tsx";
import { labelOf, type Row, rowsOf, textOf } from "../../../kit/data/row.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import css from "./sampling.module.css";
import { drawOf, isPlain } from "./skip-draw.ts";

const severities: Readonly<Record<string, Label>> = severityWords;
const results: Readonly<Record<string, Label>> = registry.Inspection.fields.result.of.values;

export default function SamplingStateLayout(props: RecordLayoutProps) {
  const { t, say } = useWords("sampling");
  const zone = useZone();
  const reasonOf = (event: Row) => {
    const label = labelOf(event.reason);
    return label ? say(label) : "";
  };
  const columns: TableColumn<Row>[] = [
    { key: "at", head: t("smp.when"), cell: (event) => <Code>{formatInstant(textOf(event.at), zone)}</Code> },
    { key: "inspection", head: t("smp.inspection"), cell: (event) => <InspectionLink number={textOf(event.inspection)} /> },
    {
      key: "lot",
      head: say(registry.Lot.label),
      cell: (event) => <Code>{textOf(event.lot)}</Code>,
    },
    { key: "result", head: t("smp.result"), cell: (event) => <Result event={event} /> },
    { key: "severity", head: t("smp.from"), cell: (event) => <Switch event={event} /> },
    { key: "reason", head: t("smp.reason"), cell: reasonOf },
    { key: "skip", head: t("smp.skipLot"), cell: (event) => <Skip event={event} /> },
    { key: "causes", head: t("smp.causes"), cell: (event) => <Causes event={event} /> },
  ];
  return (
    <>
      <DefaultBody {...props} />
      <Table
        title={t("smp.history")}
        columns={columns}
        rows={rowsOf(props.row.history)}
        rowKey={(event) => event.id}
        empty={t("smp.nothing")}
      />
    </>
  );
}

function InspectionLink({ number }: { number: string }) {
  const { t } = useWords("sampling");
  if (!number) return <>{t("word.empty")}</>;
  return (
    <Link to={recordPath("Inspection", number)}>
      <Code>{number}</Code>
    </Link>
  );
}

function Result({ event }: { event: Row }) {
  const { t, say } = useWords("sampling");
  const word = results[textOf(event.result)];
  if (!word) return <>{t("word.empty")}</>;
  return (
    <>
      <StatusWord name={textOf(event.result)} record="Inspection" label={say(word)} />
      {event.original === false && <span className={css.note}>{t("smp.resubmitted")}</span>}
    </>
  );
}

function Switch({ event }: { event: Row }) {
  const { say } = useWords("sampling");
  const [from, to] = [severities[textOf(event.severityFrom)], severities[textOf(event.severityTo)]];
  if (!from || !to) return null;
  return from === to ? <>{say(to)}</> : <b>{`${say(from)} → ${say(to)}`}</b>;
}

/** What it did to skip-lot: in words, by which draw, because of what. */
function Skip({ event }: { event: Row }) {
  const { t, say } = useWords("sampling");
  const skip = isPlain(event.skip) ? event.skip : undefined;
  if (!skip) return <>{t("word.empty")}</>;
  const said = labelOf(event.skipReason);
  const draw = isPlain(skip.draw) ? drawOf({ ...skip, ...skip.draw }) : undefined;
  const cause = isPlain(skip.cause) ? skip.cause : undefined;
  const back = Array.isArray(skip.calledBack) ? skip.calledBack.map(String) : [];
  return (
    <span className={css.skip}>
      {said && <span>{say(said)}</span>}
      {skip.mode === "every" && typeof skip.lots === "number" && (
        <span className={css.small}>{t("smp.skipCount", { n: String(skip.accepted), lots: skip.lots })}</span>
      )}
      {draw && <span className={css.small}>{t("smp.skipDrawn", { ...draw, of: draw.oneOf })}</span>}
      {cause && <To record={String(cause.record)} number={String(cause.number)} />}
      {back.length > 0 && (
        <span className={css.small}>
          {t("smp.calledBack")}{" "}
          {back.map((number) => (
            <InspectionLink key={number} number={number} />
          ))}
        </span>
      )}
    </span>
  );
}

function To({ record, number }: { record: string; number: string }) {
  if (!isRecordName(record)) return <Code>{number}</Code>;
  return (
    <Link to={recordPath(record, number)}>
      <Code>{number}</Code>
    </Link>
  );
}

function Causes({ event }: { event: Row }) {
  const causes = Array.isArray(event.causes) ? event.causes.map(String) : [];
  return (
    <span className={css.causes}>
      {causes.map((number) => (
        <InspectionLink key={number} number={number} />
      ))}
    </span>
  );
}
