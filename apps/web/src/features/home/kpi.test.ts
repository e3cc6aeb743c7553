import { type AnyRecord, kpiAddress, kpiFilter, kpis, readView, registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { filterOf } from "../../kit/data/filter.ts";
import { isRecordName } from "../../kit/path.ts";

const zone = "Asia/Shanghai";
const flat = (filter: unknown): object => {
  const { and, ...rest } = Object(filter) as { and?: object[] };
  return Object.assign({}, rest, ...(and ?? []));
};

describe("the address that a figure opens", () => {
  for (const kpi of kpis)
    it(`${kpi.name}: is read by the list without a fault, as the very rows that the server counted`, () => {
      const record: AnyRecord | undefined = isRecordName(kpi.record) ? registry[kpi.record] : undefined;
      expect(record).toBeDefined();
      if (!record) return;
      const span = kpi.during ? { from: "2026-05-23", to: "2026-08-20" } : {};
      const { view, faults } = readView(record, kpiAddress(kpi, span));
      expect(faults).toEqual([]);
      // The list tells days as instants of the firm's zone, the server is asked for the days themselves: both are the same span.
      const asked = flat(filterOf(record, view, zone));
      const days = kpi.during ? { [kpi.during]: { from: "2026-05-22T16:00:00.000Z", to: "2026-08-20T16:00:00.000Z" } } : {};
      expect(asked).toEqual({ ...kpiFilter(kpi, {}), ...days });
    });
});
