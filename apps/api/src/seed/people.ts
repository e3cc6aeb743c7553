import type { Label, Role } from "@lotline/schema";

export interface DemoPerson {
  readonly login: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly titleEn: string;
  readonly titleZh: string;
  readonly roles: readonly Role[];
  readonly hint: Label;
  /** Name of the drawing on the sign-in page. */
  readonly icon: string;
}

/** The password and signing code of every demo person; a production profile refuses to start while one of them has it. */
export const demoPassword = "chenglan-demo-2026";
export const demoCode = "482615";

const person = (
  login: string,
  names: [string, string],
  title: [string, string],
  roles: Role[],
  hint: [string, string],
  icon: string,
): DemoPerson => ({
  login,
  nameEn: names[0],
  nameZh: names[1],
  titleEn: title[0],
  titleZh: title[1],
  roles,
  hint: { en: hint[0], zh: hint[1] },
  icon,
});

/** The invented people of the demo company: one per role, two where the separation of duties needs two. */
export const demoPeople: readonly DemoPerson[] = [
  person(
    "shenyue",
    ["Shen Yue", "沈悦"],
    ["Buyer", "采购员"],
    ["BUYER"],
    ["Order RM-205 while a licence lapses", "在许可证将到期时订购 RM-205"],
    "cart",
  ),
  person(
    "jiangmin",
    ["Jiang Min", "江敏"],
    ["Purchasing manager", "采购经理"],
    ["PURCHASING_MANAGER"],
    ["Approve what another has ordered", "批准他人提交的订单"],
    "check",
  ),
  person(
    "gaolang",
    ["Gao Lang", "高朗"],
    ["Warehouse keeper", "仓管员"],
    ["WAREHOUSE"],
    ["Receive 48 bags into quarantine", "收 48 袋料入待验区"],
    "scan",
  ),
  person(
    "dingkai",
    ["Ding Kai", "丁凯"],
    ["Warehouse keeper", "仓管员"],
    ["WAREHOUSE"],
    ["Pick a shipment for another to check", "拣货，由他人复核"],
    "scan",
  ),
  person(
    "chenhe",
    ["Chen He", "陈禾"],
    ["Incoming inspector", "来料检验员"],
    ["INSPECTOR"],
    ["Read the samples, one is out of limit", "读取样品，其中一件超限"],
    "ruler",
  ),
  person(
    "sunye",
    ["Sun Ye", "孙烨"],
    ["Final inspector", "成品检验员"],
    ["INSPECTOR"],
    ["Inspect a finished lot", "检验成品批"],
    "ruler",
  ),
  person(
    "qianlu",
    ["Qian Lu", "钱璐"],
    ["QC verifier", "检验复核员"],
    ["QC_VERIFIER"],
    ["Verify what another has inspected", "复核他人的检验"],
    "ruler",
  ),
  person("shihao", ["Shi Hao", "石浩"], ["Metrologist", "计量员"], ["METROLOGY"], ["Record a calibration", "登记校准"], "ruler"),
  person(
    "hechuan",
    ["He Chuan", "何川"],
    ["Production supervisor", "生产主管"],
    ["PLANNER"],
    ["Release and close work orders", "下达并关闭工单"],
    "calendar",
  ),
  person(
    "wutong",
    ["Wu Tong", "吴桐"],
    ["Operator", "操作工"],
    ["OPERATOR"],
    ["Issue a lot; the wrong one is refused", "领料，错批被拒"],
    "factory",
  ),
  person(
    "liyan",
    ["Li Yan", "李岩"],
    ["Operator", "操作工"],
    ["OPERATOR"],
    ["Report the output of an order", "完工报产"],
    "factory",
  ),
  person(
    "linjing",
    ["Lin Jing", "林静"],
    ["QA reviewer", "QA 审核员"],
    ["QA_REVIEWER"],
    ["Decide a nonconformity, lift a hold", "处置不合格，解除冻结"],
    "check",
  ),
  person(
    "songwei",
    ["Song Wei", "宋薇"],
    ["QA reviewer", "QA 审核员"],
    ["QA_REVIEWER"],
    ["Review what Lin Jing reported", "审核林静报告的事项"],
    "check",
  ),
  person(
    "zhouqiming",
    ["Zhou Qiming", "周启明"],
    ["Authorised releaser", "放行人"],
    ["RELEASER"],
    ["Release a lot, or read why not", "放行一批，或查看为何不可"],
    "certificate",
  ),
  person(
    "yaolan",
    ["Yao Lan", "姚兰"],
    ["Authorised releaser", "放行人"],
    ["RELEASER"],
    ["Release what the other may not", "放行另一人不能放行的批"],
    "certificate",
  ),
  person(
    "xuheng",
    ["Xu Heng", "许衡"],
    ["QA head", "QA 负责人"],
    ["QA_HEAD"],
    ["Approve rules and master data", "批准规则和主数据"],
    "shield",
  ),
  person(
    "tangrui",
    ["Tang Rui", "唐睿"],
    ["Regulatory affairs", "法规事务"],
    ["RA"],
    ["See where a lot went", "查看批次去向"],
    "scale",
  ),
  person(
    "mengfei",
    ["Meng Fei", "孟飞"],
    ["Supplier quality engineer", "供应商质量工程师"],
    ["SUPPLIER_QUALITY"],
    ["Renew a supplier's licence", "更新供应商许可证"],
    "truck",
  ),
  person(
    "luoan",
    ["Luo An", "罗安"],
    ["Data steward", "数据管理员"],
    ["STEWARD"],
    ["Revise the shelf life of an item", "修订物料有效期"],
    "database",
  ),
  person(
    "fangyi",
    ["Fang Yi", "方怡"],
    ["Sales and shipping", "销售发运"],
    ["SALES"],
    ["Check and ship an order", "复核并发货"],
    "send",
  ),
  person(
    "chengyuan",
    ["Cheng Yuan", "程远"],
    ["General manager", "总经理"],
    ["MANAGEMENT"],
    ["Trace a lot both ways", "双向追溯一批"],
    "chart",
  ),
  person(
    "fanqing",
    ["Fan Qing", "范青"],
    ["Auditor, read-only", "内审员（只读）"],
    ["AUDITOR"],
    ["Ask who changed the shelf life, and why", "查谁改了有效期及原因"],
    "eye",
  ),
  person(
    "guping",
    ["Gu Ping", "顾平"],
    ["System administrator", "系统管理员"],
    ["SYSADMIN"],
    ["Add a person", "新增人员"],
    "settings",
  ),
  person(
    "weiqing",
    ["Wei Qing", "魏青"],
    ["Security administrator", "安全管理员"],
    ["SECURITY_ADMIN"],
    ["Propose a role", "提议角色授权"],
    "key",
  ),
  person(
    "haoyu",
    ["Hao Yu", "郝宇"],
    ["Audit administrator", "审计管理员"],
    ["AUDIT_ADMIN"],
    ["Confirm a role, read the trail", "确认授权，查看审计追踪"],
    "list",
  ),
];
