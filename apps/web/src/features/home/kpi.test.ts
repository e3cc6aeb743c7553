import { type AnyRecord, allKpis, kpiAddress, kpiFilter, readView, registry, supplierKpis } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { filterOf } from "../../kit/data/filter.ts";
import { isRecordName } from "../../kit/path.ts";

const zone = "Asia/Shanghai";
const flat = (filter: unknown): object => {
  const { and, ...rest } = Object(filter) as { and?: object[] };
  return Object.assign({}, rest, ...(and ?? []));
};

describe("the address that a figure opens", () => {
  const cases = [
    ...allKpis.map((kpi) => ({ kpi, of: undefined, whose: "of all" })),
    ...supplierKpis.map((kpi) => ({ kpi, of: { supplier: "7", item: "12" }, whose: "of an item of a supplier" })),
  ];
  for (const { kpi, of, whose } of cases)
    it(`${kpi.name} ${whose}: is read by the list without a fault, as the very rows that the server counted`, () => {
      const record: AnyRecord | undefined = isRecordName(kpi.record) ? registry[kpi.record] : undefined;
      expect(record).toBeDefined();
      if (!record || !kpi.during) return expect(kpi.measure.kind).toBe("waiting");
      const asked = { from: "2026-05-23", to: "2026-08-20", of };
      const { view, faults } = readView(record, kpiAddress(kpi, asked));
      expect(faults).toEqual([]);
      // The list tells days of instants as instants of the firm's zone, the server is asked for the days: both are the same span.
      const isInstant = record.fields[kpi.during].kind === "instant";
      const span = isInstant
        ? { from: "2026-05-22T16:00:00.000Z", to: "2026-08-20T16:00:00.000Z" }
        : { from: asked.from, to: asked.to };
      expect(flat(filterOf(record, view, zone))).toEqual({ ...kpiFilter(kpi, { of }), [kpi.during]: span });
    });
});
