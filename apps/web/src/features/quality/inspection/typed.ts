/** What is typed on the sheet and not recorded yet, by cell: its text, and what the cell has beside it. Pure. */

/** "2:5" is the fifth sample of the second characteristic. */
export type CellKey = `${number}:${number}`;
/** Beside its text: the defect code, the instrument, and the recorded reading that stood there when the typing began. */
export type Part = "d" | "e" | "b";
/** Texts by cell; "2:5d" is the id of its defect code. */
export type Typed = Readonly<Partial<Record<CellKey | `${CellKey}${Part}`, string>>>;

/** In the part "b": nothing was recorded there. */
export const nothing = "0";

export const cellKey = (position: number, sample: number): CellKey => `${position}:${sample}`;
export const partKey = (cell: CellKey, part: Part): `${CellKey}${Part}` => `${cell}${part}`;

/** The cell that a text or a part belongs to. */
export const cellOf = (key: string): string => key.replace(/[deb]$/, "");

/** Whether it names a cell or a part of one. */
export const isCell = (key: string): key is CellKey => /^\d+:\d+$/.test(key);

/** A cell with all its parts. */
export const wholeCell = (key: string): string[] => [key, `${key}d`, `${key}e`, `${key}b`];

/** How many cells have a text. */
export const cellsIn = (typed: Typed): number => Object.keys(typed).filter(isCell).length;

/** Position and sample of a cell. */
export function placeOf(key: string): { readonly position: number; readonly sample: number } {
  const [position, sample] = cellOf(key).split(":").map(Number);
  return { position: position ?? 0, sample: sample ?? 0 };
}
