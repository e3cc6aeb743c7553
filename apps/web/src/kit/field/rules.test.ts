import { date, integer, quantity, ref, registry, text } from "@lotline/schema";
import { translator } from "@lotline/schema/words";
import { expect, it } from "vitest";
import { ruleWords } from "./rules.ts";

const label = { en: "X", zh: "X" };
const words = (field: Parameters<typeof ruleWords>[0]) => ruleWords(field).map(({ word }) => word);

it("the help of a field says what its declaration says [U25]", () => {
  expect(words(registry.Lot.fields.expiresOn)).toEqual(["rule.optional", "rule.date", "rule.critical"]);
  expect(words(registry.WorkOrder.fields.lotNumber)).toEqual([
    "rule.required",
    "rule.code",
    "rule.max",
    "rule.unique",
    "rule.audited",
  ]);
  expect(words(quantity(label, { fixed: true }))).toEqual(["rule.required", "rule.above", "rule.fixed"]);
  expect(words(ref(label, "Item"))).toEqual(["rule.required", "rule.ref", "rule.audited"]);
  expect(words(date(label))).toEqual(["rule.required", "rule.date", "rule.audited"]);
});

it("names the limits in both languages", () => {
  const say = (lang: "en" | "zh") =>
    [...ruleWords(text(label, { max: 1200 })), ...ruleWords(integer(label, { min: 1, max: 200 }))].map((rule) =>
      rule.say(translator(lang)),
    );
  expect(say("en")).toContain("At most 1,200 characters.");
  expect(say("en")).toContain("From 1 to 200.");
  expect(say("zh")).toContain("最多 1,200 个字符。");
});
