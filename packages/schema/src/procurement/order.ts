import { choice, code, date, decimal, defineRecord, enumeration, instant, integer, quantity, ref, text } from "../kit/index.ts";

export const currency = enumeration("Currency", {
  CNY: { en: "CNY", zh: "人民币" },
  EUR: { en: "EUR", zh: "欧元" },
  USD: { en: "USD", zh: "美元" },
});

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
    currency: choice({ en: "Currency", zh: "币种" }, currency),
    amount: decimal(
      { en: "Amount", zh: "金额" },
      { system: true, optional: true, scale: 2, unitOf: "currency", masked: "purchasePrice.read" },
    ),
    remark: text({ en: "Remark", zh: "备注" }, { optional: true, max: 500, multiline: true }),
    approvedAt: instant({ en: "Approved at", zh: "批准时间" }, { system: true, optional: true, unsigned: true }),
    receivedAt: instant({ en: "Completely received", zh: "收齐时间" }, { system: true, optional: true, unsigned: true }),
  },
  lines: {
    lines: {
      label: { en: "Lines", zh: "明细" },
      fields: {
        item: ref({ en: "Item", zh: "物料" }, "Item"),
        quantity: quantity({ en: "Quantity", zh: "数量" }, { critical: true, unitOf: "item" }),
        price: decimal(
          { en: "Price per unit", zh: "单价" },
          { scale: 4, min: "0", critical: true, masked: "purchasePrice.read" },
        ),
        itemRevision: ref({ en: "Revision", zh: "版本" }, "ItemRevision", { optional: true, system: true }),
        quantityReceived: quantity(
          { en: "Received", zh: "已收" },
          { system: true, optional: true, allow: "zero", unsigned: true, unitOf: "item" },
        ),
      },
    },
  },
  attributes: true,
  states: {
    draft: { en: "Draft", zh: "草稿" },
    submitted: { en: "Waiting for approval", zh: "待批准" },
    approved: { en: "Approved", zh: "已批准" },
    received: { en: "Received", zh: "已收齐" },
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
  create: { permit: "purchase.order" },
  edit: { permit: "purchase.order", in: ["draft"] },
  list: {
    columns: ["number", "supplier", "orderedOn", "neededOn", "amount", "currency", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number"],
  },
  due: { draft: { action: "submit", within: { days: 2 } }, submitted: { action: "approve", within: { days: 1 } } },
  retention: "quality-record",
});

/** What arrived against an order. Posting it makes each line a lot in quarantine, whatever its inspection will say. */
export const receipt = defineRecord({
  name: "Receipt",
  area: "procurement",
  number: "GR-{yy}-{seq:4}",
  label: { en: "Receipt", zh: "收货单" },
  plural: { en: "Receipts", zh: "收货单" },
  site: true,
  fields: {
    purchaseOrder: ref({ en: "Purchase order", zh: "采购订单" }, "PurchaseOrder", { fixed: true }),
    receivedOn: date({ en: "Received on", zh: "收货日期" }),
    deliveryNote: text({ en: "Delivery note", zh: "送货单号" }, { optional: true, max: 60 }),
  },
  lines: {
    lines: {
      label: { en: "Lines", zh: "明细" },
      fields: {
        orderLine: integer({ en: "Order line", zh: "订单行" }, { min: 1, max: 200 }),
        quantity: quantity({ en: "Quantity", zh: "数量" }),
        lotNumber: code({ en: "Lot", zh: "批号" }),
        supplierLot: text({ en: "Supplier's lot", zh: "供应商批号" }, { max: 60 }),
        madeOn: date({ en: "Made on", zh: "生产日期" }, { optional: true }),
        expiresOn: date({ en: "Expires on", zh: "有效期至" }, { optional: true }),
        location: ref({ en: "Location", zh: "库位" }, "Location"),
        lot: ref({ en: "Lot made", zh: "生成批" }, "Lot", { optional: true, system: true }),
      },
    },
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    posted: { en: "Posted", zh: "已过账" },
    cancelled: { en: "Cancelled", zh: "已取消" },
  },
  initial: "draft",
  actions: {
    post: {
      label: { en: "Post receipt", zh: "过账" },
      from: ["draft"],
      to: "posted",
      permit: "receipt.perform",
      duty: "receiver",
      locks: ["purchaseOrder"],
      gate: "receipt.post",
      primary: true,
    },
    cancel: { label: { en: "Cancel", zh: "取消" }, from: ["draft"], to: "cancelled", permit: "receipt.perform", reason: true },
  },
  read: "receipt.read",
  create: { permit: "receipt.perform" },
  edit: { permit: "receipt.perform", in: ["draft"] },
  list: {
    columns: ["number", "purchaseOrder", "receivedOn", "deliveryNote", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number", "deliveryNote"],
  },
  due: { draft: { action: "post", within: { hours: 4 } } },
  retention: "distribution",
});
