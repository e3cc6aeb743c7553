/** The words of stored evidence: its names and its closed values, so that a reader never meets a technical name where a word exists. */
import { allKpis, attributeKind, attributeWords, dutyLabels, type Label, registry } from "@lotline/schema";

const names: Readonly<Record<string, Label>> = {
  ...attributeWords,
  ...Object.fromEntries(allKpis.map(({ name, label }) => [name, label])),
  number: { en: "Number", zh: "编号" },
  state: { en: "Status", zh: "状态" },
  stock: { en: "Stock", zh: "库存" },
  holds: { en: "Holds", zh: "冻结" },
  madeFrom: { en: "Made from", zh: "来源批" },
  quality: { en: "Quality", zh: "质量" },
  inspections: registry.Inspection.plural,
  nonconformities: registry.Nonconformity.plural,
  production: { en: "Production", zh: "生产" },
  consumed: { en: "Consumed", zh: "领用" },
  lot: registry.Lot.label,
  item: registry.Item.label,
  location: registry.Location.label,
  type: registry.Location.fields.type.label,
  quantity: { en: "Quantity", zh: "数量" },
  kind: registry.Hold.fields.kind.label,
  plan: registry.Inspection.fields.plan.label,
  result: registry.Inspection.fields.result.label,
  disposition: registry.Nonconformity.fields.disposition.label,
  summary: registry.Inspection.fields.summary.label,
  nameEn: { en: "Name (English)", zh: "名称（英文）" },
  nameZh: { en: "Name (Chinese)", zh: "名称（中文）" },
  position: { en: "No.", zh: "序号" },
  samples: { en: "Samples", zh: "样本量" },
  defects: { en: "Defects", zh: "缺陷" },
  acceptUpTo: { en: "Accept up to", zh: "Ac" },
  bom: registry.WorkOrder.fields.bom.label,
  revision: registry.WorkOrder.fields.itemRevision.label,
  good: registry.WorkOrder.fields.quantityGood.label,
  scrapped: registry.WorkOrder.fields.quantityScrapped.label,
  skipLot: { en: "Skip-lot", zh: "跳批" },
  rule: { en: "Rule", zh: "规则" },
  pair: registry.SamplingState.label,
  lots: { en: "Lots in a row to qualify", zh: "取得资格所需连续接收批数" },
  oneOf: { en: "One lot inspected of", zh: "每多少批检 1 批" },
  riskClassA: { en: "Also for risk class A", zh: "适用于 A 类风险" },
  confirmed: { en: "Confirmed", zh: "已确认" },
  seed: { en: "Drawn from", zh: "抽签种子" },
  counter: { en: "Lot since skip-lot began", zh: "跳批后第几批" },
  block: { en: "Block", zh: "段" },
  pick: { en: "Inspected in the block", zh: "段内检验第几批" },
  years: { en: "Years", zh: "年数" },
  percent: { en: "Per cent", zh: "百分比" },
  from: { en: "From", zh: "自" },
  to: { en: "To", zh: "至" },
  limit: { en: "Limit", zh: "限值" },
  value: { en: "Value", zh: "数值" },
  weight: { en: "Weight", zh: "权重" },
  points: { en: "Points", zh: "得分" },
};

const values: Readonly<Record<string, Label>> = {
  ...attributeKind.values,
  ...registry.Nonconformity.states,
  ...registry.WorkOrder.states,
  ...registry.Hold.states,
  ...registry.Lot.states,
  ...registry.Location.fields.type.of.values,
  ...registry.Hold.fields.kind.of.values,
  ...registry.Nonconformity.fields.disposition.of.values,
  ...registry.Inspection.fields.result.of.values,
};
const closed = new Set(["state", "type", "kind", "result", "disposition"]);

/** The word of a name in stored evidence; the name itself where there is none. */
export const evidenceName = (name: string): Label =>
  (Object.hasOwn(names, name) ? names[name] : undefined) ?? { en: name, zh: name };

// In a list of its own, as in rules: who may do something, or two duties.
const listed: Readonly<Record<string, Label>> = { ...registry.RoleGrant.fields.role.of.values, ...dutyLabels };

/** The word of a value that stands under a name or in a list, if it is one of a closed list. */
export function evidenceValue(name: string | undefined, value: string): Label | undefined {
  if (name === undefined) return Object.hasOwn(listed, value) ? listed[value] : undefined;
  return closed.has(name) && Object.hasOwn(values, value) ? values[value] : undefined;
}
