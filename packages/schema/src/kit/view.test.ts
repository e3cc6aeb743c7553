import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registry, shippedViews } from "../index.ts";
import { readAddress, type Search, writeAddress } from "./address.ts";
import { attributesAmong } from "./attribute.ts";
import { columnField } from "./column.ts";
import { type Ask, isGroup, type Operator, operatorsOf, takes, type Where } from "./condition.ts";
import type { Field } from "./field.ts";
import type { AnyRecord } from "./record.ts";
import { askColumns, groupColumns, type ListView, readView, sortColumns, withOwnColumns, writeView } from "./view.ts";

const attributes = attributesAmong("Lot", [
  ["Lot.arrival", { labelEn: "Arrival", labelZh: "到货温度", kind: "decimal", unit: "°C" }],
  ["Lot.note", { labelEn: "Note", labelZh: "备注", kind: "text" }],
]);
const lot: AnyRecord = withOwnColumns(registry.Lot, attributes, { show: "attributes.arrival,attributes.note" });
const read = (text: string) => readView(lot, readAddress(text));

// Texts with everything that the grammar or a query string could take for its own.
const words = fc.string({ unit: fc.constantFrom(..."(),:'\"&=+%#?. \\导管９a0".split("")), minLength: 1, maxLength: 12 });
const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));

function someValue(field: Field, op: Operator): fc.Arbitrary<string> {
  if (op === "rel") return fc.constantFrom("today", "last30d", "next90d", "thisQuarter", "past", "lastYear", "next2w");
  switch (field.kind) {
    case "choice":
      return fc.constantFrom(...Object.keys(field.of.values));
    case "ref":
      return fc.integer({ min: 1 }).map(String);
    case "flag":
      return fc.constantFrom("true", "false");
    case "date":
    case "instant":
      return day;
    case "text":
      return words.map((text) => text.trim()).filter((text) => text !== "");
    default:
      return fc.integer({ min: -99_999, max: 99_999 }).map((n) => String(n / 100));
  }
}

const askOf = (field: Field): fc.Arbitrary<Ask> =>
  fc.constantFrom(...operatorsOf(field)).chain((op) => {
    const wanted = takes(op);
    const values =
      wanted === "many"
        ? fc.uniqueArray(someValue(field, op), { minLength: 1, maxLength: 3 })
        : fc.array(someValue(field, op), { minLength: wanted, maxLength: wanted });
    return values.map((given) => ({ op, values: given }));
  });

const fieldOf = (column: string): Field => {
  const field = columnField(lot, column);
  if (!field) throw new Error(column);
  return field;
};
const columns = askColumns(lot);
const term = fc.constantFrom(...columns).chain((column) => askOf(fieldOf(column)).map((ask): Where => ({ column, ...ask })));
const group = (part: fc.Arbitrary<Where>): fc.Arbitrary<Where> =>
  fc.record({ join: fc.constantFrom("and" as const, "or" as const), parts: fc.array(part, { minLength: 1, maxLength: 3 }) });
const where = fc.oneof(term, group(fc.oneof(term, group(fc.oneof(term, group(term))))));
const some = (of: readonly string[], maxLength = of.length) => fc.uniqueArray(fc.constantFrom(...of), { maxLength });

const view: fc.Arbitrary<ListView> = fc.record({
  text: words.map((text) => text.trim()),
  conditions: some(columns, 4).chain((picked) =>
    fc.record(Object.fromEntries(columns.filter((c) => picked.includes(c)).map((c) => [c, askOf(fieldOf(c))]))),
  ),
  where: fc.option(where, { nil: undefined }),
  sort: some(sortColumns(lot), 3)
    .filter((keys) => keys.length > 0)
    .chain((keys) => fc.tuple(...keys.map((column) => fc.boolean().map((desc) => ({ column, desc }))))),
  group: some(groupColumns(lot), 3),
  hidden: some(lot.list.columns),
  shown: some(["attributes.arrival", "attributes.note"]),
  order: some([...lot.list.columns, "blocked"]),
  pinned: some(lot.list.columns, 3),
  widths: fc.dictionary(fc.constantFrom(...lot.list.columns), fc.integer({ min: 60, max: 900 })),
});

describe("the view of a list [U01] [U02]", () => {
  it("comes back from its address as it was, whatever it asks and however it is arranged", () => {
    fc.assert(
      fc.property(view, (given) => {
        const address = writeAddress(writeView(lot, given));
        expect(address).toMatch(/^[\w.,:()'!~*+%=&-]*$/);
        expect(readView(lot, readAddress(address))).toEqual({ view: given, faults: [] });
      }),
      { numRuns: 300 },
    );
  });

  it("is canonical: read and written again it is the same text, from whatever order of parameters", () => {
    fc.assert(
      fc.property(view, (given) => {
        const search = writeView(lot, given);
        const turned: Search = Object.fromEntries(Object.entries(search).toReversed());
        expect(writeAddress(writeView(lot, readView(lot, turned).view))).toBe(writeAddress(search));
      }),
      { numRuns: 100 },
    );
  });

  it("reads any text without failing, and tells what it did not understand or takes all of it", () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.string({ maxLength: 60 })), (text) => {
        const { view: found, faults } = readView(registry.Lot, { where: text, state: text, expiresOn: text });
        expect(faults.length > 0 || found.where !== undefined).toBe(true);
      }),
    );
  });

  it("is short and readable in its address", () => {
    const text = "state=quarantine,underTest&expiresOn=2026-01-01..&where=or(isOnHold:is(true),createdAt:rel(last30d))";
    expect(writeAddress(writeView(lot, read(text).view))).toBe(text);
  });

  it("tells each part of an address that the list does not know, and keeps the rest", () => {
    const { view: found, faults } = read(
      "state=eaten,released&item=1;drop&expiresOn=soon&supplierLot=between(1,2)&constructor=x&sort=supplierLot,-createdAt&hide=colour,site&group=number&wide=site:9999&where=and(createdBy:me(),colour:is(red),quantityMade:gt(many))",
    );
    expect(faults).toEqual([
      "state:eaten",
      "item:in(1;drop)",
      "expiresOn=soon",
      "supplierLot=between(1,2)",
      "constructor=x",
      "colour:is(red)",
      "quantityMade:gt(many)",
      "sort=supplierLot,-createdAt",
      "group=number",
      "wide=site:9999",
      "hide=colour",
    ]);
    expect(found.conditions).toEqual({ state: { op: "in", values: ["released"] } });
    expect(found.where).toEqual({ join: "and", parts: [{ column: "createdBy", op: "me", values: [] }] });
    expect([found.sort, found.hidden]).toEqual([[{ column: "createdAt", desc: true }], ["site"]]);
  });

  it("refuses nesting that nobody could read", () => {
    const deep = (levels: number) => `${"or(".repeat(levels)}isOnHold:is(true)${")".repeat(levels)}`;
    expect(read(`where=${deep(3)}`).faults).toEqual([]);
    expect(read(`where=${deep(4)}`).faults).toEqual(["or"]);
    expect(read(`where=${deep(40)}`).view.where).toBeUndefined();
    const many = `or(${Array.from({ length: 51 }, () => "isOnHold:is(true)").join(",")})`;
    expect(read(`where=${many}`).view.where).toBeUndefined();
  });

  it("takes full-width digits and Chinese dates as what they mean", () => {
    expect(read("expiresOn=２０２６/８/２０..&quantityMade=min(１２．５)").view.conditions).toEqual({
      expiresOn: { op: "from", values: ["2026-08-20"] },
      quantityMade: { op: "min", values: ["12.5"] },
    });
  });

  it("asks of each kind of field what fits it", () => {
    expect(operatorsOf(fieldOf("supplierLot"))).toEqual(["has", "hasNot", "starts", "is", "empty", "filled"]);
    expect(operatorsOf(fieldOf("state"))).toEqual(["in", "notIn"]);
    expect(operatorsOf(fieldOf("createdBy"))).toEqual(["in", "notIn", "me"]);
    expect(operatorsOf(fieldOf("expiresOn"))).toEqual(["rel", "between", "from", "to", "after", "before", "empty", "filled"]);
    expect(operatorsOf(fieldOf("quantityMade"))).toEqual(["between", "eq", "ne", "lt", "max", "gt", "min"]);
    expect(operatorsOf(fieldOf("isOnHold"))).toEqual(["is"]);
  });
});

describe("what a list is grouped by [U06]", () => {
  it("is what few values tell apart, and days by their month", () => {
    const columns = groupColumns(registry.Lot);
    expect(columns).toEqual(expect.arrayContaining(["item", "state", "expiresOn:month"]));
    expect(columns).not.toContain("number");
    expect(readView(registry.Lot, readAddress("group=item,state,expiresOn:month,site")).view.group).toHaveLength(3);
  });
});

describe("the views that are shipped [U02]", () => {
  it("are understood by their lists to the last part, and written as the browser writes them", () => {
    for (const { key, address } of shippedViews) {
      const [name = ""] = key.split(".");
      const record = (registry as Readonly<Record<string, AnyRecord>>)[name];
      if (!record) throw new Error(key);
      const { view: found, faults } = readView(record, readAddress(address));
      expect([key, faults, writeAddress(writeView(record, found))]).toEqual([key, [], address]);
    }
  });
  it("have keys of their own", () => {
    expect(new Set(shippedViews.map(({ key }) => key)).size).toBe(shippedViews.length);
  });
});

it("a group is told from a condition", () => {
  expect([isGroup({ join: "or", parts: [] }), isGroup({ column: "state", op: "in", values: [] })]).toEqual([true, false]);
});
