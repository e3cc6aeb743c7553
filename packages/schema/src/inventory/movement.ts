import { enumeration } from "../kit/index.ts";

/** What a posting of the stock ledger is. */
export const movementKind = enumeration("MovementKind", {
  receive: { en: "Received", zh: "收货" },
  move: { en: "Moved", zh: "移库" },
  issue: { en: "Issued to production", zh: "生产领用" },
  output: { en: "Made", zh: "生产产出" },
  scrap: { en: "Scrapped", zh: "报废" },
  sample: { en: "Sampled", zh: "取样" },
  sampleReturn: { en: "Sample returned", zh: "样品退回" },
  ship: { en: "Shipped", zh: "发货" },
  deliver: { en: "Delivered", zh: "送达" },
  return: { en: "Returned", zh: "退回" },
  returnToSupplier: { en: "Returned to supplier", zh: "退供应商" },
  split: { en: "Split", zh: "拆批" },
  merge: { en: "Merged", zh: "合批" },
  rework: { en: "Reworked", zh: "返工" },
  count: { en: "Counted difference", zh: "盘点差异" },
  reverse: { en: "Reversed", zh: "冲销" },
});

/** What joins lots in the genealogy. */
export const lotEventKind = enumeration("LotEventKind", {
  production: { en: "Production", zh: "生产" },
  split: { en: "Split", zh: "拆批" },
  merge: { en: "Merge", zh: "合批" },
  rework: { en: "Rework", zh: "返工" },
});

/** Why stock of an item is not proposed by first expired, first out. */
export const fefoObstacle = enumeration("FefoObstacle", {
  waiting: { en: "not released yet", zh: "尚未放行" },
  rejected: { en: "rejected", zh: "不合格" },
  held: { en: "on hold", zh: "冻结" },
  expired: { en: "expired", zh: "已过期" },
  tooShort: { en: "remaining life too short", zh: "剩余有效期不足" },
  itemBlocked: { en: "item blocked", zh: "物料停用" },
  elsewhere: { en: "not at a place it is taken from", zh: "不在可取用的库位" },
  reserved: { en: "packed for other shipments", zh: "已被其他发货单占用" },
});

/** How many groups the added-up movements tell at most; the page says when there are more. */
export const mostMovementGroups = 500;
