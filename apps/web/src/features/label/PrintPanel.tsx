/** Printing in ranges: a range goes on record first, then its file is taken for the printer. */
import { type SubmitEvent, useId, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { isRow, labelOf, rowsOf, textOf } from "../../kit/data/row.ts";
import field from "../../kit/field/field.module.css";
import { formatDecimal } from "../../kit/format.ts";
import { useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { Progress } from "../../kit/record/DialogParts.tsx";
import { Table } from "../../kit/record/Table.tsx";
import type { LoadedRecord } from "../../kit/record/types.ts";
import { useAct } from "../../kit/record/useAct.ts";
import { FailureText } from "../../kit/states.tsx";
import css from "./label.module.css";

interface Props {
  readonly row: LoadedRecord;
  readonly again: () => void;
}

/** The first label that has not been printed. */
const nextOf = (row: LoadedRecord): number =>
  rowsOf(row.prints).reduce((next, run) => (run.isReprint === true ? next : Math.max(next, Number(run.last) + 1)), 1);

export function PrintPanel({ row, again }: Props) {
  const { t } = useWords("label");
  const id = useId();
  const tell = useTell();
  const act = useAct("LabelJob", row, "print");
  const all = Number(row.quantity);
  const next = nextOf(row);
  const [given, setGiven] = useState<{ first?: string; last?: string }>({});
  const [first, last] = [given.first ?? String(Math.min(next, all)), given.last ?? String(all)];
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (act.busy || !(await act.send({ input: { first: Number(first), last: Number(last) } }))) return;
    tell(t("lbl.printed", { first, last }));
    setGiven({});
    again();
  };
  return (
    <form className={css.panel} onSubmit={submit} noValidate aria-labelledby={id}>
      <div className={css.head}>
        <h2 id={id}>{t("lbl.print")}</h2>
        <span>
          {t("lbl.printNote", { printed: formatDecimal(String(Number(row.printed ?? 0))), all: formatDecimal(String(all)) })}
        </span>
      </div>
      <div className={css.boxes}>
        {(["first", "last"] as const).map((name) => (
          <div key={name} className={css.number}>
            <label htmlFor={`${id}-${name}`} className={field.label}>
              {t(name === "first" ? "lbl.first" : "lbl.last")}
            </label>
            <div className={field.box}>
              <input
                id={`${id}-${name}`}
                className={field.input}
                data-right
                inputMode="numeric"
                autoComplete="off"
                maxLength={7}
                value={name === "first" ? first : last}
                onChange={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
              />
            </div>
          </div>
        ))}
        <Button type="submit" look="outline" busy={act.busy}>
          {act.unknown ? t("do.check") : t("lbl.doPrint")}
        </Button>
      </div>
      {act.failure && <FailureText failure={act.failure} />}
      <Progress act={act} label={t("lbl.print")} />
    </form>
  );
}

/** What was printed, each run with its files for the printer. */
export function Runs({ row, mayPrint }: { row: LoadedRecord; mayPrint: boolean }) {
  const { t, say } = useWords("label");
  const runs = rowsOf(row.prints);
  const file = (position: number, kind: string, dots?: number): string =>
    `/labels/${encodeURIComponent(row.number)}/${position}.${kind}${dots ? `?dots=${dots}` : ""}`;
  return (
    <Table
      title={t("lbl.runs")}
      rows={runs.map((run, index) => ({ run, position: index + 1 }))}
      rowKey={({ position }) => String(position)}
      empty={t("lbl.noRuns")}
      columns={[
        { key: "run", head: t("lbl.run"), cell: ({ run }) => `${textOf(run.first)}–${textOf(run.last)}` },
        {
          key: "again",
          head: t("lbl.again"),
          cell: ({ run }) => (run.isReprint === true ? textOf(run.reason) : t("word.empty")),
        },
        {
          key: "by",
          head: t("lbl.by"),
          cell: ({ run }) => {
            const title = isRow(run.printedBy) ? labelOf(run.printedBy.title) : undefined;
            return title ? say(title) : t("word.empty");
          },
        },
        ...(mayPrint
          ? [
              {
                key: "files",
                head: t("lbl.files"),
                cell: ({ position }: { position: number }) => (
                  <span className={css.links}>
                    <a href={file(position, "pdf")} download={`${row.number}-${position}.pdf`}>
                      {t("lbl.pdf")}
                    </a>
                    {([8, 12, 24] as const).map((dots) => (
                      <a key={dots} href={file(position, "zpl", dots)} download={`${row.number}-${position}.zpl`}>
                        {t("lbl.zpl", { dpi: { 8: "203", 12: "300", 24: "600" }[dots] })}
                      </a>
                    ))}
                  </span>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
