/** Chinese words of running the installation; see operations-en.ts. */
export const operationsZh = {
  "health.title": "系统运行状况",
  "health.intro": "与 `lotline status` 同源。出现预警或异常时生成系统告警，并通知管理员一次。",
  "health.bad": "{n} 项需要关注",
  "health.allGood": "全部正常",
  "health.subject": "检查项",
  "health.level": "状态",
  "health.value": "当前值",
  "health.limit": "限值",
  "health.todo": "处理办法",
  "health.node": "服务器：{node}",
  "health.goals": "最多允许丢失 {rpo} 小时的数据（RPO），恢复时限 {rto} 小时（RTO），每 {days} 天演练一次恢复。",
  "health.check": "立即核验证据链",
  "health.checking": "正在核验证据链；结果将登记为运维记录。",
  "health.runs": "备份、演练与核验",
  "health.alerts": "历次告警",
} as const;
