import { describe, expect, it } from "vitest";
import { type LicenceFact, licenceReasons, scopeReasons } from "./reasons.ts";
import { registrationReasons } from "./registration.ts";

const licence = (more: Partial<LicenceFact> = {}): LicenceFact => ({
  holder: "7",
  number: "LIC-0002",
  state: "active",
  kind: "medicalLicence",
  scopeClass: null,
  validFrom: "2021-10-01",
  validTo: "2026-09-30",
  covers: [],
  ...more,
});

describe("licences by date", () => {
  it("[REQ-GATE-15] the valid-to day is the last good day, and the day after says since when, in both languages, with the licence", () => {
    expect(licenceReasons([licence()], "2026-09-30")).toEqual([]);
    expect(licenceReasons([licence()], "2026-10-01")).toEqual([
      {
        code: "LICENCE_EXPIRED",
        text: { en: "medical licence expired 2026-09-30 (首营资质)", zh: "医疗器械许可证已于 2026-09-30 到期（首营资质）" },
        record: "Licence",
        number: "LIC-0002",
      },
    ]);
  });

  it("a renewed licence takes over without a gap", () => {
    const renewed = licence({ number: "LIC-0009", validFrom: "2026-10-01", validTo: "2031-09-30" });
    expect(licenceReasons([licence(), renewed], "2026-10-01")).toEqual([]);
  });

  it("withdrawing a licence does not open what its lapse has closed", () => {
    expect(licenceReasons([licence({ state: "withdrawn" })], "2026-09-01").map((r) => r.code)).toEqual(["LICENCE_EXPIRED"]);
  });

  it("every kind on file must be valid; none on file asks for none", () => {
    const certificate = licence({ kind: "certificate", number: "LIC-0001", validTo: "2027-02-28" });
    expect(licenceReasons([licence(), certificate], "2027-03-01").map((r) => r.number)).toEqual(["LIC-0002", "LIC-0001"]);
    expect(licenceReasons([], "2027-03-01")).toEqual([]);
  });

  it("one that begins later is not valid yet", () => {
    expect(licenceReasons([licence({ validFrom: "2026-08-01" })], "2026-07-31").map((r) => r.code)).toEqual([
      "LICENCE_NOT_YET_VALID",
    ]);
  });
});

describe("the scope of a distributor", () => {
  const distribution = licence({ kind: "distribution", scopeClass: "II" });

  it("covers its class and lower ones only", () => {
    expect(scopeReasons([distribution], "C-03", "II", "2026-07-06")).toEqual([]);
    expect(scopeReasons([distribution], "C-03", "I", "2026-07-06")).toEqual([]);
    expect(scopeReasons([distribution], "C-03", "III", "2026-07-06")).toEqual([
      {
        code: "SCOPE_NOT_COVERED",
        text: {
          en: "distribution licence covers class II at most, this is class III (首营资质)",
          zh: "医疗器械经营许可证最高覆盖第二类，而该产品为第三类（首营资质）",
        },
        record: "Licence",
        number: "LIC-0002",
      },
    ]);
  });

  it("a distributor without a licence gets nothing", () => {
    expect(scopeReasons([], "C-03", "I", "2026-07-06").map((r) => r.code)).toEqual(["LICENCE_MISSING"]);
  });
});

const cannula = { id: "5", number: "RM-205", itemClass: "component", deviceClass: null } as const;
const set = { id: "9", number: "FG-IS100", itemClass: "finished", deviceClass: "III" } as const;
const covering = (item: string, more: Partial<LicenceFact> = {}) => licence({ covers: [{ item, itemClass: null }], ...more });

describe("licences by what they cover", () => {
  it("[REQ-GATE-15] a licence that names its items does not cover another; one that names a class covers the class", () => {
    expect(licenceReasons([covering("5")], "2026-09-30", [cannula])).toEqual([]);
    expect(licenceReasons([covering("7")], "2026-09-30", [cannula])).toEqual([
      {
        code: "SCOPE_NOT_COVERED",
        text: {
          en: "medical licence LIC-0002 does not cover RM-205 (首营资质)",
          zh: "医疗器械许可证 LIC-0002 未覆盖 RM-205（首营资质）",
        },
        record: "Licence",
        number: "LIC-0002",
      },
    ]);
    const ofClass = licence({ covers: [{ item: null, itemClass: "component" }] });
    expect(licenceReasons([ofClass], "2026-09-30", [cannula])).toEqual([]);
  });

  it("[REQ-GATE-15] the lapse of a licence for one item does not stop another that its sister covers", () => {
    const sister = covering("7", { number: "LIC-0003", validTo: "2028-01-31" });
    const other = { ...cannula, id: "7", number: "RM-206" };
    expect(licenceReasons([covering("5"), sister], "2026-10-01", [other])).toEqual([]);
    expect(licenceReasons([covering("5"), sister], "2026-10-01", [cannula, other]).map((r) => r.number)).toEqual(["LIC-0002"]);
  });

  it("[REQ-GATE-15] a device needs a registration in force; what is no device needs one only while one is on file", () => {
    const registration = covering("9", { kind: "registration", number: "LIC-0007", validTo: "2031-03-31" });
    expect(registrationReasons([registration], [set, cannula], "2031-03-31")).toEqual([]);
    expect(registrationReasons([registration], [set], "2031-04-01").map((r) => r.text.en)).toEqual([
      "registration certificate expired 2031-03-31 (FG-IS100)",
    ]);
    expect(registrationReasons([], [set, cannula], "2026-10-01").map((r) => [r.code, r.number])).toEqual([
      ["REGISTRATION_MISSING", "FG-IS100"],
    ]);
    const ofCannula = covering("5", { kind: "registration", number: "LIC-0008" });
    expect(registrationReasons([ofCannula], [cannula], "2026-10-01").map((r) => r.number)).toEqual(["LIC-0008"]);
  });
});
