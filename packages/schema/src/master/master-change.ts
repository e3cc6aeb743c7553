import { choice, code, date, defineRecord, enumeration, integer, text } from "../kit/index.ts";
import { defectCode } from "./defect-code.ts";
import { item } from "./item.ts";
import { location, site, unit } from "./site.ts";
import { customer, supplier } from "./supplier.ts";

/** Types of records with fields that change by approval only. */
const changedRecord = enumeration("ChangedRecord", {
  Item: item.label,
  Unit: unit.label,
  Location: location.label,
  Supplier: supplier.label,
  Customer: customer.label,
  Site: site.label,
  DefectCode: defectCode.label,
});

/**
 * A proposed change of fields of one record that only quality may let through (REQ-DQ-04). It names what it saw and what it asks
 * for; its approval makes the change in the same transaction, or is refused because the record is not what it was (ADR 35).
 */
export const masterChange = defineRecord({
  name: "MasterChange",
  area: "master",
  number: "MC-{yy}-{seq:4}",
  label: { en: "Change of master data", zh: "主数据变更" },
  plural: { en: "Changes of master data", zh: "主数据变更" },
  title: ["why"],
  fields: {
    recordType: choice({ en: "Type of record", zh: "记录类型" }, changedRecord, { fixed: true }),
    recordId: text({ en: "Key of the record", zh: "记录主键" }, { max: 20, fixed: true }),
    recordNumber: code({ en: "Record", zh: "记录" }, { max: 80, system: true, fixed: true }),
    recordVersion: integer({ en: "Made on version", zh: "提出时的版本" }, { min: 1, fixed: true }),
    why: text({ en: "Reason for the change", zh: "变更原因" }, { max: 1000, multiline: true, fixed: true }),
    effectiveOn: date({ en: "In effect from", zh: "生效日期" }, { system: true, optional: true }),
  },
  lines: {
    values: {
      label: { en: "What changes", zh: "变更内容" },
      fixed: true,
      fields: {
        field: text({ en: "Field", zh: "字段" }, { max: 80 }),
        before: text({ en: "Old value", zh: "原值" }, { max: 1000, multiline: true, optional: true, system: true }),
        after: text({ en: "New value", zh: "新值" }, { max: 1000, multiline: true, optional: true }),
      },
    },
  },
  states: {
    proposed: { en: "Proposed", zh: "待审批" },
    approved: { en: "Approved", zh: "已批准" },
    rejected: { en: "Rejected", zh: "已否决" },
    withdrawn: { en: "Withdrawn", zh: "已撤回" },
  },
  initial: "proposed",
  actions: {
    approve: {
      label: { en: "Approve the change", zh: "批准变更" },
      from: ["proposed"],
      to: "approved",
      permit: "masterChange.approve",
      sign: { meaning: "APPROVED" },
      approval: "master-change",
      duty: "approver",
      notBy: ["author"],
      gate: "masterChange.approve",
      primary: true,
    },
    reject: {
      label: { en: "Reject", zh: "否决" },
      from: ["proposed"],
      to: "rejected",
      permit: "masterChange.approve",
      rejects: "approve",
      reason: true,
    },
    withdraw: {
      label: { en: "Withdraw", zh: "撤回" },
      from: ["proposed"],
      to: "withdrawn",
      permit: "masterChange.propose",
      reason: true,
    },
  },
  read: "masterChange.read",
  create: { permit: "masterChange.propose", onRecord: true },
  list: {
    columns: ["number", "recordType", "recordNumber", "why", "createdAt", "effectiveOn", "state"],
    sort: "-createdAt",
    search: ["number", "recordNumber", "why"],
  },
  due: { proposed: { action: "approve", within: { days: 3 } } },
  risk: ["recordType"],
  retention: "permanent",
});
