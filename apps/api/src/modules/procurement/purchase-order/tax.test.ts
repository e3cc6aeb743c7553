/** Tax rates are rule data: a line takes one in force on the day of its order (ADR 52). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, type Company, countOfEverything, openCompany, purchase } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import type { Reader } from "../../../base/context.ts";
import { AppError } from "../../../base/error.ts";
import type { Handled } from "../../../seed/hands.ts";
import { taxIssues, taxRatesOn } from "./tax.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const vat = { percent: "13", nameEn: "VAT, goods", nameZh: "增值税（货物）", inUse: true };

const propose = async (ruleName: string, key: string, content: unknown, validFrom = "2026-07-06"): Promise<Handled> =>
  (await company.as("linjing")).create("Rule", { ruleName, key, content: content as never, validFrom, citation: "VAT" });
const put = async (ruleName: string, key: string, content: unknown, validFrom?: string): Promise<Handled> =>
  (await company.as("xuheng")).act("Rule", await propose(ruleName, key, content, validFrom), "approve");

const line = async (taxRate?: string) => ({
  item: await company.id("Item", "RM-201"),
  quantity: "10",
  price: "10",
  ...(taxRate === undefined ? {} : { taxRate }),
});
const given = async (rates: readonly (string | undefined)[], more: object = {}) =>
  purchase(company, "SUP-01", "RM-201", "1", { neededOn: "2026-09-20", lines: await Promise.all(rates.map(line)), ...more });
const order = async (rates: readonly (string | undefined)[], more: object = {}) =>
  (await company.as("shenyue")).create("PurchaseOrder", await given(rates, more));

const taxOf = async ({ id }: { id: string }) =>
  company.sql("select tax_rate::text as rate, tax::text from purchase_order_line where head_id = $1 order by position", [id]);

describe("[REQ-VAL-04] the tax rate of an order line", () => {
  it("is one in force, or the usual one; any other is refused line by line with what there is, and nothing changes", async () => {
    expect(await taxOf(await order([undefined, "9", "0"]))).toEqual([
      { rate: "13.00", tax: "13.00" },
      { rate: "9.00", tax: "9.00" },
      { rate: "0.00", tax: "0.00" },
    ]);
    const before = await countOfEverything(company);
    expect(await refusalOf(order(["7", "13", "12.5"], { currency: "JPY" }))).toEqual([
      "currency:CURRENCY_NOT_IN_USE",
      "lines.0.taxRate:TAX_RATE_NOT_IN_FORCE",
      "lines.2.taxRate:TAX_RATE_NOT_IN_FORCE",
    ]);
    const refusal = await order(["7"]).catch((error: unknown) => error);
    expect(refusal instanceof AppError && refusal.details.issues?.map(({ text }) => text)).toEqual([
      {
        en: "7 % is no tax rate in force on 2026-07-06; there are 0 %, 3 %, 6 %, 9 %, 13 %.",
        zh: "2026-07-06 没有 7 % 的有效税率；可选：0 %、3 %、6 %、9 %、13 %。",
      },
    ]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("is judged on the day of the order, also when the day is changed; what was ordered before keeps its own", async () => {
    const old = await order([undefined], { orderedOn: "2026-07-31" });
    await put("tax-rate", "CN-13", { ...vat, percent: "10" }, "2026-08-01");
    expect(await taxOf(await order([undefined], { orderedOn: "2026-08-01" }))).toEqual([{ rate: "10.00", tax: "10.00" }]);
    expect(await taxOf(await order(["13"], { orderedOn: "2026-07-31" }))).toEqual([{ rate: "13.00", tax: "13.00" }]);
    expect(await refusalOf(order(["13"], { orderedOn: "2026-08-01" }))).toEqual(["lines.0.taxRate:TAX_RATE_NOT_IN_FORCE"]);
    const buyer = await company.as("shenyue");
    await buyer.edit("PurchaseOrder", old, { remark: "by road" });
    expect(await taxOf(old)).toEqual([{ rate: "13.00", tax: "13.00" }]);
    const version = { ...old, version: old.version + 1 };
    const before = await countOfEverything(company);
    expect(await refusalOf(buyer.edit("PurchaseOrder", version, { orderedOn: "2026-08-02" }))).toEqual([
      "lines.0.taxRate:TAX_RATE_NOT_IN_FORCE",
    ]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("ends with a version that says it is not in use", async () => {
    await put("tax-rate", "CN-6", { ...vat, percent: "6", inUse: false }, "2026-08-15");
    expect((await order(["6"], { orderedOn: "2026-08-14" })).state).toBe("draft");
    expect(await refusalOf(order(["6"], { orderedOn: "2026-08-15" }))).toEqual(["lines.0.taxRate:TAX_RATE_NOT_IN_FORCE"]);
    const told = await ask(
      company,
      "shenyue",
      `{ ruleChoices(rule: "tax-rate", on: "2026-08-15") { key value inUse label { zh } } }`,
    );
    expect(told).toEqual({
      ruleChoices: [
        { key: "CN-0", value: "0", inUse: true, label: { zh: "0 % CN-0 零税率或免税" } },
        { key: "CN-13", value: "10", inUse: true, label: { zh: "10 % CN-13 增值税（货物）" } },
        { key: "CN-3", value: "3", inUse: true, label: { zh: "3 % CN-3 增值税征收率（小规模纳税人）" } },
        { key: "CN-6", value: "6", inUse: false, label: { zh: "6 % CN-6 增值税（货物）" } },
        { key: "CN-9", value: "9", inUse: true, label: { zh: "9 % CN-9 增值税（运输、农产品、公用事业等）" } },
      ],
    });
  });

  it("the usual one names a rate that is in force on its day", async () => {
    expect(await refusalOf(propose("purchase-tax", "default", { rate: "CN-17" }))).toEqual([
      "content.rate:TAX_RATE_NOT_IN_FORCE",
    ]);
    expect(await refusalOf(propose("purchase-tax", "default", { rate: "CN-6" }, "2026-08-15"))).toEqual([
      "content.rate:TAX_RATE_NOT_IN_FORCE",
    ]);
    expect(await refusalOf(propose("purchase-tax", "default", { percent: "13" }))).toEqual(["content:shape"]);
    await put("purchase-tax", "default", { rate: "CN-9" }, "2026-09-01");
    expect(await taxOf(await order([undefined], { orderedOn: "2026-09-01" }))).toEqual([{ rate: "9.00", tax: "9.00" }]);
  });

  it.each<[string, unknown]>([
    ["above 99.99", { ...vat, percent: "100" }],
    ["as a number", { ...vat, percent: 13 }],
    ["without a name", { ...vat, nameEn: " " }],
    ["of which nobody says whether it is in use", { ...vat, inUse: "yes" }],
  ])("a rate %s is refused", async (_, content) => {
    expect(await refusalOf(propose("tax-rate", "CN-1", content))).toEqual(["content:shape"]);
  });

  it("a usual percent of the time before is one of those in force, or the line must name one", async () => {
    const reading = (usual: object | undefined) =>
      taxRatesOn(
        {
          rule: async (name: string) =>
            name === "tax-rate" ? new Map([["CN-13", vat]]) : new Map(usual === undefined ? [] : [["default", usual]]),
        } as unknown as Reader,
        "2026-07-06",
      );
    const issues = async (usual: object | undefined) => taxIssues(await reading(usual), [{}]).map(({ code }) => code);
    expect(await issues({ percent: "13" })).toEqual([]);
    expect(await issues({ percent: "17" })).toEqual(["TAX_RATE_NOT_IN_FORCE"]);
    expect(await issues({ rate: "CN-17" })).toEqual(["TAX_RATE_MISSING"]);
    expect(await issues(undefined)).toEqual(["TAX_RATE_MISSING"]);
  });
});
