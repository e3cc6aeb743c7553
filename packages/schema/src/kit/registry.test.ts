/** What a record file says is checked when the server starts: whatever leads nowhere fails with the record and the rule it breaks. */
import { describe, expect, it } from "vitest";
import { permits as everyPermit, registry } from "../index.ts";
import { choice, enumeration, ref, text } from "./field.ts";
import type { Action, AnyRecord } from "./record.ts";
import { checkRegistry } from "./registry-check.ts";
import { riskPath } from "./risk.ts";

const label = { en: "A", zh: "甲" };
const grade = enumeration("Grade", { a: label, b: label });
const permits = { "one.read": "*", "one.change": "*" };

const base = (name: string, more: object): AnyRecord =>
  ({
    name,
    area: "master",
    number: "entered",
    label,
    plural: label,
    fields: {},
    read: "one.read",
    list: { columns: ["number"], sort: "number", search: ["number"] },
    retention: "permanent",
    ...more,
  }) as AnyRecord;

const item = base("Item", { fields: { grade: choice(label, grade), name: text(label, { max: 10 }) } });
const supplier = base("Supplier", {});
const supplierItem = base("SupplierItem", { fields: { grade: choice(label, grade) } });
const fields = {
  item: ref(label, "Item"),
  supplier: ref(label, "Supplier"),
  own: choice(label, grade),
  name: text(label, { max: 10 }),
};

/** Loads a record of this risk and these actions beside the others. */
const load = (more: { risk?: readonly string[]; actions?: { [name: string]: Action } }): unknown => {
  const one = base("One", {
    fields,
    ...(more.actions ? { states: { open: label, done: label }, initial: "open" } : {}),
    ...more,
  });
  return checkRegistry({ Item: item, Supplier: supplier, SupplierItem: supplierItem, One: one } as never, permits);
};

it("finds nothing to say against the record files of the house", () => {
  expect(() => checkRegistry(registry, everyPermit)).not.toThrow();
});

describe("the risk of a record file", () => {
  it.each(["own", "item.grade", "supplierItem.grade"])("may be told by %s", (path) =>
    expect(() => load({ risk: [path] })).not.toThrow(),
  );

  it.each([
    ["a field that does not exist", "severity"],
    ["a field that is no choice", "name"],
    ["a field of a record that does not have it", "item.severity"],
    ["a field that is no choice at the end", "item.name"],
    ["a step that is no reference", "own.grade"],
    ["a step that does not exist", "lot.grade"],
    ["a reference without a field", "item"],
    ["nothing", ""],
  ])("that leads to %s fails when it is loaded", (_, path) =>
    expect(() => load({ risk: ["own", path] })).toThrow(`One: its risk ${path} leads to no choice`),
  );

  it("is told by the approval of a supplier only where the record has both a supplier and an item", () => {
    const records = { Item: item, Supplier: supplier, SupplierItem: supplierItem };
    const without = base("Two", { fields: { item: fields.item } });
    expect(riskPath(without, "supplierItem.grade", records)).toBeNull();
    expect(riskPath(base("Three", { fields }), "supplierItem.grade", records)).toMatchObject({
      steps: [{ reference: "supplierItem", target: "SupplierItem" }],
      field: "grade",
    });
  });
});

describe("an action that goes against another one", () => {
  const plain: Action = { label, from: ["open"], to: "done", permit: "one.change" };
  const signed: Action = { ...plain, sign: { meaning: "APPROVED" }, notBy: ["author"] };

  it("names a signed one", () =>
    expect(() =>
      load({
        actions: { approve: signed, refuse: { ...plain, insteadOf: "approve" }, undo: { ...plain, overturns: ["approve"] } },
      }),
    ).not.toThrow());

  it.each<[string, Partial<Action>]>([
    ["insteadOf", { insteadOf: "submit" }],
    ["overturns", { overturns: ["approve", "submit"] }],
  ])("%s of an action that is not signed fails when it is loaded", (_, against) =>
    expect(() => load({ actions: { approve: signed, submit: plain, against: { ...plain, ...against } } })).toThrow(
      "One: against goes against submit, which is no signed action",
    ),
  );

  it.each<[string, Partial<Action>]>([
    ["insteadOf", { insteadOf: "release" }],
    ["overturns", { overturns: ["release"] }],
  ])("%s of an action that does not exist fails when it is loaded", (_, against) =>
    expect(() => load({ actions: { approve: signed, against: { ...plain, ...against } } })).toThrow(
      "One: against goes against release, which is no signed action",
    ),
  );
});
