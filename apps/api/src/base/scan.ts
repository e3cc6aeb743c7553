/**
 * What was scanned, as the house reads it: the elements of any agency's code, or a plain code. Read by packages/udi; what a label of
 * a bag or pallet leaves out by GS1's rules of association (a lot without the product's number) is still read.
 */
import { normaliseCode } from "@lotline/schema";
import { type Agency, type Decoded, examine } from "@lotline/udi";

/** The elements that the house uses. */
export interface ScanElements {
  /** The device identifier: for GS1 the GTIN of 14 digits. */
  readonly di?: string;
  readonly lot?: string;
  /** YYYY-MM-DD, or YYYY-MM where the code names no day. */
  readonly expiresOn?: string;
  readonly serial?: string;
  readonly madeOn?: string;
  /** (02) GTIN of what a larger unit contains. */
  readonly content?: string;
  /** How many of them; a whole number. */
  readonly count?: string;
  /** (310n) Net weight in kilograms. */
  readonly netKilograms?: string;
  /** (240) the maker's number of the product, or (241) ours. */
  readonly part?: string;
  /** (00) of a logistic unit. */
  readonly sscc?: string;
  /** (414) GLN of a place. */
  readonly place?: string;
  /** (400) the customer's order, (253) a document. */
  readonly reference?: string;
}

export type Scan =
  | { readonly kind: "elements"; readonly agency: Agency; readonly elements: ScanElements; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  /** It says of itself whose it is, but it breaks that agency's rules: nothing of it is used. */
  | { readonly kind: "unreadable"; readonly text: string; readonly problems: Decoded["problems"] };

/** Longer texts are no codes. */
export const longestScan = 400;

/** Rules about the company that elements keep: what they say is still what is printed. */
const ofAssociation = new Set(["EXCLUSIVE_AIS", "REQUIRED_AI_MISSING", "SERIAL_MISSING", "NO_DI"]);

/** Reads what was scanned. A code without the sign of a GS1 symbol is taken for elements only when all of it reads as such. */
export function readScan(raw: string): Scan {
  const text = normaliseCode(raw.replace(/^\][A-Za-z][0-9A-Za-z]/, "").replaceAll(/\x1d|\{GS\}/g, " "));
  // Bare numbers are lots and orders as often as products: who looks them up tries both.
  const isBare = /^\d{1,15}$/.test(raw) || (/^\d/.test(raw) && !/^01\d{14}/.test(raw) && !/\x1d|\{GS\}/.test(raw));
  if (isBare || raw.length > longestScan) return { kind: "code", text };
  const examined = examine(raw);
  if (examined.agency === null) return { kind: "code", text };
  const problems = examined.problems.filter(({ code }) => !ofAssociation.has(code));
  if (problems.length === 0) return { kind: "elements", agency: examined.agency, elements: elementsOf(examined), text };
  const isSure = examined.agency === "GS1" && /^(?:\](?:C1|d2|e0|Q3|J1|E[04])|\(\d{2,4}\)|https?:)|\x1d|\{GS\}/i.test(raw);
  return isSure ? { kind: "unreadable", text, problems } : { kind: "code", text };
}

function elementsOf({ di, pi, elements }: Decoded): ScanElements {
  const value = (...ais: readonly string[]): string | undefined =>
    ais.map((ai) => elements.find((element) => element.ai === ai)?.value).find((found) => found !== undefined);
  const count = value("37", "30") ?? (pi.quantity === null ? undefined : String(pi.quantity));
  const found: { readonly [name in keyof ScanElements]: string | null | undefined } = {
    di,
    lot: pi.lot,
    expiresOn: pi.expiresOn?.slice(0, 10) ?? pi.validUntil,
    serial: pi.serial,
    madeOn: pi.manufacturedOn,
    content: value("02"),
    count: count && String(BigInt(count)),
    netKilograms: weightOf(elements),
    part: value("241", "240"),
    sscc: value("00"),
    place: value("414"),
    reference: value("400", "253"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text));
}

/** The last digit of the identifier says how many decimals the weight has. */
function weightOf(elements: Decoded["elements"]): string | undefined {
  const found = elements.find(({ ai }) => /^310\d$/.test(ai));
  if (!found) return undefined;
  const decimals = Number(found.ai.charAt(3));
  const whole = found.value.slice(0, found.value.length - decimals).replace(/^0+(?=\d)/, "");
  return decimals === 0 ? whole : `${whole || "0"}.${found.value.slice(found.value.length - decimals)}`;
}
