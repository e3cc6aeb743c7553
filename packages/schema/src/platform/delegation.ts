import { choice, date, defineRecord, ref, text } from "../kit/index.ts";
import { role } from "./roles.ts";

/**
 * A role that its holder lends to another person for some days: dated, signed, to a qualified person, one level, never around the
 * separation of duties (REQ-ACC-08). Its author is whose role it is.
 */
export const delegation = defineRecord({
  name: "Delegation",
  area: "platform",
  number: "DG-{yy}-{seq:3}",
  label: { en: "Delegation", zh: "授权委托" },
  plural: { en: "Delegations", zh: "授权委托" },
  fields: {
    role: choice({ en: "Role", zh: "角色" }, role, { fixed: true }),
    delegate: ref({ en: "Acts in my place", zh: "代理人" }, "Person", { fixed: true }),
    validFrom: date({ en: "From", zh: "起始日期" }, { fixed: true }),
    validTo: date({ en: "Last day", zh: "截止日期" }, { fixed: true }),
    why: text({ en: "Reason", zh: "委托原因" }, { max: 500, fixed: true }),
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    active: { en: "Given", zh: "已授出" },
    ended: { en: "Ended", zh: "已终止" },
  },
  initial: "draft",
  actions: {
    give: {
      label: { en: "Give", zh: "授出" },
      from: ["draft"],
      to: "active",
      permit: "delegation.give",
      sign: { meaning: "AUTHORED" },
      authorMay: true,
      locks: ["delegate"],
      gate: "delegation.give",
      primary: true,
    },
    end: {
      label: { en: "End", zh: "终止" },
      from: ["draft", "active"],
      to: "ended",
      permit: "delegation.give",
      locks: ["delegate"],
      reason: true,
    },
    // Whoever leaves acts for nobody, and nobody for him.
    lapse: { label: { en: "Ended with its person", zh: "随人员停用终止" }, from: ["draft", "active"], to: "ended" },
  },
  read: "delegation.read",
  create: { permit: "delegation.give" },
  list: {
    columns: ["number", "role", "delegate", "validFrom", "validTo", "why", "state"],
    sort: "-createdAt",
    search: ["number", "why"],
  },
  due: { draft: { action: "give", within: { days: 1 } } },
  retention: "permanent",
});
