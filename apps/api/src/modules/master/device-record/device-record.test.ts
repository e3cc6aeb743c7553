import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, countOfEverything, openCompany } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { packLevelsOf } from "../index.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const each = "09521234000013";
const box = { level: "box", di: "19521234000010", quantity: 50, containedDi: each };
const carton = { level: "carton", di: "29521234000017", quantity: 8, containedDi: "19521234000010" };

const given = async (more: object = {}, item = "FG-IS100") => ({
  item: await company.id("Item", item),
  revision: "A",
  changeReason: "first issue",
  primaryDi: each,
  issuingAgency: "GS1",
  ...more,
});

describe("the identifiers of a device record", () => {
  const codes = async (more: object, item?: string) => {
    const before = await countOfEverything(company);
    const refused = await refusalOf((await company.as("luoan")).create("DeviceRecord", await given(more, item)));
    expect(await countOfEverything(company)).toEqual(before);
    return refused;
  };

  it("[REQ-TRC-06] a GTIN with a wrong check digit is refused, of the device and of its packages, all at once", async () =>
    expect(
      await codes({ primaryDi: "09521234000014", packages: [{ ...box, di: "19521234000011", containedDi: "09521234000014" }] }),
    ).toEqual(["primaryDi:INCORRECT_CHECK_DIGIT", "packages.0.di:INCORRECT_CHECK_DIGIT"]));
  it("[REQ-TRC-06] a DI is checked by the rules of its own agency", async () => {
    expect(await codes({ primaryDi: "L0TLCATH14F", issuingAgency: "HIBCC" })).toEqual(["primaryDi:UNIT_OF_MEASURE"]);
  });
  it("[REQ-TRC-06] packages that contain one another in a ring are refused", async () =>
    expect(await codes({ packages: [{ ...box, containedDi: carton.di }, carton] })).toEqual([
      "packages.0.containedDi:PACK_CYCLE",
      "packages.1.containedDi:PACK_CYCLE",
    ]));
  it("[REQ-TRC-06] every contained DI is the device or a package of the record", async () =>
    expect(await codes({ packages: [carton] })).toEqual(["packages.0.containedDi:PACK_CONTAINED_UNKNOWN"]));
});

describe("the packaging tree of an item", () => {
  it("[REQ-TRC-06] is told with its base units from the record in force, and by nothing before", async () => {
    const steward = await company.as("luoan");
    const draft = await steward.create(
      "DeviceRecord",
      await given({ packages: [carton, box], piLot: "yes", piExpiryDate: "yes" }),
    );
    expect(draft.number).toBe(`${each}.A`);
    const item = await company.id("Item", "FG-IS100");
    const levels = async () => {
      let found: unknown;
      await steward.read(async (tx) => {
        found = await packLevelsOf(tx, item);
      });
      return found;
    };
    expect(await levels()).toEqual([]);
    const agreed = await acts(company, "tangrui", "DeviceRecord", draft, "approve", { effectiveOn: "2026-07-06" });
    expect(agreed.state).toBe("draft");
    expect((await acts(company, "linjing", "DeviceRecord", agreed, "approve", { effectiveOn: "2026-07-06" })).state).toBe(
      "approved",
    );
    expect(await levels()).toEqual([
      { level: null, di: each, agency: "GS1", baseUnits: 1, containedDi: null, quantity: 1 },
      { level: "box", di: box.di, agency: "GS1", baseUnits: 50, containedDi: each, quantity: 50 },
      { level: "carton", di: carton.di, agency: "GS1", baseUnits: 400, containedDi: box.di, quantity: 8 },
    ]);
  });

  it("[REQ-TRC-06] a package that changes gets another DI, and neither DI changes its role", async () => {
    const before = await countOfEverything(company);
    const next = async (more: object) =>
      refusalOf((await company.as("luoan")).create("DeviceRecord", await given({ revision: "B", ...more })));
    expect(await next({ packages: [{ ...box, quantity: 40 }] })).toEqual(["packages.0.di:PACKAGE_DI_REUSED"]);
    expect(await next({ primaryDi: box.di })).toEqual(["primaryDi:DI_OTHER_ROLE"]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("[REQ-TRC-06] two records that take one DI at the same moment: one gets it", async () => {
    const record = async (item: string) =>
      (await company.as(item === "PK-301" ? "luoan" : "tangrui")).create(
        "DeviceRecord",
        await given({ primaryDi: "09521234000037", revision: "C" }, item),
      );
    const made = await Promise.allSettled([record("PK-301"), record("FG-IS100")]);
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("[REQ-TRC-06] none of its DIs is given to another device", async () => {
    const before = await countOfEverything(company);
    const other = (await company.as("luoan")).create("DeviceRecord", await given({ primaryDi: box.di }, "PK-301"));
    expect(await refusalOf(other)).toEqual(["primaryDi:DI_USED"]);
    expect(await countOfEverything(company)).toEqual(before);
  });
});
