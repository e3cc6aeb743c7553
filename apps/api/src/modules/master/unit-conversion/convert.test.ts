import { converted } from "@lotline/schema";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, openCompany } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { type Conversion, conversionReasons, inItemUnit, ratioOf } from "./convert.ts";

const bag = { id: "1", symbol: "bag", decimals: 0 };
const kg = { id: "2", symbol: "kg", decimals: 3 };
const g = { id: "3", symbol: "g", decimals: 3 };
const item = { id: "201", number: "RM-201" };
const bags: Conversion = { item: "201", from: "1", to: "2", fromQuantity: "1", toQuantity: "25" };
const grams: Conversion = { item: null, from: "2", to: "3", fromQuantity: "1", toQuantity: "1000" };

describe("units that convert", () => {
  it("48 bags of RM-201 at 25 kg are 1,200 kg, and 1,200 kg are 48 bags", () => {
    expect(inItemUnit([bags], { item, quantity: "48", unit: bag, itemUnit: kg })).toBe("1200");
    expect(inItemUnit([bags], { item, quantity: "1200.000000", unit: kg, itemUnit: bag })).toBe("48");
  });

  it("an item's own conversion goes before the general one, and another item's is none of its", () => {
    const heavier: Conversion = { ...grams, item: "201", fromQuantity: "1", toQuantity: "999" };
    expect(ratioOf([grams, heavier], "201", "2", "3")).toBe(heavier);
    expect(ratioOf([grams, heavier], "202", "2", "3")).toBe(grams);
    expect(ratioOf([bags], "202", "1", "2")).toBeUndefined();
  });

  it("units that do not convert are refused in words, and so is what does not come out even", () => {
    expect(conversionReasons([grams], { item, quantity: "48", unit: bag, itemUnit: kg })).toEqual([
      {
        code: "UNITS_DO_NOT_CONVERT",
        text: {
          en: "RM-201: bag does not convert to kg; no conversion is approved.",
          zh: "RM-201：bag 不能换算为 kg，无已批准的单位换算。",
        },
        record: "Item",
        number: "RM-201",
      },
    ]);
    const thirds: Conversion = { ...bags, fromQuantity: "3", toQuantity: "1" };
    expect(conversionReasons([thirds], { item, quantity: "6", unit: bag, itemUnit: kg })).toEqual([]);
    expect(conversionReasons([thirds], { item, quantity: "7", unit: bag, itemUnit: kg }).map((r) => r.text.en)).toEqual([
      "RM-201: 7 bag does not come out even in kg.",
    ]);
    expect(conversionReasons([grams], { item, quantity: "0.001", unit: g, itemUnit: kg })).toEqual([]);
  });

  it("is exact: there and back again is the same amount, whatever the ratio", () => {
    const amount = fc
      .bigInt({ min: 1n, max: 10n ** 14n })
      .map((n) => `${n / 1_000_000n}.${String(n % 1_000_000n).padStart(6, "0")}`);
    fc.assert(
      fc.property(amount, amount, amount, (quantity, fromQuantity, toQuantity) => {
        const there = converted(quantity, { fromQuantity, toQuantity });
        if (there === null) return;
        expect(Number(converted(there, { fromQuantity: toQuantity, toQuantity: fromQuantity }))).toBe(Number(quantity));
      }),
    );
  });
});

describe("a conversion", () => {
  let company: Company;
  beforeAll(async () => {
    company = await openCompany();
  });
  afterAll(() => company.close());

  it("is approved by quality, not by its author, leads to the item's unit, and stands once", async () => {
    const steward = await company.as("luoan");
    const bagUnit = await steward.create("Unit", { symbol: "bag", nameEn: "Bag", nameZh: "袋", decimals: 0 });
    const given = {
      item: await company.id("Item", "RM-201"),
      fromQuantity: "1",
      fromUnit: bagUnit.id,
      toQuantity: "25",
      toUnit: await company.id("Unit", "kg"),
    };
    expect(await refusalOf(steward.create("UnitConversion", { ...given, toUnit: await company.id("Unit", "ea") }))).toEqual([
      "toUnit:itemUnit",
    ]);
    expect(await refusalOf(steward.create("UnitConversion", { ...given, toUnit: bagUnit.id }))).toEqual(["toUnit:sameUnit"]);
    const draft = await steward.create("UnitConversion", given);
    expect(await refusalOf(acts(company, "luoan", "UnitConversion", draft, "approve"))).toEqual(["NO_PERMIT", "SOD_SELF"]);
    expect((await acts(company, "linjing", "UnitConversion", draft, "approve")).state).toBe("approved");
    const second = await steward.create("UnitConversion", { ...given, toQuantity: "20" });
    expect(await refusalOf(acts(company, "linjing", "UnitConversion", second, "approve"))).toEqual(["DUPLICATE"]);
  });
});
