/** Who is signed in, and the end of it within a second: also for answers that stay open. */
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Browser, shown } from "../../../test/browser.ts";
import { type Demo, openDemo } from "../../../test/demo.ts";
import { agent, type Served, serve } from "../../../test/served.ts";
import { holdWhileOpen } from "./session-watch.ts";

let demo: Demo;
let served: Served;
beforeAll(async () => {
  demo = await openDemo();
  served = await serve(demo.kernel);
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
});

interface Open {
  readonly id: string;
  readonly login: string;
  readonly address: string;
  readonly agent: string;
  readonly current: boolean;
}

const personOf = async (login: string) => {
  const [person] = await demo.sql<{ id: string; login: string }>("select id, login from person where login = $1", [login]);
  if (!person) throw new Error(login);
  return person;
};
const freshBrowser = async (login: string) => Browser.of(demo.kernel, await personOf(login));
const listed = async (browser: Browser, everybody = false) =>
  shown<Open[]>(
    (
      await browser.ask("query ($e: Boolean!) { openSessions(everybody: $e) { id login address agent current } }", {
        e: everybody,
      })
    ).data,
    "openSessions",
  );
const end = (browser: Browser, ids: readonly string[], reason?: string) =>
  browser.ask("mutation ($ids: [ID!]!, $r: String) { endSessions(ids: $ids, reason: $r) }", { ids, r: reason });

describe("[REQ-ACC-06] one's own sessions (ASVS 7.5.2)", () => {
  it("are listed with device and network, the present one marked, and nobody else's; the others are ended by their person", async () => {
    const [here, there] = [await freshBrowser("fangyi"), await freshBrowser("fangyi")];
    there.client = { address: "10.0.0.9", agent: "other browser" };
    await there.ask("{ sites { totalCount } }");
    const rows = await listed(here);
    expect(new Set(rows.map((row) => row.login))).toEqual(new Set(["fangyi"]));
    expect(rows.filter((row) => row.current)).toHaveLength(1);
    const other = rows.find((row) => row.agent === "other browser");
    expect([other?.address, other?.current]).toEqual(["10.0.0.9", false]);
    expect((await end(here, [other?.id ?? ""])).data).toEqual({ endSessions: 1 });
    expect((await there.ask("{ sites { totalCount } }")).code).toBe("UNAUTHENTICATED");
    expect((await here.ask("{ sites { totalCount } }")).code).toBeNull();
    // A second time nothing is open any longer.
    expect((await end(here, [other?.id ?? ""])).data).toEqual({ endSessions: 0 });
  });

  it("somebody else's cannot be ended nor told from one that is not there; of a mixed list none is ended", async () => {
    const [seller, keeper] = [await freshBrowser("fangyi"), await freshBrowser("gaolang")];
    const own = (await listed(seller))[0]?.id ?? "";
    const [foreign] = await listed(keeper);
    expect((await end(seller, [own, foreign?.id ?? ""], "a long enough reason")).reasons).toEqual(["NO_PERMIT"]);
    for (const id of ["999999999", "x", "0"]) expect((await end(seller, [id])).code).toBe("NOT_FOUND");
    expect((await seller.ask("query { openSessions(everybody: true) { id } }")).reasons).toEqual(["NO_PERMIT"]);
    for (const browser of [seller, keeper]) expect((await browser.ask("{ sites { totalCount } }")).code).toBeNull();
  });
});

describe("[REQ-ACC-02] an administrator ends anybody's sessions (ASVS 7.4.5)", () => {
  it("with a reason, which is written down; the person's other records stay as they were", async () => {
    const admin = await freshBrowser("weiqing");
    const keeper = await freshBrowser("gaolang");
    const mine = (await listed(admin, true)).filter((row) => row.login === "gaolang").map((row) => row.id);
    expect((await end(admin, mine)).issues).toEqual(["reason:REASON_REQUIRED"]);
    expect((await keeper.ask("{ sites { totalCount } }")).code).toBeNull();
    expect((await end(admin, mine, "telephone found in the canteen")).data).toEqual({ endSessions: mine.length });
    expect((await keeper.ask("{ sites { totalCount } }")).code).toBe("UNAUTHENTICATED");
    const [event] = await demo.sql<{ detail: { by: string; reason: string } }>(
      "select detail from security_event where kind = 'sessionEnded' and person_id = $1 order by id desc limit 1",
      [(await personOf("gaolang")).id],
    );
    expect([event?.detail.by, event?.detail.reason]).toEqual([(await personOf("weiqing")).id, "telephone found in the canteen"]);
  });
});

describe("[REQ-ACC-02] an administrator sees what is done in the open sessions", () => {
  it("what the person changed last since signing in, and nothing of that in one's own list", async () => {
    const [admin, steward] = [await freshBrowser("weiqing"), await freshBrowser("luoan")];
    const acts = async () => {
      const { data } = await admin.ask("{ openSessions(everybody: true) { login lastAct lastActAt } }");
      return shown<{ login: string; lastAct: string | null; lastActAt: string | null }[]>(data, "openSessions").filter(
        ({ login }) => login === "luoan",
      );
    };
    expect((await acts()).map(({ lastAct }) => lastAct)).toEqual([null]);
    const made = await steward.create("Unit", { symbol: "gross", nameEn: "Gross", nameZh: "罗", decimals: 0 });
    expect(made.code).toBeNull();
    expect(await acts()).toEqual([{ login: "luoan", lastAct: "createUnit", lastActAt: expect.any(String) }]);
    const own = await steward.ask("{ openSessions { lastAct lastActAt } }");
    expect(shown(own.data, "openSessions")).toEqual([{ lastAct: null, lastActAt: null }]);
  });
});

describe("what is open ends within a second (ASVS 7.4.2, 8.3.2)", () => {
  /** Milliseconds from the deed until the open answer is told. */
  async function until(login: string, deed: (session: string) => Promise<unknown>): Promise<number> {
    const browser = await freshBrowser(login);
    const session = (await listed(browser)).find((row) => row.current)?.id ?? "";
    let told: (ms: number) => void = () => undefined;
    const ended = new Promise<number>((resolve) => {
      told = resolve;
    });
    let began = Number.POSITIVE_INFINITY;
    holdWhileOpen(demo.kernel.orm, { id: session }, () => told(performance.now() - began));
    // Long enough for the first look: what the person may is known.
    await new Promise((resolve) => setTimeout(resolve, 500));
    began = performance.now();
    await deed(session);
    return Promise.race([ended, new Promise<number>((resolve) => setTimeout(() => resolve(Number.POSITIVE_INFINITY), 5000))]);
  }

  it("by the end of the session, its lock, the person's deactivation and a role taken away", async () => {
    const [guping, weiqing] = [await freshBrowser("guping"), await freshBrowser("weiqing")];
    expect(await until("hechuan", (id) => end(weiqing, [id], "a long enough reason"))).toBeLessThan(1000);
    expect(await until("hechuan", (id) => demo.sql("update session set locked_at = now() where id = $1", [id]))).toBeLessThan(
      1000,
    );
    const grants = await demo.sql<{ id: string; version: number }>(
      "select id, version from role_grant where person_id = $1 and state = 'active'",
      [(await personOf("wutong")).id],
    );
    const [grant] = grants;
    if (!grant) throw new Error("wutong has no role");
    expect(
      await until("wutong", () => weiqing.act("RoleGrant", grant, "end", { reason: "moves to another department" })),
    ).toBeLessThan(1000);
    const [person] = await demo.sql<{ id: string; version: number }>("select id, version from person where login = 'liyan'");
    if (!person) throw new Error("nobody");
    expect(
      await until("liyan", () => guping.act("Person", person, "disable", { reason: "leaves the company today" })),
    ).toBeLessThan(1000);
  });

  /** The stream of events of a session: its status, and what it told until it closed. */
  const events = async (cookie: string) => {
    const response = await fetch(`${served.url}/session/events`, { headers: { cookie, "user-agent": agent } });
    return {
      status: response.status,
      closed: response.text().then(
        (text) => ({ text, at: performance.now() }),
        () => ({ text: "cut", at: performance.now() }),
      ),
    };
  };

  it("a page that is open is told so, and nobody else is", async () => {
    const [ended, other] = [
      await served.cookieOf((await personOf("gaolang")).id),
      await served.cookieOf((await personOf("fangyi")).id),
    ];
    const [mine, theirs] = [await events(ended), await events(other)];
    expect([mine.status, theirs.status, (await events("")).status]).toEqual([200, 200, 401]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const began = performance.now();
    await demo.sql("update session set ended_at = now(), end_reason = 'test' where person_id = $1", [
      (await personOf("gaolang")).id,
    ]);
    const { text, at } = await mine.closed;
    expect(text).toBe("retry: 2000\n\nevent: changed\ndata: {}\n\n");
    expect(at - began).toBeLessThan(1000);
    expect(await Promise.race([theirs.closed, new Promise((resolve) => setTimeout(() => resolve("open"), 500))])).toBe("open");
    expect((await events(ended)).status).toBe(401);
  });

  it("streams of one person are counted, and a closed one is one less", async () => {
    const cookie = await served.cookieOf((await personOf("fangyi")).id);
    const stop = new AbortController();
    const open = () => fetch(`${served.url}/session/events`, { headers: { cookie, "user-agent": agent }, signal: stop.signal });
    const statuses = [];
    for (let i = 0; i < 13; i++) statuses.push((await open()).status);
    expect(statuses.slice(0, 11)).toEqual(Array(11).fill(200));
    expect(statuses.at(-1)).toBe(429);
    stop.abort();
    await vi.waitFor(async () => expect((await events(cookie)).status).toBe(200), { timeout: 3000 });
  });

  it("an upload that is under way is cut, and nothing of it is kept", async () => {
    const keeper = await personOf("dingkai");
    const cookie = await served.cookieOf(keeper.id);
    const [lot] = await demo.sql<{ id: string }>("select id from lot where number = 'R201-2607'");
    const { port } = new URL(served.url);
    const path = `/files?record=Lot&id=${lot?.id}&name=slow.txt&commandId=${crypto.randomUUID()}`;
    const upload = request({ host: "127.0.0.1", port, path, method: "PUT", headers: { cookie, "user-agent": agent } });
    const cut = new Promise<number>((resolve) => upload.once("error", () => resolve(performance.now())));
    const drip = setInterval(() => upload.write("a line of a long report\n"), 50);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const began = performance.now();
    await demo.sql("update session set ended_at = now(), end_reason = 'test' where person_id = $1", [keeper.id]);
    expect((await cut) - began).toBeLessThan(1000);
    clearInterval(drip);
    expect(await demo.sql("select from attachment where name = 'slow.txt'")).toEqual([]);
  });

  it("a signature asked for in a session that was ended meanwhile is refused and leaves nothing", async () => {
    const head = await freshBrowser("xuheng");
    const [rule] = await demo.sql<{ id: string }>("select id from rule where state = 'draft' limit 1");
    const count = async () => (await demo.sql<{ n: number }>("select count(*)::int as n from signature"))[0]?.n;
    const before = await count();
    await demo.sql("update session set ended_at = now() where person_id = $1", [(await personOf("xuheng")).id]);
    expect((await head.sign("Rule", { id: rule?.id ?? "1", version: 1 }, "approve")).code).toBe("UNAUTHENTICATED");
    expect(await count()).toBe(before);
  });
});
