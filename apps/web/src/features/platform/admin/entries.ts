/**
 * What may be set, by topic. One entry each: who builds another topic adds its line here and nothing else. An entry is shown to who
 * may read it; of rules it names, the page tells the values in force and what waits for approval.
 */

import type { Search } from "@lotline/schema";
import { type Label, type RecordName, registry } from "@lotline/schema";
import { ruleMeanings } from "@lotline/schema/rule-meanings";
import { type ComponentType, lazy } from "react";
import { listPath } from "../../../kit/path.ts";
import { featurePages } from "../../index.ts";

export const topics = {
  people: { en: "People and roles", zh: "人员与角色" },
  places: { en: "Sites and working time", zh: "场所与工作时间" },
  numbers: { en: "Numbers and fields", zh: "编号与字段" },
  money: { en: "Money", zh: "币种与税" },
  prints: { en: "Prints", zh: "打印" },
  deciding: { en: "What the product decides by", zh: "判定规则" },
  system: { en: "System", zh: "系统" },
} as const satisfies Readonly<Record<string, Label>>;

export interface AdminEntry {
  readonly topic: keyof typeof topics;
  readonly label: Label;
  /** What is set there, in a sentence. */
  readonly about: Label;
  /** Who may read it; none for everybody. */
  readonly permit?: string;
  readonly to: `/${string}`;
  readonly search?: Search;
  /** Rules whose values are told here. */
  readonly rules?: readonly string[];
  /** What else is told below it, e.g. what is missing. */
  readonly more?: ComponentType;
}

const records = (topic: AdminEntry["topic"], name: RecordName, en: string, zh: string): AdminEntry => ({
  topic,
  label: registry[name].plural,
  about: { en, zh },
  permit: registry[name].read,
  to: listPath(name),
});

/** A page of the product's own; who may open it is told where it is declared. */
const page = (topic: AdminEntry["topic"], to: AdminEntry["to"], en: string, zh: string): AdminEntry => {
  const found = featurePages.find((one) => one.to === to);
  if (!found) throw new Error(`there is no page ${to}`);
  return { topic, label: found.label, about: { en, zh }, ...(found.permit ? { permit: found.permit } : {}), to };
};

const rules = (topic: AdminEntry["topic"], label: Label, about: Label, ...names: string[]): AdminEntry => ({
  topic,
  label,
  about,
  permit: registry.Rule.read,
  to: listPath("Rule"),
  search: { ruleName: names.join(",") },
  rules: names,
});

const listed: readonly AdminEntry[] = [
  records("people", "Person", "Who works here, and how identity was proved", "在册人员及身份核验"),
  {
    topic: "people",
    label: { en: "People without proof of identity", zh: "未核验身份的人员" },
    about: { en: "Nobody of them can sign until the proof is recorded", zh: "登记身份核验前不能签名" },
    permit: "personIdentity.read",
    to: listPath("Person"),
    more: lazy(() => import("../person/Unproved.tsx")),
  },
  records("people", "RoleGrant", "Which role each holds, at which site, until when", "角色授权、适用场所与期限"),
  {
    topic: "people",
    label: { en: "Separation of duties", zh: "职责分离" },
    about: { en: "Conflicts, mitigations, minimum staffing", zh: "冲突、补偿措施与最低人员配置" },
    permit: registry.RoleGrant.read,
    to: "/separation",
  },
  records("people", "AccessReview", "Roles looked at and kept or taken back", "角色的定期复核与收回"),
  records(
    "people",
    "EmergencyAccess",
    "Opened for an hour, with a reason, reviewed the next day",
    "限时一小时的应急访问及其复核",
  ),
  records("people", "InspectorAccess", "Read-only accounts for an inspection, with what was seen", "检查用只读账户及查看记录"),
  records("people", "Terminal", "Registered devices, where they stand, which one this is", "已登记的设备、位置及本设备"),
  rules(
    "people",
    { en: "Limits on terminals", zh: "终端限制" },
    { en: "What is entered and signed at registered terminals only", zh: "须在已登记终端录入与签名的内容" },
    "terminal-limit",
  ),
  records("people", "IdentityLink", "Who is who at the company's provider", "人员与企业身份提供方账户的对应"),
  rules(
    "people",
    { en: "Signing in and signing", zh: "登录与签名" },
    { en: "The company's provider, passkeys, the signing code", zh: "企业身份提供方、通行密钥与签名口令" },
    "sign-in",
    "passkey",
    "signing-code",
  ),
  rules(
    "people",
    { en: "Rules on access", zh: "权限规则" },
    { en: "Who may do what, and what excludes what", zh: "谁可以做什么，哪些不得兼任" },
    "role-permit",
    "separation",
    "exclusive-roles",
    "mitigation",
    "access-review",
    "delegation",
    "second-factor",
    "accountability-statement",
  ),
  {
    topic: "people",
    label: { en: "Sessions and failed sign-ins", zh: "会话与登录失败" },
    about: { en: "Who is signed in, and who could not", zh: "当前登录与失败记录" },
    permit: "session.end",
    to: "/sessions",
  },
  records("places", "Site", "Places with their own stock, calendar and time zone", "各自管理库存、日历和时区的场所"),
  records("places", "Location", "Where material stands", "物料存放位置"),
  rules(
    "places",
    { en: "Working calendars", zh: "工作日历" },
    { en: "Days off and worked, hours and shifts of each site", zh: "各场所的休息日、调班、工作时间与班次" },
    "working-days",
  ),
  rules(
    "numbers",
    { en: "Patterns of numbers", zh: "编号规则" },
    {
      en: "How orders, receipts, reports are numbered; what was given stays",
      zh: "订单、收货、报告等的编号方式；已给出的编号不变",
    },
    "number-pattern",
  ),
  rules(
    "numbers",
    { en: "Fields of the firm's own", zh: "自定义字段" },
    { en: "What records hold beside what the product knows", zh: "记录上企业自有的字段" },
    "attribute",
  ),
  rules(
    "money",
    { en: "Currencies", zh: "币种" },
    { en: "Which currencies may be chosen, and to how many decimals amounts are rounded", zh: "可选的币种及金额的小数位数" },
    "currency",
  ),
  rules(
    "money",
    { en: "Tax", zh: "税" },
    { en: "Tax rates with their days, and the one of a line that names none", zh: "税率及其生效日期，以及未填税率时的默认税率" },
    "tax-rate",
    "purchase-tax",
  ),
  rules(
    "prints",
    { en: "Letterhead", zh: "抬头与页脚" },
    { en: "Name, address, logo and foot on paper, for each site", zh: "各场所打印件上的名称、地址、标志与页脚" },
    "letterhead",
  ),
  rules(
    "prints",
    { en: "Controlled forms", zh: "受控表单" },
    { en: "Form number and revision, language and paper of each print", zh: "各打印件的表单编号与版本、语言和纸张" },
    "print-form",
  ),
];

const system: readonly AdminEntry[] = [
  page("system", "/setup", "What the company still lacks before it goes live", "启用前尚缺的设置"),
  page("system", "/health", "Database, clocks, sealing, backups, disk", "数据库、时钟、封存、备份与磁盘"),
  records("system", "SystemAlert", "What turned amber or red, and since when", "预警、异常及其起止时间"),
  records("system", "MaintenanceRun", "Backups, restore drills and checks of the chain", "备份、恢复演练与证据链核验"),
  rules(
    "system",
    { en: "Continuity", zh: "业务连续性" },
    { en: "How old a backup may be, how often a restore is tried", zh: "备份间隔与恢复演练周期" },
    "continuity",
  ),
  records("system", "SigningKey", "Keys that sign, replaced by two administrators", "签名密钥，由两名管理员更换"),
  records("system", "MailMessage", "What was sent to whom, and what could not be", "已发送与未能发送的邮件"),
  rules(
    "system",
    { en: "Notices by mail", zh: "邮件通知" },
    { en: "Sender, what goes at once, in the digest or never", zh: "发件人、立即发送、汇总或不发送的类别" },
    "mail",
  ),
  page(
    "system",
    "/configuration",
    "Rules, roles and versions that differ between two days",
    "两个日期之间规则、角色与版本的差异",
  ),
  page("system", "/retention", "How long records are kept, and by which clause", "记录的保存期限及依据"),
];

const named = new Set([...listed, ...system].flatMap((entry) => entry.rules ?? []));

/** Every rule that no entry above names. */
const others: AdminEntry = rules(
  "deciding",
  { en: "All other rules", zh: "其他规则" },
  { en: "Approval routes, limits, warnings, goals", zh: "审批路线、限值、预警与目标" },
  ...Object.keys(ruleMeanings).filter((name) => !named.has(name)),
);

export const adminEntries: readonly AdminEntry[] = [...listed, ...system, others];
