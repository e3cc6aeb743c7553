import { choice, defineRecord, enumeration, quantity, ref, text } from "../kit/index.ts";

export const severity = enumeration("Severity", {
  critical: { en: "Critical", zh: "严重" },
  major: { en: "Major", zh: "主要" },
  minor: { en: "Minor", zh: "次要" },
});

export const disposition = enumeration("Disposition", {
  useAsIs: { en: "Use as is (concession)", zh: "让步接收" },
  rework: { en: "Rework", zh: "返工" },
  returnToSupplier: { en: "Return to supplier", zh: "退货" },
  scrap: { en: "Scrap", zh: "报废" },
});

/** Something that does not meet its requirement, from report to closure (compliance.md §B, NCR). */
export const nonconformity = defineRecord({
  name: "Nonconformity",
  area: "quality",
  number: "NCR-{yy}-{seq:3}",
  label: { en: "Nonconformity", zh: "不合格品" },
  plural: { en: "Nonconformities", zh: "不合格品" },
  title: ["description"],
  site: true,
  fields: {
    description: text({ en: "Description", zh: "描述" }, { max: 300 }),
    severity: choice({ en: "Severity", zh: "严重度" }, severity, { critical: true }),
    lot: ref({ en: "Lot", zh: "批" }, "Lot", { fixed: true }),
    inspection: ref({ en: "Inspection", zh: "检验" }, "Inspection", { optional: true, system: true }),
    quantity: quantity({ en: "Affected quantity", zh: "不合格数量" }, { critical: true }),
    containment: text({ en: "Containment", zh: "遏制措施" }, { optional: true, system: true, max: 1000, multiline: true }),
    disposition: choice({ en: "Disposition", zh: "处置" }, disposition, { optional: true, system: true }),
    justification: text({ en: "Justification", zh: "处置理由" }, { optional: true, system: true, max: 1000, multiline: true }),
    capaDecision: text({ en: "CAPA decision", zh: "CAPA 决定" }, { optional: true, system: true, max: 500 }),
  },
  attributes: true,
  states: {
    draft: { en: "Draft", zh: "草稿" },
    open: { en: "Open", zh: "已报告" },
    review: { en: "Under review", zh: "评审中" },
    dispositioned: { en: "Dispositioned", zh: "已处置" },
    closed: { en: "Closed", zh: "已关闭" },
    voided: { en: "Voided", zh: "已作废" },
  },
  initial: "draft",
  actions: {
    report: {
      label: { en: "Report", zh: "报告" },
      from: ["draft"],
      to: "open",
      permit: "nonconformity.report",
      sign: { meaning: "PERFORMED" },
      authorMay: true,
      duty: "reporter",
      locks: ["lot"],
      primary: true,
    },
    openBySystem: { label: { en: "Opened by the system", zh: "系统开立" }, from: ["draft"], to: "open" },
    review: {
      label: { en: "Start review", zh: "开始评审" },
      from: ["open"],
      to: "review",
      permit: "nonconformity.review",
      duty: "reviewer",
      primary: true,
      input: { fields: { containment: text({ en: "Containment", zh: "遏制措施" }, { max: 1000, multiline: true }) } },
    },
    disposition: {
      label: { en: "Decide disposition", zh: "处置决定" },
      from: ["review"],
      to: "dispositioned",
      permit: "nonconformity.disposition",
      sign: { meaning: "DISPOSITIONED" },
      duty: "disposer",
      notBy: ["author", "reporter"],
      locks: ["lot"],
      gate: "nonconformity.disposition",
      primary: true,
      input: {
        fields: {
          decision: choice({ en: "Disposition", zh: "处置" }, disposition),
          justification: text({ en: "Justification", zh: "处置理由" }, { max: 1000, multiline: true }),
        },
      },
    },
    close: {
      label: { en: "Close", zh: "关闭" },
      from: ["dispositioned"],
      to: "closed",
      permit: "nonconformity.close",
      sign: { meaning: "CLOSED" },
      duty: "closer",
      notBy: ["author", "reporter"],
      locks: ["lot"],
      gate: "nonconformity.close",
      primary: true,
      input: {
        fields: {
          capaDecision: text({ en: "CAPA: yes or no, because …", zh: "是否启动 CAPA 及理由" }, { max: 500, multiline: true }),
        },
      },
    },
    void: {
      label: { en: "Void", zh: "作废" },
      from: ["draft"],
      to: "voided",
      permit: "nonconformity.review",
      sign: { meaning: "VOIDED" },
      authorMay: true,
      reason: true,
    },
  },
  read: "nonconformity.read",
  create: { permit: "nonconformity.report" },
  edit: { permit: "nonconformity.report", in: ["draft"] },
  list: {
    columns: ["number", "description", "severity", "lot", "disposition", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number", "description"],
  },
  due: {
    draft: { action: "report", within: { hours: 4 } },
    open: { action: "review", within: { days: 1 } },
    review: { action: "disposition", within: { days: 5 } },
    dispositioned: { action: "close", within: { days: 10 } },
  },
  retention: "quality-record",
});
