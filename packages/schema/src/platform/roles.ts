import { enumeration } from "../kit/field.ts";

/** The roles of compliance.md §C. */
export const role = enumeration("Role", {
  BUYER: { en: "Buyer", zh: "采购员" },
  PURCHASING_MANAGER: { en: "Purchasing manager", zh: "采购经理" },
  FINANCE: { en: "Finance", zh: "财务" },
  WAREHOUSE: { en: "Warehouse keeper", zh: "仓管员" },
  INSPECTOR: { en: "Inspector", zh: "检验员" },
  QC_VERIFIER: { en: "QC verifier", zh: "检验复核员" },
  OPERATOR: { en: "Operator", zh: "操作工" },
  LINE_VERIFIER: { en: "Line verifier", zh: "产线复核员" },
  PLANNER: { en: "Planner / supervisor", zh: "计划员/班长" },
  QA_REVIEWER: { en: "QA reviewer", zh: "QA 审核员" },
  QA_HEAD: { en: "QA head", zh: "QA 负责人" },
  RELEASER: { en: "Authorised releaser", zh: "放行人" },
  RA: { en: "Regulatory affairs / vigilance", zh: "法规/警戒" },
  EVENT_OWNER: { en: "CAPA / event owner", zh: "CAPA/事件负责人" },
  DOC_CONTROLLER: { en: "Document controller", zh: "文控员" },
  TRAINER: { en: "Trainer", zh: "培训师" },
  SUPPLIER_QUALITY: { en: "Supplier quality", zh: "供应商质量" },
  STEWARD: { en: "Data steward", zh: "数据管理员" },
  SALES: { en: "Sales / shipping", zh: "销售/发运" },
  METROLOGY: { en: "Metrology", zh: "计量员" },
  LAB: { en: "Lab analyst", zh: "化验员" },
  MANAGEMENT: { en: "Management", zh: "管理层" },
  SYSADMIN: { en: "System administrator", zh: "系统管理员" },
  SECURITY_ADMIN: { en: "Security administrator", zh: "安全管理员" },
  AUDIT_ADMIN: { en: "Audit administrator", zh: "审计管理员" },
  AUDITOR: { en: "Internal auditor / inspector", zh: "内审员/检查员" },
  INTEGRATION: { en: "Integration account", zh: "接口账户" },
});

export type Role = keyof typeof role.values;
