/** A range pasted onto a list: old and new beside each other, errors mended in place, one reason, then the check and the report. */
import { type AnyRecord, type RecordName, registry } from "@lotline/schema";
import { useMemo, useState } from "react";
import { Button } from "../Button.tsx";
import { useStartBulk } from "../bulk/BulkDialog.tsx";
import { JobReport } from "../bulk/JobReport.tsx";
import { Dialog } from "../Dialog.tsx";
import type { Row } from "../data/row.ts";
import { ReasonBox } from "../form/ReasonBox.tsx";
import { useWords } from "../lang.tsx";
import type { Column } from "../list/columns.ts";
import { FailureText } from "../states.tsx";
import { PasteTable } from "./PasteTable.tsx";
import css from "./paste.module.css";
import { orderRows, planPaste } from "./plan.ts";
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
  const known = useRefs(cells, record, pasted.columns);
  const { busy, failure, start } = useStartBulk(onJob);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const ground = useMemo(
    () => ({ record, columns: pasted.columns, rows: pasted.rows, locked, known }),
    [record, pasted, locked, known],
  );
  const plan = useMemo(() => planPaste(cells, ground, { t, say }), [cells, ground, t, say]);
  const short = plan.asksReason && [...reason.trim()].length < 10;
  const check = () => {
    if (short) return setTried(true);
    void start({ record: name, rows: orderRows(plan), reason: plan.asksReason ? reason.trim() : undefined });
  };
  const width = Math.max(...cells.map((row) => row.length));
  return (
    <>
      <p>{t("paste.summary", { rows: cells.length, columns: width })}</p>
      <PasteTable
        plan={plan}
        record={record}
        head={say(record.numberLabel ?? record.label)}
        columns={pasted.columns.slice(0, width)}
        onFix={onFix}
      />
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
        <Button look="primary" busy={busy} disabled={plan.wrong + plan.asked > 0 || plan.changes === 0} onClick={check}>
          {t("bulk.check")}
        </Button>
      </div>
    </>
  );
}
