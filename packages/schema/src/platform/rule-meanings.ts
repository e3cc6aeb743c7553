import type { Label } from "../kit/index.ts";

/** What the product decides by the rules of a name, in words. */
export const ruleMeanings: Readonly<Record<string, Label>> = {
  "access-review": { en: "After how many days without use a role is proposed for removal", zh: "角色多少天未使用即建议收回" },
  "accountability-statement": { en: "What a signer accepts before the first signature", zh: "首次签名前须确认的责任声明" },
  "approval-route": { en: "Who approves, in which steps", zh: "审批路线：由谁、分几步批准" },
  continuity: {
    en: "How old the last backup may be (RPO), how long a restore may take (RTO), how often a restore is tried",
    zh: "备份最长间隔（RPO）、恢复时限（RTO）及恢复演练周期",
  },
  currency: {
    en: "A currency of the company: its name, its decimals, whether it is in use",
    zh: "企业使用的币种：名称、小数位数及是否在用",
  },
  attribute: { en: "A field of the firm's own", zh: "企业自定义字段" },
  "exclusive-roles": { en: "Roles that one person may not hold together", zh: "不得由同一人兼任的角色" },
  mail: {
    en: "Whether notices go by mail, from whom, which at once, in the digest or never, and when not",
    zh: "通知是否发送邮件：发件人、立即发送、每日汇总、不发送的类别及免打扰时段",
  },
  mitigation: {
    en: "How long a role may be held against a separation rule, and how often that is reviewed",
    zh: "违反职责分离规则的授权最长期限及复核周期",
  },
  "import-retention": {
    en: "How many days the rows of an import's file are kept",
    zh: "导入文件行数据的保存天数",
  },
  "job-retention": { en: "How long finished jobs are kept", zh: "已结束作业的保存天数" },
  "kpi-goal": { en: "What a figure of the board should reach", zh: "指标目标值" },
  letterhead: { en: "Letterhead and foot of the prints of a site", zh: "各场所打印件的抬头与页脚" },
  "licence-warning": { en: "How many days before its end a licence is warned of", zh: "证照到期前提前预警的天数" },
  "print-form": { en: "Form number, language and paper of a print", zh: "打印件的表单编号、语言与纸张" },
  "sign-in": {
    en: "How people sign in by the company's provider: passwords besides, links by claim, second factors trusted",
    zh: "通过企业身份提供方登录的规则：密码登录范围、按声明关联、可信的第二因素",
  },
  passkey: { en: "Whether passkeys may be copied between devices", zh: "是否允许通行密钥在多台设备间同步" },
  "purchase-tax": { en: "The tax rate of an order line that names none", zh: "订单行未填税率时的税率" },
  "tax-rate": { en: "A tax rate that may be chosen on order lines, from its day on", zh: "订单行可选的税率，自生效日起适用" },
  "quality-clause": { en: "A clause that every purchase order carries", zh: "每份采购订单所列的质量条款" },
  "lot-part-number": { en: "How the parts and mixtures of lots are numbered", zh: "拆批、合批后新批的编号方式" },
  "go-live": {
    en: "The system is in use from this day on; which set-up steps were left open",
    zh: "系统正式启用，及启用时保留的未完成设置步骤",
  },
  "signing-code": {
    en: "Whether later signatures of a session may use a personal code instead of the password",
    zh: "签名会话中的后续签名可否使用个人签名口令",
  },
  "opening-stock": { en: "Until which day opening stock may be posted", zh: "期初库存可入账的截止日期" },
  "number-pattern": { en: "How the numbers of a type of record are made", zh: "记录的编号规则" },
  "near-expiry": { en: "How many days before its expiry a lot is near it", zh: "批在到期前多少天视为近效期" },
  "qualification-warning": {
    en: "How many days before its end a qualification is warned of",
    zh: "人员资质到期前提前预警的天数",
  },
  "receipt-tolerance": { en: "How much more than ordered may arrive", zh: "允许超订购量收货的幅度" },
  "retained-sample": { en: "How long retained samples are kept", zh: "留样保存期限" },
  "retention-minimum": { en: "How long the law asks records to be kept, and from when", zh: "法定最低保存期限及起算点" },
  retention: { en: "How long records are kept", zh: "记录保存年限" },
  "role-permit": { en: "Which roles may do it", zh: "哪些角色可以操作" },
  "sampling-standard": { en: "By which standard samples are drawn", zh: "抽样所依据的标准" },
  "sampling-table": {
    en: "A part of the sampling tables, checked against the text of the standard",
    zh: "已对照标准文本确认的抽样表",
  },
  "working-days": {
    en: "Working calendar: days, hours and shifts",
    zh: "工作日历：工作日、工作时间与班次",
  },
  delegation: {
    en: "Which roles may be delegated, to holders of which, for how many days",
    zh: "可委托的角色、可受托者及最长天数",
  },
  "terminal-limit": {
    en: "Critical input and signatures away from a registered terminal",
    zh: "未在已登记终端上录入关键数据或签名",
  },
  "inspector-access": { en: "For how many days an inspector account lasts at most", zh: "检查员账户的最长天数" },
  "udi-applicability": {
    en: "From which day of manufacture a device needs a published UDI in a market",
    zh: "各市场自何生产日期起须具有已发布的 UDI",
  },
  "udi-publication": {
    en: "What happens at shipping while a DI is not published in a market",
    zh: "产品标识在某市场未发布时，发货如何处理",
  },
  "di-trigger": { en: "Which changed fields ask whether a new DI is needed", zh: "哪些字段变更须判断是否需要新的产品标识" },
  "emergency-access": { en: "How long emergency access may last", zh: "应急访问的最长时长" },
  "patient-risk": { en: "What each class of severity or risk means to patients", zh: "各分类对应的患者风险" },
  "review-order": {
    en: "How many hours earlier a task stands in the review queue, by its risk to patients",
    zh: "审核队列中按患者风险提前的小时数",
  },
  "batch-signing": {
    en: "How many clean records one signature may cover, and of which types none",
    zh: "一次批量签署的最多份数，及不允许批签的记录类型",
  },
  "supplier-score": { en: "What a supplier is judged by, and below which score", zh: "供应商评分的构成、权重与限值" },
  "skip-lot": {
    en: "How many lots in a row qualify a supplier's item for skip-lot",
    zh: "供应商物料取得跳批资格所需的连续接收批数",
  },
  separation: { en: "Two duties that one person may not have on one record", zh: "同一记录上不得由一人兼任的两项职责" },
};
