/** A range pasted into the child rows of a form: from the current line down and to the right, with new lines at the end. */
import { type AnyRecord, type Fields, givenFields, type Label, maxLines } from "@lotline/schema";
import { useMemo, useState } from "react";
import { Button } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import type { Ref } from "../data/row.ts";
import { type FormRow, newRow, type Value } from "../form/values.ts";
import { useWords } from "../lang.tsx";
import type { Column } from "../list/columns.ts";
import { PasteTable } from "./PasteTable.tsx";
import css from "./paste.module.css";
import { type PlanCell, planPaste, refKey } from "./plan.ts";
import { parseTsv } from "./tsv.ts";
import { useRefs } from "./useRefs.ts";

export interface PastedLines {
  readonly text: string;
  /** Where the current box stands: its line and its column. */
  readonly index: number;
  readonly column: number;
}

interface Props {
  label: string;
  fields: Fields;
  rows: readonly FormRow[];
  pasted: PastedLines;
  onApply: (rows: readonly FormRow[]) => void;
  onClose: () => void;
}

export default function PasteLines({ label, fields, rows, pasted, onApply, onClose }: Props) {
  const { t, say } = useWords();
  const [cells, setCells] = useState(() => parseTsv(pasted.text));
  const { record, columns } = useMemo(() => asRecord(fields, label, pasted.column), [fields, label, pasted.column]);
  const known = useRefs(cells, record, columns);
  const lines = pasted.index + cells.length;
  const plan = useMemo(() => {
    const under = cells.map((_, below) => {
      const line = rows[pasted.index + below];
      return { id: line?.key ?? `new ${below}`, number: String(pasted.index + below + 1), version: 0, ...line?.values };
    });
    return planPaste(cells, { record, columns, rows: under, locked: () => undefined, known }, { t, say });
  }, [cells, record, columns, rows, pasted.index, known, t, say]);
  const full = lines > maxLines ? t("paste.linesFull", { most: maxLines, n: cells.length, all: lines }) : undefined;
  const apply = () => {
    const next = [...rows];
    for (const [below, { cells: planned }] of plan.rows.entries()) {
      const at = pasted.index + below;
      const line = next[at] ?? newRow(fields);
      const values = planned.filter(({ state }) => state === "new").map((cell) => [cell.column.id, typed(cell, known)] as const);
      next[at] = { ...line, values: { ...line.values, ...Object.fromEntries(values) } };
    }
    onApply(next);
  };
  const title = t("paste.title", { label });
  return (
    <Dialog name={title} onClose={onClose} size={860}>
      <div className={css.dialog}>
        <h2>{title}</h2>
        {full ? (
          <p role="alert">{full}</p>
        ) : (
          <>
            <PasteTable
              plan={plan}
              record={record}
              head={t("paste.line")}
              columns={columns.slice(0, Math.max(...cells.map((row) => row.length)))}
              onFix={(row, column, text) =>
                setCells((before) => before.map((line, at) => (at === row ? line.with(column, text) : line)))
              }
            />
            <p role="status">
              {t("paste.cells", { n: plan.changes })}
              {plan.wrong > 0 && ` · ${t("paste.errors", { n: plan.wrong })}`}
            </p>
          </>
        )}
        <div className={css.buttons}>
          <Button onClick={onClose}>{t("do.cancel")}</Button>
          {!full && (
            <Button look="primary" disabled={plan.wrong + plan.asked > 0 || plan.changes === 0} onClick={apply}>
              {t("paste.linesDo", { n: cells.length })}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Child rows as a record of their own, and its columns from one on, so that they are planned like a list. */
function asRecord(fields: Fields, label: string, from: number): { record: AnyRecord; columns: Column[] } {
  const words: Label = { en: label, zh: label };
  const record: AnyRecord = {
    name: label,
    area: "",
    number: "effect",
    label: words,
    plural: words,
    fields,
    read: "",
    edit: { permit: "" },
    list: { columns: [], sort: "number", search: [] },
    retention: "",
  };
  const columns = givenFields(fields)
    .slice(from)
    .map(([id, field]) => ({
      id,
      field,
      label: field.label,
      sortable: false,
      width: 0,
      right: false,
      grows: false,
      leads: false,
    }));
  return { record, columns };
}

/** A planned value as it stands in a box of the form. */
function typed({ field, text, value }: PlanCell, known: ReadonlyMap<string, Ref | null>): Value {
  if (field?.kind === "ref") return known.get(refKey(field.target, text.trim().normalize("NFKC").split(/\s/)[0] ?? "")) ?? null;
  if (field?.kind === "flag") return value === true;
  return value === null || value === undefined ? "" : String(value);
}
