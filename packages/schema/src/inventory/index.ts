import { hold, lot } from "./lot.ts";

export { fefoObstacle, lotEventKind, movementKind } from "./movement.ts";

export const inventory = { Lot: lot, Hold: hold } as const;
