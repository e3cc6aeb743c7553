/** A customer's own fields: defined as rule data by two people, then validated as declared fields are. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Company, countOfEverything } from "../../../test/company.ts";
import { refusalOf } from "../../../test/house.ts";
import { openOwnFields, terms } from "../../../test/own-fields.ts";

let stage: Awaited<ReturnType<typeof openOwnFields>>;
let company: Company;
beforeAll(async () => {
  stage = await openOwnFields();
  company = stage.company;
});
afterAll(async () => company?.[Symbol.asyncDispose]());

describe("what a definition may say", () => {
  it.each<[string, unknown, string[]]>([
    ["Supplier", {}, ["key:key", "content.labelEn:required", "content.labelZh:required", "content.kind:choice"]],
    ["Supplier.Terms", terms, ["key:key"]],
    ["Supplier.terms of payment", terms, ["key:key"]],
    ["Supplier.constructor", terms, ["key:key"]],
    ["Supplier.付款", terms, ["key:key"]],
    ["Nothing.terms", terms, ["key:attributeRecord"]],
    ["Person.terms", terms, ["key:attributeRecord"]],
    ["Supplier.address", terms, ["key:attributeTaken"]],
    ["Supplier.state", terms, ["key:attributeTaken"]],
    ["PurchaseOrder.lines", terms, ["key:attributeTaken"]],
    ["Supplier.terms", "text", ["content:shape"]],
    ["Supplier.terms", { ...terms, kind: "quantity" }, ["content.kind:choice"]],
    ["Supplier.terms", { ...terms, labelZh: " " }, ["content.labelZh:required"]],
    ["Supplier.terms", { ...terms, colour: "red" }, ["content:unknownField"]],
    ["Supplier.terms", { ...terms, options: [] }, ["content.options:required"]],
    ["Supplier.terms", { ...terms, options: [{ value: "net 30", en: "a", zh: "a" }] }, ["content.options.0.value:option"]],
    ["Supplier.terms", { ...terms, options: [terms.options[0], terms.options[0]] }, ["content.options.1.value:option"]],
    ["Supplier.terms", { ...terms, options: [{ value: "a", en: "a" }] }, ["content.options.0.zh:required"]],
    ["Supplier.terms", { ...terms, kind: "text" }, ["content.options:kind"]],
    [
      "Supplier.terms",
      { ...terms, unit: "d", min: "1", maxLength: 5 },
      ["content.unit:kind", "content.min:kind", "content.maxLength:kind"],
    ],
    [
      "Supplier.x",
      { labelEn: "x", labelZh: "x", kind: "integer", min: "1.5", max: "3000000000" },
      ["content.min:integer", "content.max:integer"],
    ],
    ["Supplier.x", { labelEn: "x", labelZh: "x", kind: "decimal", min: "2", max: "1.999999" }, ["content.max:min"]],
    ["Supplier.x", { labelEn: "x", labelZh: "x", kind: "flag", required: true }, ["content.required:kind"]],
    ["Supplier.terms", { ...terms, itemKinds: ["raw"] }, ["content.itemKinds:choice"]],
    ["Lot.terms", { ...terms, itemKinds: ["liquid"] }, ["content.itemKinds:choice"]],
    ["Lot.terms", { ...terms, itemKinds: "raw" }, ["content.itemKinds:rows"]],
  ])("%s with %j is refused: %j", async (key, content, codes) => {
    const before = await countOfEverything(company);
    expect(await refusalOf(stage.propose(key, content))).toEqual(codes);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("its author does not approve it", async () => {
    const rule = await stage.propose("Supplier.selfMade", { ...terms });
    await company.sql("select set_config('app.actor', '1', false)");
    expect(await refusalOf((await company.as("linjing")).act("Rule", rule, "approve"))).toEqual(["NO_PERMIT", "SOD_SELF"]);
    expect(await refusalOf(stage.supplier({ selfMade: "net30" }))).toEqual(["attributes.selfMade:unknownField"]);
  });
});

describe("values", () => {
  beforeAll(async () => {
    await stage.define("Supplier.note", { kind: "text", maxLength: 5 });
    await stage.define("Supplier.staff", { kind: "integer", min: "1", max: "500", unit: "人" });
    await stage.define("Supplier.deviation", { kind: "decimal", min: "-20.5", max: "123456789012.000001", unit: "°C" });
    await stage.define("Supplier.since", { kind: "date" });
    await stage.define("Supplier.isLocal", { kind: "flag" });
    await stage.define("Supplier.terms", terms);
  });

  it("are stored as a declared field's would be, and only those that were given", async () => {
    const made = await stage.supplier({
      note: " a\u00A0b ",
      staff: "１２",
      deviation: "-07.50",
      since: "2026/7/1",
      isLocal: false,
      terms: "net30",
    });
    expect((await stage.stored(made))?.attributes).toEqual({
      note: "a b",
      staff: 12,
      deviation: "-7.5",
      since: "2026-07-01",
      isLocal: false,
      terms: "net30",
    });
    expect((await stage.stored(await stage.supplier()))?.attributes).toEqual({});
    expect((await stage.stored(await stage.supplier({ note: "", staff: null })))?.attributes).toEqual({});
    expect((await stage.stored(await stage.supplier({ deviation: "123456789012.000001" })))?.attributes).toEqual({
      deviation: "123456789012.000001",
    });
  });

  it.each<[string, unknown, string]>([
    ["note", "sixsix", "tooLong"],
    ["note", "a\0b", "control"],
    ["note", "\ud800", "control"],
    ["note", "a\nb", "control"],
    ["note", { a: 1 }, "text"],
    ["staff", "1.5", "integer"],
    ["staff", 0, "min"],
    ["staff", 501, "max"],
    ["deviation", "warm", "decimal"],
    ["deviation", "-20.500001", "min"],
    ["deviation", "123456789012.000002", "max"],
    ["deviation", "0.0000001", "scale"],
    ["since", "2026-02-30", "date"],
    ["isLocal", "yes", "flag"],
    ["terms", "net60", "choice"],
    ["terms", "constructor", "choice"],
    ["unknown", "x", "unknownField"],
    ["note.x", "x", "unknownField"],
    ["__proto__", "x", "unknownField"],
  ])("%s: %j is refused as %s, when made and when edited, and nothing changes", async (name, value, code) => {
    const attributes = JSON.parse(
      JSON.stringify({ note: "ok" }).replace("}", `,${JSON.stringify(name)}:${JSON.stringify(value)}}`),
    );
    const saved = await stage.supplier({ note: "old" });
    const before = await countOfEverything(company);
    expect(await refusalOf(stage.supplier(attributes))).toEqual([`attributes.${name}:${code}`]);
    expect(await refusalOf((await company.as("luoan")).edit("Supplier", saved, { attributes }))).toEqual([
      `attributes.${name}:${code}`,
    ]);
    expect(await countOfEverything(company)).toEqual(before);
    expect(await stage.stored(saved)).toEqual({ attributes: { note: "old" }, version: 1 });
  });

  it("what is no object is refused", async () => {
    for (const attributes of ["note", 1, true, [], ["note"]])
      expect(await refusalOf(stage.supplier(attributes))).toEqual(["attributes:unknownField"]);
  });

  it("a hundred thousand unknown names are answered at once, with some of them", async () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`x${i}`, 1]));
    expect((await refusalOf(stage.supplier(many))).length).toBe(20);
  });

  it("only what is given changes; emptied ones go; the same value is no change", async () => {
    const steward = await company.as("luoan");
    const made = await stage.supplier({ note: "a", staff: 5, deviation: "2.50" });
    await steward.edit("Supplier", made, { attributes: { staff: "6", note: "" } });
    expect(await stage.stored(made)).toEqual({ attributes: { staff: 6, deviation: "2.5" }, version: 2 });
    await steward.edit("Supplier", made, { attributes: { staff: 6, deviation: "2.500" } });
    expect((await stage.stored(made))?.version).toBe(2);
    await steward.edit("Supplier", made, { contact: "Ms Lin" });
    expect((await stage.stored(made))?.attributes).toEqual({ staff: 6, deviation: "2.5" });
  });

  it("a record without own fields takes none", async () => {
    expect(
      await refusalOf(
        (await company.as("luoan")).create("Unit", { symbol: "mm", nameEn: "mm", nameZh: "mm", decimals: 0, attributes: {} }),
      ),
    ).toEqual(["attributes:unknownField"]);
  });
});

describe("required, kinds of item, days", () => {
  it("a required attribute is asked for when a record is made, and when an older one is edited", async () => {
    const steward = await company.as("luoan");
    const old = await steward.create("Customer", { number: "OWN-C1", nameEn: "a", nameZh: "a", kind: "hospital" });
    await stage.define("Customer.grade", { kind: "text", required: true });
    const made = (attributes?: object) =>
      steward.create("Customer", {
        number: stage.next(),
        nameEn: "a",
        nameZh: "a",
        kind: "hospital",
        ...(attributes ? { attributes } : {}),
      });
    expect(await refusalOf(made())).toEqual(["attributes.grade:required"]);
    expect(await refusalOf(made({ grade: " " }))).toEqual(["attributes.grade:required"]);
    expect(await refusalOf(steward.edit("Customer", old, { contact: "x" }))).toEqual(["attributes.grade:required"]);
    expect(await stage.stored(old, "customer")).toEqual({ attributes: {}, version: 1 });
    await steward.edit("Customer", old, { contact: "x", attributes: { grade: "III-A" } });
    expect((await stage.stored(old, "customer"))?.attributes).toEqual({ grade: "III-A" });
    expect(await refusalOf(steward.edit("Customer", old, { attributes: { grade: null } }))).toEqual([
      "attributes.grade:required",
    ]);
    await steward.edit("Customer", old, { contact: "y" });
    await stage.define("Customer.grade", { kind: "text", required: false });
    expect((await stage.stored(await made(), "customer"))?.attributes).toEqual({});
  });

  it("an attribute of some classes of item is unknown to the others", async () => {
    const steward = await company.as("luoan");
    await stage.define("Item.resin", { kind: "text", itemKinds: ["raw", "component"] });
    await stage.define("ItemRevision.density", { kind: "decimal", itemKinds: ["raw"], required: true });
    const unit = (await company.sql<{ id: string }>("select id from unit order by id limit 1"))[0]?.id;
    const item = (itemClass: string) =>
      steward.create("Item", {
        number: stage.next(),
        nameEn: "a",
        nameZh: "a",
        itemClass,
        source: "bought",
        unit,
        inspectionRequired: true,
        attributes: { resin: "PVC" },
      });
    const raw = await item("raw");
    expect((await stage.stored(raw, "item"))?.attributes).toEqual({ resin: "PVC" });
    expect(await refusalOf(item("packaging"))).toEqual(["attributes.resin:unknownField"]);
    expect(await refusalOf(item("liquid"))).toEqual(["itemClass:choice", "attributes.resin:unknownField"]);
    const revision = (item_: string, attributes?: object) =>
      steward.create("ItemRevision", {
        item: item_,
        revision: "B",
        changeReason: "b",
        specification: "b",
        ...(attributes ? { attributes } : {}),
      });
    expect(await refusalOf(revision(raw.id))).toEqual(["attributes.density:required"]);
    expect(await refusalOf(revision("nothing", { density: "1" }))).toEqual(["item:ref", "attributes.density:unknownField"]);
    expect((await stage.stored(await revision(raw.id, { density: "1.40" }), "item_revision"))?.attributes).toEqual({
      density: "1.4",
    });
    const packaging = await company.id("Item", "PK-301");
    expect((await stage.stored(await revision(packaging), "item_revision"))?.attributes).toEqual({});
  });

  it("a definition counts from its day on", async () => {
    await stage.define("Supplier.later", { kind: "text" }, "2026-07-08");
    expect(await refusalOf(stage.supplier({ later: "x" }))).toEqual(["attributes.later:unknownField"]);
    await company.at("2026-07-08 09:00");
    expect((await stage.stored(await stage.supplier({ later: "x" })))?.attributes).toEqual({ later: "x" });
    await company.at("2026-07-06 08:00");
  });
});
