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

/** The next place, or undefined when the key is not one that moves. */
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
    default:
      return undefined;
  }
}

interface KeyPress extends Pressed {
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly isComposing?: boolean;
  readonly keyCode?: number;
}

/** What a key does to the current cell besides moving it. */
export type GridVerb = "open" | "openTab" | "peek" | "edit" | "select" | "selectPage" | "sort" | "addSort" | "menu" | "toggle";

// 229: the key went to an input method, e.g. while pinyin is chosen; it is none of ours.
const composing = 229;

/** True while an input method takes the keys. */
export const isComposing = (pressed: Pick<KeyPress, "isComposing" | "keyCode">): boolean =>
  pressed.isComposing === true || pressed.keyCode === composing;

/** The verb of a key on a header cell, a group or a row; undefined when it has none there. Letters are the page's. */
export function gridVerb(pressed: KeyPress, on: "head" | "group" | "row", inCheckBox: boolean): GridVerb | undefined {
  if (isComposing(pressed)) return undefined;
  const mod = pressed.ctrlKey || pressed.metaKey;
  const { key, shiftKey, altKey } = pressed;
  if (mod && !shiftKey && !altKey && key.toLowerCase() === "a") return "selectPage";
  if (on === "head") {
    if (key === "ContextMenu" || (shiftKey && key === "F10") || (altKey && key === "ArrowDown")) return "menu";
    if (inCheckBox) return key === " " || key === "Enter" ? "select" : undefined;
    if (key === "Enter" || key === " ") return shiftKey ? "addSort" : "sort";
    return undefined;
  }
  if (altKey) return undefined;
  if (on === "group") return key === "Enter" || key === " " ? "toggle" : undefined;
  if (key === "Enter") return mod ? "openTab" : "open";
  if (key === "F2") return "edit";
  return key === " " ? (shiftKey || inCheckBox ? "select" : "peek") : undefined;
}
