import { serialsField } from "../inventory/index.ts";
import { date, defineRecord, instant, quantity, ref, text } from "../kit/index.ts";

/** What a customer orders. */
export const salesOrder = defineRecord({
  name: "SalesOrder",
  area: "distribution",
  number: "SO-{yy}-{seq:4}",
  label: { en: "Sales order", zh: "销售订单" },
  plural: { en: "Sales orders", zh: "销售订单" },
  site: true,
  fields: {
    customer: ref({ en: "Customer", zh: "客户" }, "Customer", { critical: true }),
    orderedOn: date({ en: "Ordered on", zh: "下单日期" }),
    customerReference: text({ en: "Customer's order", zh: "客户订单号" }, { optional: true, max: 60 }),
    // An order that the firm had open before it worked with this system; taken over once (ADR 41).
    legacyNumber: text(
      { en: "Order in the earlier system", zh: "原系统订单号" },
      {
        optional: true,
        unique: true,
        max: 60,
        help: {
          en: "For an open order of the change-over; its lines order what is still to be shipped.",
          zh: "用于切换时的未结订单；明细数量为尚未发货的数量。",
        },
      },
    ),
  },
  lines: {
    lines: {
      label: { en: "Lines", zh: "明细" },
      fields: {
        item: ref({ en: "Item", zh: "物料" }, "Item"),
        quantity: quantity({ en: "Quantity", zh: "数量" }, { critical: true, unitOf: "item" }),
        // What left before this system was there stands in no shipment here; it is kept beside what is still to be shipped.
        legacyQuantity: quantity(
          { en: "Shipped in the earlier system (evidence)", zh: "原系统已发（证据）" },
          { optional: true, allow: "zero", unitOf: "item" },
        ),
        quantityShipped: quantity(
          { en: "Shipped", zh: "已发" },
          { system: true, optional: true, allow: "zero", unsigned: true, unitOf: "item" },
        ),
      },
    },
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    confirmed: { en: "Confirmed", zh: "已确认" },
    shipped: { en: "Shipped", zh: "已发完" },
    cancelled: { en: "Cancelled", zh: "已取消" },
  },
  initial: "draft",
  actions: {
    confirm: {
      label: { en: "Confirm", zh: "确认" },
      from: ["draft"],
      to: "confirmed",
      permit: "salesOrder.order",
      duty: "orderer",
      locks: ["customer"],
      gate: "sales.order",
      primary: true,
    },
    ship: { label: { en: "Fully shipped", zh: "发完" }, from: ["confirmed"], to: "shipped" },
    cancel: {
      label: { en: "Cancel", zh: "取消" },
      from: ["draft", "confirmed"],
      to: "cancelled",
      permit: "salesOrder.order",
      reason: true,
      gate: "sales.cancel",
    },
  },
  read: "salesOrder.read",
  create: { permit: "salesOrder.order", undo: "cancel" },
  edit: { permit: "salesOrder.order", in: ["draft"] },
  list: {
    columns: ["number", "customer", "orderedOn", "customerReference", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number", "customerReference"],
  },
  due: { draft: { action: "confirm", within: { days: 1 } } },
  retention: "distribution",
});

/** What leaves for one customer; picked by one person, checked and signed out by another. */
export const shipment = defineRecord({
  name: "Shipment",
  area: "distribution",
  number: "SH-{yy}-{seq:4}",
  label: { en: "Shipment", zh: "发货单" },
  plural: { en: "Shipments", zh: "发货单" },
  site: true,
  fields: {
    salesOrder: ref({ en: "Sales order", zh: "销售订单" }, "SalesOrder", { fixed: true }),
    customer: ref({ en: "Customer", zh: "客户" }, "Customer", { system: true, optional: true }),
    shippedAt: instant({ en: "Shipped", zh: "发货时间" }, { system: true, optional: true, unsigned: true }),
    consignee: text({ en: "Consignee", zh: "收货方" }, { system: true, optional: true, max: 500 }),
    deliveredOn: date({ en: "Delivered on", zh: "送达日期" }, { system: true, optional: true, unsigned: true }),
    proofOfDelivery: text(
      { en: "Proof of delivery", zh: "签收凭证" },
      { system: true, optional: true, max: 200, unsigned: true },
    ),
    fefoReason: text(
      { en: "Why not the first to expire", zh: "未先发先到期批的原因" },
      { system: true, optional: true, max: 300 },
    ),
  },
  lines: {
    lines: {
      label: { en: "Lines", zh: "明细" },
      fields: {
        lot: ref({ en: "Lot", zh: "批" }, "Lot"),
        from: ref({ en: "From location", zh: "发货库位" }, "Location"),
        quantity: quantity({ en: "Quantity", zh: "数量" }, { critical: true }),
        serials: serialsField,
      },
    },
  },
  states: {
    draft: { en: "To pick", zh: "待拣" },
    picked: { en: "Picked", zh: "已拣" },
    shipped: { en: "In transit", zh: "在途" },
    delivered: { en: "Delivered", zh: "已送达" },
    cancelled: { en: "Cancelled", zh: "已取消" },
  },
  initial: "draft",
  actions: {
    pick: {
      label: { en: "Confirm picking", zh: "确认拣货" },
      from: ["draft"],
      to: "picked",
      permit: "shipment.pick",
      duty: "picker",
      locks: ["lines.lot", "salesOrder"],
      gate: "shipment.ship",
      primary: true,
      input: {
        fields: {
          fefoReason: text({ en: "Why not the first to expire", zh: "未先发先到期批的原因" }, { optional: true, max: 300 }),
        },
      },
    },
    ship: {
      label: { en: "Check and ship", zh: "复核发货" },
      from: ["picked"],
      to: "shipped",
      permit: "shipment.ship",
      sign: { meaning: "VERIFIED" },
      duty: "checker",
      notBy: ["author", "picker"],
      locks: ["lines.lot", "salesOrder"],
      gate: "shipment.ship",
      primary: true,
    },
    deliver: {
      label: { en: "Confirm delivery", zh: "确认送达" },
      from: ["shipped"],
      to: "delivered",
      permit: "shipment.deliver",
      locks: ["lines.lot"],
      input: {
        fields: {
          deliveredOn: date({ en: "Delivered on", zh: "送达日期" }),
          proofOfDelivery: text({ en: "Proof of delivery", zh: "签收凭证" }, { optional: true, max: 200 }),
        },
      },
      primary: true,
    },
    sendBack: {
      label: { en: "Pick again", zh: "退回重拣" },
      from: ["picked"],
      to: "draft",
      permit: "shipment.ship",
      insteadOf: "ship",
      reason: true,
    },
    cancel: {
      label: { en: "Cancel", zh: "取消" },
      from: ["draft", "picked"],
      to: "cancelled",
      permit: "shipment.pick",
      reason: true,
    },
  },
  read: "shipment.read",
  create: { permit: "shipment.pick" },
  edit: { permit: "shipment.pick", in: ["draft"] },
  list: {
    columns: ["number", "salesOrder", "customer", "shippedAt", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number"],
  },
  due: {
    draft: { action: "pick", within: { hours: 8 } },
    picked: { action: "ship", within: { hours: 4 } },
    shipped: { action: "deliver", within: { days: 7 } },
  },
  risk: [],
  retention: "distribution",
});
