import { choice, code, date, decimal, defineRecord, instant, integer, type Label, quantity, ref, text } from "../kit/index.ts";
import { currency } from "../platform/index.ts";

const percent = { en: "%", zh: "%" };

const money = (label: Label) =>
  decimal(label, { system: true, optional: true, scale: 2, unitOf: "currency", masked: "purchasePrice.read" });

const lineMoney = (label: Label) => decimal(label, { system: true, optional: true, scale: 2, masked: "purchasePrice.read" });

/** What we order from a supplier. Approved by somebody who did not write it; revisions are frozen then. */
export const purchaseOrder = defineRecord({
  name: "PurchaseOrder",
  area: "procurement",
  number: "PO-{yy}-{seq:4}",
  label: { en: "Purchase order", zh: "采购订单" },
  plural: { en: "Purchase orders", zh: "采购订单" },
  site: true,
  fields: {
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { critical: true }),
    orderedOn: date({ en: "Ordered on", zh: "下单日期" }),
    neededOn: date({ en: "Needed on", zh: "需求日期" }),
    currency: choice({ en: "Currency", zh: "币种" }, currency, { inUse: "currency" }),
    amount: money({ en: "Net amount", zh: "不含税金额" }),
    tax: money({ en: "Tax", zh: "税额" }),
    gross: money({ en: "Gross amount", zh: "价税合计" }),
    amendment: integer({ en: "Amendment", zh: "变更次数" }, { system: true, optional: true }),
    remark: text({ en: "Remark", zh: "备注" }, { optional: true, max: 500, multiline: true }),
    // An order that the firm had open before it worked with this system; taken over once (ADR 41).
    legacyNumber: text(
      { en: "Order in the earlier system", zh: "原系统订单号" },
      {
        optional: true,
        unique: true,
        max: 60,
        help: {
          en: "For an open order of the change-over; its lines order what is still to come.",
          zh: "用于切换时的未结订单；明细数量为尚未到货的数量。",
        },
      },
    ),
    approvedAt: instant({ en: "Approved at", zh: "批准时间" }, { system: true, optional: true, unsigned: true }),
    receivedAt: instant({ en: "Completely received", zh: "收齐时间" }, { system: true, optional: true, unsigned: true }),
  },
  lines: {
    lines: {
      label: { en: "Lines", zh: "明细" },
      fields: {
        item: ref({ en: "Item", zh: "物料" }, "Item"),
        quantity: quantity({ en: "Quantity", zh: "数量" }, { critical: true, unitOf: "unit" }),
        // Left empty it is the unit in which the item is kept.
        unit: ref({ en: "Purchase unit", zh: "采购单位" }, "Unit", { optional: true, critical: true }),
        price: decimal(
          { en: "Price per unit", zh: "单价" },
          { scale: 4, min: "0", critical: true, masked: "purchasePrice.read" },
        ),
        // One of the rule tax-rate on the day of the order; left empty it is the one that the rule purchase-tax names.
        taxRate: decimal(
          { en: "Tax rate", zh: "税率" },
          {
            optional: true,
            scale: 2,
            min: "0",
            max: "99",
            critical: true,
            unit: percent,
            inForce: { rule: "tax-rate", on: "orderedOn" },
          },
        ),
        neededOn: date({ en: "Needed on", zh: "需求日期" }, { optional: true }),
        // What came before this system was there stands in no receipt here; it is kept beside what is still to come.
        legacyQuantity: quantity(
          { en: "Received in the earlier system (evidence)", zh: "原系统已收（证据）" },
          { optional: true, allow: "zero", unitOf: "unit" },
        ),
        net: lineMoney({ en: "Net", zh: "不含税" }),
        tax: lineMoney({ en: "Tax", zh: "税额" }),
        stockQuantity: quantity({ en: "In stock units", zh: "折合库存单位" }, { system: true, optional: true, unitOf: "item" }),
        requisition: ref({ en: "Requisition", zh: "请购单" }, "Requisition", { system: true, optional: true }),
        itemRevision: ref({ en: "Revision", zh: "版本" }, "ItemRevision", { optional: true, system: true }),
        quantityReceived: quantity(
          { en: "Received", zh: "已收" },
          { system: true, optional: true, allow: "zero", unsigned: true, unitOf: "item" },
        ),
      },
    },
    clauses: {
      label: { en: "Quality clauses", zh: "质量条款" },
      fields: {
        clause: code({ en: "Clause", zh: "条款" }, { max: 20 }),
        textEn: text({ en: "Text (English)", zh: "英文" }, { max: 1000, multiline: true, critical: true }),
        textZh: text({ en: "Text (Chinese)", zh: "中文" }, { max: 1000, multiline: true, critical: true }),
      },
    },
  },
  attributes: true,
  states: {
    draft: { en: "Draft", zh: "草稿" },
    submitted: { en: "Waiting for approval", zh: "待批准" },
    approved: { en: "Approved", zh: "已批准" },
    received: { en: "Received", zh: "已收齐" },
    closedShort: { en: "Closed short", zh: "少收结案" },
    cancelled: { en: "Cancelled", zh: "已取消" },
  },
  initial: "draft",
  actions: {
    submit: {
      label: { en: "Submit", zh: "提交" },
      from: ["draft"],
      to: "submitted",
      permit: "purchase.order",
      duty: "orderer",
      locks: ["supplier"],
      gate: "purchase.order",
      primary: true,
    },
    approve: {
      label: { en: "Approve", zh: "批准" },
      from: ["submitted"],
      to: "approved",
      permit: "purchase.approve",
      approval: "purchase-order",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author", "orderer"],
      locks: ["supplier"],
      gate: "purchase.order",
      primary: true,
    },
    sendBack: {
      label: { en: "Send back", zh: "退回" },
      from: ["submitted"],
      to: "draft",
      permit: "purchase.approve",
      rejects: "approve",
      reason: true,
    },
    // The requisition's line is added; what it costs is the buyer's.
    takeRequisition: {
      label: { en: "Take a requisition", zh: "引入请购单" },
      from: ["draft"],
      permit: "purchase.order",
      input: {
        fields: {
          requisition: ref({ en: "Requisition", zh: "请购单" }, "Requisition"),
          price: decimal({ en: "Price per unit", zh: "单价" }, { scale: 4, min: "0" }),
        },
      },
    },
    // Back to its beginning: what was approved stays on file, and the changed order is approved anew.
    amend: {
      label: { en: "Amend", zh: "变更" },
      from: ["approved"],
      to: "draft",
      permit: "purchase.order",
      reason: true,
    },
    closeShort: {
      label: { en: "Close short", zh: "少收结案" },
      from: ["approved"],
      to: "closedShort",
      permit: "purchase.order",
      reason: true,
      gate: "purchase.closeShort",
    },
    receive: { label: { en: "Fully received", zh: "收齐" }, from: ["approved"], to: "received" },
    cancel: {
      label: { en: "Cancel", zh: "取消" },
      from: ["draft", "submitted", "approved"],
      to: "cancelled",
      permit: "purchase.order",
      reason: true,
      gate: "purchase.cancel",
    },
  },
  read: "purchase.read",
  create: { permit: "purchase.order", undo: "cancel" },
  edit: { permit: "purchase.order", in: ["draft"] },
  list: {
    columns: ["number", "supplier", "orderedOn", "neededOn", "amount", "gross", "currency", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number"],
  },
  due: { draft: { action: "submit", within: { days: 2 } }, submitted: { action: "approve", within: { days: 1 } } },
  retention: "quality-record",
});
