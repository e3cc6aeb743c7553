/** The page of an emergency access: everything done under it, what it gave, and why it was opened. */
import { registry } from "@lotline/schema";
import { operationLabel } from "@lotline/schema/operation";
import { Link } from "@tanstack/react-router";
import { useZone } from "../../../kit/clock.tsx";
import { type Row, rowsOf, textOf } from "../../../kit/data/row.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { lineWords } from "../../shared/line-words.ts";
import css from "./emergency.module.css";

export default function EmergencyLayout({ name, row }: RecordLayoutProps) {
  const { t, say } = useWords();
  const rights = rowsOf(row.rights).map(({ permit }) => textOf(permit));
  return (
    <>
      <Acts acts={rowsOf(row.acts)} />
      <div className={kit.groups}>
        <FieldList
          name={name}
          row={row}
          title={t("record.identity")}
          names={["person", "role", "cause", "why", "minutes", "createdAt"]}
        />
        <FieldList
          name={name}
          row={row}
          title={t("emergency.course")}
          names={["openedAt", "until", "endedAt", "ending", "conclusion", "finding"]}
        />
      </div>
      {rights.length > 0 && (
        <section className={css.rights}>
          <h2>{say(lineWords("EmergencyAccess", "rights").title)}</h2>
          <p>{rights.join(" · ")}</p>
        </section>
      )}
    </>
  );
}

function Acts({ acts }: { acts: readonly Row[] }) {
  const { t, say } = useWords();
  const zone = useZone();
  const columns: TableColumn<Row>[] = [
    { key: "at", head: t("trail.when"), cell: ({ at }) => <Code>{formatInstant(textOf(at), zone)}</Code> },
    {
      key: "operation",
      head: t("trail.operation"),
      cell: ({ operation, record }) => {
        const label = operationLabel(textOf(operation), textOf(record));
        return label ? say(label) : textOf(operation);
      },
    },
    { key: "record", head: t("trail.record"), cell: (act) => <Done record={textOf(act.record)} number={textOf(act.number)} /> },
    { key: "reason", head: t("trail.reason"), cell: ({ reason }) => textOf(reason) },
  ];
  return (
    <Table
      title={t("emergency.acts")}
      note={t("emergency.count", { n: acts.length })}
      rows={acts}
      rowKey={({ id }) => id}
      empty={t("emergency.nothing")}
      columns={columns}
    />
  );
}

function Done({ record, number }: { record: string; number: string }) {
  const { say } = useWords();
  if (!isRecordName(record)) return null;
  return (
    <>
      {say(registry[record].label)}{" "}
      {number && (
        <Link to={recordPath(record, number)}>
          <Code>{number}</Code>
        </Link>
      )}
    </>
  );
}
