import { choice, defineRecord, enumeration, instant, integer, quantity, ref, text } from "../kit/index.ts";
import { serialsField } from "./serial.ts";

/** Why a count differs from the book. */
export const countReason = enumeration("CountReason", {
  notBooked: { en: "Movement not booked", zh: "出入库漏记" },
  loss: { en: "Loss or spill", zh: "损耗、洒落" },
  misplaced: { en: "Stood at another place", zh: "错放库位" },
  pack: { en: "Pack or unit misread", zh: "包装或单位误读" },
  unknown: { en: "Not found out", zh: "原因不明" },
});

// What the book says is seen by who approves and by nobody who counts: the count is blind.
const book = "stockCount.approve";

/**
 * A count of chosen places: blind, by one person, approved by another. Each difference is between what was found and what the book
 * said at that moment, so that what moves meanwhile is neither lost nor counted twice.
 */
export const stockCount = defineRecord({
  name: "StockCount",
  area: "inventory",
  number: "SC-{yy}-{seq:4}",
  label: { en: "Stock count", zh: "盘点单" },
  plural: { en: "Stock counts", zh: "盘点单" },
  title: ["subject"],
  site: true,
  fields: {
    subject: text({ en: "What is counted", zh: "盘点内容" }, { max: 200 }),
    item: ref({ en: "Only this item", zh: "仅此物料" }, "Item", { optional: true }),
    startedAt: instant({ en: "Started", zh: "开始时间" }, { system: true, optional: true, unsigned: true }),
  },
  lines: {
    places: { label: { en: "Places", zh: "盘点库位" }, fields: { location: ref({ en: "Location", zh: "库位" }, "Location") } },
    lines: {
      label: { en: "Lines", zh: "明细" },
      system: true,
      fields: {
        location: ref({ en: "Location", zh: "库位" }, "Location"),
        lot: ref({ en: "Lot", zh: "批" }, "Lot"),
        bookAtStart: quantity({ en: "Book at start", zh: "开始时账面" }, { allow: "zero", masked: book, unitOf: "lot" }),
        counted: quantity({ en: "Counted", zh: "实盘" }, { optional: true, allow: "zero", unitOf: "lot" }),
        serialsFound: text({ en: "Serial numbers found", zh: "盘到的序列号" }, { optional: true, max: 20_000 }),
        serialsMissing: text({ en: "Not found", zh: "未盘到" }, { optional: true, max: 20_000, masked: book }),
        serialsExtra: text({ en: "Found besides", zh: "多出" }, { optional: true, max: 20_000, masked: book }),
        // The first result is never hidden by a recount.
        firstCounted: quantity({ en: "First count", zh: "初盘" }, { optional: true, allow: "zero", unitOf: "lot" }),
        countedAt: instant({ en: "Counted at", zh: "盘点时间" }, { optional: true }),
        bookAtCount: quantity(
          { en: "Book when counted", zh: "盘点时账面" },
          { optional: true, allow: "zero", masked: book, unitOf: "lot" },
        ),
        difference: quantity({ en: "Difference", zh: "差异" }, { optional: true, allow: "signed", masked: book, unitOf: "lot" }),
        reason: choice({ en: "Reason", zh: "原因" }, countReason, { optional: true }),
      },
    },
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    counting: { en: "Counting", zh: "盘点中" },
    review: { en: "Under review", zh: "待审批" },
    posted: { en: "Posted", zh: "已过账" },
    cancelled: { en: "Cancelled", zh: "已取消" },
  },
  initial: "draft",
  actions: {
    start: {
      label: { en: "Start counting", zh: "开始盘点" },
      from: ["draft"],
      to: "counting",
      permit: "stockCount.perform",
      primary: true,
    },
    record: {
      label: { en: "Record counts", zh: "录入实盘" },
      from: ["counting"],
      permit: "stockCount.perform",
      duty: "counter",
      locks: ["lines.lot"],
      input: {
        rows: {
          counts: {
            line: integer({ en: "Line", zh: "行号" }, { min: 1, max: 200 }),
            counted: quantity({ en: "Counted", zh: "实盘" }, { allow: "zero" }),
            serials: serialsField,
          },
          found: {
            lot: ref({ en: "Lot", zh: "批" }, "Lot"),
            location: ref({ en: "Location", zh: "库位" }, "Location"),
            counted: quantity({ en: "Counted", zh: "实盘" }),
            serials: serialsField,
          },
        },
      },
    },
    submit: {
      label: { en: "Hand in", zh: "提交" },
      from: ["counting"],
      to: "review",
      permit: "stockCount.perform",
      sign: { meaning: "PERFORMED" },
      authorMay: true,
      duty: "counter",
      primary: true,
    },
    approve: {
      label: { en: "Approve and post", zh: "审批过账" },
      from: ["review"],
      to: "posted",
      permit: "stockCount.approve",
      sign: { meaning: "APPROVED" },
      notBy: ["author", "counter"],
      duty: "approver",
      locks: ["lines.lot"],
      primary: true,
      input: {
        rows: {
          reasons: {
            line: integer({ en: "Line", zh: "行号" }, { min: 1, max: 200 }),
            reason: choice({ en: "Reason", zh: "原因" }, countReason),
          },
        },
      },
    },
    recount: {
      label: { en: "Have counted again", zh: "退回复盘" },
      from: ["review"],
      to: "counting",
      permit: "stockCount.approve",
      insteadOf: "approve",
      reason: true,
      input: { rows: { lines: { line: integer({ en: "Line", zh: "行号" }, { min: 1, max: 200 }) } } },
    },
    cancel: {
      label: { en: "Cancel", zh: "取消" },
      from: ["draft", "counting", "review"],
      to: "cancelled",
      permit: "stockCount.perform",
      reason: true,
    },
  },
  read: "stockCount.read",
  create: { permit: "stockCount.perform" },
  edit: { permit: "stockCount.perform", in: ["draft"] },
  list: {
    columns: ["number", "subject", "item", "startedAt", "createdAt", "state"],
    sort: "-createdAt",
    search: ["number", "subject"],
  },
  due: {
    counting: { action: "submit", within: { days: 2 } },
    review: { action: "approve", within: { days: 2 } },
  },
  retention: "quality-record",
});
