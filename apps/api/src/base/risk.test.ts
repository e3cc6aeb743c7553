/** How much a record matters to patients: choices of the record file, judged by the rule `patient-risk`. */
import type { RecordName } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, inspect, openCompany, receive } from "../../test/company.ts";
import { risksOf } from "./risk.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function riskOf(record: RecordName, ...ids: string[]): Promise<(string | undefined)[]> {
  let found: (string | undefined)[] = [];
  await (await company.as("linjing")).read(async (tx) => {
    const risks = await risksOf(tx, record, ids);
    found = ids.map((id) => risks.get(id));
  });
  return found;
}

const classOf = (supplier: string, riskClass: string) =>
  company.sql(
    `with actor as (select set_config('app.actor', '1', false))
     update supplier_item p set risk_class = $2 from actor, supplier s where s.id = p.supplier_id and s.number = $1`,
    [supplier, riskClass],
  );

async function inspectionOf(lot: { id: string }): Promise<string> {
  const [row] = await company.sql<{ id: string }>("select id from inspection where lot_id = $1", [lot.id]);
  return row?.id ?? "";
}

describe("[REQ-APR-02] the risk of a record to patients", () => {
  it("is told by the approval of its supplier for its item, the latest one, and by its own choice", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", "RISK-1", "100");
    const inspection = await inspectionOf(lot);
    expect(await riskOf("Inspection", inspection)).toEqual(["high"]);
    await classOf("SUP-01", "B");
    expect(await riskOf("Inspection", inspection)).toEqual(["medium"]);
    await classOf("SUP-01", "C");
    expect(await riskOf("Inspection", inspection)).toEqual(["low"]);
    // A later approval of the same pair decides.
    const later = await (await company.as("mengfei")).create("SupplierItem", {
      supplier: await company.id("Supplier", "SUP-01"),
      item: await company.id("Item", "RM-201"),
      riskClass: "A",
      basis: "audit 2026",
      validTo: "2027-12-31",
    });
    expect(await riskOf("Inspection", inspection)).toEqual(["high"]);
    expect(await riskOf("SupplierItem", later.id)).toEqual(["high"]);
  });

  it("is the highest that any of its choices tells", async () => {
    const [item] = [await company.id("Item", "RM-205")];
    const lot = await receive(company, "SUP-04", "RM-205", "RISK-2", "100");
    const inspection = await inspectionOf(lot);
    await classOf("SUP-04", "C");
    const device = (deviceClass: string | null) =>
      company.sql(
        "with actor as (select set_config('app.actor', '1', false)) update item set device_class = $2 from actor where id = $1",
        [item, deviceClass],
      );
    await device("III");
    expect(await riskOf("Inspection", inspection)).toEqual(["high"]);
    await device("II");
    expect(await riskOf("Inspection", inspection)).toEqual(["medium"]);
    await classOf("SUP-04", "A");
    expect(await riskOf("Inspection", inspection)).toEqual(["high"]);
    await device(null);
  });

  it("is what the rule says where no choice is made, and low where the record file names none", async () => {
    const reported = await (await company.as("gaolang")).create("Deviation", {
      site: await company.id("Site", "SZ1"),
      description: "Door left open",
      kind: "environment",
      foundOn: "2026-07-06",
      place: "Gate 2",
      containment: "Door closed",
      lots: [],
    });
    expect(await riskOf("Deviation", reported.id)).toEqual(["medium"]);
    const classified = { severity: "minor", risk: "none", assessment: "No product in the room" } as const;
    await acts(company, "linjing", "Deviation", reported, "classify", classified);
    expect(await riskOf("Deviation", reported.id)).toEqual(["low"]);
    expect(await riskOf("Requisition", "999999")).toEqual(["low"]);
    // One that is not there is unknown, too.
    expect(await riskOf("Deviation", "999999", reported.id)).toEqual(["medium", "low"]);
  });

  it("goes with the task, as the queue is ordered by it", async () => {
    const lot = await receive(company, "SUP-05", "PK-301", "RISK-3", "24000");
    await inspect(company, lot, [
      ["125.0", "125.0", "125.0"],
      ["0", "0"],
    ]);
    const [task] = await company.sql<{ id: string; risk: string; severity: string }>(
      `select n.id, w.risk, n.severity from nonconformity n join work_item w on w.record_type = 'Nonconformity' and w.record_id = n.id
       where n.lot_id = $1`,
      [lot.id],
    );
    expect([task?.risk]).toEqual(await riskOf("Nonconformity", task?.id ?? ""));
    expect(task).toMatchObject({ severity: "major", risk: "medium" });
  });
});
