import { type AnyRecord, registry } from "@lotline/schema";
import { translator } from "@lotline/schema/words";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Row } from "../data/row.ts";
import { type Column, columnsOf } from "../list/columns.ts";
import { meaningOf } from "./convert.ts";
import { type Ground, orderRows, planPaste, refKey } from "./plan.ts";
import { parseTsv } from "./tsv.ts";

const t = translator("en");
const words = { t, say: (label: { en: string }) => label.en };

/** What a spreadsheet puts on the clipboard for these cells. */
const writeTsv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => row.map((cell) => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t"))
    .join("\r\n");

describe("[U11] cells from the clipboard", () => {
  it("are read as they were copied, whatever is in them", () => {
    const cell = fc
      .string({ unit: fc.constantFrom("a", "1", '"', "\t", "\n", ",", " ", "中", "１", "-", "=") })
      // A cell that is one lone end of line at the very end is not told from the end of the range.
      .map((text) => text.replaceAll("\r", ""));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }), (rows) => {
        const alone = rows.length > 0 && rows.at(-1)?.length === 1 && rows.at(-1)?.[0] === "";
        // An empty last row of one cell is the line end that closes the range.
        expect(parseTsv(writeTsv(rows))).toEqual(alone && rows.length > 1 ? rows.slice(0, -1) : alone ? [] : rows);
      }),
      { numRuns: 500 },
    );
  });

  it("never fail, and lose no text, whatever the clipboard holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', "\t", "\n", "\r", "x", "é") }), (text) => {
        const letters = (of: string) => of.replace(/["\t\r\n]/g, "");
        expect(letters(parseTsv(text).flat().join(""))).toBe(letters(text));
      }),
      { numRuns: 500 },
    );
  });

  it("with line breaks and quotes inside quotes are one cell; a mark without its end is text", () => {
    expect(parseTsv('a\t"one\r\ntwo"\t"say ""hi"""\r\nb\t5" tube\t"open\r\n')).toEqual([
      ["a", "one\ntwo", 'say "hi"'],
      ["b", '5" tube', '"open'],
    ]);
  });
});

describe("[U11] what a pasted text means", () => {
  const quantity = registry.Lot.fields.quantityMade;
  const date = registry.Licence.fields.validTo;
  const of = (field: Parameters<typeof meaningOf>[0], text: string) => {
    const meaning = meaningOf(field, text, t);
    return meaning.kind === "value"
      ? meaning.value
      : meaning.kind === "number"
        ? `${meaning.target} ${meaning.number}`
        : meaning.why;
  };
  it("is a number with full-width digits and certain thousands marks, and a question where a comma may be either", () => {
    expect(["１２．５", "1,234,567", "1,234.50", " 12.500 ", "-3", "＋７"].map((text) => of(quantity, text))).toEqual([
      "12.5",
      "1234567",
      "1234.5",
      "12.5",
      "-3",
      "7",
    ]);
    expect(of(quantity, "12,5")).toBe("“12,5” is written with a decimal comma; type a point: 12.5.");
    expect(of(quantity, "1,200")).toBe("“1,200” is written with a decimal comma; type a point: 1200 / 1.2.");
    expect(of(quantity, "about 12")).toBe("“about 12” is not a number.");
  });

  it("is a date in the three common ways, and no guess for others", () => {
    expect(["2026-08-20", "2026/8/20", "2026年8月20日", "２０２６－０８－２０"].map((text) => of(date, text))).toEqual(
      Array.from({ length: 4 }, () => "2026-08-20"),
    );
    expect(of(date, "8/20/2026")).toBe("“8/20/2026” is not a date; write 2026-08-20, 2026/8/20 or 2026年8月20日.");
    expect(of(date, "2026-02-30")).toContain("is not a date");
  });

  it("is a choice by its word in either language or its code, yes or no, a record by its number", () => {
    const kind = registry.Customer.fields.kind;
    expect(["hospital", "Hospital", "医疗机构"].map((text) => of(kind, text))).toEqual(["hospital", "hospital", "hospital"]);
    expect(of(kind, "clinic")).toBe("“clinic” is none of: Hospital / 医疗机构, Distributor / 经销商.");
    const flag = { kind: "flag", label: { en: "", zh: "" } } as const;
    expect(["是", "no", "TRUE", "０"].map((text) => of(flag, text))).toEqual([true, false, true, false]);
    expect(of(flag, "maybe")).toBe("“maybe” is neither yes nor no.");
    expect(of(registry.Licence.fields.supplier, "ＳＵＰ－01 Northbay")).toBe("Supplier SUP-01");
    expect(of(registry.Customer.fields.contact, "")).toBeNull();
  });
});

describe("[U11] a pasted range", () => {
  // The same record without its approvals: what changes by approval takes no paste at all.
  const { approved: _approved, ...edit } = registry.Customer.edit ?? { permit: "" };
  const record = { ...registry.Customer, edit } as AnyRecord;
  const columns = columnsOf(record, "en").filter(({ id }) => ["nameEn", "kind", "address", "state"].includes(id));
  const row = (id: string, more: object = {}): Row => ({
    id,
    number: `C-${id}`,
    version: 3,
    state: "active",
    nameEn: `Name ${id}`,
    kind: "hospital",
    address: "1 Road",
    ...more,
  });
  const ground = (more: Partial<Ground> = {}): Ground => ({
    record,
    columns,
    rows: [row("1"), row("2"), row("3", { state: "blocked" })],
    locked: (of, column) => (of.state === "blocked" ? "blocked" : column.id === "state" ? "no field" : undefined),
    known: new Map(),
    ...more,
  });

  it("shows old and new, leaves what is the same, asks a reason for critical values, and orders only what changes", () => {
    const plan = planPaste(
      [
        ["Name 1", "经销商"],
        ["Other", "Hospital"],
      ],
      ground(),
      words,
    );
    expect(plan.rows.map(({ cells }) => cells.map(({ state }) => state))).toEqual([
      ["same", "new"],
      ["new", "same"],
    ]);
    expect([plan.changes, plan.wrong, plan.same, plan.asksReason]).toEqual([2, 0, 0, true]);
    expect(orderRows(plan)).toEqual([
      { id: "1", shown: 3, input: { kind: "distributor" } },
      { id: "2", shown: 3, input: { nameEn: "Other" } },
    ]);
  });

  it("says in words what has no place: ragged rows, rows below the list, rows not read, columns to the right, cells that are not edited", () => {
    const cells = [["A", "hospital", "x", "active", "more"], ["B"], ["C"], ["D"]];
    const plan = planPaste(cells, ground({ rows: [row("1"), undefined, row("3", { state: "blocked" })] }), words);
    expect(plan.notes).toEqual([
      "The rows of the clipboard are not of one length: row 2 has 1 cells, the first has 5. Missing cells are left as they are.",
      "1 pasted row lies below the last row of the list and is not used: D.",
      "1 row was not loaded yet; scroll to the end of the range and paste again.",
      "1 pasted column lies to the right of the list and is not used.",
      "not editable: blocked",
    ]);
    expect(plan.rows.map(({ row: { id }, cells: planned }) => [id, ...planned.map(({ state }) => state)])).toEqual([
      ["1", "new", "same", "new", "same"],
      ["3", "locked"],
    ]);
  });

  // In this order wherever the list shows them.
  const numberAndEnd = ["licenceNumber", "validTo"].flatMap((name) =>
    columnsOf(registry.Licence, "en").filter(({ id }) => id === name),
  );

  it("names what is wrong in its cell, by the rules of the field, and references by their number", () => {
    // The same record without its signatures: what is signed takes no paste at all.
    const { sign: _sign, ...edit } = registry.Licence.edit ?? { permit: "" };
    const plan = planPaste(
      [["", "2026-13-01"]],
      ground({
        record: { ...registry.Licence, edit } as AnyRecord,
        columns: numberAndEnd,
        rows: [{ id: "9", number: "LIC-9", version: 1, licenceNumber: "Q", validTo: "2027-01-01" }],
      }),
      words,
    );
    expect(plan.rows[0]?.cells.map(({ state, why }) => `${state}: ${why}`)).toEqual([
      "wrong: Please fill this in.",
      "wrong: “2026-13-01” is not a date; write 2026-08-20, 2026/8/20 or 2026年8月20日.",
    ]);
  });

  it("says of what is signed that it takes no paste, and takes it back over itself [U09] [U11]", () => {
    const columns = numberAndEnd;
    const rows = [{ id: "9", number: "LIC-9", version: 1, licenceNumber: "Q", validTo: "2027-01-01" }];
    const states = (texts: readonly string[]) =>
      planPaste([texts], ground({ record: registry.Licence, columns, rows }), words).rows[0]?.cells.map(({ state, why }) => [
        state,
        why,
      ]);
    expect(states(["R", "2028-01-01"])).toEqual([
      ["new", ""],
      ["locked", "Valid to is signed with each change: edit its cell."],
    ]);
    expect(states(["Q", "2027-01-01"])).toEqual([
      ["same", ""],
      ["same", ""],
    ]);
  });

  it("waits for the records that are named, and says which do not exist", () => {
    const columns = [{ ...columnsOf(registry.Licence, "en")[1], id: "item", field: registry.SupplierItem.fields.item } as Column];
    const record = {
      ...registry.SupplierItem,
      fields: { item: { ...registry.SupplierItem.fields.item, fixed: false } },
    } as AnyRecord;
    const rows = [{ id: "1", number: "1", version: 1, item: null }];
    const states = (known: Ground["known"]) =>
      planPaste([["rm-201"]], ground({ record, columns, rows, known, locked: () => undefined }), words).rows[0]?.cells.map(
        ({ state, value, why }) => [state, value, why],
      );
    expect(states(new Map())).toEqual([["asked", undefined, ""]]);
    expect(states(new Map([[refKey("Item", "rm-201"), null]]))).toEqual([["wrong", undefined, "There is no Item rm-201."]]);
    expect(states(new Map([["Item RM-201", { id: "7" }]]))).toEqual([["new", "7", ""]]);
  });
});
