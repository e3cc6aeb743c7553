/** What the incoming side does with many rows: proposals by expiry, the ledger of movements, a large inspection. */
import type { Company } from "./company.ts";
import { type FefoSize, measureFefo } from "./incoming-fefo.ts";
import { type InspectionSize, measureInspection } from "./incoming-inspection.ts";
import { type LedgerSize, measureLedger } from "./incoming-ledger.ts";
import type { PartReport } from "./report.ts";
import type { Ground } from "./scratch.ts";

/** The sizes of its three measurements. */
export interface IncomingSize {
  readonly fefo: FefoSize;
  readonly ledger: LedgerSize;
  readonly inspection: InspectionSize;
}

/** Each measurement on a database of its own, one after the other. */
export async function incomingPart(ground: Ground, company: Company, size: IncomingSize): Promise<PartReport> {
  const fefo = await measureFefo(ground, company, size.fefo);
  const ledger = await measureLedger(ground, company, size.ledger);
  const inspection = await measureInspection(ground, company, size.inspection);
  return {
    figures: { fefo: fefo.figures, ledger: ledger.figures, inspection: inspection.figures },
    tables: [...fefo.tables, ...ledger.tables, ...inspection.tables],
  };
}
