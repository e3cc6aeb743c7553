import { registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { readSearch, writeSearch } from "./search.ts";
import { groupColumns, readPeek, readView, toggleSort, writePeek, writeView } from "./view.ts";

const address = (text: string) => readSearch(Object.fromEntries(new URLSearchParams(text)));

describe("the view of a list [U01]", () => {
  it("is read from its address and written back the same", () => {
    const search = address(
      "q=PV26&state=quarantine,underTest&item=12,13&expiresOn=2026-08-20..&sort=-expiresOn,number&hide=site&group=state,expiresOn:month&cols=state,number,blocked&pin=number,state&wide=item:260,number:90",
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
      group: ["state", "expiresOn:month"],
      hidden: ["site"],
      shown: [],
      order: ["state", "number", "blocked"],
      pinned: ["number", "state"],
      widths: { item: 260, number: 90 },
    });
    expect(writeView(registry.Lot, view)).toEqual(search);
    expect(writeSearch(search)).toContain("state=quarantine,underTest");
  });

  it("drops what the record file does not know, so that a mangled address still opens", () => {
    const view = readView(
      registry.Lot,
      address(
        "state=eaten,released&item=1;drop&expiresOn=soon&sort=supplierLot,-createdAt,createdAt&constructor=x&hide=<b>&group=number,quantity,state,state&wide=item:1,site:9999,number:30&pin=%00",
      ),
    );
    expect(view.conditions).toEqual({ state: { kind: "in", values: ["released"] } });
    expect(view.sort).toEqual([{ column: "createdAt", desc: true }]);
    expect(view).toMatchObject({ hidden: [], group: ["state"], widths: { number: 60 }, pinned: [] });
  });

  it("leaves the order of the record file out of the address", () => {
    expect(writeView(registry.Lot, readView(registry.Lot, {}))).toEqual({});
  });
});

describe("the record beside a list [U01] [U21]", () => {
  it("is part of the address", () => {
    const peeked = readPeek(address("state=released&peek=R201-2607&tab=fields"));
    expect(peeked).toEqual({ number: "R201-2607", tab: "fields" });
    expect(writePeek(peeked)).toEqual({ peek: "R201-2607", tab: "fields" });
    expect(readPeek(address("peek=R201-2607&tab=<b>"))).toEqual({ number: "R201-2607", tab: "" });
    expect(readPeek({})).toBeUndefined();
    expect(writePeek(undefined)).toEqual({});
  });
});

describe("what a list is grouped by [U06]", () => {
  it("is what few values tell apart, and days by their month", () => {
    const columns = groupColumns(registry.Lot);
    expect(columns).toEqual(expect.arrayContaining(["item", "state", "expiresOn:month"]));
    expect(columns).not.toContain("number");
    expect(readView(registry.Lot, address("group=item,state,expiresOn:month,site")).group).toHaveLength(3);
  });
});

describe("a click on a header [U04]", () => {
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
