import { choice, code, date, defineRecord, enumeration, flag, instant, json, quantity, ref, text } from "../kit/index.ts";
import { serialsField } from "./serial.ts";

const holdReason = enumeration("HoldReason", {
  nonconformity: { en: "Nonconformity", zh: "不合格" },
  investigation: { en: "Investigation", zh: "调查" },
  excursion: { en: "Excursion", zh: "冷链偏差" },
  licence: { en: "Licence", zh: "证照" },
  recall: { en: "Recall evaluation", zh: "召回评估" },
  count: { en: "Count difference", zh: "数量待查" },
});

const anyState = ["quarantine", "underTest", "released", "rejected"] as const;
const releaseDuties = ["author", "inspector", "performer", "receiver"] as const;

/**
 * A lot. Its number is unique in the company; its quality status is one of four, and holds are a set beside it. Usable means
 * released, without hold, not expired, item valid: computed at use, never stored.
 */
export const lot = defineRecord({
  name: "Lot",
  area: "inventory",
  number: "effect",
  numberLabel: { en: "Lot", zh: "批号" },
  label: { en: "Lot", zh: "批" },
  plural: { en: "Lots", zh: "批次" },
  site: true,
  fields: {
    item: ref({ en: "Item", zh: "物料" }, "Item", { system: true, fixed: true }),
    itemRevision: ref({ en: "Revision", zh: "版本" }, "ItemRevision", { system: true, fixed: true, optional: true }),
    // Copied from the item's class, which never changes: it decides which of the two releases is the lot's own.
    isFinishedDevice: flag({ en: "Finished device", zh: "成品" }, { system: true, fixed: true }),
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { system: true, fixed: true, optional: true }),
    supplierLot: text({ en: "Supplier's lot", zh: "供应商批号" }, { system: true, fixed: true, optional: true, max: 60 }),
    // Only of what came from a supplier; a part that was split off came with its parent.
    receivedOn: date({ en: "Received on", zh: "收货日期" }, { system: true, fixed: true, optional: true, unsigned: true }),
    quantityMade: quantity(
      { en: "Quantity received or made", zh: "收货/产出数量" },
      { system: true, fixed: true, unitOf: "item" },
    ),
    madeOn: date({ en: "Made on", zh: "生产日期" }, { system: true, optional: true }),
    expiresOn: date({ en: "Expires on", zh: "有效期至" }, { optional: true, critical: true }),
    releasedAt: instant({ en: "Released", zh: "放行时间" }, { system: true, optional: true, unsigned: true }),
    releaseEvidence: json({ en: "Evidence of release", zh: "放行证据" }, { system: true, optional: true, unsigned: true }),
  },
  attributes: { kinds: "item.itemClass" },
  states: {
    quarantine: { en: "Quarantine", zh: "待验" },
    underTest: { en: "Under test", zh: "检验中" },
    released: { en: "Released", zh: "已放行" },
    rejected: { en: "Rejected", zh: "不合格" },
  },
  initial: "quarantine",
  actions: {
    // A part of a released lot is released: split and merge carry the status, they do not decide it.
    carryRelease: { label: { en: "Released with its parent lot", zh: "随母批放行" }, from: ["quarantine"], to: "released" },
    startTest: { label: { en: "Start test", zh: "开始检验" }, from: ["quarantine"], to: "underTest" },
    // From quarantine only what a skip-lot rule has skipped; the gate asks it of each lot.
    release: {
      label: { en: "Release for use", zh: "放行使用" },
      from: ["quarantine", "underTest"],
      to: "released",
      permit: "lot.release",
      sign: { meaning: "RELEASED_FOR_USE" },
      duty: "releaser",
      notBy: releaseDuties,
      gate: "lot.release",
      primary: true,
    },
    releaseToMarket: {
      label: { en: "Release to market", zh: "上市放行" },
      from: ["underTest"],
      to: "released",
      permit: "lot.release",
      sign: { meaning: "RELEASED_TO_MARKET" },
      duty: "releaser",
      notBy: releaseDuties,
      gate: "lot.release",
      asksIn: ["quarantine"],
      primary: true,
    },
    reject: { label: { en: "Reject", zh: "判为不合格" }, from: ["quarantine", "underTest"], to: "rejected" },
    reevaluate: {
      label: { en: "Back to quarantine", zh: "退回待验" },
      from: ["released"],
      to: "quarantine",
      permit: "lot.reevaluate",
      overturns: ["release", "releaseToMarket"],
      sign: { meaning: "REVIEWED" },
      authorMay: true,
      duty: "reviewer",
      reason: true,
    },
    placeHold: {
      label: { en: "Place hold", zh: "冻结" },
      from: anyState,
      permit: "hold.place",
      sign: { meaning: "HOLD_PLACED" },
      authorMay: true,
      input: {
        fields: {
          kind: choice({ en: "Cause", zh: "原因类别" }, holdReason),
          explanation: text({ en: "Explanation", zh: "说明" }, { max: 500, multiline: true }),
        },
      },
    },
    move: {
      label: { en: "Move", zh: "移库" },
      from: anyState,
      permit: "lot.move",
      input: {
        fields: {
          to: ref({ en: "To", zh: "到" }, "Location"),
          from: ref({ en: "From", zh: "从" }, "Location", {
            optional: true,
            help: { en: "May stay empty when the lot stands at one place.", zh: "仅在一处时可留空。" },
          }),
          quantity: quantity(
            { en: "Quantity", zh: "数量" },
            { optional: true, help: { en: "All that stands there when left empty.", zh: "留空表示该处全部。" } },
          ),
          serials: serialsField,
        },
      },
    },
    sample: {
      label: { en: "Take samples", zh: "取样" },
      from: anyState,
      permit: "lot.sample",
      input: {
        fields: {
          from: ref({ en: "From", zh: "从" }, "Location"),
          quantity: quantity({ en: "Quantity", zh: "数量" }),
          serials: serialsField,
        },
      },
    },
    returnSample: {
      label: { en: "Return samples", zh: "样品退回" },
      from: anyState,
      permit: "lot.sample",
      reason: true,
      input: {
        fields: {
          to: ref({ en: "To", zh: "到" }, "Location"),
          quantity: quantity({ en: "Quantity", zh: "数量" }),
          serials: serialsField,
        },
      },
    },
    retain: {
      label: { en: "Retain samples", zh: "留样" },
      from: anyState,
      permit: "lot.retain",
      input: {
        fields: {
          from: ref({ en: "From", zh: "从" }, "Location"),
          to: ref({ en: "To", zh: "到" }, "Location"),
          quantity: quantity({ en: "Quantity", zh: "数量" }),
          serials: serialsField,
        },
      },
    },
    split: {
      label: { en: "Split", zh: "拆批" },
      from: anyState,
      permit: "lot.split",
      reason: true,
      input: {
        fields: { from: ref({ en: "From", zh: "从" }, "Location") },
        rows: {
          parts: {
            quantity: quantity({ en: "Quantity", zh: "数量" }),
            number: code(
              { en: "Lot number", zh: "批号" },
              { optional: true, help: { en: "Numbered after this lot when left empty.", zh: "留空则按本批号编号。" } },
            ),
            to: ref({ en: "To", zh: "到" }, "Location", { optional: true }),
            serials: serialsField,
          },
        },
      },
    },
    // Lots that are mixed lose what told them apart: quality decides it, and all their holds go with the mixture.
    merge: {
      label: { en: "Merge with others", zh: "合批" },
      from: anyState,
      permit: "lot.merge",
      sign: { meaning: "REVIEWED" },
      authorMay: true,
      duty: "reviewer",
      reason: true,
      secondary: true,
      input: {
        fields: {
          number: code(
            { en: "Lot number", zh: "批号" },
            { optional: true, help: { en: "Numbered after this lot when left empty.", zh: "留空则按本批号编号。" } },
          ),
          from: ref({ en: "From", zh: "从" }, "Location"),
          quantity: quantity({ en: "Quantity", zh: "数量" }),
          to: ref({ en: "To", zh: "到" }, "Location"),
        },
        rows: {
          others: {
            lot: ref({ en: "Lot", zh: "批" }, "Lot"),
            from: ref({ en: "From", zh: "从" }, "Location"),
            quantity: quantity({ en: "Quantity", zh: "数量" }),
          },
        },
      },
    },
    scrap: {
      label: { en: "Scrap", zh: "报废" },
      from: anyState,
      permit: "lot.scrap",
      gate: "lot.scrap",
      reason: true,
      input: {
        fields: {
          from: ref({ en: "From", zh: "从" }, "Location"),
          quantity: quantity({ en: "Quantity", zh: "数量" }),
          serials: serialsField,
        },
      },
    },
  },
  read: "lot.read",
  edit: { permit: "lot.change", in: ["quarantine", "underTest"] },
  list: {
    columns: ["number", "item", "state", "supplier", "supplierLot", "expiresOn", "quantityMade", "site", "createdAt"],
    sort: "-createdAt",
    sorts: ["item", "expiresOn", "supplier"],
    search: ["number", "supplierLot"],
    extra: {
      holds: text({ en: "Hold", zh: "冻结" }),
      blocked: text({ en: "Why blocked", zh: "为何不可用" }),
      onHand: quantity({ en: "On hand", zh: "在库" }, { unitOf: "item" }),
    },
    flags: {
      isOnHand: { en: "On hand", zh: "在库" },
      isOnHold: { en: "On hold", zh: "冻结中" },
      isUsable: { en: "Usable", zh: "可用" },
      isNearExpiry: { en: "Near expiry", zh: "近效期" },
    },
  },
  due: {
    quarantine: {
      action: "release",
      instead: { of: "isFinishedDevice", action: "releaseToMarket" },
      within: { days: 5 },
    },
  },
  risk: ["item.deviceClass", "supplierItem.riskClass"],
  retention: "device",
});

/** Why a lot may not move, placed by a person or by the system; lifted by QA, never by who placed it. */
export const hold = defineRecord({
  name: "Hold",
  area: "inventory",
  number: "HLD-{yy}-{seq:4}",
  label: { en: "Hold", zh: "冻结" },
  plural: { en: "Holds", zh: "冻结" },
  title: ["explanation"],
  site: true,
  fields: {
    lot: ref({ en: "Lot", zh: "批" }, "Lot", { system: true, fixed: true }),
    kind: choice({ en: "Cause", zh: "原因类别" }, holdReason, { system: true, fixed: true }),
    explanation: text({ en: "Explanation", zh: "说明" }, { system: true, fixed: true, max: 500 }),
    placedBySystem: text(
      { en: "Placed by the system for", zh: "系统冻结，源自" },
      { system: true, fixed: true, optional: true, max: 60 },
    ),
  },
  states: { active: { en: "In force", zh: "生效" }, lifted: { en: "Lifted", zh: "已解除" } },
  initial: "active",
  actions: {
    lift: {
      label: { en: "Lift hold", zh: "解除冻结" },
      from: ["active"],
      to: "lifted",
      permit: "hold.lift",
      sign: { meaning: "HOLD_LIFTED" },
      duty: "holdLifter",
      // A hold that the system placed has no placer: its author is whoever's act caused it, who may not lift it either.
      notBy: ["author", "holdPlacer"],
      locks: ["lot"],
      gate: "hold.lift",
      reason: true,
    },
  },
  read: "hold.read",
  list: {
    columns: ["number", "lot", "kind", "explanation", "createdAt", "state"],
    sort: "-createdAt",
    sorts: ["lot"],
    search: ["number", "explanation"],
  },
  due: { active: { action: "lift", within: { days: 10 } } },
  risk: ["lot.item.deviceClass", "lot.supplierItem.riskClass"],
  retention: "quality-record",
});
