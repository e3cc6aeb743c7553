import { describe, expect, it } from "vitest";
import { explainFilter, relativeWords } from "./explain.ts";
import { type RecordFilter, registry } from "./index.ts";

const told = (filter: RecordFilter) =>
  (["en", "zh"] as const).map((lang) =>
    explainFilter(registry.Lot, filter, {
      lang,
      nameOf: (target, id) => (id === "12" ? `${target} RM-201` : undefined),
      instant: (iso) => iso.slice(0, 10),
    }),
  );

describe("[U05] a filter in words", () => {
  it.each<[RecordFilter, string, string]>([
    [{}, "", ""],
    [{ state: ["released", "rejected"] }, "Status is Released or Rejected", "状态为已放行或不合格"],
    [{ number: { contains: "C-1" } }, "Lot contains “C-1”", "批号包含“C-1”"],
    [{ number: { startsWith: "C" }, supplierLot: { eq: "V1" } }, "Lot begins with “C” and Supplier's lot is “V1”", "批号以“C”开头，且供应商批号为“V1”"],
    [{ item: { in: ["12", "13"] } }, "Item is Item RM-201 or 13", "物料为Item RM-201或13"],
    [{ supplier: { isNull: true }, expiresOn: { isNull: false } }, "Supplier is empty and Expires on is not empty", "供应商为空，且有效期至不为空"],
    [{ createdBy: { isMe: true } }, "Created by is me", "创建人是我"],
    [{ isFinishedDevice: false }, "Finished device: no", "成品：否"],
    [{ quantityMade: { min: "1.5", max: "20" } }, "Quantity received or made from 1.5 to 20", "收货/产出数量介于 1.5 与 20 之间"],
    [{ quantityMade: { min: "1.5" } }, "Quantity received or made at least 1.5", "收货/产出数量不小于 1.5"],
    [{ expiresOn: { from: "2026-01-01", to: "2026-12-31" } }, "Expires on from 2026-01-01 to 2026-12-31", "有效期至自 2026-01-01 至 2026-12-31"],
    [{ createdAt: { to: "2026-01-01T00:00:00Z" } }, "Created before 2026-01-01", "创建时间早于 2026-01-01"],
    [{ createdAt: { relative: "last30d" } }, "Created: last 30 days", "创建时间：最近 30 天"],
    [
      { or: [{ state: ["quarantine"] }, { expiresOn: { relative: "past" }, isFinishedDevice: true }] },
      "(Status is Quarantine or (Expires on: in the past and Finished device: yes))",
      "（状态为待验或（有效期至：今天以前，且成品：是））",
    ],
    [{ not: { and: [{ state: ["released"] }, { item: { in: ["12"] } }] } }, "not (Status is Released and Item is Item RM-201)", "不满足（状态为已放行，且物料为Item RM-201）"],
    [{ not: {} }, "not (everything)", "不满足（全部）"],
    [{ state: [] }, "Status is nothing", "状态为无"],
    [{ and: [], or: [], state: null }, "", ""],
    [{ attributes: [{ name: "colour", eq: "red" }] }, "colour is “red”", "colour为“red”"],
  ])("%j", (filter, en, zh) => {
    expect(told(filter)).toEqual([en, zh]);
  });

  it("calls a span of days by its words", () => {
    expect(["today", "last1w", "next3m", "thisQuarter", "nonsense"].map((text) => relativeWords(text, "en"))).toEqual([
      "today",
      "last 1 week",
      "next 3 months",
      "this quarter",
      "nonsense",
    ]);
    expect(relativeWords("lastYear", "zh")).toBe("去年");
  });
});
