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
  "approval.overdue": "已超期，应于 {time} 前完成",
  "kpi.title": "指标",
  "kpi.good": "达标",
  "kpi.watch": "关注",
  "kpi.bad": "未达标",
  "kpi.definition": "指标定义",
  "kpi.definitionOf": "指标定义：{label}",
  "kpi.goal": "目标 {goal}",
  "kpi.noRows": "90 天内无数据",
  "kpi.noMonths": "近十二个月无数据。",
  "kpi.monthsOf": "{label}逐月：{values}",
  "kpi.upTo": "{n} 天内",
  "kpi.between": "{a}–{b} 天",
  "kpi.over": "超过 {n} 天",
};
