/**
 * Brings what people type or paste to the form that is stored, the same way in the form and on the server.
 * Never changes meaning: what cannot be read for certain is left as it is, for validation to refuse.
 */

// NBSP, narrow NBSP, ideographic space, zero-width space and BOM: pasted from documents, invisible, and the cause of "two equal numbers".
const invisible = /[\u00A0\u202F\u2007\u3000]/g;
const zeroWidth = /[\u200B\uFEFF\u2060]/g;

/** Free text: NFC, Unix line ends, no invisible edges. */
export const normaliseText = (value: string): string =>
  value.normalize("NFC").replace(/\r\n?/g, "\n").replace(zeroWidth, "").replace(invisible, " ").trim();

/** A code: full-width letters and digits become ASCII, then upper case without inner edges. */
export const normaliseCode = (value: string): string => value.normalize("NFKC").replace(zeroWidth, "").trim().toUpperCase();

/** A number: full-width digits, points and signs become ASCII; a leading plus, needless zeros and minus zero go. */
export const normaliseDecimal = (value: string): string => {
  const plain = value
    .normalize("NFKC")
    .replace(zeroWidth, "")
    .replace(/[。．]/g, ".")
    .replace(/[−－–]/g, "-")
    .trim();
  const match = /^([+-]?)0*(\d+)(?:\.(\d*))?$/.exec(plain) ?? /^([+-]?)()\.(\d+)$/.exec(plain);
  if (!match) return plain;
  const whole = match[2] || "0";
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  const text = fraction ? `${whole}.${fraction}` : whole;
  return match[1] === "-" && /[1-9]/.test(text) ? `-${text}` : text;
};

/** A date: full-width digits and / or . between the parts are accepted in the order year, month, day only. */
export const normaliseDate = (value: string): string => {
  const plain = value.normalize("NFKC").trim();
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  return match ? `${match[1]}-${match[2]?.padStart(2, "0")}-${match[3]?.padStart(2, "0")}` : plain;
};
