/** The one search box on the demo company: any record by what a person has in hand; the first hit is the right one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../../test/browser.ts";
import { type Demo, openDemo } from "../../../test/demo.ts";

let demo: Demo;
let auditor: Browser;
beforeAll(async () => {
  demo = await openDemo();
  auditor = await demo.as("fanqing");
});
afterAll(() => demo?.[Symbol.asyncDispose]());

interface Hit {
  readonly record: string;
  readonly number: string;
}

const search = async (text: string, browser = auditor): Promise<Hit[]> =>
  shown((await browser.ask("query ($text: String!) { search(text: $text) { record number } }", { text })).data, "search");

describe("search", () => {
  // Serial numbers and UDI are keys too, as soon as the house has records of them.
  it.each([
    ["an item's number", "FG-IS100", { record: "Item", number: "FG-IS100" }],
    ["a lot", "R201-2607", { record: "Lot", number: "R201-2607" }],
    ["a lot, typed in small letters", "is2607a", { record: "Lot", number: "IS2607A" }],
    ["the supplier's lot", "PV26-118", { record: "Lot", number: "R201-2607" }],
    ["a supplier's number", "SUP-03", { record: "Supplier", number: "SUP-03" }],
    ["a supplier's English name", "Kestrel", { record: "Supplier", number: "SUP-03" }],
    ["a customer's number", "C-04", { record: "Customer", number: "C-04" }],
    ["a document's number", "PO-26-0001", { record: "PurchaseOrder", number: "PO-26-0001" }],
    ["what was scanned in full width", "Ｒ２０１－２６０７", { record: "Lot", number: "R201-2607" }],
  ])("finds by %s", async (_key, text, first) => {
    expect((await search(text))[0]).toEqual(first);
  });

  it.each([
    ["the lot's own number", "R201-2607", { record: "Lot", by: "number", exact: true }],
    ["the supplier's lot", "pv26-118", { record: "Lot", by: "supplierLot", exact: true }],
    ["a serial number", "mb2606-033", { record: "Serial", by: "serialNumber", exact: true }],
    ["the beginning of a number", "R201-260", { record: "Lot", by: "number", exact: false }],
    ["a part of a name", "Kestr", { record: "Supplier", by: "nameEn", exact: false }],
    ["the letters of a name", "zqm", { record: "Person", by: "nameZh", exact: false }],
  ])("says by what it found: %s [U15]", async (_key, text, met) => {
    const { data } = await auditor.ask("query ($text: String!) { search(text: $text) { record by exact } }", { text });
    expect(shown<object[]>(data, "search")[0]).toEqual(met);
  });

  it.each([
    ["an item by initials", "hjt", { record: "Item", number: "RM-206" }],
    ["a supplier by the beginning of its name", "qinghe", { record: "Supplier", number: "SUP-04" }],
    ["a customer by initials", "jnzyy", { record: "Customer", number: "C-01" }],
  ])("finds %s of the Chinese name's pinyin", async (_what, text, first) => {
    expect((await search(text))[0]).toEqual(first);
  });

  it.each([
    ["login", "zhouqiming"],
    ["English name", "Zhou Qiming"],
    ["Chinese name", "周启明"],
    ["pinyin initials", "zqm"],
    ["pinyin initials in capitals", "ZQM"],
    ["pinyin with spaces", "zhou qi ming"],
    ["pinyin of the given name", "qiming"],
  ])("finds a person by %s", async (_key, text) => {
    const [person] = await demo.sql<{ number: string }>("select number from person where login = 'zhouqiming'");
    expect((await search(text))[0]).toEqual({ record: "Person", number: person?.number });
  });

  it("finds what is closed or blocked too, and only what the person may read", async () => {
    const [closed] = await demo.sql<{ number: string }>("select number from purchase_order where state = 'received' limit 1");
    expect((await search(closed?.number ?? ""))[0]).toEqual({ record: "PurchaseOrder", number: closed?.number });
    expect(await search("R201-2607", await demo.as("weiqing"))).toEqual([]);
  });

  it("takes signs of patterns as what they are", async () => {
    for (const text of ["%%", "__", "\\\\", "' or '1'='1"]) expect(await search(text)).toEqual([]);
  });
});
