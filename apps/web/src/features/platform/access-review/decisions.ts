/** What is typed on the sheet of an access review: pure, so that it is tested without a screen. */
import { type Row, textOf } from "../../../kit/data/row.ts";

/** A box of a line. */
export type Box = "decision" | "remark";

/** Texts by box: "17 decision" of the line with the id 17. */
export type Typed = Readonly<Record<string, string>>;

const key = (line: Row, box: Box): string => `${line.id} ${box}`;

/** What a box shows: what is typed, else what is saved. */
export const shownIn = (typed: Typed, line: Row, box: Box): string => typed[key(line, box)] ?? textOf(line[box]);

export const put = (typed: Typed, line: Row, box: Box, value: string): Typed => ({ ...typed, [key(line, box)]: value });

const isChanged = (typed: Typed, line: Row): boolean =>
  (["decision", "remark"] as const).some((box) => shownIn(typed, line, box).trim() !== textOf(line[box]));

/** What of a draft is still to be saved, after it or somebody else's decisions were. */
export const stillTyped = (lines: readonly Row[], typed: Typed): Typed =>
  Object.fromEntries(
    lines
      .filter((line) => isChanged(typed, line))
      .flatMap((line) => Object.entries(typed).filter(([of]) => of.startsWith(`${line.id} `))),
  );

/** What is sent: lines with a decision that differ from what is saved, by their place. */
export const decisionsOf = (
  lines: readonly Row[],
  typed: Typed,
): { readonly line: number; readonly decision: string; readonly remark: string | null }[] =>
  lines.flatMap((line, index) => {
    const decision = shownIn(typed, line, "decision");
    if (decision === "" || !isChanged(typed, line)) return [];
    return [{ line: index + 1, decision, remark: shownIn(typed, line, "remark").trim() || null }];
  });

/** The lines that nobody has decided yet, here or before. */
export const undecided = (lines: readonly Row[], typed: Typed): Row[] =>
  lines.filter((line) => shownIn(typed, line, "decision") === "");

/** The proposals as decisions, where nothing has been decided or typed. */
export const followed = (lines: readonly Row[], typed: Typed): Typed => ({
  ...typed,
  ...Object.fromEntries(undecided(lines, typed).map((line) => [key(line, "decision"), textOf(line.proposal)])),
});
