export {
  allKpis,
  type Kpi,
  type KpiAsked,
  type KpiMeasure,
  type KpiNarrowing,
  type KpiSpan,
  kpiAddress,
  kpiFilter,
  kpis,
  supplierKpis,
} from "./kpi.ts";
