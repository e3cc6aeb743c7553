import { expect, it } from "vitest";
import { totalsByUnit } from "./totals.ts";

it("quantities are added within their unit only", () => {
  expect(
    totalsByUnit([
      { unit: "kg", quantity: "1.5" },
      { unit: "ea", quantity: "200" },
      { unit: "kg", quantity: "0.25" },
      { unit: "ea", quantity: "" },
    ]),
  ).toEqual([
    { unit: "kg", quantity: "1.75" },
    { unit: "ea", quantity: "200" },
  ]);
});
