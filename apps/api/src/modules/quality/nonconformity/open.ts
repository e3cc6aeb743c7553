import type { Rec } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";
import { placeSystemHold } from "../../inventory/index.ts";
import { defectsOf, judgeCharacteristic, limitsText } from "../inspection/judge.ts";
import { currentOf, type Inspected } from "../inspection/readings.ts";

/** A rejected inspection opens its nonconformity, prefilled and with a hold, in the same transaction. */
export async function openByRejection(
  tx: Tx,
  inspection: Rec<"Inspection">,
  characteristics: Inspected["characteristics"],
): Promise<void> {
  const found = characteristics.flatMap((c) => {
    const current = currentOf(c.readings);
    const limits = limitsText(c);
    return judgeCharacteristic(c, current) === "rejected"
      ? [`${c.nameEn} ${c.nameZh}: ${defectsOf(c, current)}/${c.samples} > Ac ${c.acceptUpTo}${limits ? ` (${limits})` : ""}`]
      : [];
  });
  const ncr = await tx.create("Nonconformity", {
    site: inspection.site,
    description: `${inspection.number}: ${found.join("; ")}`.slice(0, 300),
    severity: "major",
    lot: inspection.lot,
    inspection: inspection.id,
    quantity: inspection.lotQuantity,
  });
  await tx.act("Nonconformity", ncr.id, "openBySystem", {});
}

/** An open nonconformity holds its lot until it is decided. */
export async function holdLot(tx: Tx, ncr: Rec<"Nonconformity">): Promise<void> {
  await placeSystemHold(tx, ncr.lot, {
    kind: "nonconformity",
    explanation: `${ncr.number}: ${ncr.description}`.slice(0, 500),
    source: { record: "Nonconformity", id: ncr.id, number: ncr.number },
  });
}
