import type { Json, Rec } from "@lotline/schema";
import type { Reader } from "../../base/context.ts";

/**
 * What quality says about a lot at its release: each inspection with its result, or with the skip-lot rule and the draw that stand
 * in its place, each nonconformity with its decision.
 */
export async function resultsOfLot(reader: Reader, lot: Rec<"Lot">): Promise<Json> {
  const inspections = await reader.sql<{
    number: string;
    plan: string | null;
    result: string | null;
    summary: Json;
    state: string;
    skip: Json;
  }>(
    "select i.number, p.number as plan, i.result, i.summary, i.state, i.skip_draw as skip from inspection i left join inspection_plan p on p.id = i.plan_id where i.lot_id = ? order by i.id",
    [lot.id],
  );
  const nonconformities = await reader.sql<{ number: string; state: string; disposition: string | null }>(
    "select number, state, disposition from nonconformity where lot_id = ? order by id",
    [lot.id],
  );
  return {
    inspections: inspections.map(({ state, skip, ...row }) => ({ ...row, ...(state === "skipped" ? { skipLot: skip } : {}) })),
    nonconformities: nonconformities.map((row) => ({ ...row })),
  };
}
