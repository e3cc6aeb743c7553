import { describe, expect, it } from "vitest";
import { registry } from "../index.ts";
import type { RecordFilter } from "./column.ts";
import { filterWords } from "./filter-words.ts";

const told = (filter: RecordFilter) => {
  const words = filterWords(registry.Lot, filter, {
    nameOf: (target, id) => (id === "12" ? `${target} RM-201` : id),
    instant: (iso) => `${iso.slice(0, 10)} (zone)`,
    own: [],
  });
  return words && [words.en, words.zh];
};

describe("[U05] [U13] a filter of the API in words", () => {
  it.each<[RecordFilter, string, string]>([
    [{ state: ["released", "rejected"] }, "Status is Released or Rejected", "状态为“已放行”或“不合格”"],
    [{ number: { contains: "C-1" } }, "Lot contains “C-1”", "批号包含“C-1”"],
    [
      { number: { startsWith: "C" }, supplierLot: { eq: "V1" } },
      "Lot starts with “C” and Supplier's lot is “V1”",
      "批号开头为“C”，且供应商批号为“V1”",
    ],
    [{ item: { in: ["12", "13"] } }, "Item is Item RM-201 or 13", "物料为Item RM-201或13"],
    [
      { supplier: { isNull: true }, expiresOn: { isNull: false } },
      "Supplier is empty and Expires on is not empty",
      "供应商为空，且有效期至不为空",
    ],
    [{ createdBy: { isMe: true } }, "Created by is me", "创建人是我"],
    [{ createdBy: { isMe: false } }, "not (Created by is me)", "并非（创建人是我）"],
    [{ isFinishedDevice: false }, "Finished device: no", "成品：否"],
    [{ isOnHold: true }, "On hold: yes", "冻结中：是"],
    [
      { quantityMade: { min: "1.5", max: "20" } },
      "Quantity received or made is between 1.5 and 20",
      "收货/产出数量介于 1.5 与 20 之间",
    ],
    [{ quantityMade: { min: "1.5" } }, "Quantity received or made ≥ 1.5", "收货/产出数量 ≥ 1.5"],
    [
      { expiresOn: { from: "2026-01-01", to: "2026-12-31" } },
      "Expires on is between 2026-01-01 and 2026-12-31",
      "有效期至介于 2026-01-01 与 2026-12-31 之间",
    ],
    [
      { createdAt: { from: "2026-01-01", to: "2026-02-01T00:00:00Z" } },
      "Created is on or after 2026-01-01 and Created is before 2026-02-01 (zone)",
      "创建时间不早于 2026-01-01，且创建时间早于 2026-02-01 (zone)",
    ],
    [{ createdAt: { relative: "last30d" } }, "Created is in the last 30 days", "创建时间在最近 30 天"],
    [
      { or: [{ state: ["quarantine"] }, { expiresOn: { relative: "today" }, isFinishedDevice: true }] },
      "(Status is Quarantine or (Expires on is today and Finished device: yes))",
      "（状态为“待验”，或（有效期至在今天，且成品：是））",
    ],
    [
      { not: { and: [{ state: ["released"] }, { item: { in: ["12"] } }] } },
      "not (Status is Released and Item is Item RM-201)",
      "并非（状态为“已放行”，且物料为Item RM-201）",
    ],
    [{ not: {} }, "not (everything)", "并非（全部）"],
    [{ state: [] }, "Status is none of anything", "状态不为任何值"],
    [
      {
        attributes: [
          { name: "colour", eq: "red" },
          { name: "sterile", is: true },
        ],
      },
      "colour is “red” and sterile is “true”",
      "colour为“red”，且sterile为“true”",
    ],
  ])("%j", (filter, en, zh) => {
    expect(told(filter)).toEqual([en, zh]);
  });

  it("that asks nothing says nothing", () => {
    expect([told({}), told({ and: [], or: [], state: null })]).toEqual([null, null]);
  });
});
