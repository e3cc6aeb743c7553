import { registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { changedNames, criticalChanges, type FormState, firstState, inputOf, issueKey, normalise } from "./values.ts";

const saved = {
  id: "7",
  supplier: { id: "3", number: "SUP-01", title: { en: "Northbay", zh: "北湾" } },
  orderedOn: "2026-08-01",
  neededOn: "2026-08-20",
  currency: "CNY",
  remark: null,
  lines: [{ id: "70", item: { id: "9", number: "RM-201", title: { en: "PVC", zh: "PVC" } }, quantity: "100", price: "86.5" }],
};
const base = firstState(registry.PurchaseOrder, "edit", saved);
const with_ = (change: Partial<FormState["values"]>): FormState => ({
  ...base,
  values: { ...base.values, ...change } as FormState["values"],
});

describe("a form of a saved record", () => {
  it("sends only what changed, in the form it is stored in", () => {
    const now = with_({ neededOn: "2026-08-25", remark: "" });
    expect(changedNames(registry.PurchaseOrder, "edit", now, base)).toEqual(["neededOn"]);
    expect(inputOf(registry.PurchaseOrder, "edit", now, base)).toEqual({ neededOn: "2026-08-25" });
  });

  it("asks for a reason when a critical value had a value before", () => {
    expect(criticalChanges(registry.PurchaseOrder, with_({ neededOn: "2026-08-25" }), base)).toEqual([]);
    expect(
      criticalChanges(
        registry.PurchaseOrder,
        with_({ supplier: { id: "4", number: "SUP-02", title: { en: "x", zh: "x" } } }),
        base,
      ),
    ).toEqual(["supplier"]);
    const [row] = base.lines.lines ?? [];
    const lines = { lines: row ? [{ ...row, values: { ...row.values, quantity: "200" } }] : [] };
    expect(criticalChanges(registry.PurchaseOrder, { ...base, lines }, base)).toEqual(["lines"]);
    expect(inputOf(registry.PurchaseOrder, "edit", { ...base, lines }, base)).toEqual({
      lines: [
        {
          id: "70",
          item: "9",
          quantity: "200",
          unit: null,
          price: "86.5",
          taxRate: null,
          neededOn: null,
          legacyQuantity: null,
        },
      ],
    });
  });

  it("takes full-width digits and needless zeros for the same number", () => {
    const [row] = base.lines.lines ?? [];
    const lines = { lines: row ? [{ ...row, values: { ...row.values, quantity: "１００．００" } }] : [] };
    expect(changedNames(registry.PurchaseOrder, "edit", { ...base, lines }, base)).toEqual([]);
  });
});

describe("a new form", () => {
  it("asks for site and entered number first and leaves empty rows away", () => {
    const state = firstState(registry.PurchaseOrder, "create", {});
    expect(Object.keys(state.values)[0]).toBe("site");
    expect(inputOf(registry.PurchaseOrder, "create", state, state)).toMatchObject({ lines: [], supplier: null });
    expect(Object.keys(firstState(registry.Item, "create", {}).values)[0]).toBe("number");
  });
});

describe("typed text", () => {
  it("is brought to the stored form by the kind of its field", () => {
    const fields = registry.PurchaseOrder.lines?.lines.fields;
    expect(fields && normalise(fields.quantity, " １２．５０ ")).toBe("12.5");
    expect(normalise(registry.PurchaseOrder.fields.neededOn, "2026/8/5")).toBe("2026-08-05");
    expect(normalise(registry.WorkOrder.fields.lotNumber, "ｉｓ2608a ")).toBe("IS2608A");
  });
});

describe("an issue of a row", () => {
  it("is shown at its row although empty rows were left away", () => {
    const state: FormState = {
      values: {},
      lines: {
        lines: [
          { key: "a", values: { item: null } },
          { key: "b", values: { item: null, quantity: "x" } },
        ],
      },
    };
    expect(issueKey("lines.0.quantity", state)).toBe("lines.b.quantity");
    expect(issueKey("supplier", state)).toBe("supplier");
  });
});
