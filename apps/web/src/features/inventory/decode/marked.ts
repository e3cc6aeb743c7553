/** Where a code is wrong, as pieces to show. */
import type { Problem } from "@lotline/udi";

export interface Piece {
  readonly text: string;
  /** The problems at this piece, counted from 1 as in the table below it; empty where nothing is wrong. */
  readonly wrong: readonly number[];
}

/**
 * Cuts a code at the places of its problems. A place where something is missing is an empty piece. Pure; the texts of all pieces
 * together are the code.
 */
export function piecesOf(code: string, problems: readonly Problem[]): readonly Piece[] {
  const spans = problems.map(({ position, length }, index) => {
    const from = Math.min(position, code.length);
    return { from, to: Math.min(from + length, code.length), number: index + 1 };
  });
  const cuts = [...new Set([0, code.length, ...spans.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [index, from] of cuts.entries()) {
    const missing = spans.filter((span) => span.from === from && span.to === from);
    if (missing.length > 0) pieces.push({ text: "", wrong: missing.map(({ number }) => number) });
    const to = cuts[index + 1];
    if (to === undefined) continue;
    const wrong = spans.filter((span) => span.from <= from && span.to >= to && span.to > span.from);
    pieces.push({ text: code.slice(from, to), wrong: wrong.map(({ number }) => number) });
  }
  return pieces;
}
