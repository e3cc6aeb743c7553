import { because, type Reason, type Rec } from "@lotline/schema";

/** Why an item is not used any more; nothing while it is in use. */
export const blockedReasons = (number: string, state: Rec<"Item">["state"]): Reason[] =>
  state === "active" ? [] : [because("ITEM_BLOCKED", `${number} is blocked.`, `${number} 已停用。`, "Item", number)];

/** Why an item is not bought, or not made here; nothing when it comes as wanted. */
export function sourceReasons(number: string, source: Rec<"Item">["source"], wanted: Rec<"Item">["source"]): Reason[] {
  if (source === wanted) return [];
  return wanted === "bought"
    ? [because("ITEM_NOT_BOUGHT", `${number} is made, not bought.`, `${number} 为自制件，不外购。`, "Item", number)]
    : [because("ITEM_NOT_MADE", `${number} is bought, not made.`, `${number} 为外购件，不自制。`, "Item", number)];
}
