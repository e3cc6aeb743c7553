/** The child rows of a record, one table per set; quantities at the right with the unit of their row. */
import { type AnyRecord, type Fields, type RecordName, registry } from "@lotline/schema";
import { useId } from "react";
import { lineSets } from "../data/documents.ts";
import { foldNames, rowsOf, unitIn } from "../data/row.ts";
import { FieldValue } from "../field/FieldValue.tsx";
import { useWords } from "../lang.tsx";
import css from "./record.module.css";
import type { LoadedRecord } from "./types.ts";

export function LineTables({ name, row }: { name: RecordName; row: LoadedRecord }) {
  const record: AnyRecord = registry[name];
  return (
    <>
      {lineSets(record).map(([set]) => (
        <LineTable key={set} name={name} row={row} set={set} />
      ))}
    </>
  );
}

/** One set of child rows; for own layouts too. */
export function LineTable({ name, row, set }: { name: RecordName; row: LoadedRecord; set: string }) {
  const { t, say, lang } = useWords();
  const id = useId();
  const lines = lineSets(registry[name]).find(([key]) => key === set)?.[1];
  if (!lines) return null;
  const fields: Fields = lines.fields;
  const rows = rowsOf(row[set]);
  // A column in which no row has a value is not shown.
  const names = foldNames(Object.keys(fields), lang).filter(
    (field) =>
      fields[field]?.masked !== undefined ||
      rows.some((line) => line[field] !== null && line[field] !== undefined && line[field] !== ""),
  );
  return (
    <section className={css.lines} aria-labelledby={id}>
      <div className={css.groupHead}>
        <h2 id={id}>{say(lines.label)}</h2>
        <span>{rows.length}</span>
      </div>
      {rows.length === 0 ? (
        <p className={css.small}>{t("record.noLines")}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, by keyboard too
        <div className={css.tableScroll} tabIndex={0} role="group" aria-labelledby={id}>
          <table className={css.table} aria-labelledby={id}>
            <thead>
              <tr>
                <th scope="col">#</th>
                {names.map((field) => (
                  <th key={field} scope="col" data-right={isNumber(fields[field]?.kind) || undefined}>
                    {fields[field] && say(fields[field].label)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((line, index) => (
                <tr key={line.id}>
                  <td className={css.small}>{index + 1}</td>
                  {names.map((field) => {
                    const spec = fields[field];
                    return (
                      <td key={field} data-right={isNumber(spec?.kind) || undefined}>
                        {spec && <FieldValue field={spec} value={line[field]} {...unitIn(spec, fields, line)} />}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const isNumber = (kind: string | undefined): boolean => kind === "quantity" || kind === "decimal" || kind === "integer";
