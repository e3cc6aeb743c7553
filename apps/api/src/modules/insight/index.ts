import type { Area } from "../../kernel/behaviour.ts";
import { KpiResolver } from "./kpi-resolver.ts";
import { reEvaluation } from "./re-evaluate.ts";
import { SupplierPerformanceResolver } from "./supplier-resolver.ts";

/** The board: figures over the lists of all areas. It has no records of its own yet. */
export const insightArea: Area = {
  name: "insight",
  behaviours: [],
  conditions: [],
  resolvers: [KpiResolver, SupplierPerformanceResolver],
  consumers: [reEvaluation],
};
