/** Old and new of a pasted range beside each other; what is wrong is said in its cell and mended there. */
import type { AnyRecord } from "@lotline/schema";
import { useState } from "react";
import { type Row, refOf, textOf, unitIn } from "../data/row.ts";
import { FieldValue } from "../field/FieldValue.tsx";
import { useWords } from "../lang.tsx";
import type { Column } from "../list/columns.ts";
import { Code } from "../mark/Text.tsx";
import css from "./paste.module.css";
import type { Plan, PlanCell } from "./plan.ts";

/** Rows that are drawn; those with errors come first, so that none of them is hidden. */
const shown = 100;

interface Props {
  plan: Plan;
  record: AnyRecord;
  /** Above the numbers of the rows. */
  head: string;
  columns: readonly Column[];
  onFix: (row: number, column: number, text: string) => void;
}

export function PasteTable({ plan, record, head, columns, onFix }: Props) {
  const { t, say } = useWords();
  // A row that once had an error stays among the first; a mended one does not jump away.
  const [first, setFirst] = useState<ReadonlySet<string>>(new Set());
  const wrong = plan.rows.flatMap(({ row, cells }) => (cells.some(isWrong) && !first.has(row.id) ? [row.id] : []));
  if (wrong.length > 0) setFirst(new Set([...first, ...wrong]));
  const rows = plan.rows.map((row, index) => ({ ...row, index }));
  const sorted = [...rows.filter(({ row }) => first.has(row.id)), ...rows.filter(({ row }) => !first.has(row.id))];
  return (
    <>
      {plan.notes.length > 0 && (
        <ul className={css.notes}>
          {plan.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{head}</th>
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
    </>
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
  const [mending, setMending] = useState(false);
  if (cell.state === "wrong" && !mending) setMending(true);
  const old = <FieldValue field={cell.column.field} value={cell.old} {...unitIn(cell.column.field, record.fields, row)} />;
  if (cell.state === "same") return old;
  return (
    <>
      {textOf(cell.old) !== "" || refOf(cell.old) ? <del>{old}</del> : null}{" "}
      {mending ? (
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
