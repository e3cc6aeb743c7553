/** The health page: what is good and what is not, told once; the check of the chain; signing stops when clocks are apart. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { shown } from "../../../../test/browser.ts";
import { type House, openHouse, testKeys } from "../../../../test/house.ts";
import { loadOrCreateKey, trustPublicKey } from "../../../evidence/keys.ts";
import { type DatabaseFacts, type RunFact, wentBack } from "./facts.ts";
import { type HealthLine, judge, span } from "./judge.ts";
import type { MachineFacts } from "./machine.ts";
import { createOperations, unready } from "./operations.ts";
import { tellChanges } from "./watch.ts";

const hour = 3_600;
const run = (kind: RunFact["kind"], ageSeconds: number, more: Partial<RunFact> = {}): RunFact => ({
  kind,
  good: true,
  number: "MR-26-0001",
  ageSeconds,
  seconds: 60,
  finding: null,
  ...more,
});
const facts = (more: Partial<DatabaseFacts> = {}): DatabaseFacts => ({
  server: "18.4",
  sizeBytes: 2e8,
  connections: 10,
  mostConnections: 100,
  longestSeconds: 0,
  isStandby: false,
  standbys: 0,
  isSynchronous: false,
  clockAheadMs: 0,
  clockMs: 0,
  migrations: 3,
  seal: { sequence: 7, at: new Date("2026-07-06T00:00:00Z"), lagSeconds: 1 },
  messages: { waiting: 0, oldestSeconds: 0, dead: 0 },
  jobs: { open: 0, oldestSeconds: 0, failedToday: 0 },
  mail: { isOn: false, waiting: 0, oldestSeconds: 0, failedThisWeek: 0 },
  runs: [run("backup", hour), run("drill", hour), run("verification", hour)],
  continuity: { rpoHours: 26, rtoHours: 4, drillDays: 90 },
  ...more,
});
const machine = (more: Partial<MachineFacts> = {}): MachineFacts => ({
  node: "one",
  release: "0.1.0",
  nodeVersion: "24",
  disk: { freeBytes: 5e10, totalBytes: 1e11 },
  key: "good",
  keyFile: "/keys/seal.pem",
  heads: { file: "/seals.log", bytes: 10 },
  certificate: "none",
  pendingMigrations: [],
  ...more,
});
const levels = (d: Partial<DatabaseFacts>, m: Partial<MachineFacts> = {}): { [subject: string]: string } =>
  Object.fromEntries(
    judge(facts(d), machine(m))
      .filter(({ level }) => level === "amber" || level === "red")
      .map(({ subject, level }) => [subject, level]),
  );

describe("what the lines say", () => {
  it("[REQ-BCP-02] no line stands out when all is well; a drill older than 90 days or a backup older than the RPO is amber", () => {
    expect(levels({})).toEqual({});
    const day = 24 * hour;
    expect(levels({ runs: [run("backup", 26 * hour), run("drill", 90 * day), run("verification", hour)] })).toEqual({});
    expect(levels({ runs: [run("backup", 26 * hour + 1), run("drill", 90 * day + 1), run("verification", hour)] })).toEqual({
      backup: "amber",
      drill: "amber",
    });
    expect(levels({ runs: [] })).toEqual({ backup: "amber", drill: "amber", chain: "amber" });
    // One that took longer than the recovery time allows shows that the goal cannot be kept.
    expect(levels({ runs: [run("backup", 1), run("drill", 1, { seconds: 4 * hour + 1 }), run("verification", 1)] })).toEqual({
      drill: "amber",
    });
    const failed = [run("drill", 1, { good: false, finding: "ROW_CHANGED" }), run("drill", 9)];
    expect(levels({ runs: [run("backup", 1), ...failed, run("verification", 1)] })).toEqual({ drill: "red" });
  });

  it("[REQ-REC-10] clocks: amber from 2 s, red from 60 s, whichever is ahead", () => {
    expect([2000, 2001, -2001, 60_000, 60_001, -60_001].map((clockAheadMs) => levels({ clockAheadMs }).clock)).toEqual([
      undefined,
      "amber",
      "amber",
      "amber",
      "red",
      "red",
    ]);
  });

  it("[REQ-REC-10] a clock that was set back by more than a second is noticed, one that runs is not", () => {
    const at = (clockMs: number, steadyMs: number) => ({ clockMs, steadyMs });
    const back = (clockMs: number) => wentBack(at(1_000_000, 5_000), at(clockMs, 65_000));
    expect([back(1_060_000), back(1_059_000), back(1_058_999), back(400_000), back(9_000_000)]).toEqual([0, 0, 1001, 660_000, 0]);
  });

  it("sealing, messages, disk, key, certificate and migrations have limits; red ones among them take the server out of work", () => {
    const seal = (lagSeconds: number) => ({ seal: { sequence: 1, at: new Date(0), lagSeconds } });
    expect([10, 11, 61].map((lag) => levels(seal(lag)).sealer)).toEqual([undefined, "amber", "red"]);
    expect(levels({ messages: { waiting: 1, oldestSeconds: 61, dead: 0 } })).toEqual({ messages: "amber" });
    expect(levels({ messages: { waiting: 0, oldestSeconds: 0, dead: 1 } })).toEqual({ messages: "amber" });
    expect(levels({}, { disk: { freeBytes: 14, totalBytes: 100 } })).toEqual({ disk: "amber" });
    expect(levels({}, { certificate: { until: "2026-08-01", days: 29 } })).toEqual({ certificate: "amber" });
    const bad = judge(
      facts({ isStandby: true, clockAheadMs: 70_000, ...seal(61) }),
      machine({ disk: { freeBytes: 4, totalBytes: 100 }, key: "open to others", pendingMigrations: ["M"] }),
    );
    expect(unready(bad).map((why) => why.split(":")[0])).toEqual(["database", "migrations", "sealer", "key", "disk"]);
    expect(unready(judge(facts({ runs: [] }), machine()))).toEqual([]);
  });

  it("spans are told in the unit that fits", () => {
    expect([0, 89, 90, 3 * hour, 72 * hour].map((s) => span(s).en)).toEqual(["0 s", "89 s", "2 min", "3 h", "3 d"]);
    expect(span(7200).zh).toBe("2 小时");
  });
});

describe("in a house", () => {
  let house: House;
  let dir: string;
  beforeAll(async () => {
    house = await openHouse();
    dir = mkdtempSync(join(tmpdir(), "lotline-health-"));
  });
  afterAll(async () => {
    await house.close();
    rmSync(dir, { recursive: true, force: true });
  });
  afterEach(() => void vi.restoreAllMocks());

  const told = () =>
    house.sql<{ login: string; record_number: string; text_en: string }>(
      "select p.login, n.record_number, n.text_en from notice n join person p on p.id = n.person_id where n.message = 'health.worse' order by n.id",
    );
  const alerts = () => house.sql("select number, subject, level, state, node from system_alert order by id");
  const lineOf = (level: HealthLine["level"]): HealthLine => ({
    ...(judge(facts(), machine()).find(({ subject }) => subject === "disk") as HealthLine),
    level,
  });

  it("[REQ-BCP-02] what turns amber or red is told to the administrators once each, and cleared by itself", async () => {
    const sysadmins = await house.sql<{ login: string }>(
      "select p.login from role_grant g join person p on p.id = g.person_id where g.role = 'SYSADMIN' and g.state = 'active'",
    );
    await tellChanges(house.kernel, [lineOf("good")]);
    expect(await alerts()).toEqual([]);
    // Two servers look at the same moment.
    await Promise.all([tellChanges(house.kernel, [lineOf("amber")]), tellChanges(house.kernel, [lineOf("amber")])]);
    await tellChanges(house.kernel, [lineOf("amber")]);
    const alert = { subject: "disk", node: "one" };
    expect(await alerts()).toEqual([{ ...alert, number: expect.any(String), level: "amber", state: "open" }]);
    expect((await told()).map(({ login, text_en }) => [login, text_en])).toEqual(
      sysadmins.map(({ login }) => [login, "Warning: Disk: 50.0 GB free (50%)"]),
    );
    await tellChanges(house.kernel, [lineOf("red")]);
    expect((await told()).length).toBe(2 * sysadmins.length);
    // Better, but not good: nobody is called for that.
    await tellChanges(house.kernel, [lineOf("amber")]);
    await tellChanges(house.kernel, [lineOf("good")]);
    expect((await told()).length).toBe(2 * sysadmins.length);
    expect(await alerts()).toEqual([{ ...alert, number: expect.any(String), level: "amber", state: "cleared" }]);
    // The other server's disk is another matter.
    await tellChanges(house.kernel, [{ ...lineOf("amber"), node: "two" }, lineOf("good")]);
    expect((await alerts()).length).toBe(2);
  });

  it("[REQ-ACC-02] administrators and QA read it, others are refused; only the system administrator starts a check", async () => {
    const query = "{ health { node rpoHours rtoHours drillDays lines { subject level } } }";
    const admin = await (await house.browser("guping")).ask(query);
    const health = shown<{ rpoHours: number; node: string | null; lines: { subject: string }[] }>(admin.data, "health");
    expect([health.rpoHours, health.node, health.lines.map(({ subject }) => subject)]).toEqual([
      26,
      null,
      ["database", "replication", "clock", "sealer", "chain", "messages", "jobs", "mail", "backup", "drill"],
    ]);
    expect((await (await house.browser("shenyue")).ask(query)).reasons).toEqual(["NO_PERMIT"]);
    expect((await (await house.browser("xuheng")).ask("mutation { checkChain }")).reasons).toEqual(["NO_PERMIT"]);
  });

  it("[REQ-REC-03] a row changed by the database's owner is found by the check, and the line turns red and names it", async () => {
    const keyFile = join(dir, "keys", "seal.pem");
    loadOrCreateKey(keyFile);
    for (const key of testKeys.publicKeys) trustPublicKey(keyFile, key);
    const place = {
      dataDir: dir,
      filesDir: join(dir, "files"),
      keyFile,
      sealLogFile: join(dir, "seals.log"),
      readerUrl: house.database.reader,
      certFile: undefined,
      isBehindProxy: false,
      pendingMigrations: [],
    };
    const failures: unknown[] = [];
    const operations = createOperations({ kernel: house.kernel, place, onError: (error) => failures.push(error) });
    const check = async () => {
      expect(operations.checkChain()).toBe(true);
      // One at a time.
      expect(operations.checkChain()).toBe(false);
      await operations.stop();
      const [last] = await house.sql<{ good: boolean; finding: string | null }>(
        "select good, finding from maintenance_run where kind = 'verification' order by id desc limit 1",
      );
      return last;
    };
    await house.sql("alter table person disable trigger all");
    await house.sql("update person set title_en = 'Director' where login = 'shenyue'");
    await house.sql("alter table person enable trigger all");
    const last = await check();
    expect(failures).toEqual([]);
    expect([last?.good, last?.finding?.split(" ").slice(0, 2)]).toEqual([false, expect.any(Array)]);
    const { data } = await (await house.browser("guping")).ask("{ health { lines { subject level value { en } } } }");
    const chain = shown<{ lines: { subject: string; level: string; value: { en: string } }[] }>(data, "health").lines.find(
      ({ subject }) => subject === "chain",
    );
    expect([chain?.level, chain?.value.en.includes(last?.finding ?? "?")]).toEqual(["red", true]);
  });

  it("[REQ-REC-10] nobody signs while the clocks of server and database are more than 60 s apart", async () => {
    const head = await house.browser("xuheng");
    const [rule] = await house.sql<{ id: string; version: number }>("select id, version from rule limit 1");
    const real = Date.now.bind(Date);
    vi.spyOn(Date, "now").mockImplementation(() => real() - 61_000);
    const refused = await head.intent("Rule", { id: rule?.id ?? "", version: rule?.version ?? 1 }, "approve");
    const signed = await head.act("Rule", { id: rule?.id ?? "", version: rule?.version ?? 1 }, "approve", {
      signature: { intent: "00000000-0000-4000-8000-000000000000", userName: "xuheng", password: "chenglan-demo-2026" },
    });
    expect([refused.reasons, signed.reasons]).toMatchObject([expect.any(Array), ["CLOCK_APART"]]);
  });
});
