/**
 * North American coupons: AI 8110 (Coupon Application Guideline Using GS1 DataBar Expanded Symbols) and AI 8112 (positive offer
 * file). Fields follow each other, most of them behind a digit that says how long they are (VLI).
 */
import { type Fault, fault, type Linter } from "../../problem.ts";
import { csetnumeric } from "./characters.ts";
import { gcppos1 } from "./keys.ts";
import { yymmdd } from "./moments.ts";

/** Walks over the digits of a coupon; every step throws the fault that it finds. */
class Walk {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#text.length;
  }

  /** Whether the next digit names this optional field; it is taken then. */
  begins(field: string): boolean {
    if (this.#text.charAt(this.at) !== field) return false;
    this.at += 1;
    return true;
  }

  /** One digit that must be there and be one of these. */
  digit(allowed: string, missing: string, invalid: string): string {
    if (this.isAtEnd) throw fault(missing, 0, this.#text.length);
    const digit = this.#text.charAt(this.at);
    if (!allowed.includes(digit)) throw fault(invalid, this.at, 1);
    this.at += 1;
    return digit;
  }

  /** As many digits as said, or the place where they end too early. */
  take(count: number, truncated: string): string {
    const rest = this.#text.length - this.at;
    if (rest < count) throw rest === 0 ? fault(truncated, 0, this.#text.length) : fault(truncated, this.at, rest);
    this.at += count;
    return this.#text.slice(this.at - count, this.at);
  }

  /** A field behind its length; the name is that of the GS1 error codes. */
  field(name: string, lengths: string, more: number, lengthName = `COUPON_INVALID_${name}_LENGTH`): string {
    const said = this.digit(lengths, `COUPON_MISSING_${name}_VLI`, lengthName);
    return this.take(Number(said) + more, `COUPON_TRUNCATED_${name}`);
  }

  /** A company prefix behind its length; 9 says that it is that of the first purchase. */
  prefix(name: string, lengths: string, more = 6): void {
    const said = this.digit(lengths, `COUPON_MISSING_${name}_VLI`, `COUPON_INVALID_${name}_LENGTH`);
    if (said === "9") return;
    const count = Number(said) + more;
    const wrong = gcppos1(this.take(count, `COUPON_TRUNCATED_${name}`));
    if (wrong) throw fault(wrong.code, this.at - count, count);
  }

  /** Nothing may be left. */
  end(): void {
    if (!this.isAtEnd) throw fault("COUPON_EXCESS_DATA", this.at, this.#text.length - this.at);
  }
}

/** Walks; the fault thrown on the way is the answer. */
const walked = (walk: (steps: Walk) => void): Linter => {
  return (text) => {
    const wrong = csetnumeric(text);
    if (wrong) return wrong;
    try {
      walk(new Walk(text));
      return null;
    } catch (found) {
      if (found instanceof Error) throw found;
      return found as Fault; // only faults are thrown by the steps
    }
  };
};

const requirementCodes = "012349";
const anyDigit = "0123456789";

export const couponcode = walked((steps) => {
  steps.prefix("GCP", "0123456");
  steps.take(6, "COUPON_TRUNCATED_OFFER_CODE");
  steps.field("SAVE_VALUE", "12345", 0);
  purchase(steps, "1ST");
  if (steps.begins("1")) {
    const rules = "ADDITIONAL_PURCHASE_RULES_CODE";
    steps.digit("0123", `COUPON_MISSING_${rules}`, `COUPON_INVALID_${rules}`);
    purchase(steps, "2ND");
    steps.prefix("2ND_PURCHASE_GCP", "01234569");
  }
  if (steps.begins("2")) {
    purchase(steps, "3RD");
    steps.prefix("3RD_PURCHASE_GCP", "01234569");
  }
  dates(steps);
  if (steps.begins("5")) steps.field("SERIAL_NUMBER", anyDigit, 6);
  if (steps.begins("6")) steps.prefix("RETAILER_GCP_OR_GLN", "1234567");
  if (steps.begins("9")) miscellaneous(steps);
  steps.end();
});

function purchase(steps: Walk, ordinal: "1ST" | "2ND" | "3RD"): void {
  const requirement = `${ordinal}_PURCHASE_REQUIREMENT`;
  steps.field(requirement, "12345", 0);
  steps.digit(requirementCodes, `COUPON_MISSING_${requirement}_CODE`, `COUPON_INVALID_${requirement}_CODE`);
  steps.take(3, `COUPON_TRUNCATED_${ordinal}_PURCHASE_FAMILY_CODE`);
}

/** Optional fields 3 and 4: the last and the first day. "EXIPIRATION" is GS1's own spelling of its code. */
function dates(steps: Walk): void {
  const last = steps.begins("3") ? day(steps, "EXPIRATION", "COUPON_INVALID_EXIPIRATION_DATE") : undefined;
  if (!steps.begins("4")) return;
  const first = day(steps, "START", "COUPON_INVALID_START_DATE");
  if (last !== undefined && first > last) throw fault("COUPON_EXPIRATION_BEFORE_START", steps.at - 14, 14);
}

function day(steps: Walk, name: string, invalid: string): string {
  const date = steps.take(6, `COUPON_TOO_SHORT_FOR_${name}_DATE`);
  if (yymmdd(date)) throw fault(invalid, steps.at - 6, 6);
  return date;
}

function miscellaneous(steps: Walk): void {
  const flags = [
    ["SAVE_VALUE_CODE", "01256"],
    ["SAVE_VALUE_APPLIES_TO_ITEM", "012"],
    ["STORE_COUPON_FLAG", anyDigit],
    ["DONT_MULTIPLY_FLAG", "01"],
  ] as const;
  for (const [name, allowed] of flags) steps.digit(allowed, `COUPON_MISSING_${name}`, `COUPON_INVALID_${name}`);
}

export const couponposoffer = walked((steps) => {
  steps.digit("01", "COUPON_MISSING_FORMAT_CODE", "COUPON_INVALID_FORMAT_CODE");
  steps.field("FUNDER", "0123456", 6);
  steps.take(6, "COUPON_TRUNCATED_OFFER_CODE");
  steps.field("SERIAL_NUMBER", anyDigit, 6);
  steps.end();
});
