import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandLine } from "../../test/command-line.ts";

/** The answers to lines of standard input, which comes in pieces. */
async function answers(words: string, ...pieces: string[]): Promise<{ [key: string]: unknown }[]> {
  using line = commandLine();
  const { exit, out, said } = await line.call(words.split(" "), {}, pieces);
  expect([exit, said]).toEqual([0, ""]);
  return out
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text));
}

const casesOf = (file: string): { [key: string]: unknown } =>
  JSON.parse(readFileSync(new URL(`../../../../packages/udi/test/${file}`, import.meta.url), "utf8"));

describe("[REQ-TRC-06] udi parse", () => {
  it("answers each line, bad ones with code, words and place, and keeps a check character that is a space", async () => {
    const input =
      "\ufeff(01)06970000000017(17)270200(10)B7\r\n]d2010697000000001710L1{GS}17290831\n\n(01)06970000000018\n+L0TLCATH14F0/$ABCDEFGHIJKLMNOPQRS \n";
    const found = await answers("udi parse", input.slice(0, 50), input.slice(50), "=,000025");
    expect(found[0]).toEqual({
      ok: true,
      agency: "GS1",
      di: "06970000000017",
      lot: "B7",
      serial: null,
      expiresOn: "2027-02-28",
      manufacturedOn: null,
      quantity: null,
      elements: [
        ["01", "06970000000017"],
        ["17", "270200"],
        ["10", "B7"],
      ],
      canonical: "(01)06970000000017(17)270200(10)B7",
      digitalLink: "https://id.gs1.org/01/06970000000017/10/B7?17=270200",
      warnings: [{ code: "DAY_NOT_GIVEN", message: "17: No day is given: the last day of the month is meant.", position: 22 }],
    });
    expect(found[1]).toMatchObject({ ok: true, lot: "L1", expiresOn: "2029-08-31" });
    expect(found.slice(2)).toEqual([
      { ok: false, error: { code: "EMPTY", message: "There is nothing to read.", position: 0 } },
      { ok: false, error: { code: "INCORRECT_CHECK_DIGIT", message: "01: The check digit is wrong.", position: 17 } },
      { ok: false, error: { code: "VALUE_TOO_LONG", message: "$: The value is too long; the most is 18.", position: 33 } },
      { ok: false, error: { code: "NO_DI", message: "There is no device identifier.", position: 0 } },
    ]);
  });

  it("speaks the caller's language", async () => {
    expect(await answers("udi parse - --lang zh", "12345")).toEqual([
      { ok: false, error: { code: "VALUE_TOO_SHORT", message: "12：数据过短，至少 6 位。", position: 2 } },
    ]);
  });
});

describe("[REQ-TRC-06] udi gs1 and udi lint", () => {
  it("answer every case of GS1's own tests, in their order", async () => {
    const { cases } = casesOf("gs1-cases.json") as unknown as { cases: { id: string; valid: boolean; expected?: unknown }[] };
    const asked = cases.map(({ valid: _valid, expected: _expected, ...question }) => JSON.stringify(question)).join("\n");
    const found = await answers("udi gs1", asked);
    expect(found.map(({ id, ok, output }) => [id, ok, output])).toEqual(
      cases.map(({ id, valid, expected }) => [id, valid, expected ?? null]),
    );
    const { vectors } = casesOf("gs1-linter-vectors.json") as unknown as {
      vectors: { linter: string; input: string; valid: boolean; error?: string }[];
    };
    const questions = vectors.map(({ linter, input }) => JSON.stringify({ linter, input })).join("\n");
    expect(await answers("udi lint", questions)).toEqual(vectors.map(({ valid, error = null }) => ({ ok: valid, error })));
  });

  it("say of a line that is no question what it lacks, and go on", async () => {
    const codes = async (words: string, ...lines: string[]) =>
      (await answers(words, lines.join("\n"))).map(({ ok, error }) => [ok, (error as { code: string }).code]);
    expect(await codes("udi gs1", "{", "[]", '{"kind":"uri-escape"}', '{"kind":"toString","input":""}')).toEqual([
      [false, "NOT_JSON"],
      [false, "NOT_JSON"],
      [false, "FIELD_MISSING"],
      [false, "UNKNOWN_KIND"],
    ]);
    expect(await codes("udi lint", "null", '{"linter":"csum"}', '{"linter":"__proto__","input":""}')).toEqual([
      [false, "NOT_JSON"],
      [false, "FIELD_MISSING"],
      [false, "UNKNOWN_LINTER"],
    ]);
  });
});
