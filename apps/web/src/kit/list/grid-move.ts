/** Where the current cell goes by which key, as the WAI-ARIA grid pattern has it. Row −1 is the header. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

interface Size {
  readonly rows: number;
  readonly columns: number;
  /** Rows in the frame. */
  readonly page: number;
}

/** The next place, or undefined when the key is not one of the grid. */
export function moveCell({ row, column }: Place, pressed: Pressed, { rows, columns, page }: Size): Place | undefined {
  const jump = pressed.ctrlKey || pressed.metaKey;
  const to = (nextRow: number, nextColumn: number): Place => ({
    row: Math.max(-1, Math.min(rows - 1, nextRow)),
    column: Math.max(0, Math.min(columns - 1, nextColumn)),
  });
  switch (pressed.key) {
    case "ArrowDown":
      return to(jump ? rows - 1 : row + 1, column);
    case "ArrowUp":
      return to(jump ? 0 : row - 1, column);
    case "ArrowRight":
      return to(row, jump ? columns - 1 : column + 1);
    case "ArrowLeft":
      return to(row, jump ? 0 : column - 1);
    case "PageDown":
      return to(row + page, column);
    case "PageUp":
      return to(Math.max(0, row - page), column);
    case "Home":
      return to(jump ? 0 : row, 0);
    case "End":
      return to(jump ? rows - 1 : row, columns - 1);
    case "j":
      return jump ? undefined : to(row + 1, column);
    case "k":
      return jump ? undefined : to(Math.max(0, row - 1), column);
    default:
      return undefined;
  }
}
