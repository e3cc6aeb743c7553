import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build } from "./build.ts";
import { checkCharacter, checkDigit, set82 } from "./check.ts";
import { bracketed, unbracketed } from "./gs1/element.ts";
import { readBracketed, readUnbracketed } from "./gs1/element-string.ts";
import { gs1Table } from "./gs1/shipped.ts";
import { examine, parse } from "./udi.ts";
import { wordsOf } from "./words.ts";

const numRuns = 300;
const characters = (set: string) => fc.constantFrom(...set);
const text82 = (maxLength: number) => fc.string({ unit: characters(set82), minLength: 1, maxLength });
const gtin = fc.stringMatching(/^[0-8]\d{12}$/).map((body) => body + checkDigit(body));
/** Days that two digits of the year say again, whatever the year of the test. */
const isoDay = fc
  .date({ min: new Date("2010-01-01T00:00:00Z"), max: new Date("2069-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("[REQ-TRC-06] any input", () => {
  /** Pieces that real codes are made of, so that the readers are led on. */
  const piece = fc.oneof(
    fc.constantFrom(
      "(01)",
      "(10)",
      "(",
      ")",
      "\\(",
      "]d2",
      "]C1",
      "]E0",
      "{GS}",
      "\x1d",
      "^",
      "|]e0",
      "+",
      "/",
      "$",
      "$$",
      "$$+",
      "=/",
      "=>",
      "&,1",
      "=",
      "MA.156.M0.",
      "https://a/",
      "/01/",
      "?17=",
      "&",
      "%",
      "%00",
      "#",
    ),
    fc.stringMatching(/^\d{1,20}$/),
    gtin,
    fc.string({ maxLength: 12 }),
    fc.string({ maxLength: 6, unit: "binary" }),
  );

  it("is examined without an exception, with its problems in the text and words for each", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const text = pieces.join("");
        const { problems } = examine(text);
        for (const found of problems) {
          expect(found.position).toBeGreaterThanOrEqual(0);
          expect(found.position).toBeLessThanOrEqual(text.length);
          const { en, zh } = wordsOf(found);
          expect(en).not.toMatch(/is broken\.$/);
          expect(zh).not.toBe("");
        }
      }),
      { numRuns: numRuns * 10 },
    );
  });

  it("of any length takes bounded time", () => {
    for (const unit of ["(01)", "(10)a", "{GS}", "\x1d", "10a\x1d", "/01/1", "&1=", "=", "$", "+A", "MA.", "%", "(99)\\("]) {
      const long = unit.repeat(Math.ceil(8191 / unit.length)).slice(0, 8191);
      for (const text of [long, `]d2${long}`.slice(0, 8191), `https://a/${long}`.slice(0, 8191), `+A123${long}`.slice(0, 8191)]) {
        expect(examine(text).problems.length).toBeGreaterThan(0);
      }
    }
    expect(examine("(01)".repeat(5000)).problems[0]?.code).toBe("TOO_LONG");
  });
});

describe("[REQ-TRC-06] what is written is read again", () => {
  it("GS1, in brackets, as scanned and as Digital Link", () => {
    const parts = fc.record(
      {
        lot: text82(20),
        serial: text82(20),
        manufacturedOn: isoDay,
        expiresOn: isoDay,
        quantity: fc.integer({ min: 1, max: 99_999_999 }),
        softwareVersion: text82(20),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(gtin, parts, (di, pi) => {
        const built = build({ agency: "GS1", di, pi });
        const table = gs1Table();
        const elements = readBracketed(table, built.canonical, []);
        expect(bracketed(elements)).toBe(built.canonical);
        const data = unbracketed(elements);
        expect(readUnbracketed(table, data.slice(1), "^", []).map(({ ai, value }) => [ai, value])).toEqual(
          built.elements.map(({ ai, value }) => [ai, value]),
        );
        expect(parse(`]d2${data.slice(1).replaceAll("^", "{GS}")}`).pi).toEqual(built.pi);
        expect(parse(built.digitalLink ?? "").pi).toEqual(built.pi);
      }),
      { numRuns },
    );
  });

  it("HIBC, with every form of date", () => {
    const alphanumeric = (maxLength: number) =>
      fc.string({ unit: characters("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), minLength: 1, maxLength });
    const hour = fc.tuple(isoDay, fc.integer({ min: 0, max: 23 })).map(([day, h]) => `${day}T${String(h).padStart(2, "0")}`);
    const parts = fc.record(
      {
        lot: alphanumeric(18),
        serial: alphanumeric(18),
        manufacturedOn: isoDay,
        expiresOn: fc.oneof(
          isoDay,
          isoDay.map((day) => day.slice(0, 7)),
          hour,
        ),
        quantity: fc.integer({ min: 0, max: 99_999 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(alphanumeric(18), fc.integer({ min: 0, max: 9 }), parts, (pcn, unit, pi) => {
        const built = build({ agency: "HIBCC", di: `L0TL${pcn}${unit}`, pi });
        expect(parse(`*${built.canonical}*`).pi).toEqual(built.pi);
        expect(checkCharacter(built.canonical.slice(0, -1))).toBe(built.canonical.slice(-1));
      }),
      { numRuns },
    );
  });

  it("a changed character of a check digit or check character is refused", () => {
    fc.assert(
      fc.property(gtin, fc.integer({ min: 0, max: 13 }), fc.integer({ min: 1, max: 9 }), (di, at, by) => {
        const digit = (Number(di.charAt(at)) + by) % 10;
        const wrong = `${di.slice(0, at)}${digit}${di.slice(at + 1)}`;
        expect(examine(`(01)${wrong}`).problems.map(({ code }) => code)).toEqual(["INCORRECT_CHECK_DIGIT"]);
      }),
      { numRuns },
    );
  });
});
