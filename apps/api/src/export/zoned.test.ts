import { describe, expect, it } from "vitest";
import { zonedBy } from "./zoned.ts";

describe("an instant of an export", () => {
  it("is local time, with its own offset where the clock was set differently", () => {
    const berlin = zonedBy("Europe/Berlin", new Date("2026-07-01T00:00:00Z"));
    expect([
      berlin.offset,
      berlin.text(new Date("2026-07-05T22:30:15.250Z")),
      berlin.text(new Date("2026-01-05T22:30:15Z")),
    ]).toEqual(["UTC+02:00", "2026-07-06 00:30:15", "2026-01-05 23:30:15 UTC+01:00"]);
    expect(zonedBy("America/St_Johns", new Date("2026-01-01T00:00:00Z")).offset).toBe("UTC-03:30");
  });
});
