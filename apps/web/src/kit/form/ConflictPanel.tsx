/** Somebody saved meanwhile: what it was, what they made of it, what the person typed, field by field; nothing is overwritten silently. */
import type { AnyRecord } from "@lotline/schema";
import { useState } from "react";
import { Button } from "../Button.tsx";
import { type Row, unitIn } from "../data/row.ts";
import { FieldValue } from "../field/FieldValue.tsx";
import { useWords } from "../lang.tsx";
import { type ConflictRow, keptOf } from "./conflict.ts";
import css from "./form.module.css";

interface Props {
  record: AnyRecord;
  theirs: Row;
  rows: readonly ConflictRow[];
  /** What the person keeps of their own. */
  onSettled: (keep: readonly string[]) => void;
  busy?: boolean;
}

export function ConflictPanel({ record, theirs, rows, onSettled, busy = false }: Props) {
  const { t, say } = useWords();
  const [choice, setChoice] = useState<Readonly<Record<string, "mine" | "theirs">>>({});
  const open = rows.filter(({ name, both }) => both && !choice[name]);
  return (
    <section className={css.conflict} role="alert">
      <h2>{t("form.conflict")}</h2>
      <p>{t("form.conflictText", { n: Number(theirs.version ?? 0) })}</p>
      {rows.some(({ both }) => both) && <p>{t("conflict.choose")}</p>}
      {rows.length > 0 && (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t("record.fields")}</th>
              <th scope="col">{t("conflict.base")}</th>
              <th scope="col">{t("conflict.theirs")}</th>
              <th scope="col">{t("conflict.mine")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{say(row.label)}</th>
                <td>
                  <Shown record={record} row={row} value={row.base} of={theirs} />
                </td>
                {(["theirs", "mine"] as const).map((side) => (
                  <td key={side} data-kept={holds(row, side, choice[row.name]) || undefined}>
                    {row.both ? (
                      <label className={css.choice}>
                        <input
                          type="radio"
                          name={`conflict-${row.name}`}
                          checked={choice[row.name] === side}
                          onChange={() => setChoice((before) => ({ ...before, [row.name]: side }))}
                        />
                        <Shown record={record} row={row} value={row[side]} of={theirs} />
                      </label>
                    ) : (
                      <Shown record={record} row={row} value={row[side]} of={theirs} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button look="primary" busy={busy} disabled={open.length > 0} onClick={() => onSettled(keptOf(rows, choice))}>
        {t("conflict.take")}
      </Button>
    </section>
  );
}

const holds = (row: ConflictRow, side: "mine" | "theirs", chosen: "mine" | "theirs" | undefined): boolean =>
  row.both ? chosen === side : (side === "mine") === row.changedByMe;

function Shown({ record, row, value, of }: { record: AnyRecord; row: ConflictRow; value: unknown; of: Row }) {
  const { t } = useWords();
  if (!row.field) return t("conflict.lines", { n: Number(value) });
  return <FieldValue field={row.field} value={value} {...unitIn(row.field, record.fields, of)} />;
}
