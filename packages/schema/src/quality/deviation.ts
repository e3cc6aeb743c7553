import { choice, date, defineRecord, enumeration, ref, text } from "../kit/index.ts";
import { severity } from "../master/index.ts";

export const deviationKind = enumeration("DeviationKind", {
  process: { en: "Process", zh: "工艺" },
  excursion: { en: "Temperature or storage excursion", zh: "温度/储存超限" },
  equipment: { en: "Equipment", zh: "设备" },
  environment: { en: "Environment", zh: "环境" },
  document: { en: "Document or record", zh: "文件/记录" },
  other: { en: "Other", zh: "其他" },
});

export const riskToPatient = enumeration("RiskToPatient", {
  none: { en: "None", zh: "无" },
  low: { en: "Low", zh: "低" },
  high: { en: "High", zh: "高" },
});

const classified = {
  fields: {
    severity: choice({ en: "Class", zh: "分类" }, severity),
    risk: choice({ en: "Risk to patients", zh: "患者风险" }, riskToPatient),
    assessment: text({ en: "Grounds of the class", zh: "分类依据" }, { max: 1000, multiline: true }),
  },
} as const;

/**
 * Something that did not go as laid down. Its report holds its lots in the same transaction (REQ-QEV-01), and what is reported is
 * added to, never rewritten. Investigation, assessment and closing follow `classified` as states of their own.
 */
export const deviation = defineRecord({
  name: "Deviation",
  area: "quality",
  number: "DEV-{yy}-{seq:3}",
  label: { en: "Deviation", zh: "偏差" },
  plural: { en: "Deviations", zh: "偏差" },
  title: ["description"],
  site: true,
  fields: {
    description: text({ en: "Description", zh: "描述" }, { max: 300 }),
    kind: choice({ en: "Kind", zh: "类别" }, deviationKind),
    foundOn: date({ en: "Found on", zh: "发现日期" }),
    finder: ref({ en: "Found by", zh: "发现人" }, "Person", { optional: true }),
    place: text({ en: "Place", zh: "地点" }, { max: 120 }),
    containment: text({ en: "Containment", zh: "遏制措施" }, { max: 1000, multiline: true }),
    item: ref({ en: "Item", zh: "物料" }, "Item", { optional: true }),
    equipment: ref({ en: "Equipment", zh: "设备" }, "Equipment", { optional: true }),
    openedBySystem: text({ en: "Opened by the system for", zh: "系统开立，源自" }, { system: true, optional: true, max: 60 }),
    severity: choice({ en: "Class", zh: "分类" }, severity, { optional: true, system: true }),
    risk: choice({ en: "Risk to patients", zh: "患者风险" }, riskToPatient, { optional: true, system: true }),
    assessment: text(
      { en: "Grounds of the class", zh: "分类依据" },
      { optional: true, system: true, max: 1000, multiline: true },
    ),
  },
  lines: {
    lots: {
      label: { en: "Lots concerned", zh: "涉及批次" },
      fields: { lot: ref({ en: "Lot", zh: "批" }, "Lot") },
    },
  },
  attributes: true,
  states: {
    reported: { en: "Reported", zh: "已报告" },
    classified: { en: "Classified", zh: "已分类" },
    voided: { en: "Voided", zh: "已作废" },
  },
  initial: "reported",
  actions: {
    classify: {
      label: { en: "Classify", zh: "分类" },
      from: ["reported"],
      to: "classified",
      permit: "deviation.classify",
      sign: { meaning: "REVIEWED" },
      duty: "reviewer",
      notBy: ["author"],
      locks: ["lots.lot"],
      primary: true,
      input: classified,
    },
    reclassify: {
      label: { en: "Change class", zh: "变更分类" },
      from: ["classified"],
      permit: "deviation.classify",
      sign: { meaning: "REVIEWED" },
      duty: "reviewer",
      notBy: ["author"],
      reason: true,
      input: classified,
    },
    addLot: {
      label: { en: "Add a lot", zh: "增加批次" },
      from: ["reported", "classified"],
      permit: "deviation.report",
      reason: true,
      input: { fields: { lot: ref({ en: "Lot", zh: "批" }, "Lot") } },
    },
    contain: {
      label: { en: "Add containment", zh: "补充遏制措施" },
      from: ["reported", "classified"],
      permit: "deviation.report",
      input: { fields: { containment: text({ en: "Containment", zh: "遏制措施" }, { max: 400, multiline: true }) } },
    },
    void: {
      label: { en: "Void, reported in error", zh: "误报作废" },
      from: ["reported", "classified"],
      to: "voided",
      permit: "deviation.classify",
      sign: { meaning: "VOIDED" },
      notBy: ["author"],
      locks: ["lots.lot"],
      reason: true,
    },
  },
  read: "deviation.read",
  create: { permit: "deviation.report", duty: "reporter" },
  list: {
    columns: ["number", "description", "kind", "severity", "foundOn", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number", "description"],
  },
  due: { reported: { action: "classify", within: { workingDays: 1 } } },
  risk: ["risk", "severity"],
  retention: "quality-record",
});
