import { date, defineRecord, quantity, ref, text } from "../kit/index.ts";
import { serialsField } from "./serial.ts";

/** Samples of a lot kept for later questions: how many, where, until when; used up in tests or disposed of when their time is over. */
export const retainedSample = defineRecord({
  name: "RetainedSample",
  area: "inventory",
  number: "RS-{yy}-{seq:4}",
  label: { en: "Retained samples", zh: "留样" },
  plural: { en: "Retained samples", zh: "留样登记" },
  site: true,
  fields: {
    lot: ref({ en: "Lot", zh: "批" }, "Lot", { system: true, fixed: true }),
    item: ref({ en: "Item", zh: "物料" }, "Item", { system: true, fixed: true }),
    location: ref({ en: "Location", zh: "库位" }, "Location", { system: true, fixed: true }),
    quantityTaken: quantity({ en: "Retained", zh: "留样数量" }, { system: true, fixed: true, unitOf: "item" }),
    quantity: quantity({ en: "Still kept", zh: "现存数量" }, { system: true, allow: "zero", unsigned: true, unitOf: "item" }),
    takenOn: date({ en: "Retained on", zh: "留样日期" }, { system: true, fixed: true }),
    keepUntil: date({ en: "Keep until", zh: "保存至" }, { system: true, fixed: true }),
    disposedOn: date({ en: "Disposed of on", zh: "处理日期" }, { system: true, optional: true, unsigned: true }),
  },
  states: {
    kept: { en: "Kept", zh: "保存中" },
    usedUp: { en: "Used up", zh: "已用完" },
    disposed: { en: "Disposed of", zh: "已处理" },
  },
  initial: "kept",
  actions: {
    use: {
      label: { en: "Use for a test", zh: "取用检验" },
      from: ["kept"],
      permit: "retained.use",
      locks: ["lot"],
      input: {
        fields: {
          quantity: quantity({ en: "Quantity", zh: "数量" }),
          purpose: text({ en: "Purpose", zh: "用途" }, { max: 300 }),
          serials: serialsField,
        },
      },
    },
    finish: { label: { en: "Used up", zh: "用完" }, from: ["kept"], to: "usedUp" },
    dispose: {
      label: { en: "Dispose of", zh: "到期处理" },
      from: ["kept"],
      to: "disposed",
      permit: "retained.dispose",
      sign: { meaning: "REVIEWED" },
      authorMay: true,
      locks: ["lot"],
      gate: "retained.dispose",
      reason: true,
      input: { fields: { serials: serialsField } },
    },
  },
  read: "lot.read",
  list: {
    columns: ["number", "lot", "item", "quantity", "location", "takenOn", "keepUntil", "state"],
    sort: "keepUntil",
    sorts: ["keepUntil", "lot"],
    search: ["number"],
  },
  retention: "device",
});
