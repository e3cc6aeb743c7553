/** What an approver of suppliers and of changed master data is shown as out of the ordinary, and what not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, openCompany, receive } from "../../../test/company.ts";
import { factLines, findingsOf, foundBy, said } from "../../../test/findings.ts";
import { systemPersonId } from "../../base/context.ts";
import { command } from "../../kernel/command.ts";
import type { Handled } from "../../seed/hands.ts";

let company: Company;
let next = 0;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

/** A supplier of RM-201 under evaluation, with a licence of each of these periods. */
async function pairWith(...terms: readonly { from: string; to: string; covers?: string }[]) {
  const number = `SUP-L${++next}`;
  const supplier = await (await company.as("luoan")).create("Supplier", {
    number,
    nameEn: number,
    nameZh: number,
    address: "Demo Street 4",
  });
  const quality = await company.as("mengfei");
  const licences: Handled[] = [];
  for (const { from, to, covers } of terms)
    licences.push(
      await quality.create("Licence", {
        supplier: supplier.id,
        kind: "certificate",
        licenceNumber: `${number}-${licences.length}`,
        validFrom: from,
        validTo: to,
        ...(covers ? { covers: [{ item: await company.id("Item", covers) }] } : {}),
      }),
    );
  const pair = await quality.create("SupplierItem", {
    supplier: supplier.id,
    item: await company.id("Item", "RM-201"),
    riskClass: "A",
    basis: "audit 2026",
    validTo: "2027-12-31",
  });
  return { pair, licences };
}

describe("review by exception of suppliers", () => {
  it("[REQ-GATE-15] LICENCE_ENDS: lapsed weighs most, within 90 days less, later nothing", async () => {
    const { pair, licences } = await pairWith(
      { from: "2024-01-01", to: "2026-07-05", covers: "RM-201" },
      { from: "2024-01-01", to: "2026-10-04" },
    );
    // The first one is followed by the second, which ends soon itself.
    const found = await foundBy("LICENCE_ENDS", company, "linjing", "SupplierItem", pair);
    const number = licences[1]?.number;
    expect(found.map(said)).toEqual([[`Licence ${number} ends on 2026-10-04`, `证照 ${number} 将于 2026-10-04 到期`, "medium"]]);
    expect(found.flatMap(factLines)).toEqual([`Licence 2026-10-04 · 证照 2026-10-04 · not ok · Licence ${number}`]);
    const alone = await pairWith({ from: "2024-01-01", to: "2026-07-05" });
    expect((await foundBy("LICENCE_ENDS", company, "linjing", "SupplierItem", alone.pair)).map(said)).toEqual([
      [
        `Licence ${alone.licences[0]?.number} lapsed on 2026-07-05`,
        `证照 ${alone.licences[0]?.number} 已于 2026-07-05 到期`,
        "high",
      ],
    ]);
    const good = await pairWith({ from: "2024-01-01", to: "2026-10-05" });
    expect(await findingsOf(company, "linjing", "SupplierItem", good.pair)).toEqual([]);
  });

  it("[REQ-GATE-15] LICENCE_ENDS is silent about a licence that was renewed, and about one of other items", async () => {
    const renewed = await pairWith({ from: "2024-01-01", to: "2026-07-05" }, { from: "2026-07-06", to: "2028-07-05" });
    expect(await foundBy("LICENCE_ENDS", company, "linjing", "SupplierItem", renewed.pair)).toEqual([]);
    const other = await pairWith({ from: "2024-01-01", to: "2026-07-05", covers: "PK-301" });
    expect(await foundBy("LICENCE_ENDS", company, "linjing", "SupplierItem", other.pair)).toEqual([]);
    // A renewal that leaves a gap does not go on from it.
    const gap = await pairWith({ from: "2024-01-01", to: "2026-09-30" }, { from: "2026-10-02", to: "2028-07-05" });
    expect(await foundBy("LICENCE_ENDS", company, "linjing", "SupplierItem", gap.pair)).toHaveLength(1);
  });

  it("[REQ-SUP-02] SCORE_LOW is listed below the limit of the rule supplier-score, not at it", async () => {
    const scored = async (score: string) => {
      const { pair } = await pairWith();
      await acts(company, "linjing", "SupplierItem", pair, "approve");
      const terms = { conditions: "Tightened inspection", conditionalTo: "2026-12-31" };
      await acts(company, "mengfei", "SupplierItem", pair, "makeConditional", terms);
      // As the monthly re-evaluation writes it; how it comes about has its own tests.
      await command(
        company.kernel,
        { ...(await company.as("mengfei")).ctx, personId: systemPersonId, sessionId: null, source: "job" },
        { id: crypto.randomUUID(), operation: "reEvaluate", input: null },
        async (tx) => {
          await tx.update("SupplierItem", await tx.get("SupplierItem", pair.id), { score });
          return null;
        },
      );
      return pair;
    };
    const found = await foundBy("SCORE_LOW", company, "linjing", "SupplierItem", await scored("69.9"));
    expect(found.map(said)).toEqual([["Score 69.9, limit 70", "评分 69.9，限值 70", "high"]]);
    expect(found.flatMap(factLines)).toEqual(["Score 69.9 · 评分 69.9 · not ok · 70 < 69.9 < "]);
    expect(await foundBy("SCORE_LOW", company, "linjing", "SupplierItem", await scored("70"))).toEqual([]);
  });
});

async function propose(recordType: "Item" | "Supplier", number: string, field: string, after: string): Promise<Handled> {
  const { id, version } = await (await company.as("luoan")).find(recordType, number);
  return (await company.as("luoan")).create("MasterChange", {
    recordType,
    recordId: id,
    recordVersion: version,
    why: "As on the new drawing",
    values: [{ field, after }],
  });
}

describe("review by exception of changed master data", () => {
  it("[REQ-QEV-06] STOCK_TOUCHED counts the lots on hand of the item", async () => {
    const change = await propose("Item", "RM-201", "nameEn", "PVC compound");
    expect(await findingsOf(company, "linjing", "MasterChange", change)).toEqual([]);
    const stocked = async (number: string) => receive(company, "SUP-01", "RM-201", number, "100");
    await stocked("T-1");
    const one = await foundBy("STOCK_TOUCHED", company, "linjing", "MasterChange", change);
    expect(one.map(said)).toEqual([["1 lot of RM-201 on hand", "RM-201 现有 1 批在库", "medium"]]);
    expect(one.flatMap(factLines)).toEqual(["Item RM-201 · 物料 RM-201 · Item RM-201"]);
    await stocked("T-2");
    expect((await foundBy("STOCK_TOUCHED", company, "linjing", "MasterChange", change)).map(said)).toEqual([
      ["2 lots of RM-201 on hand", "RM-201 现有 2 批在库", "medium"],
    ]);
    const supplier = await propose("Supplier", "SUP-01", "nameEn", "Northbay");
    expect(await findingsOf(company, "linjing", "MasterChange", supplier)).toEqual([]);
  });

  it("[REQ-DQ-04] CHANGES_CROSS names the other open change of the same record, until it is withdrawn", async () => {
    const one = await propose("Supplier", "SUP-04", "nameEn", "Qinghe");
    const two = await propose("Supplier", "SUP-04", "nameZh", "清河");
    const found = await foundBy("CHANGES_CROSS", company, "linjing", "MasterChange", one);
    expect(found.map(said)).toEqual([[`${two.number} changes it too`, `${two.number} 也在变更该记录`, "medium"]]);
    expect(found.flatMap(factLines)).toEqual([
      `Other change ${two.number} · 另一变更 ${two.number} · MasterChange ${two.number}`,
    ]);
    await acts(company, "luoan", "MasterChange", two, "withdraw", {}, "No longer wanted");
    expect(await foundBy("CHANGES_CROSS", company, "linjing", "MasterChange", one)).toEqual([]);
  });
});
