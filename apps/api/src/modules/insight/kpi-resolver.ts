/** The board: every figure with its rows, its former value, its months and its goal. */
import { kpis } from "@lotline/schema";
import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import type { Request } from "../../read/request.ts";
import { KpiInfo, kpiOf, shownTo, timesOf } from "./kpi-info.ts";

@Resolver()
export class KpiResolver {
  /** The figures whose lists the person may read, over so many days up to today. */
  @Query(() => [KpiInfo])
  async kpis(@Ctx() request: Request, @Arg("days", () => Int, { defaultValue: 90 }) days: number): Promise<KpiInfo[]> {
    const reader = await request.reader();
    const times = timesOf(reader, days);
    return Promise.all(shownTo(reader, kpis).map((kpi) => kpiOf(reader, kpi, times)));
  }
}
