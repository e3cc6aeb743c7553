import type { purchaseEn } from "./purchase-en.ts";

/** 采购与收货的文字。 */
export const purchaseZh: { readonly [K in keyof typeof purchaseEn]: string } = {
  "order.gross": "含税",
  "file.kindOf": "{name} 的文件类型",
  "file.kindNone": "未指定类型",
  "receipt.scan": "扫描包装",
  "receipt.scanHint": "扫描包装上的 GS1 编码，每扫一次填一行",
  "receipt.scanned": "已填订单第 {n} 行：{what}",
  "receipt.scanNoOrder": "请先选择采购订单。",
  "receipt.receive": "收货",
  "receipt.logger": "温度记录",
  "receipt.minutes": "超限 {n} 分钟",
  "do.pdf": "PDF",
  "order.clauseText": "内容",
};
