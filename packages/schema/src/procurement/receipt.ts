import { serialsField } from "../inventory/index.ts";
import { code, date, decimal, defineRecord, integer, type Label, quantity, ref, text } from "../kit/index.ts";

const celsius = (label: Label) =>
  decimal(label, { optional: true, scale: 1, min: "-200", max: "100", unit: { en: "°C", zh: "°C" } });

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
        quantity: quantity({ en: "Quantity", zh: "数量" }, { unitOf: "unit" }),
        // Left empty it is the unit in which the item is kept.
        unit: ref({ en: "Unit", zh: "单位" }, "Unit", { optional: true }),
        // Left empty it follows the pattern of the item.
        lotNumber: code({ en: "Lot", zh: "批号" }, { optional: true }),
        supplierLot: text({ en: "Supplier's lot", zh: "供应商批号" }, { max: 60 }),
        madeOn: date({ en: "Made on", zh: "生产日期" }, { optional: true }),
        expiresOn: date({ en: "Expires on", zh: "有效期至" }, { optional: true }),
        location: ref({ en: "Location", zh: "库位" }, "Location"),
        loggerMin: celsius({ en: "Logger, lowest", zh: "记录仪最低" }),
        loggerMax: celsius({ en: "Logger, highest", zh: "记录仪最高" }),
        minutesOut: integer(
          { en: "Out of range", zh: "超限时长" },
          { optional: true, max: 100_000, unit: { en: "min", zh: "分钟" } },
        ),
        serials: serialsField,
        stockQuantity: quantity({ en: "In stock units", zh: "折合库存单位" }, { system: true, optional: true, unitOf: "lot" }),
        lot: ref({ en: "Lot made", zh: "生成批" }, "Lot", { optional: true, system: true }),
        deviation: ref({ en: "Deviation", zh: "偏差" }, "Deviation", { optional: true, system: true }),
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
