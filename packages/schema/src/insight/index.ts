export { type Kpi, type KpiMeasure, type KpiSpan, kpiAddress, kpiFilter, kpis } from "./kpi.ts";
