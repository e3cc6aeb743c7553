/** Forms of the rules on access, on running the installation and on risk. */
import {
  type AnyRecord,
  choice,
  type Enumeration,
  enumeration,
  type Field,
  type Fields,
  flag,
  integer,
  type Label,
  label,
  messages,
  patientRisk,
  type Role,
  registry,
  retentionClass,
  retentionMoments,
  riskPath,
  role,
  text,
} from "@lotline/schema";
import { goLiveRule, setupSteps } from "@lotline/schema/setup";
import { days, hours, keptForGood, keptYears, type Many, namesOf, type RuleForm } from "./form-parts.ts";

const minutes: Label = label("minutes", "分钟");

const notices: Enumeration = namesOf(
  "NoticeMessage",
  Object.fromEntries(Object.entries(messages).filter(([, message]) => "notice" in message)),
);

/** The choices by which records tell their risk to patients, by name. */
const riskChoices = new Map<string, Enumeration>();
for (const spec of Object.values<AnyRecord>(registry))
  for (const path of spec.risk ?? []) {
    const found = riskPath(spec, path, registry);
    if (found) riskChoices.set(found.of.name, found.of);
  }

const choiceNames: Readonly<Record<string, Label>> = {
  Severity: label("Severity", "严重程度"),
  RiskToPatient: label("Risk to the patient", "对患者的风险"),
  RiskClass: label("Risk class of the supplied item", "供应物料风险类别"),
  DeviceClass: label("Class of the device", "器械类别"),
  ChangedRecord: label("Change of", "变更"),
};

const riskFields: Fields = Object.fromEntries(
  [...riskChoices].flatMap(([name, of]) =>
    Object.entries(of.values).map(([value, words]): [string, Field] => {
      const { en, zh } = choiceNames[name] ?? label(name, name);
      return [
        `values.${name}.${value}`,
        choice(label(`${en}: ${words.en}`, `${zh}：${words.zh}`), patientRisk, { optional: true }),
      ];
    }),
  ),
);

const standIns = Object.fromEntries(
  Object.entries(role.values).map(([code, { en, zh }]): [string, Many] => [
    `to.${code satisfies string as Role}`,
    { label: label(`${en} may be lent to`, `${zh} 可委托给`), of: role, optional: true, folded: true },
  ]),
);

/** By the name of the rule. */
export const accessForms: Readonly<Record<string, RuleForm>> = {
  continuity: {
    key: "default",
    fields: {
      rpoHours: integer(label("The last backup is at most", "备份最长间隔（RPO）"), { min: 1, max: 744, unit: hours }),
      rtoHours: integer(label("A restore takes at most", "恢复时限（RTO）"), { min: 1, max: 744, unit: hours }),
      drillDays: integer(label("A restore is tried every", "恢复演练周期"), { min: 1, max: 366, unit: days }),
    },
  },
  delegation: {
    key: "default",
    fields: { mostDays: integer(label("At most", "最长"), { min: 1, max: 30, unit: days }) },
    many: standIns,
    inLines: true,
  },
  "emergency-access": {
    key: "default",
    fields: { mostMinutes: integer(label("At most", "最长"), { min: 1, max: 60, unit: minutes }) },
  },
  [goLiveRule]: {
    key: "default",
    fields: {},
    many: {
      open: {
        label: label("Knowingly left open", "保留未完成"),
        of: namesOf("SetupStep", Object.fromEntries(setupSteps.map((step) => [step.key, step]))),
        none: label("No set-up step left open", "无未完成的设置步骤"),
      },
    },
  },
  "import-retention": { key: "default", fields: { days: integer(label("Kept for", "保存"), { min: 7, max: 3650, unit: days }) } },
  "inspector-access": {
    key: "default",
    fields: { mostDays: integer(label("At most", "最长"), { min: 1, max: 90, unit: days }) },
  },
  mail: {
    key: "default",
    fields: {
      "sender.name": text(label("Sender", "发件人名称"), { max: 80 }),
      "sender.address": text(label("Address of the sender", "发件人地址"), { max: 254 }),
      language: choice(
        label("Language of who chose none", "未选语言者的邮件语言"),
        enumeration("MailLanguageUsual", { en: label("English", "英文"), zh: label("Chinese", "中文") }),
      ),
      quietOutsideWork: flag(
        label("What people chose to have at once waits until work begins", "个人选择的即时邮件在非工作时间暂缓"),
      ),
    },
    many: {
      atOnce: { label: label("At once, whatever people chose", "一律立即发送"), of: notices },
      digest: { label: label("In the daily mail of who chose nothing", "未作选择者列入每日汇总"), of: notices },
      never: { label: label("Never by mail", "不发送邮件"), of: notices },
    },
    inLines: true,
  },
  passkey: { key: "default", fields: { synced: flag(label("May be copied between devices", "允许在多台设备间同步")) } },
  "patient-risk": {
    key: "default",
    fields: { unknown: choice(label("Where nothing is known", "未知时"), patientRisk), ...riskFields },
  },
  "retention-minimum": {
    key: { label: label("Line of the table, e.g. distribution.expiry", "条目，如 distribution.expiry") },
    fields: {
      class: choice(label("Class of records", "记录类别"), retentionClass),
      from: choice(label("Counted from", "起算点"), enumeration("RetentionMoment", retentionMoments)),
      years: keptYears,
      when: choice(
        label("Only for", "仅适用于"),
        enumeration("RetentionOnly", {
          implant: label("Implants", "植入物"),
          noExpiry: label("Products without an expiry date", "无有效期的产品"),
        }),
        { optional: true },
      ),
    },
    leftOut: ["when"],
    empty: { years: keptForGood },
  },
  "sign-in": {
    key: "default",
    fields: {
      passwords: choice(
        label("Passwords besides the provider", "身份提供方之外仍可用密码"),
        enumeration("PasswordUse", {
          everybody: label("Everybody", "所有人"),
          administrators: label("Administrators only", "仅管理员"),
        }),
      ),
      loginClaim: text(label("Claim that names the user; empty: linked by hand", "对应用户名的声明；空为人工关联"), {
        optional: true,
        max: 60,
      }),
    },
    texts: {
      trustedAmr: label("amr values trusted as a second factor", "视为第二因素的 amr 值"),
      trustedAcr: label("acr values trusted as a second factor", "视为第二因素的 acr 值"),
    },
  },
  "signing-code": {
    key: "default",
    fields: {
      allowed: flag(label("Later signatures of a session may use the signing code", "会话中的后续签名可用签名口令")),
    },
  },
};
