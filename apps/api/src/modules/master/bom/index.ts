import { behaviour } from "../../../kernel/behaviour.ts";
import { comesIntoForce, numberedAfterItem } from "../revision/index.ts";
import { cycleReasons, readCycles } from "./gates.ts";

const intoForce = comesIntoForce("Bom");

/** Bills of materials by revision: BOM-FG-IS100.C. */
export const bomBehaviour = behaviour({
  record: "Bom",
  beforeCreate: numberedAfterItem("Bom", "BOM-"),
  actions: {
    approve: {
      effect: async (tx, bom, input) => {
        // Two bills that close a ring together lock no row in common: approvals of bills take turns, and each looks once more.
        await tx.sql("select pg_advisory_xact_lock(hashtext('bom approve'))");
        tx.require(cycleReasons(bom, (await readCycles(tx, [bom.id])).get(bom.id)));
        await intoForce(tx, bom, input);
      },
    },
  },
});
