import { choice, date, defineRecord, flag, instant, ref, text } from "../kit/index.ts";
import { role } from "./roles.ts";

/**
 * A role held by a person, proposed by one administrator and confirmed by another. Against a separation rule it is given with a
 * mitigation and a last day only, and the QA head confirms it (compliance.md §C); what one may do on one record stays refused there.
 */
export const roleGrant = defineRecord({
  name: "RoleGrant",
  area: "platform",
  number: "RG-{seq:5}",
  label: { en: "Role grant", zh: "角色授权" },
  plural: { en: "Role grants", zh: "角色授权" },
  fields: {
    person: ref({ en: "Person", zh: "人员" }, "Person", { fixed: true }),
    role: choice({ en: "Role", zh: "角色" }, role, { fixed: true }),
    forSite: ref({ en: "Only at site", zh: "仅限场所" }, "Site", { optional: true, fixed: true }),
    validTo: date({ en: "Last day", zh: "截止日期" }, { optional: true, critical: true }),
    mitigation: text({ en: "Mitigation", zh: "补偿措施" }, { optional: true, max: 500, multiline: true, critical: true }),
    isOverride: flag({ en: "Against a separation rule", zh: "与职责分离规则冲突" }, { system: true }),
    mitigationReviewedAt: instant({ en: "Mitigation last reviewed", zh: "补偿措施最近复核" }, { system: true, optional: true }),
  },
  states: {
    proposed: { en: "Proposed", zh: "待确认" },
    active: { en: "In force", zh: "生效" },
    ended: { en: "Ended", zh: "已终止" },
  },
  initial: "proposed",
  actions: {
    confirm: {
      label: { en: "Confirm", zh: "确认" },
      from: ["proposed"],
      to: "active",
      permit: "grant.confirm",
      notBy: ["author"],
      duty: "granter",
      // Two roles of one person are not confirmed side by side, each without seeing the other.
      locks: ["person"],
      gate: "grant.confirm",
      primary: true,
    },
    confirmOverride: {
      label: { en: "Confirm with mitigation", zh: "按补偿措施确认" },
      from: ["proposed"],
      to: "active",
      permit: "grant.override",
      sign: { meaning: "APPROVED" },
      notBy: ["author"],
      duty: "granter",
      locks: ["person"],
      gate: "grant.override",
    },
    reviewMitigation: {
      label: { en: "Review mitigation", zh: "复核补偿措施" },
      from: ["active"],
      permit: "grant.override",
      sign: { meaning: "REVIEWED" },
      notBy: ["author"],
      gate: "grant.reviewMitigation",
      // What was looked at, and whether it still holds.
      reason: true,
    },
    end: { label: { en: "End", zh: "终止" }, from: ["proposed", "active"], to: "ended", permit: "grant.propose", reason: true },
    lapse: { label: { en: "Ended with its person", zh: "随人员停用终止" }, from: ["proposed", "active"], to: "ended" },
    // What an access review has decided.
    remove: { label: { en: "Ended by access review", zh: "经权限复核终止" }, from: ["active"], to: "ended" },
  },
  read: "grant.read",
  create: { permit: "grant.propose" },
  edit: { permit: "grant.propose", in: ["proposed"] },
  list: {
    columns: ["number", "person", "role", "state", "validTo", "mitigation", "forSite", "createdAt"],
    sort: "-createdAt",
    search: ["number"],
    extra: {
      lastUsed: text({ en: "Last used", zh: "最近使用" }),
      rules: text({ en: "Against separation rules", zh: "冲突规则" }),
    },
  },
  due: { proposed: { action: "confirm", instead: { of: "isOverride", action: "confirmOverride" }, within: { days: 1 } } },
  retention: "permanent",
});
