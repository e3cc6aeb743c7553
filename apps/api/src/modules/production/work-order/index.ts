import { type ActionInputOf, because, maxLines, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { invalid } from "../../../base/error.ts";
import { dutiesOf } from "../../../kernel/authorize.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { fefoReasons, issuable, issue, produceLot, usability } from "../../inventory/index.ts";
import { inForce, siteDay, unitReasons } from "../../master/index.ts";
import { openInspection } from "../../quality/index.ts";
import { componentsOf, unexplained } from "./reconciliation.ts";

/** Work orders: revisions frozen at release, material by scan, one lot out, reconciled before it is closed. */
export const workOrderBehaviour = behaviour({
  record: "WorkOrder",
  beforeCreate: (tx, given) => requireFreeNumber(tx, given.lotNumber),
  beforeEdit: (tx, _order, changes) => requireFreeNumber(tx, changes.lotNumber),
  actions: {
    release: {
      effect: async (tx, order) => {
        const today = await siteDay(tx, order.site);
        const [revision, bom] = [
          await inForce(tx, "ItemRevision", order.item, today),
          await inForce(tx, "Bom", order.item, today),
        ];
        tx.update("WorkOrder", order, { itemRevision: revision?.id ?? null, bom: bom?.id ?? null });
      },
    },
    consume: { effect: consume },
    complete: { effect: complete },
  },
});

async function requireFreeNumber(tx: Tx, lotNumber: string | undefined): Promise<void> {
  if (lotNumber !== undefined && (await tx.numberTaken("Lot", lotNumber)))
    throw invalid({
      path: "lotNumber",
      code: "DUPLICATE",
      text: { en: `Lot number ${lotNumber} is taken.`, zh: `批号 ${lotNumber} 已被使用。` },
    });
}

/** A scanned lot goes into the order: a component of the frozen bill of materials, usable, here. */
async function consume(
  tx: Tx,
  order: Rec<"WorkOrder">,
  { lot: lotId, from, quantity, serials, fefoReason }: ActionInputOf<"WorkOrder", "consume">,
): Promise<void> {
  const lot = await tx.get("Lot", lotId);
  const item = await tx.get("Item", lot.item);
  const components = (await componentsOf(tx, [order])).get(order.id) ?? [];
  const lines = await tx.lines("WorkOrder", "consumed", order);
  tx.require([
    ...(components.some((component) => component.item === lot.item)
      ? []
      : [
          because(
            "NOT_A_COMPONENT",
            `${item.number} (lot ${lot.number}) is not in the bill of materials of ${order.number}.`,
            `${item.number}（批 ${lot.number}）不在 ${order.number} 的物料清单中。`,
            "Lot",
            lot.number,
          ),
        ]),
    ...(lot.site === order.site
      ? []
      : [because("OTHER_SITE", `Lot ${lot.number} is at another site.`, `批 ${lot.number} 属于其他场所。`, "Lot", lot.number)]),
    ...((await usability(tx, [lot.id])).get(lot.id) ?? []),
    ...(lines.length < maxLines
      ? []
      : [
          because(
            "TOO_MANY_LINES",
            `An order takes at most ${maxLines} issues.`,
            `每个工单最多领料 ${maxLines} 次。`,
            "WorkOrder",
            order.number,
          ),
        ]),
  ]);
  const turn = await fefoReasons(tx, { site: order.site, from: issuable, lines: [{ lot: lot.id, quantity }] });
  if (!fefoReason) tx.require(turn);
  await issue(tx, {
    source: { record: "WorkOrder", id: order.id, number: order.number },
    lines: [{ lot: lot.id, location: from, quantity, serials }],
    remark: turn.length > 0 ? fefoReason : null,
  });
  const reason = turn.length > 0 ? (fefoReason ?? null) : null;
  tx.addLine("WorkOrder", "consumed", order, lines.length + 1, { lot: lot.id, item: lot.item, quantity, fefoReason: reason });
}

/** The output becomes a lot in quarantine with its inspection; whoever performed on the order may not release it. */
async function complete(tx: Tx, order: Rec<"WorkOrder">, given: ActionInputOf<"WorkOrder", "complete">): Promise<void> {
  await requireReported(tx, order, given);
  const lot = await produceLot(tx, {
    source: { record: "WorkOrder", id: order.id, number: order.number },
    number: order.lotNumber,
    item: order.item,
    itemRevision: order.itemRevision,
    quantity: given.quantityGood,
    location: given.location,
    madeOn: given.madeOn,
    serials: given.serials,
  });
  for (const person of (await dutiesOf(tx, "WorkOrder", [order])).get(order.id)?.get("performer") ?? [])
    tx.duty("Lot", lot.id, "performer", person);
  await openInspection(tx, lot);
  const { quantityGood, quantityScrapped, madeOn, remark } = given;
  tx.update("WorkOrder", order, { lot: lot.id, quantityGood, quantityScrapped, madeOn, remark: remark ?? null });
}

async function requireReported(
  tx: Tx,
  order: Rec<"WorkOrder">,
  { quantityGood, quantityScrapped, madeOn, remark, location }: ActionInputOf<"WorkOrder", "complete">,
): Promise<void> {
  const today = await siteDay(tx, order.site);
  const item = await tx.get("Item", order.item);
  const unit = await tx.get("Unit", item.unit);
  const place = await tx.get("Location", location);
  const made = new Decimal(quantityGood).plus(quantityScrapped).toFixed();
  tx.require([
    ...(madeOn > today
      ? [because("MADE_IN_FUTURE", `${madeOn} is still to come.`, `生产日期 ${madeOn} 尚未到来。`, "WorkOrder", order.number)]
      : []),
    ...(place.site === order.site
      ? []
      : [
          because(
            "OTHER_SITE",
            `Location ${place.number} is at another site.`,
            `库位 ${place.number} 属于其他场所。`,
            "Location",
            place.number,
          ),
        ]),
    ...unitReasons(quantityGood, unit, item.number),
    ...unitReasons(quantityScrapped, unit, item.number),
    ...unexplained((await componentsOf(tx, [order])).get(order.id) ?? [], made, remark),
  ]);
}
