/** The firm's own settings: proposed by one person, approved by another, in force from their day; patterns of numbers, shifts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, ask, type Company, openCompany, purchase } from "../../../../test/company.ts";
import { factLines, foundBy, said } from "../../../../test/findings.ts";
import { refusalOf } from "../../../../test/house.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const propose = async (ruleName: string, key: string, content: unknown, validFrom = "2026-07-06"): Promise<Handled> =>
  (await company.as("linjing")).create("Rule", { ruleName, key, content, validFrom, citation: "QP-01" });
const approve = async (rule: Handled): Promise<Handled> => (await company.as("xuheng")).act("Rule", rule, "approve");
const order = async (): Promise<string> =>
  (await (await company.as("shenyue")).create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "10"))).number;

describe("[REQ-DQ-01] numbers by the firm's own pattern", () => {
  it("count on without a gap, by the pattern in force; what was given stays, and the old count goes on when it comes back", async () => {
    expect(await order()).toBe("PO-26-0001");
    const rule = await propose("number-pattern", "PurchaseOrder", { pattern: "PO-{site}-{yyyy}{mm}-{seq:3}" });
    // A draft changes nothing.
    expect(await order()).toBe("PO-26-0002");
    await approve(rule);
    expect(await order()).toBe("PO-SZ1-202607-001");
    // What is refused takes no number.
    const wrong = { ...(await purchase(company, "SUP-01", "RM-201", "10")), neededOn: "never" };
    expect(await refusalOf((await company.as("shenyue")).create("PurchaseOrder", wrong as never))).toEqual(["neededOn:date"]);
    expect(await order()).toBe("PO-SZ1-202607-002");
    await company.at("2026-08-03 09:00");
    expect(await order()).toBe("PO-SZ1-202608-001");
    await company.at("2026-07-06 08:00");
    await approve(await propose("number-pattern", "PurchaseOrder", { pattern: "PO-{yy}-{seq:4}" }));
    expect(await order()).toBe("PO-26-0003");
    expect(await company.sql("select number from purchase_order order by id")).toEqual(
      ["PO-26-0001", "PO-26-0002", "PO-SZ1-202607-001", "PO-SZ1-202607-002", "PO-SZ1-202608-001", "PO-26-0003"].map((number) => ({
        number,
      })),
    );
  });

  it("from a day on", async () => {
    await approve(await propose("number-pattern", "Requisition", { pattern: "REQ{yy}{seq:4}" }, "2026-07-08"));
    const request = async () =>
      (
        await (
          await company.as("hechuan")
        ).create("Requisition", {
          site: await company.id("Site", "SZ1"),
          item: await company.id("Item", "RM-201"),
          quantity: "10",
          neededOn: "2026-08-01",
          purpose: "Trial run",
        })
      ).number;
    expect(await request()).toBe("PR-26-0001");
    await company.at("2026-07-08 00:00");
    expect(await request()).toBe("REQ260001");
    await company.at("2026-07-06 08:00");
  });

  it.each<[string, string, unknown, string[]]>([
    ["of records that are numbered by hand", "Supplier", { pattern: "S-{seq:4}" }, ["key:numbered"]],
    ["of an unknown type, without a pattern", "Order", { prefix: "S" }, ["key:numbered", "content:shape"]],
    [
      "without a count, in small letters",
      "Receipt",
      { pattern: "gr-{yy}" },
      ["content.pattern:pattern", "content.pattern:pattern"],
    ],
    ["with a site that the records do not have", "Person", { pattern: "P-{site}-{seq:4}" }, ["content.pattern:pattern"]],
    ["that another type could come to", "Receipt", { pattern: "WO-26-{seq:4}" }, ["content.pattern:PATTERN_MEETS"]],
    [
      "that comes to a number given already",
      "PurchaseOrder",
      { pattern: "PO-SZ1-{seq:6}-001" },
      ["content.pattern:PATTERN_TAKEN"],
    ],
  ])("refuses a pattern %s", async (_, key, content, reasons) => {
    const before = await company.sql("select count(*) from rule");
    expect(await refusalOf(propose("number-pattern", key, content))).toEqual(reasons);
    expect(await company.sql("select count(*) from rule")).toEqual(before);
  });

  it("is asked once more when it is approved: of two patterns that meet each other the second is refused", async () => {
    const first = await propose("number-pattern", "Receipt", { pattern: "IN-A{seq:4}" });
    const second = await propose("number-pattern", "Shipment", { pattern: "IN-A{seq:4}" });
    await approve(first);
    expect(await refusalOf(approve(second))).toEqual(["PATTERN_MEETS"]);
  });

  it("tells the next number and what speaks against it, and takes none", async () => {
    const preview = (pattern: string) =>
      ask(company, "linjing", `{ numberPreview(record: "PurchaseOrder", pattern: "${pattern}") { next faults { en } } }`);
    expect(await preview("PO-{yy}-{seq:4}")).toEqual({ numberPreview: { next: ["PO-26-0004"], faults: [] } });
    expect(await preview("PO-{yy}-{seq:4}")).toEqual({ numberPreview: { next: ["PO-26-0004"], faults: [] } });
    expect(await preview("B-{site}-{seq:3}")).toMatchObject({
      numberPreview: { next: expect.arrayContaining(["B-SZ1-001"]), faults: [] },
    });
    expect(await preview("PO-SZ1-{seq:6}-001")).toEqual({
      numberPreview: {
        next: ["PO-SZ1-000001-001"],
        faults: [{ en: "PO-SZ1-202607-001 exists already; the count of this pattern would come to it." }],
      },
    });
  });
});

describe("[REQ-VAL-04] what the firm has set", () => {
  it("is told with its version in force, who approved it, and what waits or comes", async () => {
    const draft = await propose("near-expiry", "default", { days: 60 });
    const later = await approve(await propose("near-expiry", "default", { days: 30 }, "2026-09-01"));
    const [shipped] = await company.sql<{ number: string }>(
      "select number from rule where rule_name = 'near-expiry' order by id limit 1",
    );
    const settings = () =>
      ask(
        company,
        "shenyue",
        `{ ruleSettings(names: ["near-expiry"]) { key number content validFrom approvedBy { zh } coming { number state validFrom } } }`,
      );
    expect(await settings()).toEqual({
      ruleSettings: [
        {
          key: "default",
          number: shipped?.number,
          content: { days: 90 },
          validFrom: "2000-01-01",
          approvedBy: null,
          coming: [
            { number: draft.number, state: "draft", validFrom: "2026-07-06" },
            { number: later.number, state: "approved", validFrom: "2026-09-01" },
          ],
        },
      ],
    });
    await approve(draft);
    expect(await settings()).toMatchObject({
      ruleSettings: [
        {
          number: draft.number,
          content: { days: 60 },
          approvedBy: { zh: "许衡" },
          coming: [{ number: later.number, state: "approved" }],
        },
      ],
    });
  });

  it.each<[string, object]>([
    ["hours and shifts together", { hours: { from: "08:00", to: "17:00" }, shifts: [{ from: "08:00", to: "16:00" }] }],
    ["no shift in a list of shifts", { shifts: [] }],
    ["seven shifts", { shifts: Array.from({ length: 7 }, () => ({ from: "08:00", to: "16:00" })) }],
    ["a break outside its shift", { shifts: [{ from: "22:00", to: "06:00", break: { from: "07:00", to: "07:30" } }] }],
    ["a shift that ends as it begins", { shifts: [{ from: "08:00", to: "08:00" }] }],
    ["office hours over midnight", { hours: { from: "22:00", to: "06:00" } }],
  ])("refuses a calendar with %s", async (_, more) => {
    expect(await refusalOf(propose("working-days", "SZ1", { weekdays: [1, 2, 3, 4, 5], ...more }))).toEqual(["content:shape"]);
  });
});

describe("[REQ-REC-07] OUTSIDE_SHIFT", () => {
  it("lists who worked on a record outside the shifts of its site, once the site has shifts, until somebody reviews it", async () => {
    const outside = (draft: Handled) => foundBy("OUTSIDE_SHIFT", company, "jiangmin", "PurchaseOrder", draft);
    await company.at("2026-07-06 22:10");
    const draft = await (await company.as("shenyue")).create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "10"));
    await company.at("2026-07-07 02:00");
    await acts(company, "shenyue", "PurchaseOrder", draft, "submit");
    expect(await outside(draft)).toEqual([]);
    const shifts = [
      { from: "06:00", to: "14:00" },
      { from: "20:00", to: "00:30", break: { from: "22:00", to: "22:30" } },
    ];
    await approve(await propose("working-days", "SZ1", { weekdays: [1, 2, 3, 4, 5], shifts }));
    const found = await outside(draft);
    expect(found.map(said)).toEqual([
      ["Shen Yue worked on it outside the shifts on 2026-07-07", "沈悦于 2026-07-07 在班次以外操作", "medium"],
    ]);
    expect(found.flatMap(factLines)).toEqual([
      "Time 02:00 · 时间 02:00 · not ok",
      "Shifts 06:00–14:00, 20:00–00:30 · 班次 06:00–14:00、20:00–00:30",
    ]);
    await company.at("2026-07-06 08:00");
  });
});

describe("[REQ-SIG-06] the proof of an identity", () => {
  it("is told with document, who saw it and when, to who may know it; who has none is listed", async () => {
    const made = await (await company.as("guping")).create("Person", {
      login: "unseen",
      nameEn: "Un Seen",
      nameZh: "未见",
      titleEn: "Operator",
      titleZh: "操作工",
    });
    const proof = (login: string) =>
      ask(company, login, `{ identityProof(person: "${made.id}") { document note by { zh } at } }`);
    const missing = () => ask(company, "xuheng", "{ peopleWithoutProof { number name { zh } } }");
    expect(await proof("xuheng")).toEqual({ identityProof: null });
    expect(await missing()).toEqual({ peopleWithoutProof: [{ number: made.number, name: { zh: "未见" } }] });
    await acts(company, "weiqing", "Person", made, "proveIdentity", { document: "passport", note: "copy in file 7" });
    expect(await proof("xuheng")).toEqual({
      identityProof: { document: "passport", note: "copy in file 7", by: { zh: "魏青" }, at: "2026-07-06T00:00:00.000Z" },
    });
    expect(await missing()).toEqual({ peopleWithoutProof: [] });
    await expect(proof("shenyue")).rejects.toThrow("Your roles do not include the permit personIdentity.read.");
  });
});
