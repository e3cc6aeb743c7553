import { choice, date, decimal, defineRecord, enumeration, integer, ref, text } from "../kit/index.ts";

/** What kind of equipment; a characteristic of an inspection plan names the kind that it is measured with. */
export const equipmentType = enumeration("EquipmentType", {
  calliper: { en: "Calliper", zh: "卡尺" },
  tensileTester: { en: "Tensile tester", zh: "拉力试验机" },
  leakTester: { en: "Leak tester", zh: "检漏仪" },
  balance: { en: "Balance", zh: "天平" },
  hardnessTester: { en: "Hardness tester", zh: "硬度计" },
  gasChromatograph: { en: "Gas chromatograph", zh: "气相色谱仪" },
  codeVerifier: { en: "Code verifier", zh: "条码检测仪" },
  thermometer: { en: "Thermometer", zh: "温度计" },
  moulding: { en: "Injection moulding machine", zh: "注塑机" },
  extruder: { en: "Extruder", zh: "挤出机" },
  welder: { en: "Ultrasonic welder", zh: "超声焊接机" },
  bonding: { en: "Bonding station", zh: "粘接工位" },
  assemblyLine: { en: "Assembly line", zh: "组装线" },
  sealer: { en: "Pouch sealer", zh: "封口机" },
  labelPrinter: { en: "Label printer", zh: "标签打印机" },
  steriliser: { en: "Steriliser", zh: "灭菌柜" },
  aeration: { en: "Aeration room", zh: "解析间" },
});

export const asFound = enumeration("AsFound", {
  inTolerance: { en: "As found in tolerance", zh: "校准前合格" },
  outOfTolerance: { en: "As found out of tolerance", zh: "校准前超差" },
});

const inUseOrNot = ["inUse", "outOfService"] as const;

/**
 * A machine or an instrument. The due date is the last good day, until 24:00 in the site's zone; what is due, out of service or
 * locked measures nothing (REQ-GATE-07, ISO 13485 7.6).
 */
export const equipment = defineRecord({
  name: "Equipment",
  area: "master",
  number: "entered",
  numberLabel: { en: "Equipment", zh: "设备编号" },
  label: { en: "Equipment", zh: "设备" },
  plural: { en: "Equipment", zh: "设备" },
  title: ["nameEn", "nameZh"],
  site: true,
  fields: {
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 120 }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 120 }),
    type: choice({ en: "Type", zh: "类型" }, equipmentType, { critical: true }),
    location: text({ en: "Where it stands", zh: "放置地点" }, { optional: true, max: 120 }),
    rangeFrom: decimal({ en: "Measures from", zh: "量程下限" }, { optional: true, critical: true }),
    rangeTo: decimal({ en: "Measures to", zh: "量程上限" }, { optional: true, critical: true }),
    rangeUnit: text({ en: "Unit of range", zh: "量程单位" }, { optional: true, max: 20 }),
    resolution: decimal({ en: "Resolution", zh: "分辨力" }, { optional: true, min: "0" }),
    calibrationMonths: integer(
      { en: "Calibration interval", zh: "校准周期" },
      { optional: true, min: 1, max: 120, critical: true, unit: { en: "months", zh: "个月" } },
    ),
    lastCalibratedOn: date({ en: "Last calibrated on", zh: "上次校准日期" }, { optional: true, system: true }),
    calibrationDueOn: date({ en: "Calibration due on", zh: "校准有效期至" }, { optional: true, system: true }),
  },
  lines: {
    // Every calibration there was, with its certificate; written by the action, never by hand.
    calibrations: {
      label: { en: "Calibrations", zh: "校准记录" },
      system: true,
      fields: {
        calibratedOn: date({ en: "Calibrated on", zh: "校准日期" }),
        dueOn: date({ en: "Due on", zh: "有效期至" }),
        certificate: text({ en: "Certificate", zh: "证书编号" }, { max: 80 }),
        asFound: choice({ en: "As found", zh: "校准前状态" }, asFound),
        note: text({ en: "Note", zh: "备注" }, { optional: true, max: 500 }),
        recordedBy: ref({ en: "Recorded by", zh: "登记人" }, "Person"),
      },
    },
  },
  states: {
    toApprove: { en: "To approve", zh: "待批准" },
    inUse: { en: "In use", zh: "在用" },
    outOfService: { en: "Out of service", zh: "停用" },
    locked: { en: "Locked", zh: "锁定" },
  },
  initial: "toApprove",
  actions: {
    approve: {
      label: { en: "Approve for use", zh: "批准使用" },
      from: ["toApprove"],
      to: "inUse",
      permit: "equipment.approve",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author", "calibrator"],
      gate: "equipment.approve",
      primary: true,
    },
    // Not used between a calibration and its approval: the certificate is read by somebody else first (separation rule 16).
    calibrate: {
      label: { en: "Record calibration", zh: "登记校准" },
      from: ["toApprove", "inUse", "outOfService", "locked"],
      permit: "equipment.calibrate",
      sign: { meaning: "PERFORMED" },
      authorMay: true,
      duty: "calibrator",
      input: {
        fields: {
          calibratedOn: date({ en: "Calibrated on", zh: "校准日期" }),
          certificate: text({ en: "Certificate", zh: "证书编号" }, { max: 80 }),
          asFound: choice({ en: "As found", zh: "校准前状态" }, asFound),
          note: text({ en: "Note", zh: "备注" }, { optional: true, max: 500, multiline: true }),
        },
      },
    },
    awaitApproval: {
      label: { en: "Calibration to approve", zh: "校准待批准" },
      from: ["toApprove", "inUse", "outOfService", "locked"],
      to: "toApprove",
    },
    // Found out of tolerance it is stopped at once, whatever was done to it since (CN-GMP 101).
    foundOut: {
      label: { en: "Locked, found out of tolerance", zh: "超差锁定" },
      from: ["toApprove", "inUse", "outOfService", "locked"],
      to: "locked",
    },
    change: {
      label: { en: "Open for change", zh: "申请变更" },
      from: inUseOrNot,
      to: "toApprove",
      permit: "equipment.change",
      duty: "author",
      reason: true,
    },
    takeOut: {
      label: { en: "Take out of service", zh: "停用" },
      from: ["inUse"],
      to: "outOfService",
      permit: "equipment.change",
      duty: "author",
      reason: true,
    },
    lock: {
      label: { en: "Lock", zh: "锁定" },
      from: ["toApprove", ...inUseOrNot],
      to: "locked",
      permit: "equipment.lock",
      reason: true,
    },
    unlock: {
      label: { en: "Unlock", zh: "解除锁定" },
      from: ["locked"],
      to: "toApprove",
      permit: "equipment.approve",
      sign: { meaning: "REVIEWED" },
      notBy: ["author"],
      reason: true,
    },
  },
  read: "equipment.read",
  create: { permit: "equipment.change" },
  edit: { permit: "equipment.change", in: ["toApprove"] },
  list: {
    columns: ["number", "nameEn", "nameZh", "type", "site", "location", "calibrationDueOn", "state"],
    sort: "number",
    sorts: ["calibrationDueOn", "type"],
    search: ["number", "nameEn", "nameZh"],
  },
  due: { toApprove: { action: "approve", within: { days: 2 } } },
  risk: [],
  retention: "device",
});
