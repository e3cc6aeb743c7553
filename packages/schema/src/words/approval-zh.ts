import type { approvalEn } from "./approval-en.ts";

/** 审批与首页指标用语。 */
export const approvalZh: { readonly [K in keyof typeof approvalEn]: string } = {
  "approval.title": "审批",
  "approval.rounds": "{n} 轮",
  "approval.open": "进行中",
  "approval.approved": "已批准",
  "approval.rejected": "已退回",
  "approval.changed": "内容已变更，须重新审批",
  "approval.because": "原因：{reason}",
  "approval.or": "或",
  "approval.until": "截止 {time}",
};
