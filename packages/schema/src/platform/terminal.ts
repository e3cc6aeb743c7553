import { defineRecord, instant, ref, text } from "../kit/index.ts";

/**
 * A workplace at which critical data are entered and signed: the bench of a laboratory, a balance, the office of QA (21 CFR 11.10(h),
 * REQ-ACC-07). One device is bound to it at a time, by a cookie of which the server keeps the hash (ADR 53). Proposed by one
 * administrator, activated by another.
 */
export const terminal = defineRecord({
  name: "Terminal",
  area: "platform",
  number: "entered",
  label: { en: "Terminal", zh: "终端" },
  plural: { en: "Terminals", zh: "终端" },
  title: ["nameEn", "nameZh"],
  site: true,
  // None of it is critical input: whatever a limit blocks, administrators can still register the terminal that is missing.
  fields: {
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 80 }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 80 }),
    // Where it stands; limits name locations.
    location: ref({ en: "Stands at", zh: "所在位置" }, "Location", { optional: true }),
    device: text({ en: "Device", zh: "设备" }, { system: true, optional: true, max: 300 }),
    enrolledAt: instant({ en: "Enrolled", zh: "登记时间" }, { system: true, optional: true }),
    enrolledBy: ref({ en: "Enrolled by", zh: "登记人" }, "Person", { system: true, optional: true }),
  },
  states: {
    proposed: { en: "Proposed", zh: "待启用" },
    active: { en: "Active", zh: "在用" },
    retired: { en: "Retired", zh: "已停用" },
  },
  initial: "proposed",
  actions: {
    activate: {
      label: { en: "Activate", zh: "启用" },
      from: ["proposed"],
      to: "active",
      permit: "terminal.activate",
      notBy: ["author"],
      primary: true,
    },
    retire: {
      label: { en: "Retire", zh: "停用" },
      from: ["proposed", "active"],
      to: "retired",
      permit: "terminal.propose",
      reason: true,
    },
  },
  read: "terminal.read",
  create: { permit: "terminal.propose" },
  edit: { permit: "terminal.propose", in: ["proposed"] },
  list: {
    columns: ["number", "nameEn", "nameZh", "site", "location", "state", "enrolledAt", "enrolledBy"],
    sort: "number",
    search: ["number", "nameEn", "nameZh"],
    extra: { lastSeen: text({ en: "Last seen", zh: "最近使用" }) },
  },
  due: { proposed: { action: "activate", within: { days: 1 } } },
  retention: "permanent",
});
