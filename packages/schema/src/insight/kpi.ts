import type { Search } from "../kit/address.ts";
import type { RecordFilter } from "../kit/column.ts";
import type { Label } from "../kit/label.ts";

/** Calendar days in the firm's zone, both included. */
export interface KpiSpan {
  readonly from: string;
  readonly to: string;
}

/** How a figure follows from its rows; every one of them names columns of the record. */
export type KpiMeasure =
  /** The mean time between two instants, in days or hours. */
  | { readonly kind: "meanTime"; readonly from: string; readonly to: string; readonly per: "day" | "hour" }
  /** Of all rows those that have this value, in per cent. */
  | { readonly kind: "share"; readonly column: string; readonly is: string }
  /** The mean of a share between 0 and 1, in parts per million: each row counts alike, so that kilograms and pieces may be mixed. */
  | { readonly kind: "meanPpm"; readonly column: string }
  /** How many rows there are. */
  | { readonly kind: "count" }
  /** How many rows there are, and how old: days up to which each bucket reaches, the last one open. */
  | { readonly kind: "waiting"; readonly since: "createdAt"; readonly upToDays: readonly number[] };

/** One figure of the board: which rows of which list it is made of, and how. Its rows are exactly those of that list. */
export interface Kpi {
  readonly name: string;
  readonly label: Label;
  /** What is divided by what, for its definition card. */
  readonly formula: Label;
  readonly unit: Label;
  readonly decimals: number;
  /** In which direction it is better. */
  readonly better: "lower" | "higher";
  readonly record: string;
  /** Values that the rows have, by column. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
  /** The instant by which a row belongs to a period; a figure of what waits now has none. */
  readonly during?: string;
  readonly measure: KpiMeasure;
}

const defineKpi = <const K extends Kpi>(kpi: K): K => kpi;
const days = { en: "days", zh: "天" };
const lots = { en: "lots", zh: "批" };

const supplierPpm = defineKpi({
  name: "supplierPpm",
  label: { en: "Supplier rejects", zh: "供应商不良 PPM" },
  formula: {
    en: "Rejected share of each received lot, averaged over the lots whose inspection was concluded in the period, times one million.",
    zh: "期内完成检验的来料批，各批拒收数量占比的平均值 × 1,000,000。",
  },
  unit: { en: "ppm", zh: "ppm" },
  decimals: 0,
  better: "lower",
  record: "Inspection",
  rows: { state: ["concluded"], origin: ["received"] },
  during: "concludedAt",
  measure: { kind: "meanPpm", column: "rejectedShare" },
});

/** The figures of the incoming side, in the order in which Home shows them. */
export const kpis: readonly Kpi[] = [
  defineKpi({
    name: "poToReceiptCycle",
    label: { en: "Order to receipt", zh: "采购订单到入库平均周期" },
    formula: {
      en: "Mean time from the approval of an order to the receipt that completed it, over the orders completed in the period.",
      zh: "期内收齐的采购订单，从批准到收齐入库的平均天数。",
    },
    unit: days,
    decimals: 1,
    better: "lower",
    record: "PurchaseOrder",
    rows: { state: ["received"] },
    during: "receivedAt",
    measure: { kind: "meanTime", from: "approvedAt", to: "receivedAt", per: "day" },
  }),
  defineKpi({
    name: "inspectionsWaiting",
    label: { en: "Inspections waiting", zh: "待检批次" },
    formula: {
      en: "Inspections that are not concluded, by the days since the lot arrived.",
      zh: "尚未完成的检验，按到货后天数分段。",
    },
    unit: lots,
    decimals: 0,
    better: "lower",
    record: "Inspection",
    rows: { state: ["open", "started"] },
    measure: { kind: "waiting", since: "createdAt", upToDays: [1, 3] },
  }),
  defineKpi({
    name: "lotAcceptanceRate",
    label: { en: "Lots accepted", zh: "检验批合格率" },
    formula: {
      en: "Accepted inspections divided by all inspections concluded in the period.",
      zh: "期内检验合格批数 ÷ 期内完成检验批数。",
    },
    unit: { en: "%", zh: "%" },
    decimals: 1,
    better: "higher",
    record: "Inspection",
    rows: { state: ["concluded"] },
    during: "concludedAt",
    measure: { kind: "share", column: "result", is: "accepted" },
  }),
  defineKpi({
    name: "exceptionHandlingTime",
    label: { en: "Exception handling", zh: "质量异常处理时长" },
    formula: {
      en: "Mean time from the report of a nonconformity to its closure, over those closed in the period.",
      zh: "期内关闭的不合格，从报告到关闭的平均天数。",
    },
    unit: days,
    decimals: 1,
    better: "lower",
    record: "Nonconformity",
    rows: { state: ["closed"] },
    during: "closedAt",
    measure: { kind: "meanTime", from: "reportedAt", to: "closedAt", per: "day" },
  }),
  supplierPpm,
];

const inspectedLots = (
  name: string,
  label: Kpi["label"],
  result: "accepted" | "rejected",
  formula: Kpi["formula"],
  better: Kpi["better"],
): Kpi =>
  defineKpi({
    name,
    label,
    formula,
    unit: lots,
    decimals: 0,
    better,
    record: "Inspection",
    rows: { state: ["concluded"], origin: ["received"], result: [result] },
    during: "concludedAt",
    measure: { kind: "count" },
  });

/**
 * The figures about a supplier, in the order of its page. The rows of each have a `supplier` and an `item`, by which it is narrowed
 * and compared.
 */
export const supplierKpis: readonly Kpi[] = [
  defineKpi({
    name: "deliveryOnTime",
    label: { en: "On time", zh: "准时交付率" },
    formula: {
      en: "Order lines promised for the period that came completely on their day or before, divided by all that came or should have come.",
      zh: "承诺日在期内的订单行中，按期收齐的行数 ÷ 已收齐或已逾期的行数。",
    },
    unit: { en: "%", zh: "%" },
    decimals: 1,
    better: "higher",
    record: "ExpectedDelivery",
    rows: { punctuality: ["onTime", "late"] },
    during: "promisedOn",
    measure: { kind: "share", column: "punctuality", is: "onTime" },
  }),
  supplierPpm,
  defineKpi({
    name: "lotsReceived",
    label: { en: "Lots received", zh: "收货批数" },
    formula: { en: "Lots received in the period.", zh: "期内收货的批数。" },
    unit: lots,
    decimals: 0,
    better: "higher",
    record: "Lot",
    rows: {},
    during: "receivedOn",
    measure: { kind: "count" },
  }),
  inspectedLots(
    "receivedLotsAccepted",
    { en: "Lots accepted", zh: "合格批数" },
    "accepted",
    { en: "Received lots whose inspection in the period accepted them.", zh: "期内检验合格的来料批数。" },
    "higher",
  ),
  inspectedLots(
    "receivedLotsRejected",
    { en: "Lots rejected", zh: "不合格批数" },
    "rejected",
    { en: "Received lots whose inspection in the period did not accept them.", zh: "期内检验不合格的来料批数。" },
    "lower",
  ),
  defineKpi({
    name: "supplierNonconformities",
    label: { en: "Nonconformities", zh: "不合格品报告" },
    formula: {
      en: "Nonconformities of received lots reported in the period.",
      zh: "期内报告的来料不合格数。",
    },
    unit: { en: "reports", zh: "份" },
    decimals: 0,
    better: "lower",
    record: "Nonconformity",
    rows: { state: ["open", "review", "dispositioned", "inAction", "verified", "closed"] },
    during: "reportedAt",
    measure: { kind: "count" },
  }),
];

/** Every figure by which the rule `kpi-goal` may be named. */
export const allKpis: readonly Kpi[] = [...new Set([...kpis, ...supplierKpis])];

/** Which rows of a figure: those of a supplier, of an item. Both are columns of its record. */
export type KpiNarrowing = { readonly [column in "supplier" | "item"]?: string };

/** What of a figure is asked for. */
export interface KpiAsked extends Partial<KpiSpan> {
  /** The day that lies in the period; that of the figure when not said. */
  readonly day?: string | undefined;
  readonly of?: KpiNarrowing | undefined;
}

const narrowed = (of: KpiNarrowing = {}): (readonly [string, string])[] =>
  Object.entries(of).flatMap(([column, id]) => (id ? [[column, id] as const] : []));

/** The rows of a figure in a period, as the list of its record is asked for them. */
export function kpiFilter({ rows, during }: Kpi, { from, to, day = during, of }: KpiAsked): RecordFilter {
  const span = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const whose = narrowed(of).map(([column, id]) => [column, { in: [id] }] as const);
  return { ...rows, ...Object.fromEntries(whose), ...(day && (from ?? to) ? { [day]: span } : {}) };
}

/** The same rows as the address of that list. */
export function kpiAddress({ rows, during }: Kpi, { from = "", to = "", day = during, of }: KpiAsked): Search {
  const asked = [...Object.entries(rows).map(([name, values]) => [name, values.join(",")] as const), ...narrowed(of)];
  return { ...Object.fromEntries(asked), ...(day && (from || to) ? { [day]: `${from}..${to}` } : {}) };
}
