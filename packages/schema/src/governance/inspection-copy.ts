import { choice, code, date, defineRecord, enumeration, flag, instant, integer, json, ref, text } from "../kit/index.ts";

/** What a copy is made of: records that are named, or all that belong to a lot, a supplier, a span of days or a person. */
export const copyScope = enumeration("CopyScope", {
  records: { en: "Named records", zh: "指定记录" },
  lot: { en: "A lot", zh: "一个批" },
  supplier: { en: "A supplier", zh: "一个供应商" },
  period: { en: "A period", zh: "一段时间" },
  person: { en: "A person's acts", zh: "一名人员的操作" },
});

export const copyLanguage = enumeration("CopyLanguage", {
  both: { en: "Chinese and English", zh: "中英双语" },
  zh: { en: "Chinese", zh: "中文" },
  en: { en: "English", zh: "英文" },
});

/**
 * Copies of records to take away (21 CFR 11.10(b), drill 24): human-readable and machine-readable, with trail, signatures, files,
 * hashes and a verifier that needs no network. Who made it for whom and why stands in it; its download ends after some days.
 */
export const inspectionCopy = defineRecord({
  name: "InspectionCopy",
  area: "governance",
  number: "COPY-{yy}-{seq:3}",
  label: { en: "Inspection copy", zh: "检查副本" },
  plural: { en: "Inspection copies", zh: "检查副本" },
  title: ["recipient"],
  fields: {
    recipient: text({ en: "For whom", zh: "提供给" }, { max: 200 }),
    purpose: text({ en: "Reason", zh: "事由" }, { max: 500, multiline: true }),
    scope: choice({ en: "Scope", zh: "范围" }, copyScope),
    lot: ref({ en: "Lot", zh: "批" }, "Lot", { optional: true }),
    genealogy: flag(
      { en: "With all lots it was made from and went into", zh: "含上下游全部批次" },
      { optional: true, help: { en: 'Only for the scope "A lot".', zh: "仅用于范围“一个批”。" } },
    ),
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { optional: true }),
    person: ref({ en: "Person", zh: "人员" }, "Person", { optional: true }),
    fromDay: date({ en: "From", zh: "起始日期" }, { optional: true }),
    toDay: date({ en: "To", zh: "截止日期" }, { optional: true }),
    language: choice({ en: "Language", zh: "语言" }, copyLanguage),
    includeMasked: flag(
      { en: "With values masked for most", zh: "含受限字段" },
      {
        optional: true,
        help: {
          en: "Personal data and prices, as far as your own roles show them. Left out otherwise.",
          zh: "个人信息与价格等，仅限您本人有权查看的部分；不勾选则不含。",
        },
      },
    ),
    validDays: integer({ en: "Download ends after", zh: "下载有效期" }, { min: 1, max: 30, unit: { en: "days", zh: "天" } }),
    records: integer({ en: "Records", zh: "记录数" }, { system: true, optional: true }),
    contents: json({ en: "Contents", zh: "内容清单" }, { system: true, optional: true, unsigned: true }),
    sha256: text({ en: "SHA-256 of the file", zh: "文件 SHA-256" }, { system: true, optional: true, max: 64 }),
    size: integer({ en: "Size in bytes", zh: "大小（字节）" }, { system: true, optional: true }),
    readyAt: instant({ en: "Ready", zh: "生成时间" }, { system: true, optional: true }),
    expiresAt: instant({ en: "Download ends", zh: "下载截止" }, { system: true, optional: true }),
    problem: text({ en: "Why it failed", zh: "失败原因" }, { system: true, optional: true, max: 500 }),
  },
  lines: {
    named: {
      label: { en: "Named records", zh: "指定记录" },
      fields: {
        recordType: text(
          { en: "Type of record", zh: "记录类型" },
          { max: 60, help: { en: "As the product calls it, e.g. Lot.", zh: "系统中的名称，例如“批”。" } },
        ),
        recordNumber: code({ en: "Number", zh: "编号" }, { max: 80 }),
      },
    },
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    making: { en: "Being made", zh: "生成中" },
    ready: { en: "Ready", zh: "可下载" },
    failed: { en: "Failed", zh: "失败" },
    expired: { en: "Download ended", zh: "下载已截止" },
    withdrawn: { en: "Withdrawn", zh: "已撤回" },
  },
  initial: "draft",
  actions: {
    make: {
      label: { en: "Make the copy", zh: "生成副本" },
      from: ["draft", "failed"],
      to: "making",
      permit: "copy.make",
      primary: true,
    },
    finish: { label: { en: "Made", zh: "已生成" }, from: ["making"], to: "ready" },
    fail: { label: { en: "Failed", zh: "生成失败" }, from: ["making"], to: "failed" },
    expire: { label: { en: "Download ended", zh: "下载截止" }, from: ["ready"], to: "expired" },
    withdraw: {
      label: { en: "Withdraw", zh: "撤回" },
      from: ["draft", "making", "ready", "failed"],
      to: "withdrawn",
      permit: "copy.make",
      reason: true,
      secondary: true,
    },
  },
  read: "copy.read",
  create: { permit: "copy.make" },
  edit: { permit: "copy.make", in: ["draft", "failed"] },
  list: {
    columns: ["number", "recipient", "scope", "records", "state", "readyAt", "expiresAt", "createdAt"],
    sort: "-createdAt",
    search: ["number", "recipient", "purpose"],
  },
  retention: "permanent",
});
