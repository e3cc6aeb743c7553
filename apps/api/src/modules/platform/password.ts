import { hash, verify } from "@node-rs/argon2";

// OWASP: 46 MiB, one pass. Two at a time: a flood of sign-ins may not take the whole machine.
const cost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 } as const;
const limit = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (running >= limit) await new Promise<void>((go) => waiting.push(go));
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

const common = new Set(["password", "lotline", "12345678", "123456789012", "qwertyuiop", "administrator", "medicaldevice"]);

/** What is wrong with a new password, or null: 12 to 128 characters, not the login, not a well-known one (NIST 800-63B, ASVS 6.2). */
export function passwordFault(password: string, login: string): { en: string; zh: string } | null {
  if ([...password].length < 12) return { en: "At least 12 characters.", zh: "至少 12 个字符。" };
  if ([...password].length > 128) return { en: "At most 128 characters.", zh: "最多 128 个字符。" };
  const plain = password.toLowerCase();
  if (plain.includes(login.toLowerCase()) || common.has(plain) || /^(.)\1+$/.test(plain))
    return { en: "This password is too easy to guess.", zh: "该密码过于容易被猜到。" };
  return null;
}
