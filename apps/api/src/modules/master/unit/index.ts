import { behaviour } from "../../../kernel/behaviour.ts";

/** A unit is known by its symbol. */
export const unitBehaviour = behaviour({
  record: "Unit",
  beforeCreate: async (_tx, given) => {
    given.number = given.symbol;
  },
});
