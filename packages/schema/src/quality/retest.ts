import { defineRecord, integer, ref, text } from "../kit/index.ts";

/**
 * A second test of one characteristic of an inspection, or of one of its samples, with its reason, approved before it is done; the first result stays, and
 * both are judged and reported (REQ-GATE-12).
 */
export const retest = defineRecord({
  name: "Retest",
  area: "quality",
  number: "RT-{yy}-{seq:3}",
  label: { en: "Retest", zh: "复测" },
  plural: { en: "Retests", zh: "复测" },
  title: ["why"],
  site: true,
  fields: {
    inspection: ref({ en: "Inspection", zh: "检验" }, "Inspection", { system: true, fixed: true }),
    characteristic: integer({ en: "Characteristic", zh: "项目" }, { min: 1, max: 200, system: true, fixed: true }),
    // The one sample that is tested again; all samples of the characteristic when empty.
    sample: integer({ en: "Sample", zh: "样品" }, { optional: true, min: 1, max: 1_000_000, system: true, fixed: true }),
    why: text(
      { en: "Why the first result is doubted", zh: "对首次结果存疑的原因" },
      {
        max: 500,
        multiline: true,
        system: true,
        fixed: true,
      },
    ),
  },
  states: {
    requested: { en: "Requested", zh: "已申请" },
    approved: { en: "Approved", zh: "已批准" },
    refused: { en: "Refused", zh: "未批准" },
  },
  initial: "requested",
  actions: {
    approve: {
      label: { en: "Approve retest", zh: "批准复测" },
      from: ["requested"],
      to: "approved",
      permit: "retest.approve",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author", "inspector"],
      locks: ["inspection"],
      gate: "retest.approve",
      primary: true,
    },
    refuse: {
      label: { en: "Refuse retest", zh: "不批准复测" },
      from: ["requested"],
      to: "refused",
      permit: "retest.approve",
      insteadOf: "approve",
      reason: true,
    },
  },
  read: "inspection.read",
  list: {
    columns: ["number", "inspection", "sample", "why", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number", "why"],
    extra: { characteristicName: text({ en: "Characteristic", zh: "检验项目" }) },
  },
  due: { requested: { action: "approve", within: { hours: 8 } } },
  risk: ["inspection.item.deviceClass", "inspection.supplierItem.riskClass"],
  retention: "device",
});
