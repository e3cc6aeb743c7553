import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "../../../../test/browser.ts";
import { acts, openCompany, receive } from "../../../../test/company.ts";
import { type Demo, openDemo } from "../../../../test/demo.ts";

const document = `query ($text: String!, $record: String) { scanned(text: $text, record: $record) {
  code kind agency di lot serial expiresOn problems { code position } hits { record number by } reasons { code record number }
} }`;

interface Answer {
  readonly code: string;
  readonly kind: string;
  readonly hits: readonly { record: string; number: string; by: string }[];
  readonly reasons: readonly { code: string; record: string | null; number: string | null }[];
  readonly problems: readonly { code: string; position: number }[];
}

const hold = { kind: "investigation", explanation: "seal strength of the last roll" } as const;

describe("[U15] [REQ-GATE-02] a held lot", () => {
  it("is found, and said to be held at once, with the hold; one that waits for its release is not complained about", async () => {
    const company = await openCompany();
    await using _closed = { [Symbol.asyncDispose]: () => company.close() };
    const lot = await receive(company, "SUP-01", "RM-201", "R-1", "100");
    const browser = await company.browser("gaolang");
    const reasons = async () => ((await browser.ask(document, { text: "R-1" })).data as { scanned: Answer }).scanned.reasons;
    expect(await reasons()).toEqual([]);
    await acts(company, "linjing", "Lot", lot, "placeHold", hold);
    expect(await reasons()).toMatchObject([{ code: "LOT_ON_HOLD", record: "Hold" }]);
  });
});

describe("[U15] [REQ-TRC-06] the day of an expiry", () => {
  it("is the firm's: past midnight in Suzhou a label of yesterday has expired, though it is still yesterday in UTC", async () => {
    const company = await openCompany();
    await using _closed = { [Symbol.asyncDispose]: () => company.close() };
    const codesAt = async (wall: string) => {
      await company.at(wall);
      const { data } = await (await company.browser("gaolang")).ask(document, { text: "(10)NOT-HERE(17)260809" });
      return (data as { scanned: Answer }).scanned.reasons.map(({ code }) => code);
    };
    expect(await codesAt("2026-08-09 23:50")).toEqual([]);
    expect(await codesAt("2026-08-10 00:10")).toEqual(["SCAN_EXPIRED"]);
  });
});

describe("[U15] [REQ-TRC-06] what is scanned anywhere", () => {
  let demo: Demo;
  let keeper: Browser;
  beforeAll(async () => {
    demo = await openDemo();
    keeper = await demo.as("gaolang");
  });
  afterAll(() => demo?.[Symbol.asyncDispose]());

  const scanned = async (text: string, record?: string): Promise<Answer> =>
    ((await keeper.ask(document, { text, record })).data as { scanned: Answer }).scanned;
  const found = async (text: string, record?: string): Promise<string[]> =>
    (await scanned(text, record)).hits.map((hit) => `${hit.record} ${hit.number} by ${hit.by}`);

  it("is a lot by its number, by its supplier's, by a UDI; a unit by its serial number; a place; an order", async () => {
    expect(await scanned("]d201095212340000131729073010IS2607A")).toMatchObject({
      code: "IS2607A",
      kind: "elements",
      agency: "GS1",
      di: "09521234000013",
      lot: "IS2607A",
      serial: null,
      expiresOn: "2029-07-30",
      problems: [],
      hits: [{ record: "Lot", number: "IS2607A", by: "number" }],
      reasons: [],
    });
    expect(await found("pv26-118")).toEqual(["Lot R201-2607 by supplierLot"]);
    expect(await found("MB2606-001")).toEqual(["Serial MB-401:MB2606-001 by serialNumber"]);
    expect(await found("SZ1-Q1")).toEqual(["Location SZ1-Q1 by number"]);
    expect(await found("(400)PO-26-0001(10)NO-SUCH")).toEqual(["PurchaseOrder PO-26-0001 by number"]);
    expect(await found("NO-SUCH-1")).toEqual([]);
  });

  it("is only of the type that a field takes", async () => {
    expect(await found("(10)IS2607A", "Location")).toEqual([]);
    expect(await found("SZ1-Q1", "Location")).toEqual(["Location SZ1-Q1 by number"]);
    expect(await found("(240)RM-201(10)PV26-118", "Item")).toEqual(["Item RM-201 by number"]);
  });

  it("says at once that a lot is past its day, and that the label says another", async () => {
    await demo.sql("select set_config('app.actor', '2', false)");
    await demo.sql("update lot set expires_on = '2026-08-01' where number = 'IS2511C'");
    expect((await scanned("(10)IS2511C(17)271115")).reasons).toEqual([
      { code: "SCAN_OTHER_EXPIRY", record: "Lot", number: "IS2511C" },
      { code: "LOT_EXPIRED", record: "Lot", number: "IS2511C" },
    ]);
    expect((await scanned("(10)NOT-HERE(17)260801")).reasons.map(({ code }) => code)).toEqual(["SCAN_EXPIRED"]);
  });

  it("says that the code is of another item than the lot", async () => {
    expect((await scanned("]d2010952123400002010IS2607A")).reasons).toEqual([
      { code: "SCAN_OTHER_ITEM", record: "Lot", number: "IS2607A" },
    ]);
    expect((await scanned("]d2011952123400001010IS2607A")).reasons).toEqual([]);
  });

  it("is the item of an identifier: of any level of its packaging, or as its supplier prints it", async () => {
    expect(await found("]d20109521234000020")).toEqual(["Item FG-IS101 by di"]);
    expect(await found("9521234000013")).toEqual(["Item FG-IS100 by di"]);
    expect(await found("]C102295212340000173716")).toEqual(["Item FG-IS100 by di"]);
    await demo.sql("select set_config('app.actor', '2', false)");
    await demo.sql("update supplier_item set gtin = '04006381333931' where id = (select min(id) from supplier_item)");
    const [other] = await demo.sql<{ number: string }>(
      "select i.number from supplier_item s join item i on i.id = s.item_id order by s.id limit 1",
    );
    expect(await found("]E04006381333931")).toEqual([`Item ${other?.number} by di`]);
  });

  it("uses nothing of a symbol that breaks its agency's rules, and names each with its place", async () => {
    expect(await scanned("]d2010952123400001410IS2607A")).toMatchObject({
      kind: "unreadable",
      problems: [{ code: "INCORRECT_CHECK_DIGIT", position: 18 }],
      hits: [],
    });
  });

  it("finds nothing that the person may not read", async () => {
    const stranger = await demo.browser("");
    const { data } = await stranger.ask(document, { text: "IS2607A" });
    expect((data as { scanned: Answer }).scanned.hits).toEqual([]);
  });
});
