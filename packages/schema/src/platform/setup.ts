/** Setting up the company: its steps, and what is shipped to begin with. Loaded by the pages that need it. */
import { writeAddress } from "../kit/address.ts";
import type { Label } from "../kit/label.ts";
import type { Role } from "./roles.ts";

/** One step of setting up the company. Whether it is done is computed from what stands in the database, never ticked. */
export interface SetupStep {
  readonly key: string;
  readonly label: Label;
  readonly why: Label;
  /** Who can do it; all of them are needed where one proposes and another approves. */
  readonly by: readonly Role[];
  /** Where it is done: the address of a page, also with first values of a form. */
  readonly to: string;
  /** What follows from leaving it; a step without it must be done before the go-live. */
  readonly skip?: Label;
  /** The rule that decides it; done by an approved version of the firm's own. */
  readonly rule?: string;
  /** What is shipped to choose from. */
  readonly starter?: "Location" | "Unit" | "DefectCode";
}

/** The form of a new version of a rule, filled in. */
export const ruleForm = (ruleName: string, content: unknown, citation: string): string =>
  `/rule/new?${writeAddress({ ruleName, key: "default", content: JSON.stringify(content), citation })}`;

/** The steps in the order in which they can be done. */
export const setupSteps: readonly SetupStep[] = [
  {
    key: "site",
    label: { en: "Site and time zone", zh: "场所与时区" },
    why: {
      en: "Stock, calendars and dates belong to a site; its outside places (supplier, customer, scrap …) come with it.",
      zh: "库存、工作日历和日期均按场所管理；外部库位（供应商、客户、报废等）随场所自动建立。",
    },
    by: ["SYSADMIN"],
    to: "/site/new",
  },
  {
    key: "people",
    label: { en: "People", zh: "人员" },
    why: {
      en: "Everybody works under their own name: entered, given a one-time password, identified before the first signature.",
      zh: "人人使用实名账户：先登记并发放一次性密码，首次签名前须核验身份。",
    },
    by: ["SYSADMIN", "SECURITY_ADMIN"],
    to: "/person/new",
  },
  {
    key: "roles",
    label: { en: "Roles", zh: "角色授权" },
    why: {
      en: "A role is proposed by the security administrator and in force once another administrator has confirmed it.",
      zh: "角色由安全管理员提出，经另一名管理员确认后生效。",
    },
    by: ["SECURITY_ADMIN", "AUDIT_ADMIN"],
    to: "/role-grant/new",
  },
  {
    key: "staffing",
    label: { en: "Minimum staffing", zh: "最低人员配置" },
    why: {
      en: "Which separation rules the present people cannot meet, and what stands for them meanwhile.",
      zh: "现有人员无法满足哪些职责分离规则，及其间的补偿措施。",
    },
    by: ["SECURITY_ADMIN", "QA_HEAD"],
    to: "/separation",
    skip: {
      en: "Acts that nobody may do stay refused; the compensating control named in the report is used instead.",
      zh: "无人可执行的操作将被拒绝；须按报告所列补偿措施处理。",
    },
  },
  {
    key: "signing",
    label: { en: "Signing policy", zh: "签名策略" },
    why: {
      en: "Whether later signatures of a signing session may use a personal code instead of the password. QA decides by signature; without a decision only the password counts.",
      zh: "签名会话中的后续签名可否以个人签名口令代替密码，由 QA 签名决定；未决定时仅可使用密码。",
    },
    by: ["SECURITY_ADMIN", "QA_HEAD"],
    to: ruleForm("signing-code", { allowed: false }, "21 CFR 11.200(a)(1)"),
    rule: "signing-code",
  },
  {
    key: "calendar",
    label: { en: "Working calendar", zh: "工作日历" },
    why: { en: "Due dates count working hours of the site.", zh: "到期时间按场所的工作时间计算。" },
    by: ["SECURITY_ADMIN", "QA_HEAD"],
    to: ruleForm(
      "working-days",
      { weekdays: [1, 2, 3, 4, 5], off: [], worked: [], hours: { from: "08:00", to: "17:00" } },
      "internal",
    ),
    rule: "working-days",
    skip: { en: "Monday to Friday, 8 to 17, without holidays.", zh: "按周一至周五 8–17 时计算，不含节假日。" },
  },
  {
    key: "numbers",
    label: { en: "Number rules", zh: "编号规则" },
    why: { en: "How records are numbered.", zh: "各类记录的编号方式。" },
    by: ["SECURITY_ADMIN", "QA_HEAD"],
    to: "/rule/new?ruleName=number-pattern",
    rule: "number-pattern",
    skip: { en: "Numbers are given as shipped, such as PO-26-0001.", zh: "按系统默认规则编号，例如 PO-26-0001。" },
  },
  {
    key: "letterhead",
    label: { en: "Company name and letterhead", zh: "企业名称与抬头" },
    why: { en: "What prints carry.", zh: "打印件所载的企业信息。" },
    by: ["SECURITY_ADMIN", "QA_HEAD"],
    to: "/rule/new?ruleName=letterhead&key=default",
    rule: "letterhead",
    skip: { en: "Prints carry the name of the site.", zh: "打印件仅显示场所名称。" },
  },
  {
    key: "locations",
    label: { en: "Locations", zh: "库位" },
    why: {
      en: "Every site needs a place for quarantine and one for released stock before anything can be received.",
      zh: "收货前，每个场所须至少有一个待验区和一个合格品区。",
    },
    by: ["STEWARD"],
    to: "/import?record=Location",
    starter: "Location",
  },
  {
    key: "units",
    label: { en: "Units of measure", zh: "计量单位" },
    why: { en: "Each item is kept in one unit, for good.", zh: "每种物料的库存单位一经确定不可更改。" },
    by: ["STEWARD"],
    to: "/import?record=Unit",
    starter: "Unit",
  },
  {
    key: "defects",
    label: { en: "Defect codes", zh: "缺陷代码" },
    why: { en: "So that what inspectors find can be counted.", zh: "便于统计检验发现的缺陷。" },
    by: ["QA_REVIEWER", "QA_HEAD"],
    to: "/import?record=DefectCode",
    starter: "DefectCode",
    skip: { en: "Characteristics cannot ask for a defect code.", zh: "检验项目不能要求填写缺陷代码。" },
  },
  {
    key: "items",
    label: { en: "Items and their revisions", zh: "物料及版本" },
    why: {
      en: "An item is used by a revision of its specification that quality has approved.",
      zh: "物料须有经质量部批准的规格版本方可使用。",
    },
    by: ["STEWARD", "QA_HEAD"],
    to: "/import?record=Item",
  },
  {
    key: "plans",
    label: { en: "Inspection plans", zh: "检验规程" },
    why: {
      en: "An item inspected before use is judged by an approved plan.",
      zh: "使用前检验的物料须按经批准的检验规程判定。",
    },
    by: ["STEWARD", "QA_HEAD"],
    to: "/import?record=InspectionPlan",
  },
  {
    key: "suppliers",
    label: { en: "Suppliers and their approvals", zh: "供应商及准入" },
    why: {
      en: "An item is ordered from a supplier who is approved for it.",
      zh: "仅可向该物料的合格供应商订购。",
    },
    by: ["SUPPLIER_QUALITY", "QA_HEAD"],
    to: "/import?record=Supplier",
    skip: { en: "Nothing can be ordered.", zh: "不能下采购订单。" },
  },
  {
    key: "customers",
    label: { en: "Customers", zh: "客户" },
    why: { en: "Devices are shipped to named consignees only.", zh: "器械仅可发往已登记的收货单位。" },
    by: ["STEWARD"],
    to: "/import?record=Customer",
    skip: { en: "Nothing can be sold or shipped.", zh: "不能销售和发货。" },
  },
  {
    key: "opening",
    label: { en: "Opening stock", zh: "期初库存" },
    why: {
      en: "Lots of the time before this system arrive in quarantine, on days that QA opens by signature.",
      zh: "启用前的库存批在 QA 签名开放的日期内入账，进入待验区。",
    },
    by: ["WAREHOUSE", "QA_HEAD"],
    to: "/import?record=OpeningStock",
    skip: { en: "Stock begins with the first receipt.", zh: "库存从首次收货开始。" },
  },
  {
    key: "backup",
    label: { en: "Backup", zh: "备份" },
    why: {
      en: "A good backup was made, and a restore of it was tried: records are kept for years.",
      zh: "已完成备份并演练过恢复：记录须长期保存。",
    },
    by: ["SYSADMIN"],
    to: "/health",
    skip: { en: "A lost disk takes every record with it.", zh: "磁盘损坏将丢失全部记录。" },
  },
];

/** The rule of the last step: everything above is done, or knowingly left by the signature of the QA head. */
export const goLiveRule = "go-live";

/** Content of the rule `go-live`: the keys of the steps that are knowingly left open. */
export interface GoLive {
  readonly open: readonly string[];
}

export * from "./starter.ts";
