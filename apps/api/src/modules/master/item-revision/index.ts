import { behaviour } from "../../../kernel/behaviour.ts";
import { comesIntoForce, numberedAfterItem } from "../revision/index.ts";

/** Revisions of an item's specification: FG-IS100.C. */
export const itemRevisionBehaviour = behaviour({
  record: "ItemRevision",
  beforeCreate: numberedAfterItem("ItemRevision", ""),
  actions: { approve: { effect: comesIntoForce("ItemRevision") } },
});
