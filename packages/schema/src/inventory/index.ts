import { hold, lot } from "./lot.ts";
import { openingStock } from "./opening-stock.ts";
import { retainedSample } from "./retained-sample.ts";
import { serial } from "./serial.ts";
import { stockCount } from "./stock-count.ts";

export { fefoObstacle, lotEventKind, mostMovementGroups, movementKind } from "./movement.ts";
export { serialsField } from "./serial.ts";
export { readSerials, writeSerials } from "./serials.ts";
export { countReason } from "./stock-count.ts";

export const inventory = {
  Lot: lot,
  Hold: hold,
  OpeningStock: openingStock,
  RetainedSample: retainedSample,
  Serial: serial,
  StockCount: stockCount,
} as const;
