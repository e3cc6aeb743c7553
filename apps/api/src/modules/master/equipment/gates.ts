import { because } from "@lotline/schema";
import { condition } from "../../../kernel/behaviour.ts";

/** What is calibrated by interval has been calibrated before it is used. */
export const calibrated = condition({
  gate: "equipment.approve",
  code: "EQUIPMENT_DUE",
  about: { en: "What is calibrated by interval has been calibrated", zh: "有校准周期的设备已经校准" },
  record: "Equipment",
  facts: async () => new Map<string, never>(),
  check: (equipment) =>
    equipment.calibrationMonths === null || equipment.calibrationDueOn !== null
      ? []
      : [
          because(
            "EQUIPMENT_DUE",
            `${equipment.number} has never been calibrated; record its calibration first.`,
            `${equipment.number} 从未校准，请先登记校准。`,
            "Equipment",
            equipment.number,
          ),
        ],
});
