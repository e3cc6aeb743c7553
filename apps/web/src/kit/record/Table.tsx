/** A table of a record page: head with its count, columns, and a line of totals where there is something to add up. */
import { type ReactNode, useId } from "react";
import css from "./record.module.css";

export interface TableColumn<R> {
  readonly key: string;
  readonly head: ReactNode;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** Where the rows are in its order. */
  readonly sorted?: "ascending" | "descending" | undefined;
  readonly cell: (row: R, index: number) => ReactNode;
  /** What stands below the column in the line of totals. */
  readonly total?: ReactNode;
}

interface Props<R> {
  title: string;
  /** At the right end of the head; the number of rows where nothing is said. */
  note?: ReactNode;
  columns: readonly TableColumn<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** What is said when there are no rows. */
  empty: string;
}

export function Table<R>({ title, note, columns, rows, rowKey, empty }: Props<R>) {
  const id = useId();
  const totals = columns.some(({ total }) => total !== undefined);
  return (
    <section className={css.related} aria-labelledby={id}>
      <div className={css.groupHead}>
        <h2 id={id}>{title}</h2>
        <span>{note ?? rows.length}</span>
      </div>
      {rows.length === 0 ? (
        <p className={css.none}>{empty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, by keyboard too
        <div className={css.tableScroll} tabIndex={0} role="group" aria-labelledby={id}>
          <table className={css.table} aria-labelledby={id}>
            <thead>
              <tr>
                {columns.map(({ key, head, right, sorted }) => (
                  <th key={key} scope="col" data-right={right || undefined} aria-sort={sorted}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={rowKey(row)}>
                  {columns.map(({ key, right, cell }) => (
                    <td key={key} data-right={right || undefined}>
                      {cell(row, index)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
            {totals && (
              <tfoot>
                <tr>
                  {columns.map(({ key, right, total }) => (
                    <td key={key} data-right={right || undefined}>
                      {total}
                    </td>
                  ))}
                </tr>
              </tfoot>
            )}
          </table>
        </div>
      )}
    </section>
  );
}
