import { serialsField } from "../inventory/index.ts";
import { choice, defineRecord, enumeration, flag, instant, quantity, ref, text } from "../kit/index.ts";
import { severity } from "../master/index.ts";

export const disposition = enumeration("Disposition", {
  useAsIs: { en: "Use as is (concession)", zh: "让步接收" },
  rework: { en: "Rework", zh: "返工" },
  returnToSupplier: { en: "Return to supplier", zh: "退货" },
  scrap: { en: "Scrap", zh: "报废" },
});

export const capaAnswer = enumeration("CapaAnswer", {
  yes: { en: "CAPA: yes", zh: "启动 CAPA" },
  no: { en: "CAPA: no", zh: "不启动 CAPA" },
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
    // Both are those of the lot.
    item: ref({ en: "Item", zh: "物料" }, "Item", { optional: true, system: true, fixed: true, unsigned: true }),
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { optional: true, system: true, fixed: true, unsigned: true }),
    inspection: ref({ en: "Inspection", zh: "检验" }, "Inspection", { optional: true, system: true }),
    defect: ref({ en: "Defect code", zh: "缺陷代码" }, "DefectCode", { optional: true }),
    quantity: quantity({ en: "Affected quantity", zh: "不合格数量" }, { critical: true }),
    containment: text({ en: "Containment", zh: "遏制措施" }, { optional: true, system: true, max: 1000, multiline: true }),
    // What breaks the law is never accepted as it is (ISO 13485 8.3.2).
    legalRequirementUnmet: flag({ en: "A legal requirement is not met", zh: "不满足法规要求" }, { optional: true, system: true }),
    disposition: choice({ en: "Disposition", zh: "处置" }, disposition, { optional: true, system: true }),
    justification: text({ en: "Justification", zh: "处置理由" }, { optional: true, system: true, max: 1000, multiline: true }),
    instruction: text(
      { en: "Rework instruction with its adverse effects", zh: "返工指令及不良影响评估" },
      { optional: true, system: true, max: 1000, multiline: true },
    ),
    carriedOut: text({ en: "What was done", zh: "执行情况" }, { optional: true, system: true, max: 1000, multiline: true }),
    quantityPosted: quantity(
      { en: "Quantity booked out", zh: "已出账数量" },
      { optional: true, system: true, allow: "zero", unsigned: true },
    ),
    capa: choice({ en: "CAPA", zh: "CAPA" }, capaAnswer, { optional: true, system: true }),
    capaDecision: text({ en: "CAPA decision", zh: "CAPA 决定" }, { optional: true, system: true, max: 500 }),
    reportedAt: instant({ en: "Reported", zh: "报告时间" }, { system: true, optional: true, unsigned: true }),
    closedAt: instant({ en: "Closed", zh: "关闭时间" }, { system: true, optional: true, unsigned: true }),
  },
  attributes: true,
  states: {
    draft: { en: "Draft", zh: "草稿" },
    open: { en: "Open", zh: "已报告" },
    review: { en: "Under review", zh: "评审中" },
    dispositioned: { en: "Dispositioned", zh: "已处置" },
    inAction: { en: "Carried out", zh: "已执行" },
    verified: { en: "Verified", zh: "已验证" },
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
      input: {
        fields: {
          containment: text({ en: "Containment", zh: "遏制措施" }, { max: 1000, multiline: true }),
          legalRequirementUnmet: flag({ en: "A legal requirement is not met", zh: "不满足法规要求" }, { optional: true }),
        },
      },
    },
    disposition: {
      label: { en: "Decide disposition", zh: "处置决定" },
      from: ["review"],
      to: "dispositioned",
      permit: "nonconformity.disposition",
      approval: "mrb",
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
          instruction: text(
            { en: "Rework instruction with its adverse effects", zh: "返工指令及不良影响评估" },
            { optional: true, max: 1000, multiline: true },
          ),
        },
      },
    },
    sendBack: {
      label: { en: "Send the proposal back", zh: "退回处置提议" },
      from: ["review"],
      permit: "nonconformity.disposition",
      rejects: "disposition",
      reason: true,
    },
    carryOut: {
      label: { en: "Carry out", zh: "执行处置" },
      from: ["dispositioned"],
      to: "inAction",
      permit: "nonconformity.carryOut",
      duty: "performer",
      locks: ["lot"],
      primary: true,
      input: {
        fields: {
          carriedOut: text({ en: "What was done", zh: "执行情况" }, { max: 1000, multiline: true }),
          serials: serialsField,
        },
      },
    },
    verify: {
      label: { en: "Verify", zh: "验证" },
      from: ["inAction"],
      to: "verified",
      permit: "nonconformity.verify",
      sign: { meaning: "VERIFIED" },
      duty: "verifier",
      notBy: ["author", "performer"],
      locks: ["lot"],
      gate: "nonconformity.verify",
      primary: true,
    },
    close: {
      label: { en: "Close", zh: "关闭" },
      from: ["verified"],
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
          capa: choice({ en: "CAPA", zh: "CAPA" }, capaAnswer),
          capaDecision: text({ en: "Because …", zh: "理由" }, { max: 500, multiline: true }),
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
    sorts: ["supplier"],
    search: ["number", "description"],
  },
  due: {
    draft: { action: "report", within: { hours: 4 } },
    open: { action: "review", within: { days: 1 } },
    review: { action: "disposition", within: { days: 5 } },
    dispositioned: { action: "carryOut", within: { days: 5 } },
    inAction: { action: "verify", within: { days: 2 } },
    verified: { action: "close", within: { days: 5 } },
  },
  risk: ["severity"],
  retention: "quality-record",
});
