import { because } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";

/** Conversions between two units; one is in force at a time for an item and a pair of units. */
export const unitConversionBehaviour = behaviour({
  record: "UnitConversion",
  beforeCreate: async (tx, given) => {
    if (given.fromUnit === given.toUnit)
      throw invalid({
        path: "toUnit",
        code: "sameUnit",
        text: { en: "A conversion leads to another unit.", zh: "换算单位须与原单位不同。" },
      });
    const item = given.item ? await tx.get("Item", given.item) : undefined;
    // Stock of an item is kept in its own unit only.
    if (item && item.unit !== given.toUnit)
      throw invalid({
        path: "toUnit",
        code: "itemUnit",
        text: {
          en: `A conversion of ${item.number} leads to the unit in which it is kept.`,
          zh: `${item.number} 的换算单位须为其库存单位。`,
        },
      });
  },
  actions: {
    approve: {
      // Both units are locked: two approvals of the same pair take turns.
      effect: async (tx, conversion) => {
        const { fromUnit, toUnit, item } = conversion;
        const [other] = await tx.sql<{ number: string }>(
          `select number from unit_conversion where state = 'approved' and item_id is not distinct from ?::bigint
             and ((from_unit_id = ? and to_unit_id = ?) or (from_unit_id = ? and to_unit_id = ?)) limit 1`,
          [item, fromUnit, toUnit, toUnit, fromUnit],
        );
        tx.require(
          other
            ? [
                because(
                  "DUPLICATE",
                  `${other.number} says it already; withdraw it first.`,
                  `${other.number} 已规定该换算，请先撤销。`,
                  "UnitConversion",
                  other.number,
                ),
              ]
            : [],
        );
      },
    },
  },
});
