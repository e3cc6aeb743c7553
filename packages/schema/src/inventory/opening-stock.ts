import { code, date, defineRecord, quantity, ref, text } from "../kit/index.ts";
import { serialsField } from "./serial.ts";

/**
 * A lot that the firm had before it worked with this system, taken over at one place. Possible only while the rule `opening-stock`
 * is in force, which QA approves for the days of the change-over. The lot arrives in quarantine like any other: a release of the
 * earlier system is kept as its evidence and is no signature of ours (REQ-MIG-05).
 */
export const openingStock = defineRecord({
  name: "OpeningStock",
  area: "inventory",
  number: "OS-{yy}-{seq:5}",
  label: { en: "Opening stock", zh: "期初库存" },
  plural: { en: "Opening stock", zh: "期初库存" },
  title: ["lotNumber"],
  site: true,
  fields: {
    lotNumber: code({ en: "Lot number", zh: "批号" }, { unique: true, fixed: true, max: 60 }),
    item: ref({ en: "Item", zh: "物料" }, "Item", { fixed: true }),
    quantity: quantity({ en: "Quantity", zh: "数量" }, { fixed: true, unitOf: "item" }),
    location: ref({ en: "Location", zh: "库位" }, "Location", { fixed: true }),
    // Asked of what was bought, by the behaviour.
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { optional: true, fixed: true }),
    supplierLot: text({ en: "Supplier's lot", zh: "供应商批号" }, { optional: true, fixed: true, max: 60 }),
    receivedOn: date({ en: "Received on", zh: "收货日期" }, { optional: true, fixed: true }),
    madeOn: date({ en: "Made on", zh: "生产日期" }, { optional: true, fixed: true }),
    expiresOn: date({ en: "Expires on", zh: "有效期至" }, { optional: true, fixed: true }),
    serials: { ...serialsField, fixed: true },
    basis: text(
      { en: "Basis of the quantity", zh: "数量依据" },
      {
        fixed: true,
        max: 200,
        help: { en: "For example the count sheet of the change-over.", zh: "例如切换盘点表编号。" },
      },
    ),
    legacyStatus: text(
      { en: "Status in the earlier system (evidence)", zh: "原系统质量状态（证据）" },
      {
        optional: true,
        fixed: true,
        max: 300,
      },
    ),
    lot: ref({ en: "Lot", zh: "批" }, "Lot", { system: true, optional: true }),
  },
  states: { posted: { en: "Posted", zh: "已入账" }, reversed: { en: "Reversed", zh: "已冲销" } },
  initial: "posted",
  actions: {
    reverse: {
      label: { en: "Reverse", zh: "冲销" },
      from: ["posted"],
      to: "reversed",
      permit: "openingStock.post",
      locks: ["lot"],
      gate: "openingStock.reverse",
      reason: true,
    },
  },
  read: "lot.read",
  create: { permit: "openingStock.post", undo: "reverse" },
  list: {
    columns: ["number", "lotNumber", "item", "quantity", "location", "expiresOn", "legacyStatus", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number", "lotNumber"],
  },
  retention: "device",
});
