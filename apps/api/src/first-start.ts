/**
 * The first start of an empty system in the browser: a code printed on the console and kept in a file of the data directory (0600)
 * opens the page where the first two administrators enter their names and passwords. Who has entered waits in memory, so that both
 * are made in one transaction or nobody is; a restart begins again with a new code.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Issue, Reason } from "@lotline/schema";
import { AppError, invalid, refused } from "./base/error.ts";
import { asClient } from "./database/client.ts";
import { buckets } from "./http/rate.ts";
import type { FirstEntry, FirstPostStanding, FirstStart } from "./modules/platform/first-start.ts";
import { hashSecret, oneTimePassword, passwordFault } from "./modules/platform/index.ts";
import { createFirstPeople, type FirstPerson } from "./seed/first-people.ts";
import { type FirstPost, firstPosts, loginForm, loginFormText } from "./seed/first-posts.ts";
import { SetupError } from "./setup-error.ts";

/** The name of the file in the data directory that holds the code while the system waits for its first people. */
export const setupCodeFile = "setup-code";

const wrongCode: Reason = {
  code: "SETUP_CODE",
  text: {
    en: "This is not the set-up code. It stands on the server's console and in the file setup-code of its data directory; a restart makes a new one.",
    zh: "设置码不正确。设置码显示在服务器控制台，并保存在数据目录的 setup-code 文件中；重启服务器会生成新的设置码。",
  },
};

const taken: Reason = {
  code: "POST_TAKEN",
  text: {
    en: "Somebody has entered here already. If that is wrong, restart the server: it begins again with a new code.",
    zh: "该岗位已有人登记。如有误，请重启服务器，以新的设置码重新开始。",
  },
};

/** Wrong codes that are told apart from a flood; 98 bits are not guessed at any rate. */
const wrongCodes = { perSecond: 0.2, burst: 20 } as const;

const digest = (code: string): Buffer => createHash("sha256").update(code.trim().toLowerCase()).digest();

/** Opens the set-up page when nobody is in the system; otherwise takes an old code away. */
export async function openFirstStart(
  ownerUrl: string,
  dataDir: string,
  tell: (code: string, file: string) => void,
): Promise<FirstStart | undefined> {
  const file = join(dataDir, setupCodeFile);
  rmSync(file, { force: true });
  if (await hasPeople(ownerUrl)) return undefined;
  const code = oneTimePassword();
  writeFileSync(file, `${code}\n`, { mode: 0o600, flag: "wx" });
  tell(code, file);
  return new OpenStart(ownerUrl, file, digest(code));
}

const hasPeople = (ownerUrl: string): Promise<boolean> =>
  asClient(ownerUrl, async (client) => (await client.query("select from person where id <> 1 limit 1")).rows.length > 0);

class OpenStart implements FirstStart {
  readonly #ownerUrl: string;
  readonly #file: string;
  readonly #code: Buffer;
  readonly #entered = new Map<FirstPost["key"], FirstPerson>();
  readonly #wrong = buckets(wrongCodes);
  #isOver = false;

  constructor(ownerUrl: string, file: string, code: Buffer) {
    this.#ownerUrl = ownerUrl;
    this.#file = file;
    this.#code = code;
  }

  /** The command line may have made the people meanwhile. */
  async isOpen(): Promise<boolean> {
    if (!this.#isOver && (await hasPeople(this.#ownerUrl))) this.#end();
    return !this.#isOver;
  }

  #end(): void {
    this.#isOver = true;
    this.#entered.clear();
    rmSync(this.#file, { force: true });
  }

  /** The right code is never kept waiting; wrong ones beyond the limit are not even written down. */
  #requireCode(code: string): void {
    if (!this.#isOver && timingSafeEqual(digest(code), this.#code)) return;
    const wait = Math.ceil(this.#wrong.take("code"));
    throw new AppError("UNAUTHENTICATED", { reasons: [wrongCode], ...(wait > 0 ? { retryAfter: wait } : {}) });
  }

  async posts(code: string): Promise<readonly FirstPostStanding[] | null> {
    if (!(await this.isOpen())) return null;
    this.#requireCode(code);
    return firstPosts.map(({ key, title }) => ({ key, title, takenBy: this.#entered.get(key)?.login ?? null }));
  }

  async enter(code: string, key: string, given: FirstEntry): Promise<boolean> {
    this.#requireCode(code);
    const post = firstPosts.find((one) => one.key === key);
    if (!post) throw new AppError("NOT_FOUND");
    const entry = { ...given, login: given.login.trim().toLowerCase(), nameEn: given.nameEn.trim(), nameZh: given.nameZh.trim() };
    this.#requireFree(post, entry);
    const passwordHash = await hashSecret(entry.password);
    // Asked again after the hash has been waited for: of two who press at the same moment one is told.
    this.#requireFree(post, entry);
    const { login, nameEn } = entry;
    const { title, roles } = post;
    const person = { login, nameEn, nameZh: entry.nameZh || nameEn, titleEn: title.en, titleZh: title.zh, roles };
    this.#entered.set(post.key, { ...person, passwordHash, mustChange: false });
    if (this.#entered.size < firstPosts.length) return false;
    await this.#make();
    return true;
  }

  #requireFree(post: FirstPost, entry: FirstEntry): void {
    if (this.#entered.has(post.key)) throw refused(taken);
    const faults = faultsOf(entry, [...this.#entered.values()]);
    if (faults.length > 0) throw invalid(...faults);
  }

  async #make(): Promise<void> {
    const people = firstPosts.flatMap(({ key }) => this.#entered.get(key) ?? []);
    try {
      await createFirstPeople(this.#ownerUrl, people, "ui");
    } catch (error) {
      // What could not be written is entered again, by both.
      this.#entered.clear();
      if (!(error instanceof SetupError)) throw error;
      throw refused({ code: error.code, text: { en: error.en, zh: error.zh } });
    }
    this.#end();
  }
}

function faultsOf({ login, nameEn, nameZh, password }: FirstEntry, others: readonly FirstPerson[]): Issue[] {
  const faults: Issue[] = [];
  if (!loginForm.test(login)) faults.push({ path: "login", code: "login", text: loginFormText });
  else if (others.some((other) => other.login === login))
    faults.push({
      path: "login",
      code: "DUPLICATE",
      text: { en: "The two administrators are two people.", zh: "两名管理员须为两个人。" },
    });
  if (nameEn.length === 0 || nameEn.length > 80)
    faults.push({
      path: "nameEn",
      code: "name",
      text: { en: "A name of at most 80 characters.", zh: "请填写姓名，最多 80 个字符。" },
    });
  if (nameZh.length > 80)
    faults.push({ path: "nameZh", code: "name", text: { en: "At most 80 characters.", zh: "最多 80 个字符。" } });
  const fault = passwordFault(password, login || "\0");
  if (fault) faults.push({ path: "password", code: "PASSWORD_WEAK", text: fault });
  return faults;
}
