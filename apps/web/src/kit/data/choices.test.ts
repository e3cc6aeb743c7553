import { type Field, registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { offered, type RuleChoice } from "./choices.ts";

const { currency, neededOn } = registry.PurchaseOrder.fields;
const { disposition } = registry.Nonconformity.fields;
const one = (key: string, inUse: boolean): RuleChoice => ({
  key,
  value: key,
  inUse,
  decimals: 2,
  label: { en: `${key} name`, zh: `${key} 名称` },
});
const choices = [one("CNY", true), one("EUR", false), one("CHF", true), one("USD", false)];
const keys = (kept: readonly string[], all = false) => Object.keys(offered(currency, choices, kept, all).values);

describe("[REQ-VAL-04] what a choice by rule data offers", () => {
  it("is what is in use, in the order of the list, by its own name", () => {
    expect(keys([])).toEqual(["CNY", "CHF"]);
    expect(offered(currency, choices, [], false).values.CHF).toEqual({ en: "CHF name", zh: "CHF 名称" });
  });

  it("and what stands there already, also before the rules are read", () => {
    expect(keys(["USD"])).toEqual(["CNY", "USD", "CHF"]);
    expect(offered(currency, [], ["USD"], false).values).toEqual({ USD: { en: "USD", zh: "美元" } });
  });

  it("in a question also what was in use", () => {
    expect(keys([], true)).toEqual(["CNY", "EUR", "USD", "CHF"]);
  });

  it("any other choice offers what it is declared with", () => {
    expect(offered(disposition, choices, [], false)).toBe(disposition.of);
    expect(offered(neededOn, choices, [], false).values).toEqual({});
  });

  it("a number by rule is one of those in force, or what stands there", () => {
    const rate = (key: string, value: string, inUse: boolean): RuleChoice => ({ ...one(key, inUse), value });
    const rates = [rate("CN-13", "13", true), rate("CN-9", "9", true), rate("CN-6", "6", false)];
    const taxRate = registry.PurchaseOrder.lines?.lines.fields.taxRate as Field;
    expect(offered(taxRate, rates, ["17"], false).values).toEqual({
      13: { en: "CN-13 name", zh: "CN-13 名称" },
      9: { en: "CN-9 name", zh: "CN-9 名称" },
      17: { en: "17", zh: "17" },
    });
  });
});
