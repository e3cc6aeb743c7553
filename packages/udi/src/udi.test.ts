import { describe, expect, it } from "vitest";
import digits from "../test/check-digits.json" with { type: "json" };
import examples from "../test/udi-examples.json" with { type: "json" };
import { checkCharacter, checkDigit, checkPair } from "./check.ts";
import { UdiError } from "./problem.ts";
import { examine, parse } from "./udi.ts";

interface Example {
  readonly id: string;
  readonly agency: string;
  readonly input: string;
  readonly valid: boolean;
  readonly expected?: Readonly<Record<string, string | number>>;
  readonly elements?: readonly { ai: string; value: string }[];
  readonly hri?: string;
  readonly digitalLink?: string;
}

const names: Readonly<Record<string, string>> = { expiry: "expiresOn", manufactured: "manufacturedOn" };
const said = new Set(["expiryPrecision", "expiryRaw", "manufacturedRaw"]);

describe("[REQ-TRC-06] published and own examples of UDIs", () => {
  const known = examples.examples as readonly unknown[] as readonly Example[];
  it.each(known.map((one) => [one.id, one] as const))("%s", (_id, one) => {
    if (!one.valid) {
      expect(() => parse(one.input)).toThrow(UdiError);
      return;
    }
    const decoded = parse(one.input);
    expect(decoded.agency).toBe(one.agency);
    for (const [key, value] of Object.entries(one.expected ?? {})) {
      if (said.has(key) && !(key in decoded.details)) continue;
      const everything: Record<string, unknown> = { ...decoded.details, ...decoded.pi, di: decoded.di };
      const found = everything[names[key] ?? key];
      expect([key, key === "unitOfMeasure" ? Number(found) : found]).toEqual([key, value]);
    }
    const silent = Object.entries(decoded.pi).filter(
      ([key, value]) => value !== null && !Object.keys(one.expected ?? {}).some((name) => (names[name] ?? name) === key),
    );
    expect(silent).toEqual([]);
    if (one.elements) expect(decoded.elements).toEqual(one.elements);
    if (one.hri !== undefined) expect(decoded.canonical).toBe(one.hri);
    if (one.digitalLink !== undefined) expect(decoded.digitalLink).toBe(one.digitalLink);
  });
});

describe("[REQ-TRC-06] check digits, pairs and characters", () => {
  const rules: Readonly<Record<string, (body: string) => string | null>> = {
    "gs1-mod10": checkDigit,
    "gs1-check-pair-mod1021": checkPair,
    "hibc-mod43": checkCharacter,
  };
  it.each(digits.map((one) => [`${one.algorithm} ${one.body}`, one] as const))("%s", (_title, { algorithm, body, check }) => {
    expect(rules[algorithm]?.(body)).toBe(check);
  });
});

describe("[REQ-TRC-06] what is wrong is named with its place", () => {
  it.each([
    [
      "(01)06970000000018(17)270229(10)L1",
      [
        ["INCORRECT_CHECK_DIGIT", "01", 17],
        ["ILLEGAL_DAY", "17", 26],
      ],
    ],
    ["]d20106970000000017{GS}17270229", [["ILLEGAL_DAY", "17", 29]]],
    ["+L0TLCATH14F0/$L26AX", [["CHECK_CHARACTER", null, 19]]],
    ["hello", [["NOT_A_UDI", null, 0]]],
    ["", [["EMPTY", null, 0]]],
  ])("%s", (text, wanted) => {
    expect(examine(text).problems.map(({ code, ai, position }) => [code, ai, position])).toEqual(wanted);
  });
});
