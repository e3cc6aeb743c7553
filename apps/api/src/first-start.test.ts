import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "../test/browser.ts";
import { type ClonedDatabase, cloneDatabase } from "../test/database.ts";
import { testKeys } from "../test/house.ts";
import { query } from "../test/query.ts";
import { assemble } from "./assemble.ts";
import { install } from "./database/install.ts";
import { openFirstStart } from "./first-start.ts";
import type { Kernel } from "./kernel/command.ts";
import { hashSecret, signIn } from "./modules/platform/index.ts";
import { createFirstPeople } from "./seed/first-people.ts";

const enter = `mutation ($code: String!, $input: FirstAdministratorInput!) { done: enterFirstAdministrator(code: $code, input: $input) }`;
const posts = "query ($code: String!) { firstStart(code: $code) { key takenBy } }";
const li = { post: "system", login: "Li.Na", nameEn: "Li Na", nameZh: "李娜", password: "eleven brown kettles" };
const wang = { post: "security", login: "wang.lei", nameEn: "Wang Lei", nameZh: "", password: "seven green ladders" };

describe("[REQ-ACC-01] the first start of an empty system in the browser", () => {
  let database: ClonedDatabase;
  let kernel: Kernel;
  let dataDir: string;
  beforeAll(async () => {
    database = await cloneDatabase();
    await install(database);
    kernel = await assemble(database.app, testKeys, { pool: 4 });
    dataDir = mkdtempSync(join(tmpdir(), "lotline-first-"));
  });
  afterAll(async () => {
    await kernel?.orm.close(true);
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** A stranger's browser before a server that was just started. */
  async function started() {
    const told: string[] = [];
    const browser = Browser.anonymous(kernel);
    browser.firstStart = await openFirstStart(database.owner, dataDir, (code) => told.push(code));
    return { browser, code: told[0] ?? "" };
  }
  const file = () => join(dataDir, "setup-code");
  const people = () => query(database.superUrl, "select login from person where id <> 1 order by id");

  it("the code lies in a file for its owner only; without it nothing is told or made, and the attempt is written down", async () => {
    const { browser, code } = await started();
    expect(readFileSync(file(), "utf8")).toBe(`${code}\n`);
    expect(code).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect((await browser.ask("{ installation { firstStart } }")).data).toEqual({ installation: { firstStart: true } });
    const looked = await browser.ask(posts, { code: "aaaaa-bbbbb-ccccc-ddddd" });
    expect([looked.code, looked.reasons, looked.data]).toEqual(["UNAUTHENTICATED", ["SETUP_CODE"], { firstStart: null }]);
    const tried = await browser.ask(enter, { code: "", input: li });
    expect([tried.code, tried.reasons]).toEqual(["UNAUTHENTICATED", ["SETUP_CODE"]]);
    expect(await query(database.superUrl, "select kind, detail from security_event where kind = 'setupRefused'")).toEqual([
      { kind: "setupRefused", detail: { address: "127.0.0.1" } },
      { kind: "setupRefused", detail: { address: "127.0.0.1" } },
    ]);
    expect(await people()).toEqual([]);
  });

  it("a restart makes a new code, and the old one opens nothing; a flood of wrong codes is told to wait, the right one is not", async () => {
    const before = await started();
    const { browser, code } = await started();
    expect(before.code).not.toBe(code);
    expect((await browser.ask(posts, { code: before.code })).code).toBe("UNAUTHENTICATED");
    for (let n = 0; n < 25; n++) await browser.ask(posts, { code: `wrong ${n}` });
    const late = await browser.ask(posts, { code: "wrong" });
    expect(late.errors[0]?.originalError).toMatchObject({ details: { retryAfter: expect.any(Number) } });
    expect((await browser.ask(posts, { code: ` ${code.toUpperCase()} ` })).data).toEqual({
      firstStart: [
        { key: "system", takenBy: null },
        { key: "security", takenBy: null },
      ],
    });
  });

  it("names everything that is wrong at once; the two are two people; one post is entered once; nobody is made before both are there", async () => {
    const { browser, code } = await started();
    const wrong = await browser.ask(enter, {
      code,
      input: { post: "system", login: "1 x", nameEn: " ", nameZh: "x".repeat(81), password: "short" },
    });
    expect([wrong.code, wrong.issues]).toEqual([
      "BAD_USER_INPUT",
      ["login:login", "nameEn:name", "nameZh:name", "password:PASSWORD_WEAK"],
    ]);
    expect((await browser.ask(enter, { code, input: { ...li, post: "owner" } })).code).toBe("NOT_FOUND");
    expect((await browser.ask(enter, { code, input: li })).data).toEqual({ done: false });
    expect(await people()).toEqual([]);
    const replaced = await browser.ask(enter, { code, input: { ...li, login: "somebody.else" } });
    expect([replaced.code, replaced.reasons]).toEqual(["REFUSED", ["POST_TAKEN"]]);
    const same = await browser.ask(enter, { code, input: { ...wang, login: "LI.NA" } });
    expect(same.issues).toEqual(["login:DUPLICATE"]);
    const other = await started();
    const both = await Promise.all(
      [li, { ...wang, login: "li.na" }].map((input) => other.browser.ask(enter, { code: other.code, input })),
    );
    expect(both.map(({ code: said, issues }) => [said, issues]).sort()).toEqual([
      [null, []],
      ["BAD_USER_INPUT", ["login:DUPLICATE"]],
    ]);
    expect(await people()).toEqual([]);
  });

  it("makes both in one step, each with a password of their own and nothing to change; the page is gone, also after a restart", async () => {
    const { browser, code } = await started();
    await browser.ask(enter, { code, input: li });
    expect((await browser.ask(posts, { code })).data).toEqual({
      firstStart: [
        { key: "system", takenBy: "li.na" },
        { key: "security", takenBy: null },
      ],
    });
    expect((await browser.ask(enter, { code, input: wang })).data).toEqual({ done: true });
    expect(
      await query(
        database.superUrl,
        `select p.number, p.login, p.name_zh, c.must_change, array_agg(g.role order by g.id) as roles from person p
         join credential c on c.id = p.id join role_grant g on g.person_id = p.id and g.state = 'active' group by 1, 2, 3, 4 order by 1`,
      ),
    ).toEqual([
      { number: "P-0001", login: "li.na", name_zh: "李娜", must_change: false, roles: ["SYSADMIN", "AUDIT_ADMIN"] },
      { number: "P-0002", login: "wang.lei", name_zh: "Wang Lei", must_change: false, roles: ["SECURITY_ADMIN"] },
    ]);
    expect(
      await query(database.superUrl, "select distinct source, operation from audit.event where table_name = 'role_grant'"),
    ).toEqual([{ source: "ui", operation: "setup" }]);
    const client = { address: "test", agent: "test" };
    await signIn(kernel.orm, { login: "li.na", password: li.password }, client);
    await expect(signIn(kernel.orm, { login: "wang.lei", password: li.password }, client)).rejects.toThrow("not right");
    expect(existsSync(file())).toBe(false);
    expect((await browser.ask("{ installation { firstStart } }")).data).toEqual({ installation: { firstStart: false } });
    expect((await browser.ask(posts, { code })).data).toEqual({ firstStart: null });
    expect((await browser.ask(enter, { code, input: { ...li, login: "third" } })).code).toBe("UNAUTHENTICATED");
    const again = await started();
    expect([again.browser.firstStart, again.code, existsSync(file())]).toEqual([undefined, "", false]);
    expect((await again.browser.ask(enter, { code, input: li })).code).toBe("UNAUTHENTICATED");
    expect((await people()).length).toBe(2);
  });

  it("closes when the command line has made the people meanwhile", async () => {
    const other = await cloneDatabase();
    await install(other);
    const told: string[] = [];
    const start = await openFirstStart(other.owner, dataDir, (code) => told.push(code));
    const code = told[0] ?? "";
    await start?.enter(code, "system", { login: "a.b", nameEn: "A", nameZh: "", password: li.password });
    const first = { titleEn: "T", titleZh: "T", mustChange: false, passwordHash: await hashSecret("x") };
    await createFirstPeople(other.owner, [{ ...first, login: "c.d", nameEn: "C", nameZh: "C", roles: ["SYSADMIN"] }]);
    await expect(
      start?.enter(code, "security", { login: "e.f", nameEn: "E", nameZh: "", password: wang.password }),
    ).rejects.toMatchObject({ details: { reasons: [{ code: "NOT_EMPTY" }] } });
    expect(await start?.isOpen()).toBe(false);
    expect(await start?.posts(code)).toBeNull();
    await other.drop();
  });
});
