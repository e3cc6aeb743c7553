import { type AnyRecord, readAddress, readView, registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { startOfDay } from "../format.ts";
import { filterOf } from "./filter.ts";

const asked = (text: string, record: AnyRecord = registry.Lot) =>
  filterOf(record, readView(record, readAddress(text)).view, "Asia/Shanghai");

describe("the filter of a list", () => {
  it("asks for whole days in the site's zone", () => {
    expect(asked("createdAt=2026-08-20..2026-08-20")).toEqual({
      createdAt: { from: "2026-08-19T16:00:00.000Z", to: "2026-08-20T16:00:00.000Z" },
    });
    expect(asked("createdAt=before(2026-08-20)")).toEqual({ createdAt: { to: "2026-08-19T16:00:00.000Z" } });
    expect(asked("expiresOn=after(2026-08-31)")).toEqual({ expiresOn: { from: "2026-09-01" } });
  });
  it("joins all conditions, each by its operator [U05]", () => {
    expect(asked("")).toBeUndefined();
    expect(
      asked(
        "state=released&item=12&isOnHold=false&supplier=empty()&supplierLot=hasNot(PV)&quantityMade=gt(5)&createdBy=me()&expiresOn=rel(next90d)",
      ),
    ).toEqual({
      and: [
        { state: ["released"] },
        { isOnHold: false },
        { item: { in: ["12"] } },
        { supplier: { isNull: true } },
        { not: { supplierLot: { contains: "PV" } } },
        { and: [{ quantityMade: { min: "5" } }, { not: { quantityMade: { max: "5" } } }] },
        { expiresOn: { relative: "next90d" } },
        { createdBy: { isMe: true } },
      ],
    });
    expect(asked("where=or(state:notIn(rejected),and(supplierLot:starts(A),isOnHand:is(true)))")).toEqual({
      or: [{ not: { state: ["rejected"] } }, { and: [{ supplierLot: { startsWith: "A" } }, { isOnHand: true }] }],
    });
    expect(asked("severity=empty()", registry.Nonconformity)).toBeUndefined();
    expect(asked("disposition=empty()", registry.Nonconformity)).toEqual({
      not: { disposition: ["useAsIs", "rework", "returnToSupplier", "scrap"] },
    });
  });
  it("knows days on which the clock changes", () => {
    expect(startOfDay("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z");
    expect(startOfDay("2026-03-30", "Europe/Berlin")).toBe("2026-03-29T22:00:00.000Z");
  });
});
