import { behaviour } from "../../../kernel/behaviour.ts";
import { comesIntoForce, numberedAfterItem } from "../revision/index.ts";
import { requireRange } from "../storage/range.ts";

const numbered = numberedAfterItem("ItemRevision", "");

/** Revisions of an item's specification: FG-IS100.C. */
export const itemRevisionBehaviour = behaviour({
  record: "ItemRevision",
  beforeCreate: async (tx, given) => {
    requireRange(null, given);
    await numbered(tx, given);
  },
  beforeEdit: async (_tx, revision, changes) => requireRange(revision, changes),
  actions: { approve: { effect: comesIntoForce("ItemRevision") } },
});
