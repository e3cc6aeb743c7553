import type { Rec } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";
import { lotNumberOf } from "../../master/index.ts";
import { arrivedLines } from "./arrived.ts";

/** Lines carry what follows from what was typed: the unit that was counted, and a lot number by the pattern of their item. */
export async function keepLines(tx: Tx, receipt: Rec<"Receipt">): Promise<void> {
  const lines = await tx.lines("Receipt", "lines", receipt);
  const facts = (await arrivedLines(tx, [receipt])).get(receipt.id) ?? [];
  const given = new Set(lines.flatMap(({ lotNumber }) => lotNumber ?? []));
  for (const line of lines) {
    const fact = facts.find(({ position }) => position === line.position);
    if (!fact || fact.item === null) continue;
    const lotNumber =
      line.lotNumber ??
      (await lotNumberOf(
        fact.lotPattern,
        receipt.receivedOn,
        async (number) => given.has(number) || (await tx.numberTaken("Lot", number)) !== undefined,
      ));
    if (lotNumber !== null) given.add(lotNumber);
    if (line.unit !== fact.unit.id || line.lotNumber !== lotNumber)
      tx.updateLine("Receipt", receipt, line, { unit: fact.unit.id, lotNumber });
  }
  await tx.flush();
}
