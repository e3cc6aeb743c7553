/** Bad input in every field kind: a clear issue or harmless text, never an exception, never a silent change of meaning. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registry } from "../index.ts";
import {
  choice,
  code,
  date,
  decimal,
  enumeration,
  type Field,
  flag,
  instant,
  integer,
  json,
  quantity,
  ref,
  text,
} from "./field.ts";
import { normaliseCode, normaliseDate, normaliseDecimal, normaliseText } from "./normalise.ts";
import type { AnyRecord } from "./record.ts";
import { actionsOf } from "./registry.ts";
import { actionSchema, createSchema, editSchema, validate } from "./validate.ts";

const label = { en: "Field", zh: "字段" };
const runs = process.env.LOTLINE_SOAK ? 300 : 40;

/** The value a field makes of an input, or the codes of what is wrong with it. */
function taken(field: Field, input: unknown): unknown {
  const result = validate(actionSchema({ fields: { x: field } }), { x: input });
  return result.ok ? result.value.x : result.issues.map((issue) => issue.code);
}

describe("numbers", () => {
  const amount = quantity(label);
  it.each<[unknown, unknown]>([
    ["13.25", "13.25"],
    ["013.250000", "13.25"],
    ["+5", "5"],
    [".5", "0.5"],
    ["5.", "5"],
    ["１２．５", "12.5"],
    ["12。5", "12.5"],
    [" 7 ", "7"],
    ["7\u00a0", "7"],
    [7, "7"],
    ["123456789012.123456", "123456789012.123456"],
    ["0.000001", "0.000001"],
  ])("%j is %j", (input, value) => expect(taken(amount, input)).toEqual(value));

  it.each<[unknown, string]>([
    ["1e308", "decimal"],
    [1e308, "decimal"],
    ["Infinity", "decimal"],
    [Number.NaN, "decimal"],
    [Number.POSITIVE_INFINITY, "decimal"],
    ["NaN", "decimal"],
    ["1,5", "decimal"],
    ["1 000", "decimal"],
    ["0x10", "decimal"],
    ["--1", "decimal"],
    ["12 kg", "decimal"],
    ["٣", "decimal"],
    ["1\u00002", "decimal"],
    ["<b>1</b>", "decimal"],
    ["=1+1", "decimal"],
    [{}, "decimal"],
    [[], "decimal"],
    [true, "decimal"],
    ["0", "zero"],
    ["-0", "zero"],
    ["0.000000", "zero"],
    ["-1", "negative"],
    ["−1", "negative"],
    ["0.1234567", "scale"],
    [`0.${"1".repeat(30)}`, "scale"],
    ["1234567890123", "tooLarge"],
    ["", "required"],
    ["   ", "required"],
    [null, "required"],
    [undefined, "required"],
  ])("%j is refused as %s", (input, why) => expect(taken(amount, input)).toEqual([why]));

  it("two million digits are too many", () => expect(taken(amount, "9".repeat(2_000_000))).toEqual(["tooLarge"]));

  it("minus zero is zero where zero is allowed, and a sign where it is meant", () => {
    expect(taken(quantity(label, { allow: "zero" }), "-0.00")).toBe("0");
    expect(taken(quantity(label, { allow: "signed" }), "－1.50")).toBe("-1.5");
  });

  it("decimals keep their bounds exactly", () => {
    const price = decimal(label, { scale: 2, min: "0" });
    expect([taken(price, "12.340"), taken(price, "12.345"), taken(price, "-0.01")]).toEqual(["12.34", ["scale"], ["negative"]]);
    expect(taken(decimal(label, { scale: 1, min: "2.5" }), "2.4")).toEqual(["min"]);
  });

  it("whole numbers are whole, within their bounds", () => {
    const count = integer(label, { min: 1, max: 100 });
    expect(
      ["５", "007", 100, "0", 101, "1.5", "1e2", Number.NaN, "9".repeat(400), "x", true, "", null].map((v) => taken(count, v)),
    ).toEqual([
      5,
      7,
      100,
      ["min"],
      ["max"],
      ["integer"],
      ["integer"],
      ["integer"],
      ["integer"],
      ["integer"],
      ["integer"],
      ["required"],
      ["required"],
    ]);
  });
});

describe("text", () => {
  const name = text(label, { max: 20 });
  it.each<[string, string]>([
    ["  澄澜  ", "澄澜"],
    ["Cafe\u0301", "Café"],
    ["A\u00a0B\u00a0", "A B"],
    ["\ufeffA\u200b", "A"],
    ["<script>alert(1)", "<script>alert(1)"],
    ["=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"],
    ["'; drop table lot;--", "'; drop table lot;--"],
    ["${7*7} {{7*7}}", "${7*7} {{7*7}}"],
    ["😀 批", "😀 批"],
  ])("%j is kept as %j", (input, value) => expect(taken(name, input)).toBe(value));

  it.each<[unknown, string]>([
    ["A\u0000B", "control"],
    ["A\u0007B", "control"],
    ["A\nB", "control"],
    ["A\tB", "control"],
    ["A\ud800B", "control"],
    ["\udc00", "control"],
    ["A\uffff", "control"],
    ["x".repeat(21), "tooLong"],
    [12, "ok:12"],
    [{}, "text"],
    [true, "text"],
    ["\u200b\u00a0", "required"],
  ])("%j gives %s", (input, why) => expect(taken(name, input)).toEqual(why.startsWith("ok:") ? why.slice(3) : [why]));

  it("two million letters are too many", () => expect(taken(name, "x".repeat(2_000_000))).toEqual(["tooLong"]));

  it("several lines only where they are meant", () => {
    expect(taken(text(label, { multiline: true }), "a\r\nb\rc\n")).toBe("a\nb\nc");
  });

  it("what counts as the same text is stored as the same text", () => {
    expect(normaliseText("Café")).toBe(normaliseText("Cafe\u0301"));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (s) => normaliseText(normaliseText(s)) === normaliseText(s)),
      { numRuns: runs },
    );
  });
});

describe("codes", () => {
  const lot = code(label);
  it.each<[string, string]>([
    ["r201-2607", "R201-2607"],
    ["Ｒ２０１－２６０７", "R201-2607"],
    ["R201-2607\u00a0", "R201-2607"],
    ["\u200bR201-2607", "R201-2607"],
  ])("%j is %j", (input, value) => expect(taken(lot, input)).toBe(value));

  it.each([["А201"], ["R201 2607"], ["R201\u00a02607"], ["-R201"], ["R2Ο1"], ["批1"], ["R'1"], ["R\u0301"], ["R<1>"], ["=R1"]])(
    "%j is refused: it looks like another or cannot be scanned",
    (input) => {
      expect(taken(lot, input)).toEqual(["code"]);
    },
  );

  it("two spellings of one code become one, and normalising twice changes nothing", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 40 }),
        (s) => Array.isArray(taken(lot, s)) || taken(lot, normaliseCode(s)) === normaliseCode(s),
      ),
      { numRuns: runs },
    );
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 40 }),
        (s) => normaliseDecimal(normaliseDecimal(s)) === normaliseDecimal(s),
      ),
      { numRuns: runs },
    );
  });
});

describe("days and moments", () => {
  it.each<[string, unknown]>([
    ["2028-02-29", "2028-02-29"],
    ["2026/7/6", "2026-07-06"],
    ["2026年7月6日", "2026-07-06"],
    ["２０２６－０７－０６", "2026-07-06"],
    ["2026-02-29", ["date"]],
    ["2100-02-29", ["date"]],
    ["2026-02-30", ["date"]],
    ["2026-13-01", ["date"]],
    ["06.07.2026", ["date"]],
    ["2026-07-06T00:00:00Z", ["date"]],
    ["0000-01-01", ["date"]],
    ["275760-09-13", ["date"]],
    ["tomorrow", ["date"]],
    ["2026-07-06\u0000", ["date"]],
    ["", ["required"]],
  ])("day %j gives %j", (input, value) => expect(taken(date(label), input)).toEqual(value));

  it.each<[unknown, unknown]>([
    ["2026-07-06T09:40:00+08:00", new Date("2026-07-06T01:40:00Z")],
    ["2026-07-06T01:40:00.123Z", new Date("2026-07-06T01:40:00.123Z")],
    ["2026-07-06T09:40:00", ["instant"]],
    ["2026-07-06", ["instant"]],
    ["2026-02-30T00:00:00Z", ["instant"]],
    ["2026-07-06T25:00:00Z", ["instant"]],
    ["0000-01-01T00:00:00Z", ["instant"]],
    [1_700_000_000, ["instant"]],
    [new Date(Number.NaN), ["instant"]],
  ])("moment %j gives %j", (input, value) => expect(taken(instant(label), input)).toEqual(value));

  it("a normalised day stays what it is", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (s) => normaliseDate(normaliseDate(s)) === normaliseDate(s)),
      { numRuns: runs },
    );
  });
});

describe("choices, references, flags, content", () => {
  const kind = choice(label, enumeration("Kind", { a: label, b: label }));
  it.each(["c", "A", "", "toString", "__proto__", "constructor", 1, null, {}, []])("choice %j is refused", (input) =>
    expect(taken(kind, input)).toHaveLength(1),
  );
  it.each(["0", "-1", "1.5", "01", "abc", "1; drop", "9".repeat(19), "", {}, null])("reference %j is refused", (input) =>
    expect(taken(ref(label, "Lot"), input)).toHaveLength(1),
  );
  it("a reference is a key", () => expect(taken(ref(label, "Lot"), "42")).toBe("42"));
  it("a flag is yes or no; left out it is no", () =>
    expect([true, undefined, "yes", 1].map((v) => taken(flag(label), v))).toEqual([true, false, ["flag"], ["flag"]]));

  it("content that the database cannot hold is refused", () => {
    const deep = JSON.parse(`${"[".repeat(50)}${"]".repeat(50)}`);
    expect(
      [
        ["a", { b: null }],
        { a: "\u0000" },
        { "\u0000": 1 },
        { a: "\ud800" },
        deep,
        "x".repeat(30_000),
        Number.NaN,
        null,
        undefined,
      ].map((v) => taken(json(label), v)),
    ).toEqual([
      ["a", { b: null }],
      ...[["json"], ["json"], ["json"], ["json"], ["tooLong"], ["json"], ["required"], ["required"]],
    ]);
  });

  it("an optional field may be left empty in every way a form leaves it, and is null then", () => {
    for (const field of [
      text(label, { optional: true }),
      quantity(label, { optional: true }),
      date(label, { optional: true }),
      ref(label, "Lot", { optional: true }),
      kind as Field,
    ])
      for (const empty of [null, undefined, "", "  ", "\u00a0"])
        if (field !== (kind as Field)) expect(taken(field, empty)).toBeNull();
  });
});

describe("whole inputs", () => {
  const records: AnyRecord[] = Object.values(registry);

  it("what a record does not have is refused, not dropped", () => {
    for (const record of records) {
      const result = validate(createSchema(record), { state: "released", createdBy: "1" });
      expect(result.ok ? [] : result.issues.map((i) => i.code)).toContain("unknownField");
    }
  });

  it("more rows than a record may have are refused", () => {
    const orders = registry.PurchaseOrder;
    const rows = Array.from({ length: 201 }, () => ({ item: "1", quantity: "1", price: "1" }));
    const result = validate(editSchema(orders), { lines: rows });
    expect(result.ok ? [] : result.issues.map((i) => `${i.path} ${i.code}`)).toContain("lines tooMany");
  });

  it("every issue has a path, a code and a sentence in both languages, and validation never throws", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withSparseArray: true,
      withNullPrototype: true,
      maxDepth: 3,
    });
    const nasty = fc.constantFrom<unknown>(
      "\u0000",
      "\ud800",
      "1e308",
      "-0",
      "x".repeat(10_000),
      "А",
      "=1",
      null,
      Number.NaN,
      [],
      {},
      "2026-02-30",
    );
    const schemas = records.flatMap((record) => [
      { schema: createSchema(record), keys: Object.keys(record.fields) },
      { schema: editSchema(record), keys: [...Object.keys(record.fields), ...Object.keys(record.lines ?? {})] },
      ...Object.values(actionsOf(record)).map(({ input }) => ({
        schema: actionSchema(input),
        keys: [...Object.keys(input?.fields ?? {}), ...Object.keys(input?.rows ?? {})],
      })),
    ]);
    fc.assert(
      fc.property(
        fc.constantFrom(...schemas),
        fc.array(fc.oneof(anything, nasty), { minLength: 12, maxLength: 12 }),
        anything,
        ({ schema, keys }, values, whole) => {
          for (const input of [Object.fromEntries(keys.map((key, i) => [key, values[i % values.length]])), whole]) {
            const result = validate(schema, input);
            if (!result.ok) for (const issue of result.issues) if (!issue.code || !issue.text.en || !issue.text.zh) return false;
          }
          return true;
        },
      ),
      { numRuns: runs * 5 },
    );
  });
});
