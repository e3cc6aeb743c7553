/** Heads of master data change by approved change: proposed by a steward, made by quality's signature, or not at all. */
import { actionsOf, type Reason, type RecordName, registry, textValue, valueText } from "@lotline/schema";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, countOfEverything, openCompany } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { jobIn, start } from "../../../../test/jobs.ts";
import { AppError } from "../../../base/error.ts";
import { snake, specOf } from "../../../base/names.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const why = "As in the supplier's new business licence";

async function rowOf(record: RecordName, number: string): Promise<{ [column: string]: unknown }> {
  const [row] = await company.sql<{ [column: string]: unknown }>(`select * from ${snake(record)} where number = $1`, [number]);
  if (!row) throw new Error(`no ${record} ${number}`);
  return row;
}

async function propose(
  record: RecordName,
  number: string,
  changes: { readonly [field: string]: string | null },
  more: { readonly by?: string; readonly why?: string; readonly version?: number } = {},
): Promise<Handled> {
  const row = await rowOf(record, number);
  return (await company.as(more.by ?? "luoan")).create("MasterChange", {
    recordType: record,
    recordId: String(row.id),
    recordVersion: more.version ?? row.version,
    why: more.why ?? why,
    values: Object.entries(changes).map(([field, after]) => ({ field, after })),
  });
}

const directly = async (login: string, record: RecordName, number: string, changes: object) =>
  (await company.as(login)).edit(record, { id: await company.id(record, number) }, changes, why);

describe("an edit of a field that is changed by approval", () => {
  it("[REQ-DQ-04] is refused to a buyer and to the steward alike, naming every such field, and changes nothing", async () => {
    const before = await countOfEverything(company);
    expect(await refusalOf(directly("shenyue", "Item", "RM-201", { nameEn: "PVC resin" }))).toEqual([
      "NO_PERMIT",
      "CHANGE_NEEDS_APPROVAL",
    ]);
    expect(await refusalOf(propose("Item", "RM-201", { nameEn: "PVC resin" }, { by: "shenyue" }))).toEqual(["NO_PERMIT"]);
    const both = directly("luoan", "Item", "RM-201", { nameEn: "PVC resin", inspectionRequired: false, lotPattern: "X-{yy}" });
    const reasons = await both.catch((error: unknown) => (error instanceof AppError ? error.details.reasons : []));
    expect((reasons as readonly Reason[]).map(({ text }) => text)).toEqual([
      {
        en: "Changed by approved change only, one record at a time: Name (English), Inspected before use. Propose the change of the record.",
        zh: "以下字段只能逐条记录经审批变更：名称（英文）、使用前检验。请在该记录上提出变更。",
      },
    ]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("[REQ-DQ-04] goes in no bulk and no paste; fields beside it are edited as before", async () => {
    const steward = await company.browser("luoan");
    const { id, version } = (await rowOf("Customer", "C-01")) as { id: string; version: number };
    const before = await countOfEverything(company);
    for (const on of [
      { ids: [id], input: { nameEn: "X", kind: "distributor", contact: "Mr Li" } },
      { rows: [{ id, shown: version, input: { minRemainingMonths: 3 } }] },
    ]) {
      const bulk = await start(steward, { record: "Customer", reason: why, ...on });
      expect([bulk.code, bulk.reasons]).toEqual(["REFUSED", ["CHANGE_NEEDS_APPROVAL"]]);
    }
    expect(await countOfEverything(company)).toEqual(before);
    jobIn(await start(steward, { record: "Customer", ids: [id], input: { contact: "Mr Li" } }));
    await directly("luoan", "Customer", "C-01", { nameEn: "C-01", contact: "Mr Li" });
    expect(await rowOf("Customer", "C-01")).toMatchObject({ name_en: "C-01", contact: "Mr Li" });
  });
});

describe("a proposed change", () => {
  it("[REQ-DQ-04] [REQ-APR-02] is made by another person of quality, at once, with its reason in the trail", async () => {
    const before = await rowOf("Supplier", "SUP-01");
    const change = await propose("Supplier", "SUP-01", { nameEn: "Northbay Polymers Ltd", nameZh: "北湾高分子" });
    expect(change).toMatchObject({ number: "MC-26-0001", state: "proposed" });
    expect(await company.sql('select field, "before", "after" from master_change_value where head_id = $1', [change.id])).toEqual(
      [
        { field: "nameEn", before: "SUP-01", after: "Northbay Polymers Ltd" },
        { field: "nameZh", before: "SUP-01", after: "北湾高分子" },
      ],
    );
    expect(await rowOf("Supplier", "SUP-01")).toEqual(before);
    const work = await company.sql(
      "select permit, action, due_at - created_at as within from work_item where record_type = 'MasterChange'",
    );
    expect(work).toMatchObject([{ permit: "masterChange.approve", action: "approve", within: { days: 3 } }]);

    expect(await refusalOf(acts(company, "luoan", "MasterChange", change, "approve"))).toEqual(["NO_PERMIT", "SOD_SELF"]);
    expect(await refusalOf(acts(company, "shenyue", "MasterChange", change, "approve"))).toEqual(["NO_PERMIT"]);
    expect(await rowOf("Supplier", "SUP-01")).toEqual(before);

    expect((await acts(company, "linjing", "MasterChange", change, "approve")).state).toBe("approved");
    expect(await rowOf("Supplier", "SUP-01")).toMatchObject({
      name_en: "Northbay Polymers Ltd",
      name_zh: "北湾高分子",
      version: Number(before.version) + 1,
    });
    const trail = await company.sql(
      `select table_name, operation, reason from audit.event where kind = 'update' and operation = 'approveMasterChange'
       and table_name in ('supplier', 'master_change') order by id`,
    );
    expect(trail).toEqual([
      { table_name: "supplier", operation: "approveMasterChange", reason: `MC-26-0001: ${why}` },
      { table_name: "master_change", operation: "approveMasterChange", reason: null },
    ]);
    const [signed] = await company.sql<{ content: string }>(
      "select meaning, reason, content from signature where record_type = 'MasterChange' and record_id = $1",
      [change.id],
    );
    expect(signed).toMatchObject({ meaning: "APPROVED", reason: null });
    expect(JSON.parse(signed?.content ?? "").record).toMatchObject({
      fields: { recordType: "Supplier", recordNumber: "SUP-01", effectiveOn: "2026-07-06" },
      lines: {
        values: [
          { before: "SUP-01", after: "Northbay Polymers Ltd" },
          { before: "SUP-01", after: "北湾高分子" },
        ],
      },
    });
    expect(await company.sql("select 1 from work_item where record_type = 'MasterChange'")).toEqual([]);
  });

  it("[REQ-APR-02] who proposed it does not approve it, whatever roles he has", async () => {
    const change = await propose("Item", "RM-205", { nameEn: "Needle" }, { by: "linjing" });
    expect(await refusalOf(acts(company, "linjing", "MasterChange", change, "approve"))).toEqual(["SOD_SELF"]);
    expect((await acts(company, "xuheng", "MasterChange", change, "approve")).state).toBe("approved");
    expect(await rowOf("Item", "RM-205")).toMatchObject({ name_en: "Needle" });
  });

  it("[REQ-APR-05] is rejected with a reason, or withdrawn by its author alone; the record stays as it is", async () => {
    const before = await rowOf("Item", "PK-301");
    const one = await propose("Item", "PK-301", { nameEn: "Bag" });
    expect(await refusalOf(acts(company, "linjing", "MasterChange", one, "reject"))).toEqual(["reason:REASON_REQUIRED"]);
    expect(await refusalOf(acts(company, "linjing", "MasterChange", one, "withdraw", {}, "It is not mine at all"))).toEqual([
      "NOT_AUTHOR",
    ]);
    expect((await acts(company, "linjing", "MasterChange", one, "reject", {}, "A pouch is no bag")).state).toBe("rejected");
    const [round] = await company.sql(
      "select decision, reason from approval where record_type = 'MasterChange' and record_id = $1",
      [one.id],
    );
    expect(round).toEqual({ decision: "rejected", reason: "A pouch is no bag" });
    const other = await propose("Item", "PK-301", { nameEn: "Sack" });
    expect((await acts(company, "luoan", "MasterChange", other, "withdraw", {}, "Thought better of it")).state).toBe("withdrawn");
    expect(await refusalOf(acts(company, "linjing", "MasterChange", other, "approve"))).toEqual(["STATE"]);
    expect(await rowOf("Item", "PK-301")).toEqual(before);
  });

  it("[REQ-SIG-10] is refused when the record has moved: which field has which value now", async () => {
    const change = await propose("Customer", "C-02", { nameEn: "Clinic 2", minRemainingMonths: "24" });
    // A field beside it may change meanwhile.
    await directly("luoan", "Customer", "C-02", { contact: "Ms Fang" });
    // Past all rules, as an import or an administrator might.
    await company.sql("select set_config('app.actor', '1', false)");
    await company.sql("update customer set min_remaining_months = 6 where number = 'C-02'");
    const before = await rowOf("Customer", "C-02");
    const refusal = await acts(company, "linjing", "MasterChange", change, "approve").catch((error: unknown) =>
      error instanceof AppError ? error.details.reasons : [],
    );
    expect(refusal).toEqual([
      {
        code: "STALE",
        text: {
          en: "Least remaining shelf life is “6 months” now; the change was proposed on “–”. Reject it and let it be proposed anew.",
          zh: "“最低剩余有效期”现为“6 个月”，而变更依据的原值为“–”；请否决后重新提出。",
        },
        record: "Customer",
        number: "C-02",
      },
    ]);
    expect(await rowOf("Customer", "C-02")).toEqual(before);
    await company.sql("update customer set min_remaining_months = null where number = 'C-02'");
    await acts(company, "linjing", "MasterChange", change, "approve");
    expect(await rowOf("Customer", "C-02")).toMatchObject({ name_en: "Clinic 2", min_remaining_months: 24, contact: "Ms Fang" });
  });

  it("is refused for a record that is not edited in its state, when proposed and when approved", async () => {
    const change = await propose("Supplier", "SUP-05", { nameEn: "Lianpu" });
    await acts(
      company,
      "linjing",
      "Supplier",
      { id: await company.id("Supplier", "SUP-05") },
      "block",
      {},
      "Moved to another site",
    );
    expect(await refusalOf(acts(company, "linjing", "MasterChange", change, "approve"))).toEqual(["NOT_EDITABLE"]);
    expect(await refusalOf(propose("Supplier", "SUP-05", { nameZh: "联普" }))).toEqual(["NOT_EDITABLE"]);
  });

  it("says all that is wrong with it, and an edit of the same values would say the same", async () => {
    const before = await countOfEverything(company);
    expect(await refusalOf(propose("Item", "RM-201", { lotPattern: "X", nope: "1" }, { why: "short" }))).toEqual([
      "why:REASON_REQUIRED",
      "values.0.field:field",
      "values.1.field:field",
    ]);
    expect(await refusalOf(propose("Item", "RM-201", {}))).toEqual(["values:required"]);
    expect(await refusalOf(propose("Item", "RM-201", { nameEn: "RM-201" }))).toEqual(["nameEn:same"]);
    expect(await refusalOf(propose("Unit", "kg", { decimals: "9" }))).toEqual(["decimals:max"]);
    expect(await refusalOf(propose("Item", "RM-201", { inspectionRequired: "perhaps" }))).toEqual(["inspectionRequired:flag"]);
    expect(await refusalOf(propose("Site", "SZ1", { zone: "Asia/Suzhou" }))).toEqual(["zone:zone"]);
    expect(await refusalOf(propose("Location", "Q1", { storageMin: "9", storageMax: "2" }))).toEqual(["storageMax:RANGE"]);
    expect(await refusalOf(propose("Item", "RM-201", { nameEn: "A" }, { version: 99 }))).toEqual(["STALE_RECORD"]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("stands alone: one open proposal for a field of a record", async () => {
    const first = await propose("Unit", "kg", { decimals: "2" });
    const refusal = await propose("Unit", "kg", { decimals: "4" }).catch((error: unknown) =>
      error instanceof AppError ? error.details.reasons : [],
    );
    expect(refusal).toMatchObject([{ code: "CHANGE_OPEN", record: "MasterChange", number: first.number }]);
    const settled = await Promise.allSettled([
      propose("Item", "RM-201", { nameZh: "甲" }),
      propose("Item", "RM-201", { nameZh: "乙", nameEn: "B" }, { by: "linjing" }),
    ]);
    expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("changes what comes next: the zone of a site, the storage of a place", async () => {
    const zone = await propose("Site", "SZ1", { zone: "Asia/Urumqi" });
    await acts(company, "xuheng", "MasterChange", zone, "approve");
    expect(await rowOf("Site", "SZ1")).toMatchObject({ zone: "Asia/Urumqi" });
    const cold = await propose("Location", "Q1", { storageClass: "cold", storageMin: "2.50" });
    await acts(company, "linjing", "MasterChange", cold, "approve");
    expect(await rowOf("Location", "Q1")).toMatchObject({ storage_class: "cold", storage_min: "2.5" });
    const [line] = await company.sql(`select "after" from master_change_value where head_id = $1 and field = 'storageMin'`, [
      cold.id,
    ]);
    expect(line).toEqual({ after: "2.5" });
  });
});

describe("fields that are changed by approval", () => {
  const types = Object.values(registry).filter((spec) => (specOf(spec.name).edit?.approved ?? []).length > 0);

  it("belong to types that a change can be of, and whoever reads changes reads all of them", () => {
    expect(types.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(registry.MasterChange.fields.recordType.of.values).toSorted(),
    );
    expect(actionsOf(registry.MasterChange).approve?.approval).toBe("master-change");
  });

  it("[REQ-DQ-04] never change by an edit, and approving a proposal gives what the edit would have given (property)", async () => {
    const fields = registry.Item.fields;
    const value = fc.record(
      {
        nameEn: fc.constantFrom("Alpha", "Beta ", " Gamma"),
        nameZh: fc.constantFrom("甲", "乙", "丙"),
        deviceClass: fc.constantFrom("I", "II", "III", null),
        inspectionRequired: fc.constantFrom("true", "false"),
      },
      { requiredKeys: [] },
    );
    let n = 0;
    await fc.assert(
      fc.asyncProperty(value, fc.option(fc.constantFrom("P-{yy}", "Q-{yy}"), { nil: undefined }), async (changes, lotPattern) => {
        const number = `PROP-${++n}`;
        await (await company.as("luoan")).create("Item", {
          ...{ number, nameEn: "Alpha", nameZh: "甲", itemClass: "raw", source: "bought", inspectionRequired: true },
          unit: await company.id("Unit", "ea"),
        });
        const before = await rowOf("Item", number);
        const typed = Object.fromEntries(
          Object.entries(changes).map(([key, text]) => [key, textValue(fields[key as keyof typeof fields], text ?? null)]),
        );
        const wanted = { ...before };
        const moved: { [field: string]: string | null } = {};
        for (const [key, text] of Object.entries(changes) as [keyof typeof changes & keyof typeof fields, string | null][]) {
          const clean = text === null ? null : text.trim();
          if (valueText(fields[key], before[snake(key)]) === clean) continue;
          moved[key] = text;
          wanted[snake(key)] = textValue(fields[key], clean);
        }
        const outcome = await refusalOf(
          directly("luoan", "Item", number, { ...typed, ...(lotPattern ? { lotPattern } : {}) }),
        ).catch(() => []);
        if (Object.keys(moved).length === 0) return;
        expect(outcome).toEqual(["CHANGE_NEEDS_APPROVAL"]);
        expect(await rowOf("Item", number)).toEqual(before);
        await acts(company, "linjing", "MasterChange", await propose("Item", number, moved), "approve");
        expect(await rowOf("Item", number)).toEqual({ ...wanted, version: 2 });
      }),
      { numRuns: 25 },
    );
  });
});
