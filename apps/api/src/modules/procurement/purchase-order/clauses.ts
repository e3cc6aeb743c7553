import { because, type Rec } from "@lotline/schema";
import { condition } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";

interface Clause {
  readonly en: string;
  readonly zh: string;
}

// The content of a quality-clause rule is its text in both languages; its key is what people call it by.
const clausesOf = (rules: ReadonlyMap<string, unknown>): [string, Clause][] =>
  [...(rules as ReadonlyMap<string, Clause>)].sort(([a], [b]) => (a < b ? -1 : 1));

/** A new order carries the firm's clauses in the words of its day, unless it brings its own (REQ-SUP-03). */
export async function addClauses(tx: Tx, order: Rec<"PurchaseOrder">): Promise<void> {
  if ((await tx.lines("PurchaseOrder", "clauses", order)).length > 0) return;
  for (const [index, [clause, { en, zh }]] of clausesOf(await tx.rule("quality-clause")).entries())
    tx.addLine("PurchaseOrder", "clauses", order, index + 1, { clause, textEn: en, textZh: zh });
  await tx.flush();
}

/** No order leaves without the clauses that the firm asks of every supplier. */
export const clausesThere = condition({
  gate: "purchase.order",
  code: "CLAUSE_MISSING",
  about: { en: "The order carries every clause of the rule quality-clause", zh: "订单列有规则 quality-clause 的全部条款" },
  record: "PurchaseOrder",
  facts: async (reader, orders) => {
    const wanted = clausesOf(await reader.rule("quality-clause")).map(([clause]) => clause);
    const rows = await reader.sql<{ order: string; clause: string }>(
      'select head_id as "order", clause from purchase_order_clause where head_id = any(?::bigint[])',
      [orders.map((order) => order.id)],
    );
    return new Map(
      orders.map(({ id }) => [id, wanted.filter((clause) => !rows.some((row) => row.order === id && row.clause === clause))]),
    );
  },
  check: (order, missing) =>
    (missing ?? []).map((clause) =>
      because(
        "CLAUSE_MISSING",
        `The quality clause ${clause} is missing.`,
        `缺少质量条款 ${clause}。`,
        "PurchaseOrder",
        order.number,
      ),
    ),
});
