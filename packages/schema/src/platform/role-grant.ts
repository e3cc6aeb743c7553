import { choice, date, defineRecord, ref, text } from "../kit/index.ts";
import { role } from "./roles.ts";

/** A role held by a person, proposed by one administrator and confirmed by another. */
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
    mitigation: text({ en: "Mitigation", zh: "补偿措施" }, { optional: true, max: 500 }),
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
      primary: true,
    },
    lapse: { label: { en: "Ended with its person", zh: "随人员停用终止" }, from: ["proposed", "active"], to: "ended" },
    end: { label: { en: "End", zh: "终止" }, from: ["proposed", "active"], to: "ended", permit: "grant.propose", reason: true },
  },
  read: "grant.read",
  create: { permit: "grant.propose" },
  edit: { permit: "grant.propose", in: ["proposed"] },
  list: { columns: ["number", "person", "role", "forSite", "validTo", "state"], sort: "-createdAt", search: ["number"] },
  due: { proposed: { action: "confirm", within: { days: 1 } } },
  retention: "permanent",
});
