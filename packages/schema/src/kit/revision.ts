import { code, date, text } from "./field.ts";
import type { Action } from "./record.ts";

/**
 * What every dated revision has: its letter and the dates it is in force. Which one is in force on a day is computed from the
 * approved ones, never by a nightly job; the database forbids two at once (exclusion constraint).
 */
export const revisionFields = {
  revision: code({ en: "Revision", zh: "版本" }, { max: 10, fixed: true }),
  changeReason: text({ en: "Reason for the revision", zh: "修订原因" }, { max: 1000, multiline: true }),
  effectiveFrom: date({ en: "In force from", zh: "生效日期" }, { optional: true, system: true }),
  effectiveTo: date({ en: "In force to", zh: "失效日期" }, { optional: true, system: true, unsigned: true }),
} as const;

export const revisionStates = {
  draft: { en: "Draft", zh: "草稿" },
  approved: { en: "Approved", zh: "已批准" },
  withdrawn: { en: "Withdrawn", zh: "已撤回" },
} as const;

/**
 * Approve (by signature, not by the author, with the day it comes into force) and withdraw a draft. What it is a revision of is
 * locked, so that two approvals never choose the same predecessor.
 */
export const revisionActions = <const O extends string>(given: {
  readonly of: O;
  readonly approve: string;
  readonly edit: string;
  readonly gate?: string;
}) =>
  ({
    approve: {
      label: { en: "Approve", zh: "批准" },
      from: ["draft"],
      to: "approved",
      permit: given.approve,
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author"],
      locks: [given.of],
      ...(given.gate ? { gate: given.gate } : {}),
      primary: true,
      input: { fields: { effectiveOn: date({ en: "In force from", zh: "生效日期" }) } },
    },
    withdraw: { label: { en: "Withdraw", zh: "撤回" }, from: ["draft"], to: "withdrawn", permit: given.edit, reason: true },
  }) as const satisfies Record<string, Action<keyof typeof revisionStates>>;
