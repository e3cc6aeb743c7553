import { expect, it } from "vitest";
import { type Component, reconcile, unexplained } from "./reconciliation.ts";

const label: Component = {
  order: "1",
  item: "9",
  itemNumber: "PK-304",
  symbol: "ea",
  quantityPer: "1.0225",
  issued: "24540",
  made: "24000",
  ordered: "24000",
};

it("[REQ-TRC-04] 24,000 made by 1.0225 labels each is 24,540, difference 0", () => {
  const { planned, variance } = reconcile(label);
  expect([planned.toFixed(), variance.toFixed()]).toEqual(["24540", "0"]);
  expect(unexplained([label], "24000", null)).toEqual([]);
});

it("[REQ-TRC-04] two missing are a difference that somebody explains", () => {
  const short = { ...label, issued: "24538" };
  expect(reconcile(short).variance.toFixed()).toBe("-2");
  expect(unexplained([short], "24000", null).map((r) => r.code)).toEqual(["RECONCILE"]);
  expect(unexplained([short], "24000", "Two labels torn off the roll's end")).toEqual([]);
});

it("before output is reported it is held against what is ordered", () => {
  expect(reconcile({ ...label, made: null, issued: "0", ordered: "100" }).variance.toFixed()).toBe("-102.25");
});
