import { because } from "@lotline/schema";
import { condition } from "../../../kernel/behaviour.ts";

/** Lots are skipped on the record of a supplier: what we make ourselves is always inspected. */
export const planSkipLot = condition({
  gate: "inspectionPlan.approve",
  code: "SKIP_LOT_NOT_BOUGHT",
  about: { en: "Only the plan of a bought item has a skip-lot rule", zh: "仅外购物料的规程可采用跳批规则" },
  record: "InspectionPlan",
  facts: async (reader, plans) => {
    const rows = await reader.sql<{ id: string; item: string; bought: boolean }>(
      "select p.id, i.number as item, i.source = 'bought' as bought from inspection_plan p join item i on i.id = p.item_id where p.id = any(?::bigint[])",
      [plans.map((plan) => plan.id)],
    );
    return new Map(rows.map((row) => [row.id, row]));
  },
  check: (plan, item) =>
    plan.skipLot === null || item?.bought === true
      ? []
      : [
          because(
            "SKIP_LOT_NOT_BOUGHT",
            `${item?.item ?? plan.number} is made here; skip-lot is for bought items.`,
            `${item?.item ?? plan.number} 为自制物料；跳批仅适用于外购物料。`,
            "InspectionPlan",
            plan.number,
          ),
        ],
});
