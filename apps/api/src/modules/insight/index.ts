import type { Area } from "../../kernel/behaviour.ts";
import { KpiResolver } from "./kpi-resolver.ts";

/** The board: figures over the lists of all areas. It has no records of its own yet. */
export const insightArea: Area = { name: "insight", behaviours: [], conditions: [], resolvers: [KpiResolver] };
