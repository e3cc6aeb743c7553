/** Opening stock: lots of the time before this system, posted while QA has opened the change-over (ADR 41). */
import { because, type New, type Reason, type Rec } from "@lotline/schema";
import { dateIn } from "../../../base/context.ts";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { inForce } from "../../master/index.ts";
import { produceLot, receiveLot } from "../stock/arrive.ts";
import { reverse } from "../stock/correct.ts";

export const openingStockBehaviour = behaviour({
  record: "OpeningStock",
  beforeCreate: async (tx, given) => {
    tx.require([...(await closed(tx)), ...(await lacking(tx, given))]);
    if (await tx.numberTaken("Lot", given.lotNumber))
      throw invalid({
        path: "lotNumber",
        code: "DUPLICATE",
        text: { en: `${given.lotNumber} is already taken.`, zh: `${given.lotNumber} 已被使用。` },
      });
  },
  afterCreate: post,
  actions: { reverse: { effect: takeBack } },
});

/** The days of the change-over as QA has approved them, until and including their last. */
async function closed(tx: Tx): Promise<Reason[]> {
  // The content of the rule has this form; it was checked when it was written.
  const rule = (await tx.rule("opening-stock")).get("default") as { until: string } | undefined;
  if (rule && dateIn(tx.firmZone, tx.now) <= rule.until) return [];
  return [
    because(
      "OPENING_STOCK_CLOSED",
      rule
        ? `Opening stock could be posted until ${rule.until}; the change-over is over. Receive the goods instead.`
        : "Opening stock is posted only while the change-over is open: QA approves the rule “opening-stock” for its days.",
      rule
        ? `期初库存入账已于 ${rule.until} 截止；请按收货流程办理。`
        : "仅在系统切换期间可入账期初库存：须由 QA 批准规则“opening-stock”。",
    ),
  ];
}

/** What a bought lot must say: without supplier and lot of the supplier nothing could be traced back (REQ-TRC-01). */
async function lacking(tx: Tx, { item: id, supplier, supplierLot }: New<"OpeningStock">): Promise<Reason[]> {
  const item = await tx.get("Item", id);
  if (item.source !== "bought" || (supplier && supplierLot)) return [];
  return [
    because(
      "OPENING_SUPPLIER_MISSING",
      `${item.number} is bought: the supplier and the supplier's lot are needed.`,
      `${item.number} 为外购物料：须填写供应商和供应商批号。`,
      "Item",
      item.number,
    ),
  ];
}

/** A bought lot comes from its supplier, a made one out of production, as if the system had been there. Whoever posts may not release. */
async function post(tx: Tx, opening: Rec<"OpeningStock">): Promise<void> {
  const { id, number, item, lotNumber, quantity, location, supplier, supplierLot, madeOn, expiresOn, serials, basis } = opening;
  const revision = await inForce(tx, "ItemRevision", item, dateIn(tx.firmZone, tx.now));
  const given = {
    source: { record: "OpeningStock", id, number } as const,
    remark: basis,
    ...{ number: lotNumber, item, itemRevision: revision?.id ?? null, quantity, location, madeOn, expiresOn, serials },
  };
  const lot =
    supplier && supplierLot
      ? await receiveLot(tx, {
          ...given,
          supplier,
          supplierLot,
          ...(opening.receivedOn ? { receivedOn: opening.receivedOn } : {}),
        })
      : await produceLot(tx, given);
  tx.update("OpeningStock", opening, { lot: lot.id } as Partial<New<"OpeningStock">>);
}

/** The counter-posting; the lot stays, empty, under a number that says whose it was, and its own number is free again. */
async function takeBack(tx: Tx, opening: Rec<"OpeningStock">): Promise<void> {
  const [posting] = await tx.sql<{ id: string }>(
    "select id from posting where record_type = 'OpeningStock' and record_id = ? and reverses_id is null",
    [opening.id],
  );
  if (!posting || !opening.lot) throw new Error(`${opening.number} has no posting`);
  const source = { record: "OpeningStock", id: opening.id, number: opening.number } as const;
  await reverse(tx, { posting: posting.id, source, remark: tx.reason });
  const lot = await tx.get("Lot", opening.lot);
  tx.update("Lot", lot, { number: `${lot.number}~${opening.number}` } as Partial<New<"Lot">>);
}
