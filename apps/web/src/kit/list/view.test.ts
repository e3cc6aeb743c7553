import { registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { readSearch, writeSearch } from "./search.ts";
import { readView, toggleSort, writeView } from "./view.ts";

const address = (text: string) => readSearch(Object.fromEntries(new URLSearchParams(text)));

describe("the view of a list", () => {
  it("is read from its address and written back the same", () => {
    const search = address(
      "q=PV26&state=quarantine,underTest&item=12,13&expiresOn=2026-08-20..&sort=-expiresOn,number&hide=site",
    );
    const view = readView(registry.Lot, search);
    expect(view).toEqual({
      text: "PV26",
      conditions: {
        item: { kind: "in", values: ["12", "13"] },
        state: { kind: "in", values: ["quarantine", "underTest"] },
        expiresOn: { kind: "range", from: "2026-08-20", to: "" },
      },
      sort: [
        { column: "expiresOn", desc: true },
        { column: "number", desc: false },
      ],
      hidden: ["site"],
      shown: [],
    });
    expect(writeView(registry.Lot, view)).toEqual(search);
    expect(writeSearch(search)).toContain("state=quarantine,underTest");
  });

  it("drops what the record file does not know, so that a mangled address still opens", () => {
    const view = readView(
      registry.Lot,
      address(
        "state=eaten,released&item=1;drop&expiresOn=soon&sort=supplierLot,-createdAt,createdAt&constructor=x&hide=everything",
      ),
    );
    expect(view.conditions).toEqual({ state: { kind: "in", values: ["released"] } });
    expect(view.sort).toEqual([{ column: "createdAt", desc: true }]);
    expect(view.hidden).toEqual([]);
  });

  it("leaves the order of the record file out of the address", () => {
    expect(writeView(registry.Lot, readView(registry.Lot, {}))).toEqual({});
  });
});

describe("a click on a header", () => {
  const up = [{ column: "number", desc: false }];
  it("sorts up, then down, then not at all", () => {
    expect(toggleSort([], "number", false)).toEqual(up);
    expect(toggleSort(up, "number", false)).toEqual([{ column: "number", desc: true }]);
    expect(toggleSort([{ column: "number", desc: true }], "number", false)).toEqual([]);
  });
  it("with Shift adds a second order and keeps the rank", () => {
    expect(toggleSort(up, "createdAt", true)).toEqual([...up, { column: "createdAt", desc: false }]);
    expect(toggleSort([...up, { column: "createdAt", desc: false }], "number", true)).toEqual([
      { column: "number", desc: true },
      { column: "createdAt", desc: false },
    ]);
  });
});
