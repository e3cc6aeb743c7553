/** Split and merge as actions on a lot: numbers for what comes out, the rest is the ledger's. */
import { type ActionInputOf, because, type Rec } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { merge, split } from "../stock/regroup.ts";
import type { Source } from "../stock/types.ts";
import { partNumbers } from "./part-numbers.ts";

const itself = (lot: Rec<"Lot">): Source => ({ record: "Lot", id: lot.id, number: lot.number });

/** Parts of what stands at one place; each gets the number given, or the next free one of the lot. */
export async function splitLot(tx: Tx, lot: Rec<"Lot">, { from, parts }: ActionInputOf<"Lot", "split">): Promise<void> {
  await requireFree(
    tx,
    parts.map(({ number }, index) => ({ number, path: `parts.${index}.number` })),
  );
  const numbers = await partNumbers(tx, lot, parts.filter(({ number }) => !number).length);
  const numbered = parts.map(({ number, quantity, to, serials }) => ({
    number: number || (numbers.shift() ?? ""),
    quantity,
    serials,
    ...(to ? { to } : {}),
  }));
  await split(tx, { lot: lot.id, location: from, parts: numbered, source: itself(lot), remark: tx.reason });
}

/** This lot with others of its item, revision and status under one new number. */
export async function mergeLot(tx: Tx, lot: Rec<"Lot">, given: ActionInputOf<"Lot", "merge">): Promise<void> {
  if (given.others.some((other) => other.lot === lot.id))
    tx.require([
      because(
        "MERGE_SELF",
        `${lot.number} stands in the list of the others.`,
        `${lot.number} 不应列在其他批中。`,
        "Lot",
        lot.number,
      ),
    ]);
  await requireFree(tx, [{ number: given.number, path: "number" }]);
  const [next = ""] = given.number ? [given.number] : await partNumbers(tx, lot, 1);
  await merge(tx, {
    number: next,
    to: given.to,
    lines: [
      { lot: lot.id, location: given.from, quantity: given.quantity },
      ...given.others.map(({ lot: other, from, quantity }) => ({ lot: other, location: from, quantity })),
    ],
    source: itself(lot),
    remark: tx.reason,
  });
}

async function requireFree(tx: Tx, wanted: readonly { number?: string | null | undefined; path: string }[]): Promise<void> {
  for (const { number, path } of wanted)
    if (number && (await tx.numberTaken("Lot", number)))
      throw invalid({
        path,
        code: "DUPLICATE",
        text: { en: `Lot number ${number} is taken.`, zh: `批号 ${number} 已被使用。` },
      });
}
