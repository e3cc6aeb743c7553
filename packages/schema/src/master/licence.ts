import { choice, date, defineRecord, enumeration, integer, ref, text } from "../kit/index.ts";
import { deviceClass, itemClass } from "./item.ts";

export const licenceKind = enumeration("LicenceKind", {
  medicalLicence: { en: "Medical licence", zh: "医疗器械许可证" },
  distribution: { en: "Distribution licence", zh: "医疗器械经营许可证" },
  production: { en: "Production licence", zh: "医疗器械生产许可证" },
  business: { en: "Business licence", zh: "营业执照" },
  certificate: { en: "Management system certificate", zh: "管理体系认证证书" },
  registration: { en: "Registration certificate", zh: "医疗器械注册证" },
  filing: { en: "Filing certificate (class I)", zh: "第一类医疗器械备案凭证" },
});

/** Kinds that are given for products: they say which items they cover, and a device needs one of them. */
export const productLicences = ["registration", "filing"] as const;

export const licenceHolder = enumeration("LicenceHolder", {
  supplier: { en: "Supplier", zh: "供应商" },
  customer: { en: "Customer", zh: "客户" },
  ourselves: { en: "Ourselves", zh: "本企业" },
});

/** A licence or certificate of a supplier, a customer or ourselves; what depends on it locks by itself when it lapses (REQ-GATE-15). */
export const licence = defineRecord({
  name: "Licence",
  area: "master",
  number: "LIC-{seq:4}",
  label: { en: "Licence", zh: "证照" },
  plural: { en: "Licences", zh: "证照" },
  title: ["licenceNumber"],
  fields: {
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", {
      optional: true,
      fixed: true,
      help: { en: "Neither supplier nor customer: it is our own.", zh: "供应商与客户均不填时为本企业证照。" },
    }),
    customer: ref({ en: "Customer", zh: "客户" }, "Customer", { optional: true, fixed: true }),
    holder: choice({ en: "Holder", zh: "持证方" }, licenceHolder, { system: true, optional: true }),
    kind: choice({ en: "Kind", zh: "种类" }, licenceKind, { fixed: true }),
    licenceNumber: text({ en: "Number on the licence", zh: "证照编号" }, { max: 80 }),
    issuedBy: text({ en: "Issued by", zh: "发证机关" }, { optional: true, max: 160 }),
    scopeClass: choice({ en: "Highest device class covered", zh: "覆盖的最高类别" }, deviceClass, {
      optional: true,
      critical: true,
    }),
    validFrom: date({ en: "Valid from", zh: "生效日期" }),
    validTo: date({ en: "Valid to", zh: "有效期至" }, { critical: true }),
    warnedDays: integer({ en: "Warned, days before", zh: "已提前预警（天）" }, { system: true, optional: true, unsigned: true }),
  },
  lines: {
    covers: {
      label: { en: "Covers only", zh: "仅覆盖" },
      // What a licence covers is printed on it: another scope is another licence.
      fixed: true,
      fields: {
        item: ref({ en: "Item", zh: "物料" }, "Item", { optional: true }),
        itemClass: choice({ en: "Class of items", zh: "物料类别" }, itemClass, { optional: true }),
      },
    },
  },
  states: {
    active: { en: "On file", zh: "在册" },
    renewalDue: { en: "Renewal due", zh: "待换证" },
    withdrawn: { en: "Withdrawn", zh: "注销" },
  },
  initial: "active",
  actions: {
    fallDue: { label: { en: "Falls due", zh: "临近到期" }, from: ["active"], to: "renewalDue" },
    settle: { label: { en: "Renewed", zh: "已换证" }, from: ["renewalDue"], to: "active" },
    withdraw: {
      label: { en: "Withdraw", zh: "注销" },
      from: ["active", "renewalDue"],
      to: "withdrawn",
      permit: "licence.change",
      reason: true,
      locks: ["supplier", "customer", "covers.item"],
    },
  },
  read: "licence.read",
  create: { permit: "licence.change" },
  // A lapsed licence locks what depends on it; what lifts such a lock is signed (compliance.md §B, Supplier × item: "lifting ✍").
  edit: {
    permit: "licence.change",
    in: ["active", "renewalDue"],
    sign: { meaning: "AUTHORED", of: ["scopeClass", "validTo"] },
  },
  list: {
    columns: ["number", "supplier", "customer", "kind", "validTo", "state", "holder", "licenceNumber", "scopeClass"],
    sort: "validTo",
    sorts: ["validTo"],
    search: ["number", "licenceNumber"],
    extra: { validity: text({ en: "Validity", zh: "有效性" }), copy: text({ en: "Copy", zh: "复印件" }) },
  },
  // Renewing is the signed change of its last day.
  due: { renewalDue: { action: "edit", within: { days: 90 } } },
  retention: "quality-record",
});
