/** How the rules about UDI data and new DIs are written. */
import { choice, date, deviceMarket, enumeration, type Fields, flag, label, registry, udiList } from "@lotline/schema";
import type { RuleForm } from "./form-parts.ts";

const classes = registry.Item.fields.deviceClass.of;
const recordFields: Fields = registry.DeviceRecord.fields;
const lists = enumeration("UdiRuleList", {
  ...udiList.values,
  ivd: label("In vitro diagnostics", "体外诊断试剂"),
  before: label("On the market before", "此前已上市"),
});
const outcome = enumeration("PublicationOutcome", {
  ok: label("May be shipped", "可发货"),
  warn: label("Warns", "提示"),
  block: label("Blocks", "阻止发货"),
});

// What a change of them means can be asked of whatever a person gives.
const triggers = enumeration(
  "DiTriggerField",
  Object.fromEntries(
    Object.entries(recordFields)
      .filter(([, field]) => !field.system)
      .map(([name, field]) => [name, field.label]),
  ),
);

/** By the name of the rule. */
export const udiForms: Readonly<Record<string, RuleForm>> = {
  "udi-applicability": {
    key: { label: label("Code of the step, e.g. CN-4", "实施步骤代码，如 CN-4") },
    fields: {
      market: choice(label("Market", "市场"), deviceMarket),
      list: choice(label("Only of the list", "仅限目录"), lists, { optional: true }),
      madeFrom: date(label("Made on or after", "生产日期不早于")),
      draft: flag(label("Not decided yet", "征求意见稿")),
    },
    many: { classes: { label: label("Device classes", "医疗器械类别"), of: classes } },
  },
  "udi-publication": {
    key: deviceMarket,
    fields: {
      draft: choice(label("Not submitted", "未提交"), outcome),
      submitted: choice(label("Submitted, not published", "已提交未发布"), outcome),
      changed: choice(label("Changed since", "发布后已变更"), outcome),
    },
  },
  "di-trigger": {
    key: deviceMarket,
    fields: {},
    many: { fields: { label: label("Changed fields", "变更的字段"), of: triggers } },
  },
};
