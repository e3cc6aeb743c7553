import { hold, lot } from "./lot.ts";
import { retainedSample } from "./retained-sample.ts";
import { serial } from "./serial.ts";

export { fefoObstacle, lotEventKind, movementKind } from "./movement.ts";
export { serialsField } from "./serial.ts";
export { readSerials, writeSerials } from "./serials.ts";

export const inventory = { Lot: lot, Hold: hold, RetainedSample: retainedSample, Serial: serial } as const;
