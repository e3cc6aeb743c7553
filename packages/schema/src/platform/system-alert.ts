import { choice, defineRecord, enumeration, text } from "../kit/index.ts";

/** What the health page looks at; each has one line there. */
export const healthSubject = enumeration("HealthSubject", {
  database: { en: "Database", zh: "数据库" },
  replication: { en: "Replication", zh: "复制" },
  migrations: { en: "Table definitions", zh: "表结构版本" },
  clock: { en: "Clocks", zh: "时钟" },
  sealer: { en: "Sealing", zh: "封存" },
  chain: { en: "Check of the chain", zh: "证据链核验" },
  key: { en: "Signing key", zh: "签名密钥" },
  messages: { en: "Messages", zh: "消息队列" },
  jobs: { en: "Jobs", zh: "后台作业" },
  backup: { en: "Last backup", zh: "最近备份" },
  drill: { en: "Last restore drill", zh: "最近恢复演练" },
  mail: { en: "Mail", zh: "邮件" },
  disk: { en: "Disk", zh: "磁盘空间" },
  certificate: { en: "TLS certificate", zh: "TLS 证书" },
});

export const healthLevel = enumeration("HealthLevel", {
  good: { en: "Good", zh: "正常" },
  amber: { en: "Warning", zh: "预警" },
  red: { en: "Fault", zh: "异常" },
  off: { en: "Not in use", zh: "未使用" },
});

/**
 * Something on the health page turned amber or red: opened by the system, told to the administrators once, and cleared by the
 * system when it is good again. Where and how long it was so stays readable (REQ-BCP-02, REQ-REC-03).
 */
export const systemAlert = defineRecord({
  name: "SystemAlert",
  area: "platform",
  number: "SA-{yy}-{seq:4}",
  label: { en: "System alert", zh: "系统告警" },
  plural: { en: "System alerts", zh: "系统告警" },
  fields: {
    subject: choice({ en: "Subject", zh: "检查项" }, healthSubject, { system: true }),
    level: choice({ en: "Level", zh: "级别" }, healthLevel, { system: true }),
    // Of this server, where each has its own disk, key file and certificate.
    node: text({ en: "Server", zh: "服务器" }, { system: true, optional: true, max: 200 }),
    foundEn: text({ en: "Found (English)", zh: "发现（英文）" }, { system: true, max: 500 }),
    foundZh: text({ en: "Found (Chinese)", zh: "发现（中文）" }, { system: true, max: 500 }),
  },
  states: { open: { en: "Open", zh: "未恢复" }, cleared: { en: "Cleared", zh: "已恢复" } },
  initial: "open",
  actions: {
    clear: { label: { en: "Cleared", zh: "恢复正常" }, from: ["open"], to: "cleared" },
  },
  read: "operations.read",
  list: {
    columns: ["number", "subject", "level", "state", "node", "foundEn", "foundZh", "createdAt"],
    sort: "-createdAt",
    search: ["number"],
  },
  retention: "quality-record",
});
