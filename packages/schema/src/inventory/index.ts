import { hold, lot } from "./lot.ts";
import { retainedSample } from "./retained-sample.ts";

export { fefoObstacle, lotEventKind, movementKind } from "./movement.ts";

export const inventory = { Lot: lot, Hold: hold, RetainedSample: retainedSample } as const;
