import { expect, it } from "vitest";
import { amountOf, totalsByUnit } from "./money.ts";

it("an order's amount is the sum of exact products, rounded once and half up", () => {
  expect(amountOf([])).toBe("0.00");
  expect(amountOf([{ quantity: "60000", price: "0.11" }])).toBe("6600.00");
  expect(amountOf([{ quantity: "1", price: "0.005" }])).toBe("0.01");
  // Each alone would be rounded to 0.00.
  expect(
    amountOf([
      { quantity: "1", price: "0.0026" },
      { quantity: "1", price: "0.0026" },
    ]),
  ).toBe("0.01");
  expect(amountOf([{ quantity: "0.000001", price: "9999999999.9999" }])).toBe("10000.00");
});

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
