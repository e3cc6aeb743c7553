import { type AnyRecord, attributesAmong, readView, registry, shownRecord, withOwnColumns, writeView } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { columnsOf, ownColumns } from "../list/columns.ts";
import { changedField } from "../record/ChangeValue.tsx";
import { openFor, ownNames } from "./attributes.ts";
import { filterOf } from "./filter.ts";
import { rowIn } from "./row.ts";

const label = (labelEn: string, labelZh: string) => ({ labelEn, labelZh });
const attributes = attributesAmong("Lot", [
  ["Lot.arrival", { ...label("Arrival", "到货温度"), kind: "decimal", unit: "°C", itemKinds: ["raw"], order: 2 }],
  ["Lot.store", { ...label("Store", "储存"), kind: "choice", options: [{ value: "cold", en: "Cold", zh: "冷藏" }], order: 1 }],
  ["Lot.old", { ...label("Old", "旧"), kind: "date", withdrawn: true }],
  ["Supplier.terms", { ...label("Terms", "条件"), kind: "text" }],
]);
const lot: AnyRecord = registry.Lot;

describe("a customer's own fields on the screens", () => {
  it("are those of the record, in their order", () => {
    expect(attributes.map(({ name }) => name)).toEqual(["old", "store", "arrival"]);
  });

  it("open by the class of the item, whether it was read or is picked just now; withdrawn ones never", () => {
    const names = (row: Record<string, unknown>) => openFor(lot, attributes, row).map(({ name }) => name);
    expect(names({ item: { id: "1", itemClass: "raw" } })).toEqual(["store", "arrival"]);
    expect(names({ item: { id: "1", itemClass: "packaging" } })).toEqual(["store"]);
    expect(names({})).toEqual(["store"]);
    expect(openFor(registry.Item, attributes, { itemClass: "raw" }).length).toBe(2);
  });

  it("a page shows what a record may have and what it has of others", () => {
    const row = rowIn({ id: "1", item: { itemClass: "finished" }, attributes: { old: "2026-01-01" } });
    expect(row && ownNames(lot, attributes, row)).toEqual(["attributes.old", "attributes.store"]);
    expect(shownRecord(lot, attributes).fields["attributes.old"].label).toEqual({ en: "Old (withdrawn)", zh: "旧（已停用）" });
  });

  it("a change is named by its label", () => {
    const shown = shownRecord(lot, attributes);
    expect(changedField(shown, "attributes.arrival").field?.label).toEqual({ en: "Arrival", zh: "到货温度" });
    expect(changedField(shown, "attributes.unheard")).toEqual({ field: undefined, set: undefined, name: "unheard" });
  });

  it("are columns and conditions of a list when its address asks for them, and only then", () => {
    const search = {
      show: "attributes.arrival,attributes.nothing",
      "attributes.store": "cold",
      "attributes.old": "2026-01-01..",
    };
    const record = withOwnColumns(lot, attributes, search);
    const { view, faults } = readView(record, search);
    expect(faults).toEqual(["show=attributes.nothing"]);
    expect(view.shown).toEqual(["attributes.arrival"]);
    expect(filterOf(record, view, "Asia/Shanghai")).toEqual({
      and: [{ attributes: [{ name: "old", from: "2026-01-01" }] }, { attributes: [{ name: "store", in: ["cold"] }] }],
    });
    expect(writeView(record, view)).toEqual({ ...search, show: "attributes.arrival" });
    expect(
      columnsOf(record, "en")
        .map(({ id }) => id)
        .slice(-3),
    ).toEqual(["attributes.old", "attributes.store", "attributes.arrival"]);
    expect(ownColumns(lot, attributes, "en").map(({ id, right, sortable }) => [id, right, sortable])).toEqual([
      ["attributes.old", false, false],
      ["attributes.store", false, false],
      ["attributes.arrival", true, false],
    ]);
    expect(withOwnColumns(lot, attributes, {}).list.columns).toEqual(lot.list.columns);
  });
});
