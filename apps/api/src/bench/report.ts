/** What a part answers: figures for the machine, tables for people. */

/** A table as it is printed; numbers are aligned to the right. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** What a part found. */
export interface PartReport {
  /** Goes into the JSON document as it is. */
  readonly figures: object;
  readonly tables: readonly Table[];
}

const shown = (cell: string | number): string =>
  typeof cell === "string" ? cell : Math.abs(cell) >= 1000 ? Math.round(cell).toLocaleString("en") : String(cell);

/** The table as text. */
export function textOf({ title, head, rows }: Table): string {
  const cells = [head, ...rows].map((row) => row.map(shown));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row, index) =>
    row
      .map((cell, column) => {
        const isNumber = index > 0 ? typeof rows[index - 1]?.[column] === "number" : typeof rows[0]?.[column] === "number";
        return isNumber ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
      })
      .join("  ")
      .trimEnd(),
  );
  const [first = "", ...rest] = lines;
  return [`\n${title}`, first, "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2)), ...rest].join("\n");
}
