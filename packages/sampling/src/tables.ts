/**
 * The master tables, as they are printed: one row per code letter with its sample size, one cell per AQL in the order of `aqls`.
 * A cell is an acceptance number (Re = Ac + 1), a pair Ac/Re, `v` for the first plan below, `^` for the first plan above, `.` for none.
 * Two cells leave the diagonal: A at AQL 10 has nothing above it and R at 0.015 nothing below, so their arrows turn round.
 */
export type Cell = { readonly accept: number; readonly reject: number } | "down" | "up" | null;

export interface Row {
  readonly letter: string;
  readonly n: number;
  readonly cells: readonly Cell[];
}

/**
 * The edition of this data, kept with every sample that is drawn by it. A change of any cell or letter is another edition; the test
 * of the tables holds the digest of each.
 */
export const tablesEdition = "2026-11";

const table = (rows: readonly (readonly [letter: string, n: number, cells: string])[]): readonly Row[] =>
  rows.map(([letter, n, cells]) => ({ letter, n, cells: cells.split(" ").map(cellOf) }));

function cellOf(text: string): Cell {
  if (text === "v") return "down";
  if (text === "^") return "up";
  if (text === ".") return null;
  const [accept, reject] = text.split("/").map(Number);
  return { accept: accept ?? 0, reject: reject ?? (accept ?? 0) + 1 };
}

/** Tables 2-A and II-A: single sampling plans for normal inspection. */
export const normal = table([
  ["A", 2, "v v v v v v v v v v v v v v 0 v v 1 2 3 5 7 10 14 21 30"],
  ["B", 3, "v v v v v v v v v v v v v 0 ^ v 1 2 3 5 7 10 14 21 30 44"],
  ["C", 5, "v v v v v v v v v v v v 0 ^ v 1 2 3 5 7 10 14 21 30 44 ^"],
  ["D", 8, "v v v v v v v v v v v 0 ^ v 1 2 3 5 7 10 14 21 30 44 ^ ^"],
  ["E", 13, "v v v v v v v v v v 0 ^ v 1 2 3 5 7 10 14 21 30 44 ^ ^ ^"],
  ["F", 20, "v v v v v v v v v 0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^"],
  ["G", 32, "v v v v v v v v 0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^"],
  ["H", 50, "v v v v v v v 0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^ ^"],
  ["J", 80, "v v v v v v 0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["K", 125, "v v v v v 0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["L", 200, "v v v v 0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["M", 315, "v v v 0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["N", 500, "v v 0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["P", 800, "v 0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["Q", 1250, "0 ^ v 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["R", 2000, "^ ^ 1 2 3 5 7 10 14 21 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
]);

/** Tables 2-B and II-B: single sampling plans for tightened inspection; letter S stands for one plan only. */
export const tightened = table([
  ["A", 2, "v v v v v v v v v v v v v v v v v v 1 2 3 5 8 12 18 27"],
  ["B", 3, "v v v v v v v v v v v v v v 0 v v 1 2 3 5 8 12 18 27 41"],
  ["C", 5, "v v v v v v v v v v v v v 0 v v 1 2 3 5 8 12 18 27 41 ^"],
  ["D", 8, "v v v v v v v v v v v v 0 v v 1 2 3 5 8 12 18 27 41 ^ ^"],
  ["E", 13, "v v v v v v v v v v v 0 v v 1 2 3 5 8 12 18 27 41 ^ ^ ^"],
  ["F", 20, "v v v v v v v v v v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^"],
  ["G", 32, "v v v v v v v v v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^"],
  ["H", 50, "v v v v v v v v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^ ^"],
  ["J", 80, "v v v v v v v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["K", 125, "v v v v v v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["L", 200, "v v v v v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["M", 315, "v v v v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["N", 500, "v v v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["P", 800, "v v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["Q", 1250, "v 0 v v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["R", 2000, "0 ^ v 1 2 3 5 8 12 18 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["S", 3150, ". . 1 . . . . . . . . . . . . . . . . . . . . . . ."],
]);

/** Table 2-C of ISO 2859-1: reduced inspection. Not confirmed; AQL above 10 is not carried. */
export const reducedIso = table([
  ["A", 2, "v v v v v v v v v v v v v v 0 v . . . . . . . . . ."],
  ["B", 2, "v v v v v v v v v v v v v 0 ^ v . . . . . . . . . ."],
  ["C", 2, "v v v v v v v v v v v v 0 ^ v v . . . . . . . . . ."],
  ["D", 3, "v v v v v v v v v v v 0 ^ v v 1 . . . . . . . . . ."],
  ["E", 5, "v v v v v v v v v v 0 ^ v v 1 2 . . . . . . . . . ."],
  ["F", 8, "v v v v v v v v v 0 ^ v v 1 2 3 . . . . . . . . . ."],
  ["G", 13, "v v v v v v v v 0 ^ v v 1 2 3 5 . . . . . . . . . ."],
  ["H", 20, "v v v v v v v 0 ^ v v 1 2 3 5 6 . . . . . . . . . ."],
  ["J", 32, "v v v v v v 0 ^ v v 1 2 3 5 6 8 . . . . . . . . . ."],
  ["K", 50, "v v v v v 0 ^ v v 1 2 3 5 6 8 10 . . . . . . . . . ."],
  ["L", 80, "v v v v 0 ^ v v 1 2 3 5 6 8 10 ^ . . . . . . . . . ."],
  ["M", 125, "v v v 0 ^ v v 1 2 3 5 6 8 10 ^ ^ . . . . . . . . . ."],
  ["N", 200, "v v 0 ^ v v 1 2 3 5 6 8 10 ^ ^ ^ . . . . . . . . . ."],
  ["P", 315, "v 0 ^ v v 1 2 3 5 6 8 10 ^ ^ ^ ^ . . . . . . . . . ."],
  ["Q", 500, "0 ^ v v 1 2 3 5 6 8 10 ^ ^ ^ ^ ^ . . . . . . . . . ."],
  ["R", 800, "^ ^ ^ 1 2 3 5 6 8 10 ^ ^ ^ ^ ^ ^ . . . . . . . . . ."],
]);

/** Table II-C of MIL-STD-105E and Z1.4: reduced inspection, with a gap between Ac and Re. Not confirmed. */
export const reducedMil = table([
  ["A", 2, "v v v v v v v v v v v v v v 0 v v 1 2 3 5 7 10 14 21 30"],
  ["B", 2, "v v v v v v v v v v v v v 0 ^ v 0/2 1/3 2/4 3/5 5 7 10 14 21 30"],
  ["C", 2, "v v v v v v v v v v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 14/17 21/24 ^"],
  ["D", 3, "v v v v v v v v v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 14/17 21/24 ^ ^"],
  ["E", 5, "v v v v v v v v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 14/17 21/24 ^ ^ ^"],
  ["F", 8, "v v v v v v v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^"],
  ["G", 13, "v v v v v v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^"],
  ["H", 20, "v v v v v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^ ^"],
  ["J", 32, "v v v v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["K", 50, "v v v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["L", 80, "v v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["M", 125, "v v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["N", 200, "v v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["P", 315, "v 0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["Q", 500, "0 ^ v 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
  ["R", 800, "^ ^ 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^"],
]);
