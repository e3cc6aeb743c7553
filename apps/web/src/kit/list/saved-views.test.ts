import { type AnyRecord, readAddress, readView, registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { columnsOf } from "./columns.ts";
import { exportBody } from "./export-view.ts";
import { canonical, firstSearch, firstView, openSearch, type SavedView, viewOf } from "./saved-views.ts";
import { splitTabs } from "./ViewTabs.tsx";

const lot: AnyRecord = registry.Lot;
const others = ["view", "peek"];
const view = (number: string, address: string): SavedView => ({
  id: number,
  number,
  version: 1,
  state: "open",
  title: { en: number, zh: number },
  nameEn: number,
  nameZh: number,
  address,
  audience: "everyone",
  audienceRole: null,
  createdBy: null,
  actions: [],
});
const [held, released] = [view("V-1", "isOnHold=true"), view("V-2", "state=released&sort=number")];
const views = [held, released];

describe("the view that is open [U02]", () => {
  it("is the one that the address names, also when it was changed; else one that shows the same", () => {
    const of = (text: string) => viewOf(lot, views, readAddress(text), others)?.number;
    expect(of("view=V-1&state=rejected")).toBe("V-1");
    expect(of("sort=number&state=released&peek=R201-2607")).toBe("V-2");
    expect(of("view=all&isOnHold=true")).toBeUndefined();
    expect(of("view=V-9&isOnHold=true")).toBeUndefined();
    expect(of("")).toBeUndefined();
  });
  it("is compared without what is no part of it", () => {
    expect(canonical(lot, readAddress("view=V-2&peek=X&sort=number&state=released"), others)).toBe("state=released&sort=number");
    expect(openSearch(held)).toEqual({ isOnHold: "true", view: "V-1" });
  });
  it("keeps its tab however many there are", () => {
    const many = Array.from({ length: 9 }, (_, at) => view(`V-${at}`, ""));
    expect(splitTabs(many, many[8]).shown.map(({ number }) => number)).toEqual(["V-0", "V-1", "V-2", "V-3", "V-4", "V-8"]);
    expect(splitTabs(many, undefined).rest).toHaveLength(3);
  });
});

describe("the view a list opens with [U02]", () => {
  const chosen = (audience: string, of: SavedView | null, more: object = {}) => ({
    id: "1",
    version: 1,
    audience,
    audienceRole: null,
    createdBy: { id: "7" },
    view: of,
    ...more,
  });
  it("is one's own choice, else that of one's role, else that for everyone", () => {
    const everyone = chosen("everyone", held);
    const role = chosen("role", released, { audienceRole: "OPERATOR" });
    const own = chosen("private", held);
    const other = chosen("private", released, { createdBy: { id: "8" } });
    expect(firstView(views, [everyone, role], "7", ["OPERATOR"])).toBe(released);
    expect(firstView(views, [everyone, role], "7", ["PLANNER"])).toBe(held);
    expect(firstView(views, [everyone, role, own], "7", ["OPERATOR"])).toBe(held);
    expect(firstView(views, [other], "7", [])).toBeNull();
    expect(firstView(views, [chosen("private", null), role], "7", ["OPERATOR"])).toBeNull();
  });
  it("takes the place of an address that says nothing, and of no other", () => {
    const saved = { views, first: held, defaults: [], roles: [], loading: false, again: async () => undefined };
    expect(firstSearch({}, saved)).toEqual({ isOnHold: "true", view: "V-1" });
    expect(firstSearch({ view: "all" }, saved)).toBeUndefined();
    expect(firstSearch({}, { ...saved, first: null })).toBeUndefined();
  });
});

describe("an export [U13]", () => {
  it("asks for exactly the view: its filter, order, groups and the columns as they stand", () => {
    const { view: shown } = readView(
      lot,
      readAddress("q=26&isOnHold=true&sort=-expiresOn,number&group=state&hide=site,supplier"),
    );
    const arrangement = { order: ["state", "number"], pinned: [], widths: {}, hidden: [...shown.hidden] };
    const columns = columnsOf(registry.Lot, "en");
    expect(exportBody({ record: lot, view: shown, columns, arrangement }, "Asia/Shanghai", "csv", "zh")).toEqual({
      filter: { isOnHold: true },
      search: "26",
      sort: ["-expiresOn", "number"],
      groups: ["state"],
      columns: ["state", "supplierLot", "expiresOn", "quantityMade", "createdAt", "number", "item"],
      format: "csv",
      lang: "zh",
    });
  });
  it("asks for what features add to a list too, where it stands", () => {
    const { view: shown } = readView(lot, {});
    const cell = () => null;
    const feature = {
      holds: () => [],
      columns: [
        { id: "onHand", width: 120, cell },
        { id: "blocked", width: 280, cell },
      ],
    };
    const columns = columnsOf(registry.Lot, "en", feature);
    const arrangement = { order: [], pinned: [], widths: {}, hidden: [] };
    expect(exportBody({ record: lot, view: shown, columns, arrangement }, "Asia/Shanghai", "csv", "zh")).toMatchObject({
      columns: [
        "number",
        "item",
        "state",
        "holds",
        "blocked",
        "onHand",
        "supplier",
        "supplierLot",
        "expiresOn",
        "quantityMade",
        "site",
        "createdAt",
      ],
    });
    expect(columns.filter(({ id }) => Object.hasOwn(registry.Lot.list.extra ?? {}, id)).map(({ label }) => label.en)).toEqual([
      "Hold",
      "Why blocked",
      "On hand",
    ]);
  });
});
