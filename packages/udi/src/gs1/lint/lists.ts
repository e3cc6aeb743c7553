/** Values of public code lists, and the account number that begins with one. */
import lists from "../../data/gs1-code-lists.json" with { type: "json" };
import { fault, type Linter } from "../../problem.ts";

const listed = (list: string, code: string): Linter => {
  const known = new Set(list.split(" "));
  return (text) => (known.has(text) ? null : fault(code, 0, text.length));
};

const iso3166 = listed(lists.country, "NOT_ISO3166");
const iso3166999 = listed(`${lists.country} 999`, "NOT_ISO3166_OR_999");
const iso3166alpha2 = listed(lists.countryAlpha2, "NOT_ISO3166_ALPHA2");
const iso4217 = listed(lists.currency, "NOT_ISO4217");
const packagetype = listed(lists.packageType, "INVALID_PACKAGE_TYPE");

/** An account number of ISO 13616: mod 97 over the text with its first four characters at the end. */
const iban: Linter = (text) => {
  if (text.length < 4) return fault("IBAN_TOO_SHORT", 0, text.length);
  if (iso3166alpha2(text.slice(0, 2))) return fault("ILLEGAL_IBAN_COUNTRY_CODE", 0, 2);
  if (text.length > 34) return fault("IBAN_TOO_LONG", 0, text.length);
  if (text.length <= 10) return fault("IBAN_TOO_SHORT", 0, text.length);
  let rest = 0;
  for (let i = 4; i < text.length + 4; i += 1) {
    const at = i % text.length;
    const value = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".indexOf(text.charAt(at));
    if (value < 0) return fault("INVALID_IBAN_CHARACTER", at, 1);
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return rest === 1 ? null : fault("INCORRECT_IBAN_CHECKSUM", 2, 2);
};

/** These by GS1's names. */
export const listLinters = {
  iso3166,
  iso3166999,
  iso3166alpha2,
  iso4217,
  packagetype,
  iban,
};
