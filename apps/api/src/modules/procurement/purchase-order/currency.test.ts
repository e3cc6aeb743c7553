/** Currencies are rule data: which may be chosen, how amounts are rounded, what an order keeps (ADR 52). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, ask, type Company, countOfEverything, openCompany, purchase } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { AppError } from "../../../base/error.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const yen = { nameEn: "Japanese yen", nameZh: "日元", decimals: 0, inUse: true };

const propose = async (key: string, content: unknown, validFrom = "2026-07-06"): Promise<Handled> =>
  (await company.as("linjing")).create("Rule", {
    ruleName: "currency",
    key,
    content: content as never,
    validFrom,
    citation: "ISO 4217",
  });
const put = async (key: string, content: unknown, validFrom?: string): Promise<Handled> =>
  (await company.as("xuheng")).act("Rule", await propose(key, content, validFrom), "approve");

const order = async (currency: string, more: object = {}) =>
  (await company.as("shenyue")).create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "3", { currency, ...more }));

const amountsOf = async ({ id }: { id: string }) =>
  (await company.sql("select currency, amount::text, tax::text, gross::text from purchase_order where id = $1", [id]))[0];

describe("[REQ-VAL-04] the currencies of the company", () => {
  it("are those shipped, until others are approved; an order in another one is refused with its reason, and nothing changes", async () => {
    expect((await order("EUR")).state).toBe("draft");
    const before = await countOfEverything(company);
    expect(await refusalOf(order("JPY"))).toEqual(["currency:CURRENCY_NOT_IN_USE"]);
    expect(await refusalOf(order("XXX"))).toEqual(["currency:choice"]);
    expect(await countOfEverything(company)).toEqual(before);
    // A draft of a rule changes nothing yet, nor does one of a later day.
    const rule = await propose("JPY", yen);
    expect(await refusalOf(order("JPY"))).toEqual(["currency:CURRENCY_NOT_IN_USE"]);
    await put("CHF", { nameEn: "Swiss franc", nameZh: "瑞士法郎", decimals: 2, inUse: true }, "2026-07-07");
    expect(await refusalOf(order("CHF"))).toEqual(["currency:CURRENCY_NOT_IN_USE"]);
    await (await company.as("xuheng")).act("Rule", rule, "approve");
    expect((await order("JPY")).state).toBe("draft");
  });

  it("round the amounts of an order to their decimals, each line by itself", async () => {
    // 3 × 12.5 = 37.5 and 13 % of it.
    expect(await amountsOf(await order("CNY"))).toEqual({ currency: "CNY", amount: "37.50", tax: "4.88", gross: "42.38" });
    expect(await amountsOf(await order("JPY"))).toEqual({ currency: "JPY", amount: "38.00", tax: "5.00", gross: "43.00" });
  });

  it("[REQ-APR-01] an order in a currency without a limit is asked of every step, however small", async () => {
    const buyer = await company.as("shenyue");
    const small = await order("JPY");
    await buyer.act("PurchaseOrder", small, "submit");
    expect((await acts(company, "jiangmin", "PurchaseOrder", small, "approve")).state).toBe("submitted");
    expect((await acts(company, "qianli", "PurchaseOrder", small, "approve")).state).toBe("approved");
    const known = await order("CNY");
    await buyer.act("PurchaseOrder", known, "submit");
    expect((await acts(company, "jiangmin", "PurchaseOrder", known, "approve")).state).toBe("approved");
  });

  it("one that is not in use any more stays on what was ordered in it, and is not chosen again", async () => {
    const old = await order("JPY");
    const other = await order("CNY");
    await put("JPY", { ...yen, inUse: false });
    expect(await refusalOf(order("JPY"))).toEqual(["currency:CURRENCY_NOT_IN_USE"]);
    const buyer = await company.as("shenyue");
    expect(await refusalOf(buyer.edit("PurchaseOrder", other, { currency: "JPY" }))).toEqual(["currency:CURRENCY_NOT_IN_USE"]);
    const refusal = await order("JPY").catch((error: unknown) => error);
    expect(refusal instanceof AppError && refusal.details.issues?.map(({ text }) => text)).toEqual([
      { en: "JPY Japanese yen is not in use any more.", zh: "JPY 日元已停用。" },
    ]);
    await buyer.edit("PurchaseOrder", old, { remark: "by air", currency: "JPY" });
    expect(await amountsOf(old)).toEqual({ currency: "JPY", amount: "38.00", tax: "5.00", gross: "43.00" });
    await buyer.act("PurchaseOrder", old, "submit");
  });

  it("are told to whoever fills a form, with those that are kept only", async () => {
    expect(await ask(company, "shenyue", `{ ruleChoices(rule: "currency") { key inUse decimals label { en zh } } }`)).toEqual({
      ruleChoices: [
        { key: "CNY", inUse: true, decimals: 2, label: { en: "CNY Chinese yuan", zh: "CNY 人民币" } },
        { key: "EUR", inUse: true, decimals: 2, label: { en: "EUR Euro", zh: "EUR 欧元" } },
        { key: "JPY", inUse: false, decimals: 0, label: { en: "JPY Japanese yen", zh: "JPY 日元" } },
        { key: "USD", inUse: true, decimals: 2, label: { en: "USD US dollar", zh: "USD 美元" } },
      ],
    });
    expect(await ask(company, "shenyue", `{ ruleChoices(rule: "role-permit") { key } }`)).toEqual({ ruleChoices: [] });
  });

  it.each<[string, string, unknown, string[]]>([
    ["of three decimals", "KWD", { ...yen, decimals: 3 }, ["key:currency"]],
    ["of no standard", "XXX", yen, ["key:currency"]],
    ["with more decimals than amounts are kept with", "CHF", { ...yen, decimals: 3 }, ["content:shape"]],
    ["without a name", "CHF", { ...yen, nameZh: "" }, ["content:shape"]],
    ["of which nobody says whether it is in use", "CHF", { nameEn: "a", nameZh: "b", decimals: 2 }, ["content:shape"]],
  ])("a rule %s is refused", async (_, key, content, expected) => {
    expect(await refusalOf(propose(key, content))).toEqual(expected);
  });
});
