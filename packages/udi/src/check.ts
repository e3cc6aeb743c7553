/** Check digits and check characters of the issuing agencies. */

const zero = 48;

/** The GS1 check digit of the digits before it: weights 3 and 1 from the right. GS1 General Specifications 7.9.1. */
export function checkDigit(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) {
    const digit = body.charCodeAt(body.length - 1 - i) - zero;
    sum += i % 2 === 0 ? digit * 3 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

/** The characters of GS1 set 82 in the order of their values. */
export const set82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
/** The characters of a check pair. */
const set32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** One prime for each character of the longest value there can be (99) without its pair. */
const primes = firstPrimes(97);
export const longestForCheckPair = primes.length + 2;

/** The GS1 check pair (mod 1021) of the text before it. GS1 General Specifications 7.9.5; null when a character is not of set 82. */
export function checkPair(body: string): string | null {
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) {
    const value = set82.indexOf(body.charAt(i));
    const weight = primes[body.length - 1 - i];
    if (value < 0 || weight === undefined) return null;
    sum += value * weight;
  }
  sum %= 1021;
  return set32.charAt(sum >> 5) + set32.charAt(sum & 31);
}

/** The characters of a HIBC symbol in the order of their values. */
export const set43 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";

/** The HIBC check character (mod 43) of all that stands before it, the leading "+" too. ANSI/HIBC 2.6; null when a character is none. */
export function checkCharacter(body: string): string | null {
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) {
    const value = set43.indexOf(body.charAt(i));
    if (value < 0) return null;
    sum += value;
  }
  return set43.charAt(sum % 43);
}

function firstPrimes(count: number): readonly number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
