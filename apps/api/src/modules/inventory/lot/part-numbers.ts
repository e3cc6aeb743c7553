import { because } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";

const mostNumbers = 999;

/**
 * Free numbers for lots that come out of a lot, by the rule `lot-part-number`: {lot} is its number, {n:2} counts in two digits.
 * @throws REFUSED with PART_NUMBERS_OUT when the pattern has no free ones left
 */
export async function partNumbers(tx: Tx, lot: { readonly number: string }, count: number): Promise<string[]> {
  if (count === 0) return [];
  const rule = (await tx.rule("lot-part-number")).get("default") as { pattern: string } | undefined;
  const pattern = rule?.pattern ?? "{lot}-{n:2}";
  const [, width = "1"] = /\{n:(\d)\}/.exec(pattern) ?? [];
  const [before = "", after = ""] = pattern.replace("{lot}", lot.number).split(/\{n(?::\d)?\}/);
  const rows = await tx.sql<{ number: string }>(
    `select x.number from (select ?::text || lpad(n::text, greatest(?::int, length(n::text)), '0') || ?::text as number, n
       from generate_series(1, ?::int) n) x where not public.number_taken('lot', x.number) order by x.n limit ?`,
    [before, Number(width), after, mostNumbers, count],
  );
  if (rows.length < count)
    tx.require([
      because(
        "PART_NUMBERS_OUT",
        `No more numbers are free for parts of ${lot.number}; give them by hand.`,
        `${lot.number} 的拆批编号已用完，请手工填写批号。`,
        "Lot",
        lot.number,
      ),
    ]);
  return rows.map((row) => row.number);
}
