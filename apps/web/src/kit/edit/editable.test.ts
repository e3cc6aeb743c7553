import { registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { asksReason, notEditable } from "./editable.ts";

const all = () => true;

describe("[U08] a cell of a list", () => {
  it("is edited where the record file, its state and the person's roles allow it; otherwise it says why not", () => {
    const why = (record: keyof typeof registry, state: string, column: string, may = all) =>
      notEditable(registry[record], { id: "1", state }, column, may);
    expect(why("Lot", "quarantine", "expiresOn")).toBeNull();
    expect(why("Lot", "released", "expiresOn")).toEqual({ word: "edit.not.state", state: "released" });
    expect(why("Lot", "quarantine", "supplierLot")).toEqual({ word: "edit.not.system" });
    expect(why("Licence", "active", "kind")).toEqual({ word: "edit.not.fixed" });
    expect(why("Lot", "quarantine", "state")).toEqual({ word: "edit.not.column" });
    expect(why("Hold", "active", "explanation")).toEqual({ word: "edit.not.record" });
    expect(why("Lot", "quarantine", "expiresOn", () => false)).toEqual({ word: "edit.not.permit" });
  });

  it("[REQ-REC-04] asks for a reason where a critical value was there before, and not for its first entry", () => {
    expect(asksReason(registry.Lot, "expiresOn", "2029-06-30")).toBe(true);
    expect(asksReason(registry.Lot, "expiresOn", null)).toBe(false);
    expect(asksReason(registry.Customer, "contact", "Ms A")).toBe(false);
  });
});
