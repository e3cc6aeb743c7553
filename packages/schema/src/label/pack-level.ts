import { enumeration } from "../kit/index.ts";

/** Levels of packaging that carry a label with a DI, counted from the smallest sales unit outwards (udi.md §5). */
export const packLevel = enumeration("PackLevel", {
  unit: { en: "Sales unit", zh: "最小销售单元" },
  box: { en: "Box, first package", zh: "盒（第一级包装）" },
  carton: { en: "Carton, second package", zh: "箱（第二级包装）" },
});
