/** What a key means in the sheet, as in a spreadsheet: moving by arrows, typing over, F2 to edit within the cell. Pure. */
import type { Characteristic } from "./inspection-row.ts";
import { above, atEnd, below, beside, type Place } from "./sheet.ts";

export interface Pressed {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, or the command key. */
  readonly mod: boolean;
  /** The caret is within the text: after F2. */
  readonly isEditing: boolean;
}

export type Meant =
  | { readonly kind: "go"; readonly to: Place }
  /** After the last cell. */
  | { readonly kind: "end" | "edit" | "takeBack" | "undo" | "redo" | "code" | "instrument" | "retest" }
  | undefined;

const go = (to: Place | undefined): Meant => to && { kind: "go", to };

/** What is meant; undefined leaves the key to the box. */
export function meantBy(characteristics: readonly Characteristic[], at: Place, pressed: Pressed): Meant {
  const { key, shift, mod, isEditing } = pressed;
  if (mod && key.toLowerCase() === "z") return { kind: shift ? "redo" : "undo" };
  if (mod && key.toLowerCase() === "y") return { kind: "redo" };
  if (key === "Enter" && !mod)
    return shift ? go(above(characteristics, at)) : (go(below(characteristics, at)) ?? { kind: "end" });
  if (key === "Escape") return { kind: "takeBack" };
  if (key === "F2") return { kind: "edit" };
  if (key === "F4") return { kind: "code" };
  if (key === "F8") return { kind: "instrument" };
  if (key === "F9") return { kind: "retest" };
  if (key === "ArrowDown") return go(mod ? atEnd(characteristics, at, "bottom") : below(characteristics, at));
  if (key === "ArrowUp") return go(mod ? atEnd(characteristics, at, "top") : above(characteristics, at));
  return isEditing ? undefined : sideways(characteristics, at, key, mod);
}

function sideways(characteristics: readonly Characteristic[], at: Place, key: string, mod: boolean): Meant {
  switch (key) {
    case "ArrowRight":
      return go(mod ? atEnd(characteristics, at, "right") : beside(characteristics, at, 1));
    case "ArrowLeft":
      return go(mod ? atEnd(characteristics, at, "left") : beside(characteristics, at, -1));
    case "Home":
      return go(atEnd(characteristics, at, mod ? "first" : "left"));
    case "End":
      return go(atEnd(characteristics, at, mod ? "last" : "right"));
    default:
      return undefined;
  }
}
