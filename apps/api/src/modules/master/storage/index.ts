import { behaviour } from "../../../kernel/behaviour.ts";
import { requireRange } from "./range.ts";

/** A location keeps the temperatures of its class, or narrower ones of its own. */
export const locationBehaviour = behaviour({
  record: "Location",
  beforeCreate: async (_tx, given) => requireRange(null, given),
  beforeEdit: async (_tx, location, changes) => requireRange(location, changes),
});
