import { registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { readView } from "../list/view.ts";
import { filterOf, startOfDay } from "./filter.ts";

describe("the filter of a list", () => {
  it("asks for whole days in the site's zone", () => {
    const view = readView(registry.Lot, {
      createdAt: "2026-08-20..2026-08-20",
      expiresOn: "..2026-12-31",
      state: "released",
      item: "12",
    });
    expect(filterOf(registry.Lot, view, "Asia/Shanghai")).toEqual({
      createdAt: { from: "2026-08-19T16:00:00.000Z", to: "2026-08-20T16:00:00.000Z" },
      expiresOn: { to: "2026-12-31" },
      state: ["released"],
      item: { in: ["12"] },
    });
  });
  it("knows days on which the clock changes", () => {
    expect(startOfDay("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z");
    expect(startOfDay("2026-03-30", "Europe/Berlin")).toBe("2026-03-29T22:00:00.000Z");
  });
});
