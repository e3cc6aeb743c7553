import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, type Company, openCompany } from "../../../../test/company.ts";
import type { LicenceFact } from "./reasons.ts";
import { standingOf, validityOf } from "./standing.ts";

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
const on = (day: string, ...licences: LicenceFact[]) => {
  const { state, lastDay, withinDays } = standingOf(licences, day, [90, 60, 30]);
  return [state, lastDay, withinDays];
};

describe("how licences stand", () => {
  it("[REQ-GATE-15] valid, then within 90, 60 and 30 days of the end, and lapsed the day after it", () => {
    expect(on("2026-07-01", licence())).toEqual(["valid", "2026-09-30", null]);
    expect(on("2026-07-02", licence())).toEqual(["expiring", "2026-09-30", 90]);
    expect(on("2026-08-01", licence())).toEqual(["expiring", "2026-09-30", 60]);
    expect(on("2026-08-31", licence())).toEqual(["expiring", "2026-09-30", 30]);
    expect(on("2026-09-30", licence())).toEqual(["expiring", "2026-09-30", 30]);
    expect(on("2026-10-01", licence())).toEqual(["lapsed", null, null]);
    expect(standingOf([licence()], "2026-10-01", []).label).toEqual({
      en: "Lapsed: medical licence expired 2026-09-30 (首营资质)",
      zh: "已失效：医疗器械许可证已于 2026-09-30 到期（首营资质）",
    });
  });

  it("[REQ-SUP-05] one licence by itself: its days left, lapsed the day after its last, not yet valid, withdrawn", () => {
    const at = (day: string, more: Partial<LicenceFact> = {}) => {
      const { state, withinDays, label } = validityOf(licence(more), day, [90, 60, 30]);
      return [state, withinDays, label.en, label.zh];
    };
    expect(at("2026-07-01")).toEqual(["valid", null, "91 days left", "还有 91 天"]);
    expect(at("2026-09-29")).toEqual(["expiring", 30, "1 day left", "还有 1 天"]);
    expect(at("2026-09-30")).toEqual(["expiring", 30, "0 days left", "还有 0 天"]);
    expect(at("2026-10-01")).toEqual(["lapsed", null, "Lapsed 1 day ago", "已过期 1 天"]);
    expect(at("2021-09-30")).toEqual(["none", null, "Valid from 2021-10-01", "自 2021-10-01 起有效"]);
    expect(at("2026-10-09", { state: "withdrawn" })).toEqual(["none", null, "Withdrawn", "已注销"]);
  });

  it("the kind that ends first counts, and one lapsed kind is enough", () => {
    const certificate = licence({ kind: "certificate", number: "LIC-0001", validTo: "2027-02-28" });
    expect(on("2026-07-01", licence(), certificate)).toEqual(["valid", "2026-09-30", null]);
    expect(on("2026-10-01", licence(), certificate)).toEqual(["lapsed", null, null]);
  });

  it("a renewal on file carries on without a gap; one that begins later does not", () => {
    const renewed = (validFrom: string) => licence({ number: "LIC-0009", validFrom, validTo: "2031-09-30" });
    expect(on("2026-09-01", licence(), renewed("2026-10-01"))).toEqual(["valid", "2031-09-30", null]);
    expect(on("2026-09-01", licence(), renewed("2026-10-02"))).toEqual(["expiring", "2026-09-30", 30]);
  });

  it("nothing on file is none, all of it withdrawn is lapsed", () => {
    expect(on("2026-09-01")).toEqual(["none", null, null]);
    expect(on("2026-09-01", licence({ state: "withdrawn" }))).toEqual(["lapsed", null, null]);
  });
});

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

describe("suppliers and customers", () => {
  it("[REQ-GATE-15] carry the standing of their licences on page and list", async () => {
    await company.at("2026-08-12 09:00");
    const answer = await ask(
      company,
      "shenyue",
      '{ suppliers(sort: ["number"]) { edges { node { number licences { state withinDays } } } } }',
    );
    expect(answer).toEqual({
      suppliers: {
        edges: [
          { node: { number: "SUP-01", licences: { state: "valid", withinDays: null } } },
          { node: { number: "SUP-04", licences: { state: "expiring", withinDays: 60 } } },
          { node: { number: "SUP-05", licences: { state: "none", withinDays: null } } },
        ],
      },
    });
    const customers = await ask(
      company,
      "fangyi",
      '{ customers(sort: ["number"]) { edges { node { number licences { state } } } } }',
    );
    expect(customers).toEqual({
      customers: {
        edges: [
          { node: { number: "C-01", licences: { state: "none" } } },
          { node: { number: "C-02", licences: { state: "lapsed" } } },
          { node: { number: "C-03", licences: { state: "valid" } } },
        ],
      },
    });
  });
});
