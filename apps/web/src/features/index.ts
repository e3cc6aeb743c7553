/**
 * What differs from the kit. A main record registers its own layout here, a special screen its page; both are loaded when they
 * are first opened. Everything not named here is shown by the kit from its record file alone.
 */
import { type Label, registry } from "@lotline/schema";
import type { Lazy, RecordFeatures } from "../kit/feature.tsx";
import { salesOrderFeature } from "./distribution/sales-order/feature.tsx";
import { shipmentFeature } from "./distribution/shipment/feature.tsx";
import { personFeature, skillFeature } from "./document/qualification/feature.ts";
import { copyFeature, legalHoldFeature, retentionDecisionFeature } from "./governance/scope/feature.ts";
import { lotFeature } from "./inventory/lot/feature.ts";
import { stockCountFeature } from "./inventory/stock-count/feature.tsx";
import { itemLabelFeature, labelJobFeature, labelTemplateFeature } from "./label/feature.tsx";
import { deviceRecordFeature } from "./master/device-record/feature.tsx";
import { licenceBadge, licenceFeature } from "./master/licences.tsx";
import { masterChangeFeature } from "./master/master-change/feature.tsx";
import { accessReviewFeature } from "./platform/access-review/feature.tsx";
import { emergencyFeature } from "./platform/emergency/feature.tsx";
import { inspectorFeature } from "./platform/inspection/feature.tsx";
import { signingKeyFeature } from "./platform/operations/feature.tsx";
import { roleGrantFeature } from "./platform/role-grant/feature.tsx";
import { ruleFeature } from "./platform/rule/feature.tsx";
import { savedViewFeature } from "./platform/saved-view/feature.tsx";
import { terminalFeature } from "./platform/terminal/feature.tsx";
import { purchaseOrderFeature } from "./procurement/purchase-order/feature.tsx";
import { receiptFeature } from "./procurement/receipt/feature.tsx";
import { workOrderFeature } from "./production/work-order/feature.tsx";
import { inspectionFeature } from "./quality/inspection/feature.tsx";
import { nonconformityFeature } from "./quality/nonconformity/feature.tsx";
import { retestFeature } from "./quality/retest/feature.tsx";
import { inspectionPlanFeature, samplingStateFeature } from "./quality/sampling/feature.ts";

export type AreaKey = "review" | "operate" | "quality" | "trace" | "data" | "insight" | "admin";

/** A page that is no record: the trace, a board, a review queue. */
export interface FeaturePage {
  readonly area: AreaKey;
  readonly to: `/${string}`;
  readonly label: Label;
  /** Shown only to people with this permit. */
  readonly permit?: string;
  readonly page: Lazy<Record<never, never>>;
}

export const recordFeatures: RecordFeatures = {
  AccessReview: accessReviewFeature,
  Customer: {
    ...licenceBadge("customer"),
    related: [
      { record: "Licence", field: "customer" },
      { record: "SalesOrder", field: "customer" },
      { record: "Shipment", field: "customer" },
    ],
  },
  DeviceRecord: deviceRecordFeature,
  EmergencyAccess: emergencyFeature,
  Equipment: { related: [{ record: "Deviation", field: "equipment" }] },
  Inspection: inspectionFeature,
  InspectionCopy: copyFeature,
  InspectionPlan: inspectionPlanFeature,
  InspectorAccess: inspectorFeature,
  Item: {
    related: [
      { record: "SupplierItem", field: "item" },
      { record: "UnitConversion", field: "item" },
      { record: "Requisition", field: "item" },
      { record: "Lot", field: "item" },
      { record: "WorkOrder", field: "item" },
      { record: "ItemLabel", field: "item" },
    ],
  },
  ItemLabel: itemLabelFeature,
  LabelJob: labelJobFeature,
  LabelTemplate: labelTemplateFeature,
  Licence: licenceFeature,
  LegalHold: legalHoldFeature,
  Lot: lotFeature,
  MasterChange: masterChangeFeature,
  Nonconformity: nonconformityFeature,
  Person: personFeature,
  PurchaseOrder: purchaseOrderFeature,
  Receipt: receiptFeature,
  Retest: retestFeature,
  RetentionDecision: retentionDecisionFeature,
  RoleGrant: roleGrantFeature,
  Rule: ruleFeature,
  SalesOrder: salesOrderFeature,
  SamplingState: samplingStateFeature,
  SavedView: savedViewFeature,
  Shipment: shipmentFeature,
  Skill: skillFeature,
  Site: { form: () => import("./master/site/SiteForm.tsx") },
  StockCount: stockCountFeature,
  Supplier: {
    ...licenceBadge("supplier"),
    layout: () => import("./master/supplier/SupplierLayout.tsx"),
    related: [
      { record: "SupplierItem", field: "supplier" },
      { record: "Licence", field: "supplier" },
      { record: "PurchaseOrder", field: "supplier" },
      { record: "ExpectedDelivery", field: "supplier" },
    ],
  },
  SigningKey: signingKeyFeature,
  Terminal: terminalFeature,
  WorkOrder: workOrderFeature,
};

export const featurePages: readonly FeaturePage[] = [
  {
    area: "review",
    to: "/review",
    label: { en: "Review queue", zh: "审核队列" },
    page: () => import("./review/ReviewPage.tsx"),
  },
  {
    area: "review",
    to: "/todo",
    label: { en: "To-do centre", zh: "待办中心" },
    page: () => import("./todo/TodoPage.tsx"),
  },
  {
    area: "review",
    to: "/review/quality",
    label: { en: "Review quality", zh: "审核质量" },
    permit: "review.measure",
    page: () => import("./review/QualityPage.tsx"),
  },
  // The hub of its area: its first page leads to the others.
  {
    area: "admin",
    to: "/admin",
    label: { en: "Administration", zh: "系统设置" },
    page: () => import("./platform/admin/AdminPage.tsx"),
  },
  {
    area: "admin",
    to: "/setup",
    label: { en: "Set up the company", zh: "企业初始设置" },
    page: () => import("./platform/setup/SetupPage.tsx"),
  },
  {
    area: "data",
    to: "/import",
    label: { en: "Import", zh: "导入" },
    page: () => import("./platform/import/ImportPage.tsx"),
  },
  {
    area: "quality",
    to: "/trail",
    label: { en: "Audit trail", zh: "审计追踪" },
    permit: "audit.read",
    page: () => import("./platform/trail/TrailPage.tsx"),
  },
  {
    area: "quality",
    to: "/trail/proof",
    label: { en: "Proof of the trail", zh: "审计追踪验证" },
    permit: "audit.read",
    page: () => import("./platform/trail/ProofPage.tsx"),
  },
  {
    area: "admin",
    to: "/configuration",
    label: { en: "Configuration changes", zh: "配置变更" },
    permit: "audit.read",
    page: () => import("./governance/configuration/ConfigurationPage.tsx"),
  },
  {
    area: "quality",
    to: "/retention",
    label: { en: "Retention", zh: "保存期限" },
    permit: registry.RetentionDecision.read,
    page: () => import("./governance/keep/RetentionPage.tsx"),
  },
  {
    area: "admin",
    to: "/separation",
    label: { en: "Separation", zh: "职责分离" },
    permit: registry.RoleGrant.read,
    page: () => import("./platform/separation/ReportPage.tsx"),
  },
  {
    area: "admin",
    to: "/health",
    label: { en: "Health", zh: "运行状况" },
    permit: registry.SystemAlert.read,
    page: () => import("./platform/operations/HealthPage.tsx"),
  },
  {
    area: "trace",
    to: "/trace",
    label: { en: "Trace", zh: "追溯" },
    permit: registry.Lot.read,
    page: () => import("./inventory/trace/TracePage.tsx"),
  },
  {
    area: "trace",
    to: "/movements",
    label: { en: "Movements", zh: "出入库记录" },
    permit: registry.Lot.read,
    page: () => import("./inventory/movements/MovementsPage.tsx"),
  },
  {
    area: "trace",
    to: "/decode",
    label: { en: "Decode a code", zh: "条码解析" },
    page: () => import("./inventory/decode/DecodePage.tsx"),
  },
  {
    area: "insight",
    to: "/supplier-performance",
    label: { en: "Supplier performance", zh: "供应商绩效" },
    permit: registry.Supplier.read,
    page: () => import("./master/supplier/ComparisonPage.tsx"),
  },
];
