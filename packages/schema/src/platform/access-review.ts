import { choice, defineRecord, enumeration, instant, integer, ref, text } from "../kit/index.ts";
import { role } from "./roles.ts";

export const accessDecision = enumeration("AccessDecision", {
  keep: { en: "Keep", zh: "保留" },
  remove: { en: "Remove", zh: "收回" },
});

/**
 * A periodic review of who holds which role (REQ-ACC-05): every role in force when it was opened, with its last use; one not used
 * for longer than the rule `access-review` says is proposed for removal. Nobody decides about his own roles. The signature removes.
 */
export const accessReview = defineRecord({
  name: "AccessReview",
  area: "platform",
  number: "AR-{yy}-{seq:3}",
  label: { en: "Access review", zh: "权限复核" },
  plural: { en: "Access reviews", zh: "权限复核" },
  title: ["subject"],
  fields: {
    subject: text({ en: "Subject", zh: "主题" }, { max: 200 }),
    takenAt: instant({ en: "Roles in force at", zh: "权限截取时间" }, { system: true }),
    unusedDays: integer({ en: "Unused after (days)", zh: "未使用判定（天）" }, { system: true, min: 1, max: 730 }),
  },
  lines: {
    roles: {
      label: { en: "Roles in force", zh: "生效角色" },
      system: true,
      fields: {
        person: ref({ en: "Person", zh: "人员" }, "Person"),
        role: choice({ en: "Role", zh: "角色" }, role),
        grant: ref({ en: "Role grant", zh: "角色授权" }, "RoleGrant"),
        since: instant({ en: "Since", zh: "生效时间" }),
        lastUsedAt: instant({ en: "Last used", zh: "最近使用" }, { optional: true }),
        proposal: choice({ en: "Proposed", zh: "建议" }, accessDecision),
        decision: choice({ en: "Decision", zh: "决定" }, accessDecision, { optional: true }),
        remark: text({ en: "Remark", zh: "说明" }, { optional: true, max: 300 }),
        decidedBy: ref({ en: "Decided by", zh: "决定人" }, "Person", { optional: true }),
      },
    },
  },
  states: {
    open: { en: "Open", zh: "进行中" },
    signed: { en: "Signed", zh: "已签署" },
    voided: { en: "Voided", zh: "已作废" },
  },
  initial: "open",
  actions: {
    decide: {
      label: { en: "Decide", zh: "决定" },
      from: ["open"],
      permit: "accessReview.decide",
      input: {
        most: 2000,
        rows: {
          decisions: {
            line: integer({ en: "Line", zh: "行号" }, { min: 1, max: 100_000 }),
            decision: choice({ en: "Decision", zh: "决定" }, accessDecision),
            remark: text({ en: "Remark", zh: "说明" }, { optional: true, max: 300 }),
          },
        },
      },
    },
    complete: {
      label: { en: "Sign and apply", zh: "签署并执行" },
      from: ["open"],
      to: "signed",
      permit: "accessReview.sign",
      sign: { meaning: "REVIEWED" },
      duty: "reviewer",
      notBy: ["author"],
      gate: "accessReview.complete",
      primary: true,
    },
    void: {
      label: { en: "Void", zh: "作废" },
      from: ["open"],
      to: "voided",
      permit: "accessReview.open",
      reason: true,
      secondary: true,
    },
  },
  read: "grant.read",
  create: { permit: "accessReview.open" },
  edit: { permit: "accessReview.open", in: ["open"] },
  list: { columns: ["number", "subject", "takenAt", "state", "createdAt"], sort: "-createdAt", search: ["number", "subject"] },
  due: { open: { action: "complete", within: { days: 14 } } },
  retention: "permanent",
});
