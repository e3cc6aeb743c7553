/** Lots, holds, the stock ledger and the trace: the public face of the area; other areas import nothing else of it. */
import type { Area } from "../../kernel/behaviour.ts";
import { stockCountBehaviour } from "./count/index.ts";
import { LedgerResolver } from "./ledger/resolver.ts";
import { lotColumns } from "./lot/columns.ts";
import { lotConditions } from "./lot/conditions.ts";
import { holdHistory, moveHistory } from "./lot/history.ts";
import { lotBehaviour } from "./lot/index.ts";
import { LotStockResolver } from "./lot/resolver.ts";
import { openingConditions } from "./opening/gates.ts";
import { openingStockBehaviour } from "./opening/index.ts";
import { retainedSampleBehaviour } from "./retained/index.ts";
import { ScanResolver } from "./scan/resolver.ts";
import { TraceResolver } from "./trace/resolver.ts";

export { addReservation, fefo } from "./fefo/fefo.ts";
export { fefoReasons } from "./fefo/follow.ts";
export { FefoProposalInfo, proposalInfo } from "./fefo/info.ts";
export { causesOfHolds, holdsCausedBy } from "./hold/causes.ts";
export { placeSystemHold } from "./hold/place.ts";
export { addReleaseEvidence } from "./lot/evidence.ts";
export { partNumbers } from "./lot/part-numbers.ts";
export { usability } from "./lot/usable.ts";
export { pictureRoutes } from "./scan/picture/route.ts";
export { produceLot, receiveLot } from "./stock/arrive.ts";
export { count, reverse } from "./stock/correct.ts";
export { deliver, returnFrom, ship } from "./stock/deliver.ts";
export { issuable, shippable } from "./stock/ground.ts";
export { merge, rework, split } from "./stock/regroup.ts";
export { namedReasons, type ToLeave, unitsOf } from "./stock/serials.ts";
export { type StockRow, stockOf } from "./stock/stock.ts";
export type { Source } from "./stock/types.ts";
export { issue, move, returnSample, returnToSupplier, sample, scrap } from "./stock/use.ts";
export { closureOf, closureQuery, sameGoods } from "./trace/closure.ts";
export { customersOf } from "./trace/customers.ts";
export { traceSummary } from "./trace/summary.ts";
export { totalsByLot, totalsOf, totalsQuery } from "./trace/totals.ts";

export const inventoryArea: Area = {
  name: "inventory",
  behaviours: [lotBehaviour, openingStockBehaviour, retainedSampleBehaviour, stockCountBehaviour],
  conditions: [...lotConditions, ...openingConditions],
  columns: lotColumns,
  history: [moveHistory, holdHistory],
  resolvers: [LotStockResolver, TraceResolver, LedgerResolver, ScanResolver],
};
