import { describe, expect, test } from "vitest";
import { canonicalJson, withoutNulls } from "./canonical.ts";
import { IdRanges, idsOf } from "./ids.ts";

describe("texts of the database", () => {
  test.each([
    ['{"a": null}', "{}"],
    ['{"a": null, "b": 1.50}', '{"b": 1.50}'],
    ['{"b": 1.50, "a": null}', '{"b": 1.50}'],
    ['{"b": {"c": null}, "a": null}', '{"b": {"c": null}}'],
    ['{"b": [1, null, {"c": null}], "a": null, "d": "x"}', '{"b": [1, null, {"c": null}], "d": "x"}'],
    ['{"b": "a\\\\", "a": null, "c": "\\": null"}', '{"b": "a\\\\", "c": "\\": null"}'],
    ['{"b": ", \\"a\\": null"}', '{"b": ", \\"a\\": null"}'],
    ["{}", "{}"],
  ])("only top-level nulls are left out: %s", (image, expected) => {
    expect(withoutNulls(image)).toBe(expected);
  });

  test("canonical JSON sorts keys and keeps every digit", () => {
    expect(
      canonicalJson('{"b": 0.1234567890123456789, "a": [1.0, 1.00, -0, 1e308, "批\\u0041"], "c": {"z": null, "y": true}}'),
    ).toBe('{"a":[1.0,1.00,-0,1e308,"批A"],"b":0.1234567890123456789,"c":{"y":true,"z":null}}');
  });

  test("ids are written as PostgreSQL writes a multirange, and read back", () => {
    const ranges = new IdRanges();
    for (const id of [-2, 1, 2, 3, 7, 9]) ranges.add(id);
    expect(String(ranges)).toBe("{[-2,-1),[1,4),[7,8),[9,10)}");
    expect([...idsOf(String(ranges))]).toEqual([-2, 1, 2, 3, 7, 9]);
    expect([...idsOf("{}")]).toEqual([]);
  });
});
