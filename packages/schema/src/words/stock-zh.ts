import type { stockEn } from "./stock-en.ts";

/** 仓库页面的中文词句：取货建议、移库、盘点、序列号；属于同一词表。 */
export const stockZh: Readonly<Record<keyof typeof stockEn, string>> = {
  "fefo.title": "下一步应取",
  "fefo.note": "先到期先出",
  "fefo.pack": "应装批次",
  "fefo.take": "取用",
  "fefo.use": "按建议装货",
  "fefo.used": "已按建议装货",
  "fefo.nothing": "没有待取的物料。",
  "fefo.short": "{item}：缺 {quantity} {unit}。",
  "fefo.obstacle": "{quantity} {unit} {why}（{numbers}）",
  "fefo.more": "等 {n} 批",
  "fefo.reason": "未先用 {lot}（{date} 到期）的原因",
};
