import { describe, expect, it } from "vitest";
import { type AnyRecord, registry } from "../index.ts";
import { columnField, totalColumns, withoutMasked } from "./column.ts";
import { text } from "./field.ts";
import { askColumns, filterColumns, groupColumns, readView, sortColumns } from "./view.ts";

describe("[REQ-REC-11] a column", () => {
  it("of a name that every object of the language has is no column of any record", () => {
    const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
    const found = (Object.values(registry) as readonly AnyRecord[]).flatMap((record) =>
      names.filter((name) => columnField(record, name) !== undefined).map((name) => `${record.name}.${name}`),
    );
    expect(found).toEqual([]);
  });
});

describe("[REQ-ACC-10] [U03] what a list offers", () => {
  const offered = (record: AnyRecord) =>
    [
      record.list.columns,
      askColumns(record),
      filterColumns(record),
      sortColumns(record),
      groupColumns(record),
      totalColumns(record),
      Object.keys(record.list.extra ?? {}),
    ].map((names) => [...names]);

  it.each((Object.values(registry) as readonly AnyRecord[]).map((record) => [record.name, record] as const))(
    "of %s is without what is masked, and all of it with every permit",
    (_name, record) => {
      const masked = Object.entries(record.fields as { [name: string]: { masked?: string } }).flatMap(([name, field]) =>
        field.masked ? [[name, field.masked] as const] : [],
      );
      const hidden = masked.map(([name]) => name);
      const without = (names: readonly string[]) => names.filter((name) => !hidden.includes(name));
      expect(offered(withoutMasked(record, new Set()))).toEqual(offered(record).map(without));
      expect(withoutMasked(record, new Set(masked.map(([, permit]) => permit)))).toBe(record);
    },
  );

  it("does not understand an address that asks about what is masked", () => {
    const search = { amount: "min(100)", group: "currency", hide: "amount", sort: "-createdAt" };
    const { view, faults } = readView(withoutMasked(registry.PurchaseOrder, new Set()), search);
    expect([view.conditions, view.hidden, faults.toSorted()]).toEqual([{}, [], ["amount=min(100)", "hide=amount"]]);
  });

  it("leaves out a further column that is masked", () => {
    const record: AnyRecord = {
      ...registry.Rule,
      list: { ...registry.Rule.list, extra: { meaning: text({ en: "Meaning", zh: "含义" }, { masked: "rule.approve" }) } },
    };
    expect(Object.keys(withoutMasked(record, new Set()).list.extra ?? {})).toEqual([]);
    expect(withoutMasked(record, new Set(["rule.approve"]))).toBe(record);
  });
});

describe("what a list adds up", () => {
  it("are amounts and numbers; a mark such as a score is none", () => {
    expect(totalColumns(registry.SupplierItem)).toEqual([]);
    expect(totalColumns(registry.PurchaseOrder)).toEqual(["amount", "gross"]);
  });
});
