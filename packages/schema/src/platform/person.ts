import { choice, defineRecord, enumeration, text } from "../kit/index.ts";

export const identityDocument = enumeration("IdentityDocument", {
  residentId: { en: "Resident identity card", zh: "居民身份证" },
  passport: { en: "Passport", zh: "护照" },
  employment: { en: "Employment contract", zh: "劳动合同" },
});

/** A named person. The login is never given to anybody else, and nobody is deleted (REQ-SIG-05). */
export const person = defineRecord({
  name: "Person",
  area: "platform",
  number: "P-{seq:4}",
  label: { en: "Person", zh: "人员" },
  plural: { en: "People", zh: "人员" },
  title: ["nameEn", "nameZh"],
  fields: {
    login: text({ en: "User name", zh: "用户名" }, { max: 60, unique: true, fixed: true }),
    nameEn: text({ en: "Name (English)", zh: "姓名（英文）" }, { max: 80, critical: true }),
    nameZh: text({ en: "Name (Chinese)", zh: "姓名（中文）" }, { max: 80, critical: true }),
    titleEn: text({ en: "Job title (English)", zh: "职务（英文）" }, { max: 80 }),
    titleZh: text({ en: "Job title (Chinese)", zh: "职务（中文）" }, { max: 80 }),
    // Not unique: the people of a line may share the box of their line. Who a person is, is told by the login alone.
    mail: text({ en: "Mail address", zh: "电子邮箱" }, { optional: true, max: 254, masked: "personMail.read" }),
    identityDocument: choice({ en: "Identity proved by", zh: "身份证明" }, identityDocument, {
      optional: true,
      system: true,
      masked: "personIdentity.read",
    }),
    identityNote: text({ en: "Identity proof", zh: "身份核验" }, { optional: true, system: true, masked: "personIdentity.read" }),
  },
  states: { active: { en: "Active", zh: "在用" }, disabled: { en: "Disabled", zh: "停用" } },
  initial: "active",
  actions: {
    proveIdentity: {
      label: { en: "Record identity proof", zh: "登记身份核验" },
      from: ["active"],
      permit: "person.identify",
      notBy: ["author"],
      input: {
        fields: {
          document: choice({ en: "Document seen", zh: "查验证件" }, identityDocument),
          note: text({ en: "Note", zh: "说明" }, { optional: true }),
        },
      },
    },
    disable: { label: { en: "Disable", zh: "停用" }, from: ["active"], to: "disabled", permit: "person.change", reason: true },
    enable: { label: { en: "Enable", zh: "启用" }, from: ["disabled"], to: "active", permit: "person.change", reason: true },
  },
  read: "person.read",
  create: { permit: "person.change" },
  edit: { permit: "person.change", in: ["active"] },
  list: {
    columns: ["number", "login", "nameEn", "nameZh", "titleEn", "titleZh", "state"],
    sort: "number",
    search: ["login", "nameEn", "nameZh"],
  },
  retention: "permanent",
});
