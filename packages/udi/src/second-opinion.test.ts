import bwip from "bwip-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDigit, checkPair, set82 } from "./check.ts";
import table from "./data/gs1-ai-table.json" with { type: "json" };
import lists from "./data/gs1-code-lists.json" with { type: "json" };
import { associationProblems } from "./gs1/associations.ts";
import { bracketed } from "./gs1/element.ts";
import { readBracketed } from "./gs1/element-string.ts";
import { gs1Table } from "./gs1/shipped.ts";
import type { Problem } from "./problem.ts";

type Row = (typeof table.ais)[number];
type Part = Row["components"][number];

const pick = (list: string) => fc.constantFrom(...list.split(" "));
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const upTo = (set: string, { min, max }: Part) =>
  fc.string({ unit: fc.constantFrom(...set), minLength: min, maxLength: Math.max(min, Math.min(max, 24)) });
const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2070-12-31"), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10).replaceAll("-", ""));

/** Values that keep a rule, by the linter that asks for it. */
const keeping: Readonly<Record<string, (part: Part) => fc.Arbitrary<string>>> = {
  csum: ({ max }) => digits(max - 1).map((body) => body + checkDigit(body)),
  csumalpha: ({ max }) =>
    fc
      .tuple(digits(6), fc.string({ unit: fc.constantFrom(...set82), maxLength: max - 8 }))
      .map(([head, tail]) => `${head}${tail}${checkPair(head + tail)}`),
  yymmd0: () => day.map((text) => text.slice(2)),
  yymmdd: () => day.map((text) => text.slice(2)),
  yyyymmdd: () => day,
  hhmi: () => fc.constantFrom("0000", "2359", "1207"),
  hh: () => fc.constantFrom("00", "23"),
  mi: () => fc.constantFrom("00", "59"),
  ss: () => fc.constantFrom("00", "59"),
  iso3166: () => pick(lists.country),
  iso3166999: () => pick(`${lists.country} 999`),
  iso3166alpha2: () => pick(lists.countryAlpha2),
  iso4217: () => pick(lists.currency),
  packagetype: () => pick(lists.packageType),
  mediatype: () => fc.constantFrom("01", "10", "80", "99"),
  pieceoftotal: () => fc.constantFrom("0101", "0299"),
  posinseqslash: () => fc.constantFrom("1/1", "9/10"),
  gcppos1: ({ min, max }) =>
    fc
      .tuple(digits(6), fc.string({ unit: fc.constantFrom(..."0123456789ABC-"), maxLength: Math.max(0, Math.min(max, 20) - 6) }))
      .map(([a, b]) => (a + b).padEnd(min, "0")),
  winding: () => fc.constantFrom("0", "1", "9"),
  zero: () => fc.constant("0"),
  yesno: () => fc.constantFrom("0", "1"),
  nonzero: ({ max }) => fc.integer({ min: 1, max: 10 ** max - 1 }).map((n) => String(n).padStart(max, "0")),
  hyphen: () => fc.constant("-"),
  iso5218: () => fc.constantFrom("0", "1", "2", "9"),
  latitude: () => fc.constantFrom("0000000000", "1800000000"),
  longitude: () => fc.constantFrom("0000000000", "3600000000"),
  iban: () => fc.constantFrom("GB98MIDL07009312345678", "BE71096123456769"),
  couponcode: () => fc.constantFrom("0123456123456111101234201231", "012345612345611110123"),
  couponposoffer: () => fc.constantFrom("001234561234560123456"),
  hasnondigit: () => fc.constantFrom("A1", "1A"),
  importeridx: () => fc.constantFrom("-", "a", "Z"),
};

const sets: Readonly<Record<string, string>> = {
  numeric: "0123456789",
  cset82: set82,
  cset39: "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  cset64: "ABCabc019-_",
};

function valueFor(row: Row): fc.Arbitrary<string> {
  const parts = row.components.map((part) => {
    const rule = part.linters.map((name) => keeping[name]).find((make) => make !== undefined);
    const value = rule ? rule(part) : upTo(sets[part.type] ?? set82, part);
    return part.optional ? fc.oneof(fc.constant(""), value) : value;
  });
  return fc.tuple(...parts).map((texts) => texts.join(""));
}

const element = fc.constantFrom(...table.ais).chain((row) => valueFor(row).map((value) => ({ ai: row.ai, value })));
const gtin = { ai: "01", value: "06970000000017" };

/** Elements as they should be, and with one character of one value changed, put in or left out. */
const elements = fc
  .tuple(
    fc.boolean(),
    fc.array(element, { minLength: 1, maxLength: 3 }),
    fc.option(fc.tuple(fc.nat(2), fc.nat(20), fc.constantFrom("0", "9", "A", " ", "", "\u00e9"))),
  )
  .map(([withItem, list, change]) => {
    const all = withItem ? [gtin, ...list] : list;
    if (!change) return all;
    const [which, where, character] = change;
    return all.map((one, i) => {
      if (i !== which % all.length) return one;
      const at = where % one.value.length;
      return { ...one, value: one.value.slice(0, at) + character + one.value.slice(at + 1) };
    });
  });

function ours(text: string): Problem[] {
  const problems: Problem[] = [];
  const found = readBracketed(gs1Table(), text, problems);
  return problems.length > 0 ? problems : associationProblems(found);
}

/** The other engine's word: undefined when it takes the text. */
function theirs(text: string): string | undefined {
  try {
    bwip.raw({ bcid: "gs1datamatrix", text });
    return undefined;
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
}

/** Where the two are known to differ, and why ours is kept. */
const differences: readonly { readonly reason: string; applies(list: readonly { ai: string; value: string }[]): boolean }[] = [
  {
    reason: "bwip-js knows no escaped bracket: a value with an opening bracket cannot be given to it in brackets",
    applies: (list) => list.some(({ value }) => value.includes("(")),
  },
  {
    reason: "bwip-js does not ask for the serial number of a signed document, coupon or asset (8030)",
    applies: (list) => list.some(({ ai }) => ai === "8030") && ours(bracketed(list))[0]?.code === "SERIAL_MISSING",
  },
  {
    reason: "bwip-js does not look whether a key begins with the digits of a company prefix (gcppos1, gcppos2)",
    applies: (list) => /GCP/.test(ours(bracketed(list))[0]?.code ?? ""),
  },
  {
    reason: "bwip-js does not know two younger currencies of ISO 4217: 924 (ZWG, 2024) and 926 (VED, 2021)",
    applies: (list) => list.some(({ ai, value }) => /^39[13]\d$/.test(ai) && /^92[46]/.test(value)),
  },
];

describe("[REQ-TRC-06] a second opinion", () => {
  it("bwip-js takes and refuses the same GS1 data, but for the differences named here", () => {
    fc.assert(
      fc.property(elements, (list) => {
        if (differences.some(({ applies }) => applies(list))) return;
        const text = bracketed(list);
        const wrong = ours(text)[0]?.code;
        const other = theirs(text);
        expect({ text, wrong, other, agree: (wrong === undefined) === (other === undefined) }).toMatchObject({ agree: true });
      }),
      { numRuns: process.env.LOTLINE_SOAK ? 20_000 : 300 },
    );
  }, 600_000);

  it("the differences are still there", () => {
    expect([ours("(01)06970000000017(10)A\\(1"), theirs("(01)06970000000017(10)A\\(1")]).toEqual([
      [],
      expect.stringContaining("GS1aiMissingCloseParen"),
    ]);
    const signed = "(8030)DIGSIG(253)1234567890128";
    expect([ours(signed)[0]?.code, theirs(signed)]).toEqual(["SERIAL_MISSING", undefined]);
    const noPrefix = "(8004)12A4";
    expect([ours(noPrefix)[0]?.code, theirs(noPrefix)]).toEqual(["INVALID_GCP_PREFIX", undefined]);
    for (const currency of ["924", "926"]) {
      const priced = `(01)06970000000017(3100)000001(3930)${currency}1`;
      expect([ours(priced), theirs(priced)]).toEqual([[], expect.stringContaining("GS1UnknownCurrency")]);
    }
  });
});
