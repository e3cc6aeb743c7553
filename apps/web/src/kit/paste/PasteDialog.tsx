/** A range pasted onto a list: old and new beside each other, errors mended in place, one reason, then the check and the report. */
import { type AnyRecord, type RecordName, registry } from "@lotline/schema";
import { useEffect, useMemo, useState } from "react";
import { Button } from "../Button.tsx";
import { useStartBulk } from "../bulk/BulkDialog.tsx";
import { JobReport } from "../bulk/JobReport.tsx";
import { Dialog } from "../Dialog.tsx";
import { type Row, textOf, unitIn } from "../data/row.ts";
import { FieldValue } from "../field/FieldValue.tsx";
import { ReasonBox } from "../form/ReasonBox.tsx";
import { useWords } from "../lang.tsx";
import type { Column } from "../list/columns.ts";
import { Code } from "../mark/Text.tsx";
import { FailureText } from "../states.tsx";
import css from "./paste.module.css";
import { orderRows, type Plan, type PlanCell, planPaste, refsIn } from "./plan.ts";
import { parseTsv } from "./tsv.ts";
import { useRefs } from "./useRefs.ts";

export interface Pasted {
  readonly text: string;
  readonly rows: readonly (Row | undefined)[];
  readonly columns: readonly Column[];
}

interface Props {
  name: RecordName;
  /** With the own fields that the list shows. */
  record: AnyRecord;
  pasted: Pasted;
  locked: (row: Row, column: Column) => string | undefined;
  onClose: () => void;
  onRan: () => void;
}

/** Rows that are pasted at once; the server takes no more. */
export const mostRows = 1000;

export default function PasteDialog({ name, record, pasted, locked, onClose, onRan }: Props) {
  const { t, say } = useWords();
  const [job, setJob] = useState<string>();
  const [cells, setCells] = useState(() => parseTsv(pasted.text));
  const title = t("paste.title", { label: say(registry[name].plural) });
  const fix = (row: number, column: number, text: string) =>
    setCells((before) => before.map((line, at) => (at === row ? line.with(column, text) : line)));
  const refusal =
    cells.length === 0
      ? t("paste.nothing")
      : cells.length > mostRows
        ? t("paste.tooMany", { n: cells.length.toLocaleString("en"), most: mostRows.toLocaleString("en") })
        : undefined;
  return (
    <Dialog name={title} onClose={onClose} size={960}>
      <div className={css.dialog}>
        <h2>{title}</h2>
        {refusal !== undefined ? (
          <>
            <p role="alert">{refusal}</p>
            <div className={css.buttons}>
              <Button onClick={onClose} data-autofocus>
                {t("do.close")}
              </Button>
            </div>
          </>
        ) : job === undefined ? (
          <Preview
            name={name}
            record={record}
            pasted={pasted}
            cells={cells}
            locked={locked}
            onFix={fix}
            onJob={setJob}
            onClose={onClose}
          />
        ) : (
          <JobReport key={job} id={job} runWord={(n) => t("bulk.apply", { n })} onJob={setJob} onClose={onClose} onRan={onRan} />
        )}
      </div>
    </Dialog>
  );
}

interface PreviewProps extends Pick<Props, "name" | "record" | "pasted" | "locked" | "onClose"> {
  cells: readonly (readonly string[])[];
  onFix: (row: number, column: number, text: string) => void;
  onJob: (id: string) => void;
}

function Preview({ name, record, pasted, cells, locked, onFix, onJob, onClose }: PreviewProps) {
  const { t, say } = useWords();
  const { known, look } = useRefs();
  const { busy, failure, start } = useStartBulk(onJob);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const ground = useMemo(
    () => ({ record, columns: pasted.columns, rows: pasted.rows, locked, known }),
    [record, pasted, locked, known],
  );
  const plan = useMemo(() => planPaste(cells, ground, { t, say }), [cells, ground, t, say]);
  useEffect(() => {
    const wanted = new Map(
      [...refsIn(cells, ground, t)].map(([target, numbers]) => [
        target,
        new Set([...numbers].filter((number) => !ground.known.has(`${target} ${number}`))),
      ]),
    );
    if ([...wanted.values()].some((numbers) => numbers.size > 0)) void look(wanted);
  }, [cells, ground, look, t]);
  const short = plan.asksReason && [...reason.trim()].length < 10;
  const check = () => {
    if (short) return setTried(true);
    void start({ record: name, rows: orderRows(plan), reason: plan.asksReason ? reason.trim() : undefined });
  };
  const width = Math.max(...cells.map((row) => row.length));
  return (
    <>
      <p>{t("paste.summary", { rows: cells.length, columns: width })}</p>
      {plan.notes.length > 0 && (
        <ul className={css.notes} role="note">
          {plan.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Table plan={plan} record={record} columns={pasted.columns.slice(0, width)} onFix={onFix} />
      <p role="status" className={css.counts}>
        {[
          t("paste.cells", { n: plan.changes }),
          ...(plan.wrong > 0 ? [t("paste.errors", { n: plan.wrong })] : []),
          ...(plan.same > 0 ? [t("paste.same", { n: plan.same })] : []),
        ].join(" · ")}
      </p>
      {plan.asksReason && (
        <ReasonBox
          label={t("form.reasonTitle")}
          value={reason}
          onChange={setReason}
          error={tried && short ? t("form.reasonMissing") : undefined}
          ofChange
        />
      )}
      {failure && (
        <div role="alert">
          <FailureText failure={failure} />
        </div>
      )}
      <div className={css.buttons}>
        <Button onClick={onClose}>{t("do.cancel")}</Button>
        <Button look="primary" busy={busy} disabled={plan.wrong > 0 || plan.changes === 0} onClick={check}>
          {t("bulk.check")}
        </Button>
      </div>
    </>
  );
}

/** Rows that are drawn; those with errors come first, so that none of them is hidden. */
const shown = 100;

function Table({
  plan,
  record,
  columns,
  onFix,
}: {
  plan: Plan;
  record: AnyRecord;
  columns: readonly Column[];
  onFix: PreviewProps["onFix"];
}) {
  const { t, say } = useWords();
  // Which rows had errors when they came decides the order; a mended row does not jump away.
  const [first] = useState(() => new Set(plan.rows.flatMap(({ row, cells }) => (cells.some(isWrong) ? [row.id] : []))));
  const rows = plan.rows.map((row, index) => ({ ...row, index }));
  const sorted = [...rows.filter(({ row }) => first.has(row.id)), ...rows.filter(({ row }) => !first.has(row.id))];
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{say(record.numberLabel ?? record.label)}</th>
            {columns.map((column) => (
              <th key={column.id} scope="col">
                {say(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map(({ row, cells, index }) => (
            <tr key={row.id}>
              <th scope="row">
                <Code>{textOf(row.number)}</Code>
              </th>
              {cells.map((cell, at) => (
                <td key={cell.column.id} data-state={cell.state}>
                  <CellView
                    cell={cell}
                    row={row}
                    record={record}
                    label={t("paste.fix", { n: index + 1, field: say(cell.column.label) })}
                    onFix={(text) => onFix(index, at, text)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > shown && <p className={css.more}>{t("job.more", { n: sorted.length - shown })}</p>}
    </div>
  );
}

const isWrong = ({ state }: PlanCell): boolean => state === "wrong";

function CellView({
  cell,
  row,
  record,
  label,
  onFix,
}: {
  cell: PlanCell;
  row: Row;
  record: AnyRecord;
  label: string;
  onFix: (text: string) => void;
}) {
  // A cell that was wrong keeps its box while it is being mended.
  const [mending] = useState(cell.state === "wrong");
  const old = <FieldValue field={cell.column.field} value={cell.old} {...unitIn(cell.column.field, record.fields, row)} />;
  if (cell.state === "same") return old;
  return (
    <>
      <del>{old}</del>{" "}
      {mending || cell.state === "wrong" ? (
        <>
          <input
            className={css.fix}
            aria-label={label}
            aria-invalid={cell.state === "wrong" || undefined}
            value={cell.text}
            onChange={(event) => onFix(event.currentTarget.value)}
          />
          {cell.why && <span className={css.why}>{cell.why}</span>}
        </>
      ) : cell.state === "locked" ? (
        <span className={css.locked}>{cell.text}</span>
      ) : (
        <ins>{cell.text.trim() || "–"}</ins>
      )}
    </>
  );
}
