import { choice, defineRecord, enumeration, flag, instant, integer, text } from "../kit/index.ts";

export const maintenanceKind = enumeration("MaintenanceKind", {
  backup: { en: "Backup", zh: "备份" },
  drill: { en: "Restore drill", zh: "恢复演练" },
  verification: { en: "Check of the chain", zh: "证据链核验" },
});

const optional = { optional: true, system: true } as const;
const count = { optional: true, system: true, min: 0 } as const;

/**
 * A backup, a restore drill or a check of the whole chain, as it ended: written by whoever did it, never changed. The health page
 * and the inspector's drill 21 read from here (REQ-BCP-01, REQ-BCP-02, REQ-REC-03).
 */
export const maintenanceRun = defineRecord({
  name: "MaintenanceRun",
  area: "platform",
  number: "MR-{yy}-{seq:4}",
  label: { en: "Maintenance run", zh: "运维记录" },
  plural: { en: "Backups, drills and checks", zh: "备份、演练与核验" },
  fields: {
    kind: choice({ en: "Kind", zh: "类别" }, maintenanceKind, { system: true }),
    good: flag({ en: "Good", zh: "合格" }, { system: true }),
    startedAt: instant({ en: "Started", zh: "开始时间" }, { system: true }),
    seconds: integer({ en: "Duration (s)", zh: "耗时（秒）" }, { system: true, min: 0 }),
    finding: text({ en: "First finding", zh: "首个发现" }, { ...optional, max: 1000 }),
    source: text({ en: "File", zh: "文件" }, { ...optional, max: 300 }),
    sha256: text({ en: "SHA-256 of the file", zh: "文件 SHA-256" }, { ...optional, max: 64 }),
    madeAt: instant({ en: "Data as of", zh: "数据时点" }, optional),
    tables: integer({ en: "Tables", zh: "表" }, count),
    rows: integer({ en: "Rows", zh: "行" }, count),
    files: integer({ en: "Attachments", zh: "附件" }, count),
    events: integer({ en: "Audit events checked", zh: "已核验审计事件" }, count),
    seals: integer({ en: "Seals checked", zh: "已核验封存" }, count),
    signatures: integer({ en: "Signatures checked", zh: "已核验签名" }, count),
    records: integer({ en: "Records compared", zh: "已比对记录" }, count),
    release: text({ en: "Product version", zh: "产品版本" }, { system: true, max: 40 }),
    place: text({ en: "Where", zh: "执行主机" }, { system: true, max: 200 }),
  },
  read: "operations.read",
  list: {
    columns: ["number", "kind", "good", "startedAt", "seconds", "source", "finding"],
    sort: "-createdAt",
    search: ["number", "source", "sha256"],
  },
  retention: "quality-record",
});
