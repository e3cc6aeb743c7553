import { registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { conflictRows, keptOf } from "./conflict.ts";
import { firstState } from "./values.ts";

const base = { id: "1", nameEn: "A", nameZh: "甲", contact: "Ms A", address: "1 Road", kind: "hospital" };
const mine = (values: object) => firstState(registry.Customer, "edit", { ...base, ...values });

describe("[U08] two people changed one record", () => {
  it("each field shows what it was, what is there now and what was typed; only what both changed is asked", () => {
    const theirs = { ...base, nameEn: "B", contact: "Ms T", address: "2 Road", version: 5 };
    const rows = conflictRows(registry.Customer, mine({ nameEn: "C", nameZh: "丙", address: "2 Road" }), base, theirs);
    expect(rows.map(({ name, base: was, theirs: now, mine: own, both }) => [name, was, now, own, both])).toEqual([
      ["nameEn", "A", "B", "C", true],
      ["nameZh", "甲", "甲", "丙", false],
      ["address", "1 Road", "2 Road", "2 Road", false],
      ["contact", "Ms A", "Ms T", "Ms A", false],
    ]);
    expect(keptOf(rows, { nameEn: "theirs" })).toEqual(["nameZh", "address"]);
    expect(keptOf(rows, { nameEn: "mine" })).toEqual(["nameEn", "nameZh", "address"]);
  });

  it("child rows are compared as a whole and shown by their number", () => {
    const line = { id: "7", item: { id: "3", number: "RM-201", title: { en: "", zh: "" } }, quantity: "5", price: "1" };
    const order = { id: "1", lines: [line] };
    const changed = firstState(registry.PurchaseOrder, "edit", { ...order, lines: [{ ...line, quantity: "6" }] });
    const theirs = { ...order, version: 2, lines: [line, { ...line, id: "8" }] };
    const [set] = conflictRows(registry.PurchaseOrder, changed, order, theirs);
    expect([set?.name, set?.base, set?.theirs, set?.mine, set?.both, set?.field]).toEqual(["lines", 1, 2, 1, true, undefined]);
  });
});
