import type { AnyRecord } from "@lotline/schema";
import { dateIn } from "../base/context.ts";
import type { Tx } from "./tx.ts";

/**
 * Until when a record must be kept: full years from the firm's day on which it is made, by the retention rule of its class
 * (compliance.md §A.20); null means for good, or until its product's dates are known.
 */
export async function retainUntil(tx: Tx, spec: AnyRecord): Promise<string | null> {
  // The content of a retention rule is a number of years or null for permanent.
  const years = (await tx.rule("retention")).get(spec.retention) as { years: number | null } | undefined;
  if (!years || years.years === null) return null;
  const day = new Date(dateIn(tx.firmZone, tx.now));
  day.setUTCFullYear(day.getUTCFullYear() + years.years);
  return day.toISOString().slice(0, 10);
}
