import { shippedRules } from "@lotline/schema";
import { routeIssues, routeWords } from "@lotline/schema/approval-routes";
import { ruleMeanings } from "@lotline/schema/rule-meanings";
import { describe, expect, it } from "vitest";
import { toValue } from "../../../kit/form/values.ts";
import { emptyOf, held, type RuleForm, readList, shownList, typedInto, valueAt, withValue } from "./form-parts.ts";
import { ownEditors, ruleForms } from "./forms.ts";
import { contentWords, keyWords } from "./words.ts";

/** A content as the boxes of a form show it, read back from them alone. */
function throughForm(form: RuleForm, content: unknown): unknown {
  const { fields, many = {}, numbers = {}, texts = {}, rows = {} } = form;
  let read: unknown = form.isList ? [] : {};
  const put = (path: string, value: unknown) => {
    read = typedInto(form, read, path, value);
  };
  for (const [path, field] of Object.entries(fields)) put(path, held(field, toValue(field, valueAt(content, path))));
  for (const [path, { of, all, optional }] of Object.entries(many)) {
    const value = valueAt(content, path);
    const ticked = Array.isArray(value) ? Object.keys(of.values).filter((one) => value.includes(one)) : [];
    put(path, all && value === all.value ? value : optional && ticked.length === 0 ? null : ticked);
  }
  for (const path of Object.keys(numbers)) put(path, readList(shownList(valueAt(content, path)), true));
  for (const path of Object.keys(texts)) put(path, readList(shownList(valueAt(content, path)), false));
  for (const path of Object.keys(rows)) put(path, valueAt(content, path) ?? []);
  return read;
}

// Ticks have no order of their own.
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.every((one) => typeof one === "string") ? [...value].sort() : value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, sorted(of)]));
};

describe("[REQ-VAL-04] every kind of rule is written in a form and read in words", () => {
  it("each kind that is shipped, or that the product knows, has a form or an editor", () => {
    const kinds = [...new Set([...shippedRules.map(({ ruleName }) => ruleName), ...Object.keys(ruleMeanings)])];
    expect(kinds.filter((kind) => !ruleForms[kind] && !ownEditors[kind])).toEqual([]);
    expect(shippedRules.filter(({ ruleName }) => !ruleMeanings[ruleName])).toEqual([]);
  });

  it.each(
    shippedRules.filter(({ ruleName }) => ruleForms[ruleName]).map((rule) => [`${rule.ruleName} ${rule.key}`, rule] as const),
  )("%s goes through its form unchanged", (_, { ruleName, key, content }) => {
    const form = ruleForms[ruleName] as RuleForm;
    expect(sorted(throughForm(form, content))).toEqual(sorted(content));
    if (typeof form.key === "object" && "values" in form.key) expect(Object.keys(form.key.values)).toContain(key);
  });

  it.each(shippedRules.map((rule) => [`${rule.ruleName} ${rule.key}`, rule] as const))(
    "%s is told in words of both languages, never as data",
    (_, { ruleName, key, content }) => {
      const words = contentWords(ruleName, key, content, "2026-07-06");
      for (const said of [words?.en, words?.zh, keyWords(ruleName, key).zh]) {
        expect(said).toMatch(/\S/);
        expect(said).not.toMatch(/["[\]]|undefined|null|: (true|false)/);
      }
    },
  );

  it("says what it says", () => {
    const say = (ruleName: string, key = "default") =>
      contentWords(
        ruleName,
        key,
        shippedRules.find((rule) => rule.ruleName === ruleName && rule.key === key)?.content,
        "2026-07-06",
      );
    expect(say("continuity")).toEqual({
      en: "The last backup is at most: 26 hours · A restore takes at most: 4 hours · A restore is tried every: 90 days",
      zh: "备份最长间隔（RPO）：26 小时 · 恢复时限（RTO）：4 小时 · 恢复演练周期：90 天",
    });
    expect(say("emergency-access")?.zh).toBe("最长：60 分钟");
    expect(say("retention-minimum", "distribution.implant")).toEqual({
      en: "Class of records: Distribution records · Counted from: the record · kept for good · Only for: Implants",
      zh: "记录类别：经营记录 · 起算点：记录形成 · 永久保存 · 仅适用于：植入物",
    });
    expect(say("retention", "permanent")).toEqual({ en: "kept for good", zh: "永久保存" });
    expect(say("approval-route", "purchase-order")?.en.split("\n")[1]).toBe(
      "2. Finance, above the limit – signed by holders of “Purchase order: approve above the limit”; within 24 hours; " +
        "asked only if Net amount is above 50000 CNY, 6500 EUR, 7000 USD, or in a unit without a limit",
    );
  });

  it("a form begins with nothing unknown: what is ticked is off, a list is empty", () => {
    expect(emptyOf(ruleForms["signing-code"] as RuleForm)).toEqual({ allowed: false });
    expect(emptyOf(ruleForms.mail as RuleForm)).toEqual({ quietOutsideWork: false, atOnce: [], digest: [], never: [] });
    expect(emptyOf(ruleForms.continuity as RuleForm)).toBeUndefined();
  });
});

describe("[REQ-APR-01] the editor of an approval route", () => {
  const shipped = shippedRules.filter(({ ruleName }) => ruleName === "approval-route");

  it("finds nothing wrong with what is shipped, and leaves it as it is", () => {
    for (const { key, content } of shipped) {
      expect(routeIssues(key, content)).toEqual([]);
      expect(withValue(content, "stages.0.title.en", valueAt(content, "stages.0.title.en"))).toEqual(content);
    }
  });

  it("puts and takes away values of a step alone", () => {
    const [{ content }] = shipped as [(typeof shipped)[0]];
    const put = withValue(withValue(content, "stages.1.needs", 1), "stages.1.hours", null);
    expect(valueAt(put, "stages.1")).toEqual({
      title: { en: "Finance, above the limit", zh: "财务（超限额）" },
      permits: ["purchase.approveAmount"],
      needs: 1,
      when: [{ field: "amount", above: { CNY: "50000", EUR: "6500", USD: "7000" }, unit: "currency" }],
    });
    expect(valueAt(put, "stages.0")).toEqual(valueAt(content, "stages.0"));
    const without = withValue(content, "stages.1.when.0.above.EUR", null);
    expect(valueAt(without, "stages.1.when.0.above")).toEqual({ CNY: "50000", USD: "7000" });
  });

  it("tells a quorum", () => {
    const stages = [{ title: { en: "Two of three", zh: "三选二" }, permits: ["a", "a", "b"], needs: 2 }];
    expect(routeWords("mrb", { stages })).toEqual([
      {
        en: "1. Two of three – signed by holders of “a”, “a”, “b”; 2 of 3 signatures, in any order",
        zh: "1. 三选二：由具有“a”、“a”、“b”权限者签署；3 个中任意 2 个签名，不分先后",
      },
    ]);
  });
});
