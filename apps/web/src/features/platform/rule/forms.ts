/**
 * How the content of a rule is written by people who run a firm: boxes instead of JSON. Rules with an editor of their own
 * (the working calendar, approval routes) are named only. What a content must look like is decided by the server.
 */
import { standards } from "@lotline/sampling";
import {
  type AnyRecord,
  allKpis,
  attributeFields,
  attributeOptionFields,
  choice,
  code,
  currency,
  currencyWords,
  date,
  decimal,
  dutyLabels,
  type Enumeration,
  enumeration,
  flag,
  integer,
  type Label,
  label,
  letterheadFields,
  letterheadRows,
  mostCurrencyDecimals,
  mostPattern,
  patientRisk,
  printFormFields,
  registry,
  retentionClass,
  role,
  skipLotRule,
  supplierKpis,
  text,
  usualCurrency,
  usualForm,
} from "@lotline/schema";
import { terminalLimitKeys, terminalOutcome } from "@lotline/schema/critical-input";
import { ruleMeanings } from "@lotline/schema/rule-meanings";
import { isRecordName } from "../../../kit/path.ts";
import { recordFeatures } from "../../index.ts";
import { accessForms } from "./access-forms.ts";
import { days, emptyOf, hours, keptForGood, keptYears, months, namesOf, type RuleForm, recordList } from "./form-parts.ts";
import { udiForms } from "./udi-forms.ts";

const named = <T extends { readonly name: string; readonly label: Label }>(list: readonly T[]) =>
  Object.fromEntries(list.map((one) => [one.name, one]));

const percent: Label = label("%", "%");
const dutyList = enumeration("Duty", dutyLabels);
// Their standard names: a currency is known by them until the firm has said its own.
const currencyList = enumeration(
  "CurrencyKey",
  Object.fromEntries(Object.keys(currency.values).map((code) => [code, currencyWords(code, usualCurrency(code))])),
);
const decided = flag(label("Checked against the text of the standard", "已对照标准文本确认"));

const warning: RuleForm = { key: "default", fields: {}, numbers: { days: label("Days before the end", "到期前天数") } };

// The logo is chosen from what is attached, not typed.
const { logo: _, ...withoutLogo } = letterheadFields;

/** Types of record that can be printed; the server refuses any other. */
export const printed: readonly string[] = Object.entries(recordFeatures).flatMap(([name, { print }]) => (print ? [name] : []));

/** By the name of the rule. */
export const ruleForms: Readonly<Record<string, RuleForm>> = {
  ...accessForms,
  ...udiForms,
  "access-review": {
    key: "default",
    fields: { unusedDays: integer(label("Not used for", "未使用"), { min: 1, max: 730, unit: days }) },
  },
  "accountability-statement": {
    key: "default",
    fields: {
      version: text(label("Version", "版本"), { max: 20 }),
      months: integer(label("Asked again after", "再次确认间隔"), { min: 1, max: 12, unit: months }),
      "text.en": text(label("Text (English)", "英文"), { max: 2000, multiline: true }),
      "text.zh": text(label("Text (Chinese)", "中文"), { max: 2000, multiline: true }),
    },
  },
  attribute: {
    key: { label: label("Record and name, e.g. Supplier.paymentTerms", "记录及名称，如 Supplier.paymentTerms") },
    fields: attributeFields,
    many: { itemKinds: { label: label("Classes of items", "物料类别"), of: registry.Item.fields.itemClass.of, optional: true } },
    rows: { options: { label: label("Options", "选项"), fields: attributeOptionFields } },
  },
  "batch-signing": {
    key: "default",
    fields: { most: integer(label("Most records at once", "一次最多份数"), { max: 50 }) },
    many: { except: { label: label("Never for", "不允许批签"), of: recordList("BatchRecord", () => true) } },
  },
  currency: {
    key: currencyList,
    fields: {
      nameEn: text(label("Name (English)", "名称（英文）"), { max: 60 }),
      nameZh: text(label("Name (Chinese)", "名称（中文）"), { max: 60 }),
      decimals: integer(label("Decimals of amounts", "金额小数位数"), { max: mostCurrencyDecimals }),
      inUse: flag(label("In use", "在用")),
    },
  },
  "exclusive-roles": {
    key: { label: label("Rule", "规则编号") },
    fields: { override: flag(label("May be held with a mitigation", "有补偿措施时可兼任")) },
    many: { a: { label: label("Role", "角色"), of: role }, b: { label: label("Excludes", "不得兼任"), of: role } },
  },
  "job-retention": { key: "default", fields: { days: integer(label("Kept for", "保存"), { min: 7, max: 3650, unit: days }) } },
  "kpi-goal": {
    key: namesOf("Kpi", named(allKpis)),
    fields: { goal: decimal(label("Goal", "目标值"), { min: "0" }), limit: decimal(label("Limit", "限值"), { min: "0" }) },
  },
  letterhead: { key: "site", fields: withoutLogo, rows: letterheadRows },
  "licence-warning": warning,
  "lot-part-number": { key: "default", fields: { pattern: text(label("Pattern", "编号规则"), { max: 40 }) } },
  mitigation: {
    key: "default",
    fields: {
      maxDays: integer(label("At most", "最长"), { min: 1, max: 732, unit: days }),
      reviewDays: integer(label("Reviewed every", "复核周期"), { min: 1, max: 92, unit: days }),
    },
  },
  "near-expiry": {
    key: "default",
    fields: { days: integer(label("Before the expiry", "到期前"), { min: 1, max: 730, unit: days }) },
  },
  "number-pattern": {
    key: recordList("NumberedRecord", ({ number }) => number.includes("{")),
    fields: { pattern: text(label("Pattern", "编号规则"), { max: mostPattern }) },
  },
  "opening-stock": { key: "default", fields: { until: date(label("Until", "截至")) } },
  "print-form": { key: recordList("PrintedRecord", ({ name }) => printed.includes(name)), fields: printFormFields },
  "purchase-tax": {
    key: "default",
    fields: { rate: choice(label("Rate", "税率"), enumeration("TaxRateKey", {}), { inUse: "tax-rate" }) },
  },
  "tax-rate": {
    key: { label: label("Code of the rate, e.g. CN-13", "税率代码，如 CN-13") },
    fields: {
      percent: decimal(label("Rate", "税率"), { scale: 2, min: "0", max: "99", unit: percent }),
      nameEn: text(label("Name (English)", "名称（英文）"), { max: 60 }),
      nameZh: text(label("Name (Chinese)", "名称（中文）"), { max: 60 }),
      inUse: flag(label("In use", "在用")),
    },
  },
  "qualification-warning": warning,
  "quality-clause": {
    key: { label: label("Clause", "条款") },
    fields: {
      en: text(label("Text (English)", "英文"), { max: 1000, multiline: true }),
      zh: text(label("Text (Chinese)", "中文"), { max: 1000, multiline: true }),
    },
  },
  "receipt-tolerance": {
    key: "default",
    fields: { percent: decimal(label("More than ordered", "超订购量"), { scale: 2, min: "0", max: "99", unit: percent }) },
  },
  "retained-sample": {
    key: "default",
    fields: {
      monthsAfterExpiry: integer(label("After the expiry", "有效期后"), { min: 1, max: 240, unit: months }),
      monthsWithoutExpiry: integer(label("Without an expiry", "无有效期"), { min: 1, max: 240, unit: months }),
    },
  },
  retention: {
    key: retentionClass,
    fields: { years: keptYears },
    empty: { years: keptForGood },
  },
  "review-order": {
    key: "default",
    fields: Object.fromEntries(
      Object.entries(patientRisk.values).map(([risk, words]) => [risk, integer(words, { max: 720, unit: hours })]),
    ),
  },
  "role-permit": {
    key: { label: label("Permit", "权限") },
    fields: {},
    many: { "": { label: label("Roles", "角色"), of: role, all: { value: "*", label: label("Everybody", "所有人") } } },
  },
  "sampling-standard": {
    key: "default",
    fields: { standard: choice(label("Standard", "标准"), namesOf("SamplingStandard", standards)) },
  },
  "sampling-table": {
    key: enumeration("SamplingTable", {
      reduced: label("Reduced inspection", "放宽检验"),
      "aql-above-10": label("AQL above 10", "AQL 大于 10"),
    }),
    fields: { confirmed: decided },
  },
  "second-factor": { key: role, fields: { required: flag(label("Asks for a second factor", "须双因素认证")) } },
  separation: {
    key: { label: label("Rule", "规则编号") },
    isList: true,
    fields: { 0: choice(label("Who", "凡"), dutyList), 1: choice(label("may not have", "不得"), dutyList) },
  },
  "skip-lot": {
    key: skipLotRule,
    fields: {
      lots: integer(label("Lots in a row", "连续接收批数"), { min: 2, max: 50 }),
      riskClassA: flag(label("Also for items of risk class A", "适用于 A 类物料")),
      confirmed: decided,
    },
  },
  "terminal-limit": {
    key: terminalLimitKeys,
    fields: { unregistered: choice(label("Away from a registered terminal", "不在已登记终端时"), terminalOutcome) },
    rows: {
      sites: {
        label: label("Only for records of these sites", "仅限以下场所的记录"),
        fields: { site: code(label("Site", "场所"), { max: 40 }) },
      },
      locations: {
        label: label("Only at terminals of these locations", "仅限位于以下库位的终端"),
        fields: { location: code(label("Location", "库位"), { max: 40 }) },
      },
    },
  },
  "supplier-score": {
    key: "default",
    fields: {
      limit: decimal(label("Lowest score", "最低分"), { min: "0", max: "100" }),
      ...Object.fromEntries(
        supplierKpis.flatMap(({ name, label: of }) => [
          [`parts.${name}.weight`, part(of, "weight", "权重")],
          [`parts.${name}.full`, part(of, "full marks at", "满分值")],
          [`parts.${name}.none`, part(of, "no marks at", "零分值")],
        ]),
      ),
    },
  },
};

function part(of: Label, en: string, zh: string) {
  return decimal(label(`${of.en}: ${en}`, `${of.zh}：${zh}`), { optional: true, min: "0" });
}

/** Every rule that the product knows, in words, for choosing one. */
export const ruleNames: Enumeration = enumeration("RuleName", ruleMeanings);

/** Rules with an editor of their own, and what their key names. */
export const ownEditors: Readonly<Record<string, RuleForm["key"]>> = { "working-days": "site", "approval-route": "route" };

/** What the key of a rule names; a word of the firm's own where nothing is known. */
export const keyKindOf = (ruleName: string): RuleForm["key"] =>
  ownEditors[ruleName] ?? ruleForms[ruleName]?.key ?? { label: label("Key", "键") };

/** With what a rule begins that the firm has not set yet: what the product does without it; undefined for nothing. */
export function beginningOf(ruleName: string, key: string): unknown {
  if (ruleName === "print-form" && printed.includes(key)) return usualForm;
  const record: AnyRecord | undefined = isRecordName(key) ? registry[key] : undefined;
  if (ruleName === "number-pattern") return record && { pattern: record.number };
  if (ruleName === "currency") return key in currency.values ? usualCurrency(key) : undefined;
  const form = ruleForms[ruleName];
  return ruleName === "tax-rate" ? { inUse: true } : form && emptyOf(form);
}

/** The keys for which the product has an answer of its own before the firm sets one. */
export const shippedKeys = (ruleName: string): string[] => {
  const of = ruleForms[ruleName]?.key;
  return ruleName === "number-pattern" && typeof of === "object" && "values" in of ? Object.keys(of.values) : [];
};
