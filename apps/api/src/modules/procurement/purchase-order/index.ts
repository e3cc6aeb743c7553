import { because, type Issue, type Reason, type Rec } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { inForceKey, inForceOf } from "../../master/index.ts";
import { keepAmounts } from "./amounts.ts";
import { addClauses } from "./clauses.ts";
import { currencyIssues } from "./currency.ts";
import { endExpected, expectDeliveries } from "./expected.ts";
import { judgedOn } from "./ordered.ts";
import { requireReceivedKept } from "./received.ts";
import { giveBack, giveBackDropped, takeInto } from "./requisitions.ts";
import { taxIssues, taxRatesOn } from "./tax.ts";

const datesInOrder = (order: Rec<"PurchaseOrder">): Reason[] =>
  order.neededOn < order.orderedOn
    ? [
        because(
          "NEEDED_BEFORE_ORDERED",
          "It is needed before it is ordered; please correct the dates.",
          "需求日期早于下单日期，请更正。",
          "PurchaseOrder",
          order.number,
        ),
      ]
    : [];

/** Purchase orders: they carry what their lines come to, and are approved with the revisions of their items frozen. */
export const purchaseOrderBehaviour = behaviour({
  record: "PurchaseOrder",
  // All that is wrong with the money at once; the lines are asked again whenever they are saved.
  beforeCreate: async (tx, { currency, orderedOn, lines = [] }) =>
    requireNone([...(await currencyIssues(tx, currency)), ...taxIssues(await taxRatesOn(tx, orderedOn), lines)]),
  // What was ordered in a currency keeps it: it is asked about when another one is chosen.
  beforeEdit: async (tx, order, { currency }) => {
    if (currency !== undefined && currency !== order.currency) requireNone(await currencyIssues(tx, currency));
  },
  afterCreate: async (tx, order) => {
    await addClauses(tx, order);
    await keepAmounts(tx, order);
  },
  afterEdit: async (tx, order) => {
    await keepAmounts(tx, order);
    await requireReceivedKept(tx, order);
    await giveBackDropped(tx, order);
  },
  actions: {
    submit: {
      guard: datesInOrder,
      effect: async (tx, order) => {
        // Who entered the supplier does not approve orders to it (separation rule 8).
        tx.duty("PurchaseOrder", order.id, "supplierAuthor", (await tx.get("Supplier", order.supplier)).createdBy);
      },
    },
    approve: {
      guard: datesInOrder,
      effect: async (tx, order) => {
        await freezeRevisions(tx, order);
        await expectDeliveries(tx, order);
      },
    },
    receive: { effect: async (tx, order) => tx.update("PurchaseOrder", order, { receivedAt: tx.now }) },
    takeRequisition: {
      effect: async (tx, order, { requisition, price }) => {
        await takeInto(tx, order, requisition, price);
        await keepAmounts(tx, order);
      },
    },
    amend: {
      effect: async (tx, order) => tx.update("PurchaseOrder", order, { amendment: (order.amendment ?? 0) + 1 }),
    },
    // What did not come is still needed.
    closeShort: { effect: endWithRest },
    cancel: { effect: endWithRest },
  },
});

function requireNone(issues: readonly Issue[]): void {
  if (issues.length > 0) throw invalid(...issues);
}

async function endWithRest(tx: Tx, order: Rec<"PurchaseOrder">): Promise<void> {
  await giveBack(tx, order);
  await endExpected(tx, await tx.find("ExpectedDelivery", { purchaseOrder: order.id, state: "expected" }));
}

/** The order keeps the revisions that were in force on its day, whatever is approved later. */
async function freezeRevisions(tx: Tx, order: Rec<"PurchaseOrder">): Promise<void> {
  const on = (await judgedOn(tx, [order])).get(order.id) ?? order.orderedOn;
  const lines = await tx.lines("PurchaseOrder", "lines", order);
  const found = await inForceOf(
    tx,
    "ItemRevision",
    lines.map((line) => ({ item: line.item, on })),
  );
  for (const line of lines)
    tx.updateLine("PurchaseOrder", order, line, { itemRevision: found.get(inForceKey(line.item, on))?.id ?? null });
  tx.update("PurchaseOrder", order, { approvedAt: tx.now });
}
