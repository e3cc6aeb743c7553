/** Exact sums of quantities, which travel as decimal texts: six decimals are what the ledger keeps. */

const scale = 1_000_000n;

/** A decimal text in millionths; 0 for something that is no number. */
export function micros(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,6})\d*)?$/.exec(text);
  if (!match) return 0n;
  const [, sign, whole = "0", fraction = ""] = match;
  const value = BigInt(whole) * scale + BigInt(fraction.padEnd(6, "0"));
  return sign === "-" ? -value : value;
}

/** Millionths as a decimal text without needless zeros. */
export function fromMicros(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % scale).toString().padStart(6, "0").replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${size / scale}${fraction && `.${fraction}`}`;
}

/** The exact sum of decimal texts. */
export function addUp(texts: readonly string[]): string {
  return fromMicros(texts.reduce((total, text) => total + micros(text), 0n));
}

/** The first less the second. */
export function less(from: string, text: string): string {
  return fromMicros(micros(from) - micros(text));
}

/** A part of a whole in per cent with two decimals, for reading only. */
export function shareOf(part: string, whole: string): string {
  const total = micros(whole);
  if (total === 0n) return "–";
  const share = Number((micros(part) * 1_000_000n) / total) / 10_000;
  return Math.abs(share) < 0.01 && micros(part) !== 0n ? "<0.01" : share.toFixed(2);
}
