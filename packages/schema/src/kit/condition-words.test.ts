import { describe, expect, it } from "vitest";
import { registry } from "../index.ts";
import { readAddress } from "./address.ts";
import { relativeWords, viewWords } from "./condition-words.ts";
import type { AnyRecord } from "./record.ts";
import { readView } from "./view.ts";

const numbers: Readonly<Record<string, string>> = { "Item 3": "FG-IS100", "Item 4": "RM-201" };
const words = (text: string, record: AnyRecord = registry.Lot) =>
  viewWords(record, readView(record, readAddress(text)).view, (target, id) => numbers[`${target} ${id}`] ?? "…");

describe("a filter in words [U05]", () => {
  it("names columns, values and spans as the screens do, in both languages", () => {
    expect(words("state=quarantine,underTest&expiresOn=rel(next90d)&item=3,4")).toEqual({
      en: "Lots of which Status is Quarantine or Under test and Item is FG-IS100 or RM-201 and Expires on is in the next 90 days.",
      zh: "符合以下条件的批次：状态为“待验”或“检验中”，且物料为FG-IS100或RM-201，且有效期至在未来 90 天。",
    });
  });

  it("says every operator", () => {
    const each = (text: string) => words(text).en.replace("Lots of which ", "").slice(0, -1);
    expect(
      [
        "state=notIn(released)",
        "supplierLot=has('PV, 26')",
        "supplierLot=hasNot(PV)",
        "supplierLot=starts(PV)",
        "supplierLot=is(PV26)",
        "supplierLot=empty()",
        "supplier=filled()",
        "createdBy=me()",
        "expiresOn=2026-01-01..2026-03-31",
        "expiresOn=2026-01-01..",
        "expiresOn=before(2026-01-01)",
        "quantityMade=between(1,2.5)",
        "quantityMade=gt(10)",
        "isOnHold=false",
      ].map(each),
    ).toEqual([
      "Status is not Released",
      "Supplier's lot contains “PV, 26”",
      "Supplier's lot does not contain “PV”",
      "Supplier's lot starts with “PV”",
      "Supplier's lot is “PV26”",
      "Supplier's lot is empty",
      "Supplier is not empty",
      "Created by is me",
      "Expires on is between 2026-01-01 and 2026-03-31",
      "Expires on is on or after 2026-01-01",
      "Expires on is before 2026-01-01",
      "Quantity received or made is between 1 and 2.5",
      "Quantity received or made > 10",
      "On hold: no",
    ]);
  });

  it("puts groups within groups into parentheses", () => {
    expect(words("q=26&where=or(isOnHold:is(true),and(state:in(released),expiresOn:rel(past)))")).toEqual({
      en: "Lots of which the search finds “26” and (On hold: yes or (Status is Released and Expires on is in the past)).",
      zh: "符合以下条件的批次：搜索包含“26”，且（冻结中：是，或（状态为“已放行”，且有效期至在今天之前））。",
    });
    expect(words("sort=number")).toEqual({ en: "", zh: "" });
  });

  it("says spans as people do", () => {
    const spans = [
      "today",
      "thisWeek",
      "lastMonth",
      "thisMonth",
      "nextQuarter",
      "lastYear",
      "last1d",
      "last30d",
      "next2w",
      "next6m",
      "future",
    ];
    expect(spans.map((span) => relativeWords(span))).toEqual([
      { en: "today", zh: "今天" },
      { en: "this week", zh: "本周" },
      { en: "last month", zh: "上个月" },
      { en: "this month", zh: "本月" },
      { en: "next quarter", zh: "下季度" },
      { en: "last year", zh: "去年" },
      { en: "the last day", zh: "最近 1 天" },
      { en: "the last 30 days", zh: "最近 30 天" },
      { en: "the next 2 weeks", zh: "未来 2 周" },
      { en: "the next 6 months", zh: "未来 6 个月" },
      { en: "the future", zh: "今天之后" },
    ]);
  });
});
