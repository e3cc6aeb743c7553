import { defineRecord, ref, text } from "../kit/index.ts";

/**
 * Which identity at the company's provider is which person: the provider's own name for itself and for its user, which it never gives
 * to anybody else. Proposed by the security administrator and confirmed by another one, because whoever links could sign as the person.
 */
export const identityLink = defineRecord({
  name: "IdentityLink",
  area: "platform",
  number: "IL-{seq:5}",
  label: { en: "Identity link", zh: "身份关联" },
  plural: { en: "Identity links", zh: "身份关联" },
  fields: {
    person: ref({ en: "Person", zh: "人员" }, "Person", { fixed: true }),
    issuer: text({ en: "Provider (issuer)", zh: "身份提供方（issuer）" }, { max: 200, fixed: true }),
    subject: text({ en: "Identity at the provider (sub)", zh: "提供方用户标识（sub）" }, { max: 255, fixed: true }),
    identityKey: text(
      { en: "Fingerprint of the identity", zh: "身份指纹" },
      { max: 64, system: true, optional: true, unique: true },
    ),
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
      permit: "person.change",
      notBy: ["author"],
      duty: "granter",
      locks: ["person"],
      primary: true,
    },
    // At the first sign-in, where the approved rule names the claim that says who it is.
    adopt: { label: { en: "Linked by rule", zh: "按规则关联" }, from: ["proposed"], to: "active" },
    end: {
      label: { en: "End", zh: "终止" },
      from: ["proposed", "active"],
      to: "ended",
      permit: "person.identify",
      reason: true,
    },
  },
  read: "grant.read",
  create: { permit: "person.identify" },
  list: {
    columns: ["number", "person", "issuer", "subject", "state", "createdAt"],
    sort: "-createdAt",
    search: ["number", "subject"],
  },
  due: { proposed: { action: "confirm", within: { days: 1 } } },
  retention: "permanent",
});
