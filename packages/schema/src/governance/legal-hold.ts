import { choice, code, date, defineRecord, enumeration, flag, ref, text } from "../kit/index.ts";

/** What a legal hold keeps: records that are named, or all that name a lot, an item, a supplier, or were made within days. */
export const legalHoldScope = enumeration("LegalHoldScope", {
  records: { en: "Named records", zh: "指定记录" },
  lot: { en: "A lot", zh: "一个批" },
  item: { en: "An item", zh: "一种物料" },
  supplier: { en: "A supplier", zh: "一个供应商" },
  period: { en: "A period", zh: "一段时间" },
});

/**
 * Keeps records and samples of a matter, whatever their retention says, until somebody else lifts it (REQ-RET-02; compliance.md §C
 * rule 11). What comes to belong to its scope later is held too.
 */
export const legalHold = defineRecord({
  name: "LegalHold",
  area: "governance",
  number: "LH-{yy}-{seq:3}",
  label: { en: "Legal hold", zh: "法律保全" },
  plural: { en: "Legal holds", zh: "法律保全" },
  title: ["matter"],
  fields: {
    matter: text({ en: "Matter", zh: "事项" }, { max: 200 }),
    reason: text({ en: "Reason", zh: "理由" }, { max: 1000, multiline: true }),
    scope: choice({ en: "Scope", zh: "范围" }, legalHoldScope),
    lot: ref({ en: "Lot", zh: "批" }, "Lot", { optional: true }),
    genealogy: flag(
      { en: "With all lots it was made from and goes into", zh: "含上下游全部批次" },
      { optional: true, help: { en: 'Only for the scope "A lot".', zh: "仅用于范围“一个批”。" } },
    ),
    item: ref({ en: "Item", zh: "物料" }, "Item", { optional: true }),
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { optional: true }),
    fromDay: date({ en: "From", zh: "起始日期" }, { optional: true }),
    toDay: date({ en: "To", zh: "截止日期" }, { optional: true }),
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
    placed: { en: "In force", zh: "生效" },
    lifted: { en: "Lifted", zh: "已解除" },
    withdrawn: { en: "Withdrawn", zh: "已撤回" },
  },
  initial: "draft",
  actions: {
    place: {
      label: { en: "Place legal hold", zh: "实施保全" },
      from: ["draft"],
      to: "placed",
      permit: "legalHold.place",
      sign: { meaning: "HOLD_PLACED" },
      authorMay: true,
      duty: "holdPlacer",
      primary: true,
    },
    lift: {
      label: { en: "Lift legal hold", zh: "解除保全" },
      from: ["placed"],
      to: "lifted",
      permit: "legalHold.lift",
      sign: { meaning: "HOLD_LIFTED" },
      duty: "holdLifter",
      notBy: ["author", "holdPlacer"],
      reason: true,
    },
    withdraw: {
      label: { en: "Withdraw", zh: "撤回" },
      from: ["draft"],
      to: "withdrawn",
      permit: "legalHold.place",
      reason: true,
      secondary: true,
    },
  },
  read: "retention.read",
  create: { permit: "legalHold.place" },
  edit: { permit: "legalHold.place", in: ["draft"] },
  list: {
    columns: ["number", "matter", "scope", "lot", "item", "supplier", "state", "createdAt"],
    sort: "-createdAt",
    search: ["number", "matter", "reason"],
  },
  retention: "permanent",
});
