import { hash, verify } from "@node-rs/argon2";
import { AppError } from "../../base/error.ts";
import { isWellKnown } from "./well-known.ts";

// OWASP: 46 MiB, one pass. Two at a time: a flood of sign-ins may not take the whole machine.
const cost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 } as const;

/** Hashes at once, and how many more may wait; beyond that the server says that it is busy. */
export const hashing = { atOnce: 2, waiting: 40 } as const;
let running = 0;
const waiting: (() => void)[] = [];

async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (running >= hashing.atOnce && waiting.length >= hashing.waiting) throw new AppError("BUSY");
  if (running >= hashing.atOnce) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** The argon2id hash of a password or signing code. */
export const hashSecret = (secret: string): Promise<string> => queued(() => hash(secret.normalize("NFC"), cost));

// A name nobody has costs as much time as a wrong password: who exists cannot be told by the clock.
let decoy: Promise<string> | undefined;

/** True when the secret fits the hash; with no hash it takes the same time and is false. */
export async function checkSecret(stored: string | null, secret: string): Promise<boolean> {
  decoy ??= hashSecret("nobody has this password");
  const against = stored ?? (await decoy);
  const fits = await queued(() => verify(against, secret.normalize("NFC").slice(0, 500)));
  return stored !== null && fits;
}

// The product, the trade and this firm's own words are guessed before anything else (ASVS 6.2.11).
const ofTheHouse = /lotline|medical ?device|administrator|quality ?system/g;

/** What is wrong with a new password, or null: 12 to 128 characters, not the login, not a well-known one (NIST 800-63B, ASVS 6.2). */
export function passwordFault(password: string, login: string): { en: string; zh: string } | null {
  if ([...password].length < 12) return { en: "At least 12 characters.", zh: "至少 12 个字符。" };
  if ([...password].length > 128) return { en: "At most 128 characters.", zh: "最多 128 个字符。" };
  const plain = password.toLowerCase();
  const own = plain.replace(ofTheHouse, "");
  if (plain.includes(login.toLowerCase()) || own.length < 6 || isWellKnown(password) || isPattern(plain))
    return {
      en: "This password is too easy to guess: it is on the lists of leaked ones, or made of one word or pattern.",
      zh: "该密码过于容易被猜到：已在泄露密码名单中，或仅由常见词、规律字符组成。",
    };
  return null;
}

/** One sign or a short group again and again, or signs in the order of the alphabet or the keyboard. */
function isPattern(plain: string): boolean {
  if (/^(.{1,40})\1+.{0,3}$/u.test(plain)) return true;
  const rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm"];
  return rows.some((row) => row.includes(plain) || [...row].reverse().join("").includes(plain));
}
