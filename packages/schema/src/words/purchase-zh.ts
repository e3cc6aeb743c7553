import type { purchaseEn } from "./purchase-en.ts";

/** 采购与收货的文字。 */
export const purchaseZh: { readonly [K in keyof typeof purchaseEn]: string } = {
  "order.gross": "含税",
  "order.clauseText": "内容",
};
