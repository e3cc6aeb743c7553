/** What a role may not see is seen on no path: page, list, child rows, references, history, as-of, comparison, sums, groups, search, order. */
import { actionsOf, type Fields } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../test/browser.ts";
import { type Demo, holdersOf, openDemo } from "../../test/demo.ts";
import { serve } from "../../test/served.ts";
import { hasMasked, maskedOf } from "../base/masked.ts";
import { lineSets, recordNames, specOf } from "../base/names.ts";

let demo: Demo;
let keeper: Browser;
let buyer: Browser;
let order: string;
beforeAll(async () => {
  demo = await openDemo();
  // A warehouse keeper reads orders to receive against them, without their prices.
  [keeper, buyer] = [await demo.browser("WAREHOUSE"), await demo.browser("BUYER")];
  const [row] = await demo.sql<{ number: string }>(
    "select number from purchase_order where amount is not null order by id limit 1",
  );
  order = row?.number ?? "";
});
afterAll(() => demo?.[Symbol.asyncDispose]());

/** Everything a document answers, as text; whatever is hidden in it shows. */
const told = async (browser: Browser, query: string, variables: object = {}) => {
  const { data, code, reasons } = await browser.ask(query, variables as { [name: string]: unknown });
  return { text: JSON.stringify(data), code, reasons };
};

/** The secrets of the order: its amount and prices as the database writes them, without the zeros behind. */
async function secrets(): Promise<string[]> {
  const rows = await demo.sql<{ value: string }>(
    `select amount::text as value from purchase_order where number = $1
     union select l.price::text from purchase_order_line l join purchase_order o on o.id = l.head_id where o.number = $1`,
    [order],
  );
  return rows.map(({ value }) => value.replace(/\.?0+$/, "")).filter((value) => value.length > 1);
}

const paths: readonly (readonly [string, string])[] = [
  ["the page and its child rows", `{ r: purchaseOrder(number: "ORDER") { amount lines { price } } }`],
  ["a list", `{ r: purchaseOrders(first: 500) { edges { cursor node { amount lines { price } } } } }`],
  ["the timeline", `{ r: purchaseOrder(number: "ORDER") { timeline { changes { field old new masked } } } }`],
  ["the record at a moment", `{ r: purchaseOrder(number: "ORDER") { asOf(at: "2030-01-01T00:00:00Z") } }`],
  [
    "a comparison of versions",
    `{ r: purchaseOrder(number: "ORDER") { compare(from: "v1", to: "v99") { fields { field old new } lines { fields { field old new } } } } }`,
  ],
  [
    "a comparison with now",
    `{ r: purchaseOrder(number: "ORDER") { compare(from: "2000-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z") { fields { field old new } lines { fields { field old new } } } } }`,
  ],
  ["a reference", `{ r: receipts(first: 200) { edges { node { purchaseOrder { amount lines { price } } } } } }`],
  ["sums", `{ r: purchaseOrdersTotals { sums { column sum min max average } } }`],
  ["sums of groups", `{ r: purchaseOrdersGroups(by: "currency") { groups { sums { column sum min max average } } } }`],
];

describe("[REQ-ACC-10] a masked field", () => {
  it.each(paths)("is not told by %s, and is told there to whom it concerns", async (name, document) => {
    const query = document.replace("ORDER", order);
    const [masked, plain] = [await told(keeper, query), await told(buyer, query)];
    expect([name, masked.code, plain.code]).toEqual([name, null, null]);
    for (const secret of await secrets()) expect(masked.text).not.toMatch(new RegExp(`[":]${secret.replace(".", "\\.")}0*"`));
    if (name.includes("sums")) {
      expect(masked.text).not.toContain('"amount"');
      expect(plain.text).toContain('"amount"');
    } else expect((await secrets()).some((secret) => plain.text.includes(`"${secret}`))).toBe(true);
  });

  it("is named as masked where it would stand, in the record and in its history", async () => {
    const one = await told(keeper, `{ r: purchaseOrder(number: "${order}") { masked timeline { changes { field masked } } } }`);
    expect(one.text).toContain('"masked":["amount","tax","gross","lines.price","lines.net","lines.tax"]');
    expect(one.text).toContain('{"field":"lines.price","masked":true}');
    expect(one.text).toContain('{"field":"lines.quantity","masked":false}');
    expect((await told(buyer, `{ r: purchaseOrder(number: "${order}") { masked } }`)).text).toBe('{"r":{"masked":[]}}');
  });

  it("stands in an export as a column that says so in each row; it is exported to whom it concerns", async () => {
    await using served = await serve(demo.kernel);
    const exported = async (role: "WAREHOUSE" | "BUYER", sort: readonly string[]) =>
      served.send({
        path: "/exports/PurchaseOrder",
        body: JSON.stringify({ columns: ["number", "amount", "state"], sort, format: "csv", lang: "en", plain: true }),
        headers: { "content-type": "application/json", cookie: await served.cookieOf(demo.person(role).id) },
      });
    const [masked, plain] = [await exported("WAREHOUSE", ["number"]), await exported("BUYER", ["number"])];
    expect([masked.status, plain.status]).toEqual([200, 200]);
    const cells = masked.text
      .trim()
      .split(/\r\n/)
      .slice(1)
      .map((line) => line.split(",")[1]?.replaceAll('"', ""));
    expect(new Set(cells)).toEqual(new Set(["Hidden"]));
    const [amount] = await demo.sql<{ value: string }>(
      "select trim_scale(amount)::text as value from purchase_order where number = $1",
      [order],
    );
    expect(plain.text).toContain(amount?.value);
    expect(masked.text).not.toContain(amount?.value);
  });

  const asks: readonly (readonly [string, string])[] = [
    ["filtered", "{ purchaseOrders(filter: { amount: { min: 100 } }) { totalCount } }"],
    ["filtered for having none", "{ purchaseOrders(filter: { amount: { isNull: true } }) { totalCount } }"],
    ["filtered deep inside", "{ purchaseOrders(filter: { or: [{ and: [{ not: { amount: { max: 5 } } }] }] }) { totalCount } }"],
    ["filtered in sums", "{ purchaseOrdersTotals(filter: { amount: { min: 100 } }) { count } }"],
    ["filtered in groups", '{ purchaseOrdersGroups(by: "currency", filter: { amount: { min: 100 } }) { total } }'],
    ["grouped", '{ personsGroups(by: "identityDocument") { total } }'],
    ["filtered as a choice", '{ persons(filter: { identityDocument: ["passport"] }) { totalCount } }'],
    ["looked for in the history", '{ purchaseOrder(number: "ORDER") { timeline(field: "amount") { id } } }'],
    ["looked for in the history of child rows", '{ purchaseOrder(number: "ORDER") { timeline(field: "lines.price") { id } } }'],
  ];
  it.each(asks)("cannot be %s", async (_how, query) => {
    expect((await told(keeper, query.replace("ORDER", order))).reasons).toEqual(["MASKED"]);
  });

  it("is not told by a list to whom it does not concern, and no search leads to it", async () => {
    await demo.sql("select set_config('app.actor', '1', false), set_config('app.operation', 'test', false)");
    await demo.sql("update supplier set contact = 'Zwetschgenberger' where id = (select min(id) from supplier)");
    const inspector = await demo.browser("INSPECTOR");
    const page = "{ suppliers(first: 500) { edges { node { contact masked } } } }";
    expect((await told(inspector, page)).text).not.toContain("Zwetschgenberger");
    expect((await told(inspector, page)).text).toContain('"masked":["contact"]');
    expect((await told(buyer, page)).text).toContain("Zwetschgenberger");
    for (const browser of [inspector, buyer])
      expect((await told(browser, '{ search(text: "Zwetschgenberger") { number } }')).text).toBe('{"search":[]}');
  });

  it("does not change what may be done: the record is judged whole", async () => {
    const actions = `{ r: purchaseOrder(number: "${order}") { actions { name allowed reasons { code } } } }`;
    const reasons = async (browser: Browser) =>
      shown<{ actions: { reasons: { code: string }[] }[] }>((await browser.ask(actions)).data, "r")
        .actions.flatMap((action) => action.reasons.map((reason) => reason.code))
        .filter((code) => code !== "NO_PERMIT");
    expect(await reasons(keeper)).toEqual(await reasons(buyer));
  });

  it("cannot be written over by who does not see it, and nobody who makes or edits such a record lacks it as shipped", async () => {
    const lacking = recordNames.flatMap((name) => {
      const spec = specOf(name);
      if (!hasMasked(spec)) return [];
      const asked = [
        ...Object.values(spec.fields as Fields),
        ...lineSets(spec).flatMap(([, lines]) => (lines.system ? [] : Object.values(lines.fields))),
      ].flatMap((field) => (field.masked && !field.system ? [field.masked] : []));
      const writers = [spec.create?.permit, spec.edit?.permit].flatMap((permit) => (permit ? holdersOf(permit) : []));
      return writers.flatMap((role) =>
        asked.filter((permit) => !holdersOf(permit).includes(role)).map((permit) => `${role} of ${name} lacks ${permit}`),
      );
    });
    expect(lacking).toEqual([]);
    // A firm may arrange its rules otherwise; then the server refuses.
    await demo.sql("select set_config('app.actor', '1', false), set_config('app.operation', 'test', false)");
    await demo.sql(`update rule set content = '["AUDITOR"]' where rule_name = 'role-permit' and key = 'contact.read'`);
    const [supplier] = await demo.sql<{ id: string; version: number }>(
      "select id, version from supplier where state = 'active' order by id limit 1",
    );
    if (!supplier) throw new Error("no supplier");
    const steward = await demo.browser("STEWARD");
    expect((await steward.edit("Supplier", supplier, { contact: "me" }, "a long enough reason")).reasons).toEqual(["MASKED"]);
    expect((await steward.edit("Supplier", supplier, { address: "New street 1" }, "a long enough reason")).code).toBeNull();
    const [kept] = await demo.sql<{ contact: string }>("select contact from supplier where id = $1", [supplier.id]);
    expect(kept?.contact).toBe("Zwetschgenberger");
  });

  it("names no record, is asked by no action and found by no search", () => {
    for (const name of recordNames) {
      const spec = specOf(name);
      const masked = maskedOf(spec, new Set());
      expect([...(spec.title ?? []), ...spec.list.search].filter((field) => masked.includes(field))).toEqual([]);
      const asked = Object.values(actionsOf(spec)).flatMap((action) => Object.values(action.input?.fields ?? {}));
      expect(asked.filter((field) => field.masked)).toEqual([]);
    }
  });
});
