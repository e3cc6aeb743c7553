import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, countOfEverything, openCompany } from "../../../test/company.ts";
import { refusalOf } from "../../../test/house.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

describe("master records", () => {
  it("a unit is known by its symbol", async () => {
    expect(await company.sql("select number from unit order by id")).toEqual([{ number: "kg" }, { number: "ea" }]);
  });

  it("a site has a time zone that the calendar knows", async () => {
    const site = { number: "SH2", nameEn: "Shanghai", nameZh: "上海", address: "x" };
    expect(await refusalOf((await company.as("guping")).create("Site", { ...site, zone: "Asia/Suzhou" }))).toEqual(["zone:zone"]);
  });

  it("a licence belongs to one holder and its dates are in order", async () => {
    const quality = await company.as("mengfei");
    const given = { kind: "certificate", licenceNumber: "X", validFrom: "2026-01-01", validTo: "2026-12-31" };
    const supplier = await company.id("Supplier", "SUP-01");
    expect(
      await refusalOf(quality.create("Licence", { ...given, supplier, customer: await company.id("Customer", "C-01") })),
    ).toEqual(["supplier:holder"]);
    expect(await refusalOf(quality.create("Licence", { ...given, supplier, validTo: "2025-12-31" }))).toEqual(["validTo:order"]);
    const own = await quality.create("Licence", given);
    expect(await company.sql("select holder from licence where id = $1", [own.id])).toEqual([{ holder: "ourselves" }]);
  });

  it("[REQ-SUP-05] a registration certificate names what it covers, each row an item or a class", async () => {
    const quality = await company.as("mengfei");
    const given = { kind: "registration", licenceNumber: "X", validFrom: "2026-01-01", validTo: "2026-12-31" };
    expect(await refusalOf(quality.create("Licence", given))).toEqual(["covers:COVERS_MISSING"]);
    const item = await company.id("Item", "RM-205");
    const both = { ...given, covers: [{ item, itemClass: "component" }] };
    expect(await refusalOf(quality.create("Licence", both))).toEqual(["covers.0.item:COVERS_ONE"]);
    const { id } = await quality.create("Licence", { ...given, covers: [{ item }] });
    expect(await refusalOf(quality.edit("Licence", { id }, { covers: [] }, "The scope was typed wrong"))).toEqual([
      ":unknownField",
    ]);
  });
});

describe("the approval of a supplier for an item", () => {
  it("[REQ-APR-02] is asked for by one and given by another; a made item is not bought", async () => {
    const quality = await company.as("mengfei");
    const pair = { supplier: await company.id("Supplier", "SUP-01"), riskClass: "B", basis: "samples", validTo: "2027-06-30" };
    expect(await refusalOf(quality.create("SupplierItem", { ...pair, item: await company.id("Item", "FG-IS100") }))).toEqual([
      "ITEM_NOT_BOUGHT",
    ]);
    const asked = await quality.create("SupplierItem", { ...pair, item: await company.id("Item", "RM-205") });
    expect(await refusalOf(quality.create("SupplierItem", { ...pair, item: await company.id("Item", "RM-205") }))).toEqual([
      "DUPLICATE",
    ]);
    const before = await countOfEverything(company);
    expect(await refusalOf(quality.act("SupplierItem", asked, "approve"))).toEqual(["NO_PERMIT", "SOD_SELF"]);
    expect(await countOfEverything(company)).toEqual(before);
    expect((await acts(company, "linjing", "SupplierItem", asked, "approve")).state).toBe("approved");
  });

  it("is not given to a blocked supplier or for a time that has passed", async () => {
    const quality = await company.as("mengfei");
    const supplier = { id: await company.id("Supplier", "SUP-05") };
    const asked = await quality.create("SupplierItem", {
      supplier: supplier.id,
      item: await company.id("Item", "RM-205"),
      riskClass: "C",
      basis: "x",
      validTo: "2026-07-05",
    });
    await acts(company, "linjing", "Supplier", supplier, "block", {}, "Moved to another site");
    expect(await refusalOf(acts(company, "linjing", "SupplierItem", asked, "approve"))).toEqual([
      "SUPPLIER_BLOCKED",
      "APPROVAL_OVER",
    ]);
  });
});
