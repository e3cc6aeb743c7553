import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, commandLine } from "../../test/command-line.ts";
import { cloneDatabase } from "../../test/database.ts";
import { type House, openHouse, refusalOf, testKeys } from "../../test/house.ts";
import { query } from "../../test/query.ts";
import { trustPublicKey } from "../evidence/keys.ts";
import { prove, sessionOf, signIn, WebRequest } from "../modules/platform/index.ts";
import { demoPassword } from "../seed/people.ts";

const reason = ["--reason", "lost the password on 3 July"];
const as = (login: string) => ["--as", login, "--json"];
const password = { LOTLINE_PASSWORD: demoPassword };

describe("people at the command line", () => {
  let house: House;
  let line: CommandLine;
  beforeAll(async () => {
    house = await openHouse();
    line = commandLine(house.database);
    // The people were made by another server, as after a move to a new machine.
    for (const key of testKeys.publicKeys) trustPublicKey(join(line.dataDir, "keys", "seal.pem"), key);
  });
  afterAll(async () => {
    line[Symbol.dispose]();
    await house.close();
  });

  const client = { address: "test", agent: "test" };
  /** Tries to prove a signature, as the signing dialog does; refused or answered before any record is looked at. */
  const trySigning = async (login: string, secret: string) => {
    const { token } = await signIn(house.kernel.orm, { login, password: secret }, client);
    const session = await sessionOf(house.kernel.orm, token, client);
    if (!session) throw new Error("no session");
    const web = new WebRequest(house.kernel, { demo: true, version: "test" }, session, client, "en", () => undefined);
    return prove(
      web,
      session,
      { intent: "00000000-0000-4000-8000-000000000000", userName: login, password: secret },
      { record: "Lot", name: "release" },
    );
  };

  it("[REQ-SIG-07] after a reset nobody signs until the password is changed and a second person has confirmed", async () => {
    await expect(trySigning("yaolan", demoPassword)).resolves.toMatchObject({ components: "userName+password" });
    const reset = await line.call(["user", "reset", "yaolan", ...reason, ...as("guping")], password);
    expect(reset.json).toEqual({
      number: expect.stringMatching(/^P-\d{4}$/),
      login: "yaolan",
      password: expect.stringMatching(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/),
      mustChange: true,
      signingSuspended: true,
    });
    const once: string = reset.json.password;
    expect(await refusalOf(trySigning("yaolan", demoPassword))).toEqual(["SIGN_IN"]);
    expect(
      await house.sql("update credential set failures = 0 where id = (select id from person where login = 'yaolan')"),
    ).toEqual([]);
    expect(await refusalOf(trySigning("yaolan", once))).toEqual(["SIGNING_SUSPENDED"]);

    const early = await line.call(["user", "add", "--login", "x.y", "--name-en", "X", "--title-en", "X", ...as("yaolan")], {
      LOTLINE_PASSWORD: once,
    });
    expect([early.exit, early.json.error.code]).toEqual([1, "PASSWORD_MUST_CHANGE"]);
    const weak = await line.call(["user", "password", ...as("yaolan")], {
      LOTLINE_PASSWORD: once,
      LOTLINE_NEW_PASSWORD: "short",
    });
    expect([weak.exit, weak.json.error.code]).toEqual([1, "PASSWORD_WEAK"]);
    const changed = await line.call(["user", "password", ...as("yaolan")], {
      LOTLINE_PASSWORD: once,
      LOTLINE_NEW_PASSWORD: "a fresh pass phrase 7",
    });
    expect([changed.exit, changed.json]).toEqual([0, { login: "yaolan", changed: true }]);
    expect(await refusalOf(trySigning("yaolan", "a fresh pass phrase 7"))).toEqual(["SIGNING_SUSPENDED"]);

    const itself = await line.call(["user", "confirm", "yaolan", ...as("yaolan")], { LOTLINE_PASSWORD: "a fresh pass phrase 7" });
    expect([itself.exit, itself.json.error.code]).toEqual([1, "NO_PERMIT"]);
    const confirmed = await line.call(["user", "confirm", "yaolan", ...as("weiqing")], password);
    expect([confirmed.exit, confirmed.json.signingSuspended]).toEqual([0, false]);
    await expect(trySigning("yaolan", "a fresh pass phrase 7")).resolves.toMatchObject({ components: "userName+password" });
    const events = await house.sql<{ kind: string; login: string }>(
      `select e.kind, p.login from security_event e join person p on p.id = e.actor_id
       where e.person_id = (select id from person where login = 'yaolan') and e.kind in ('passwordReset', 'passwordChanged', 'resetConfirmed') order by e.id`,
    );
    expect(events).toEqual([
      { kind: "passwordReset", login: "guping" },
      { kind: "passwordChanged", login: "yaolan" },
      { kind: "resetConfirmed", login: "weiqing" },
    ]);
  });

  it("[REQ-SIG-07] the administrator who reset a password cannot be the second person, whatever the roles", async () => {
    // Both roles in one hand, as a firm with few people may have granted them.
    await house.sql(
      "begin; select set_config('app.actor', '1', true); insert into role_grant (number, state, created_by_id, person_id, role) select 'RG-90001', 'active', 1, id, 'SYSADMIN' from person where login = 'weiqing'; commit",
    );
    expect((await line.call(["user", "reset", "hechuan", ...reason, ...as("weiqing")], password)).exit).toBe(0);
    const alone = await line.call(["user", "confirm", "hechuan", ...as("weiqing")], password);
    expect([alone.exit, alone.json.error.code]).toEqual([1, "SOD_SELF"]);
    expect(
      await house.sql("select signing_suspended from credential c join person p using (id) where p.login = 'hechuan'"),
    ).toEqual([{ signing_suspended: true }]);
    const oneself = await line.call(["user", "reset", "weiqing", ...reason, ...as("weiqing")], password);
    expect([oneself.exit, oneself.json.error.code]).toEqual([1, "SELF"]);
  });

  it("adds a person with a one-time password, acting under permit and audit with source cli", async () => {
    const made = await line.call(
      [
        "user",
        "add",
        "--login",
        "Zhang.Wei",
        "--name-en",
        "Zhang Wei",
        "--name-zh",
        "张伟",
        "--title-en",
        "Inspector",
        ...as("guping"),
      ],
      password,
    );
    expect([made.exit, made.json.login, made.json.mustChange]).toEqual([0, "zhang.wei", true]);
    const [event] = await house.sql<{ source: string; operation: string; login: string }>(
      "select e.source, e.operation, p.login from audit.event e join person p on p.id = e.actor_id where e.table_name = 'person' order by e.id desc limit 1",
    );
    expect(event).toEqual({ source: "cli", operation: "createPerson", login: "guping" });
    const again = await line.call(
      ["user", "add", "--login", "zhang.wei", "--name-en", "Z", "--title-en", "Z", ...as("guping")],
      password,
    );
    expect([again.exit, again.json.error.code]).toEqual([1, "DUPLICATE"]);
  });

  it("refuses who has no permit or a wrong password, and changes nothing", async () => {
    const before = await house.sql("select count(*) from audit.event");
    const buyer = await line.call(["user", "disable", "hechuan", ...reason, ...as("shenyue")], password);
    expect([buyer.exit, buyer.json.error.code]).toEqual([1, "NO_PERMIT"]);
    const stranger = await line.call(["user", "disable", "hechuan", ...reason, ...as("guping")], {
      LOTLINE_PASSWORD: "not the password",
    });
    expect([stranger.exit, stranger.json.error.code]).toEqual([1, "SIGN_IN"]);
    const silent = await line.call(["user", "disable", "hechuan", ...reason, ...as("guping")]);
    expect([silent.exit, silent.json.error.code]).toEqual([1, "PASSWORD_NEEDED"]);
    expect(await house.sql("select count(*) from audit.event")).toEqual(before);
  });

  it("disables a person, once", async () => {
    const done = await line.call(["user", "disable", "dingkai", ...reason, ...as("guping")], password);
    expect([done.exit, done.json.state]).toEqual([0, "disabled"]);
    const again = await line.call(["user", "disable", "dingkai", ...reason, ...as("guping")], password);
    expect([again.exit, again.json.error.code]).toEqual([1, "STATE"]);
    const nobody = await line.call(["user", "disable", "nobody", ...reason, ...as("guping")], password);
    expect([nobody.exit, nobody.json.error.code]).toEqual([1, "NOT_FOUND"]);
  });

  it("sets up no system that has people, and verifies what the commands have written", async () => {
    const again = await line.call([
      "setup",
      "--json",
      "--system-login",
      "aa",
      "--system-name-en",
      "A",
      "--security-login",
      "bb",
      "--security-name-en",
      "B",
    ]);
    expect([again.exit, again.json.error.code]).toEqual([1, "NOT_EMPTY"]);
    const verified = await line.call(["audit", "verify", "--json"]);
    expect([verified.exit, Object.keys(verified.json), verified.json.first]).toEqual([
      0,
      ["ok", "events", "seals", "signatures", "records", "files", "first"],
      null,
    ]);
    await house.sql(
      "set session_replication_role = replica; alter table person disable trigger all; update person set name_en = 'Somebody Else' where login = 'hechuan'; alter table person enable always trigger audit_log; alter table person enable always trigger audit_refuse",
    );
    const tampered = await line.call(["audit", "verify", "--json"]);
    expect([tampered.exit, tampered.json.ok, Object.keys(tampered.json.first)]).toEqual([
      1,
      false,
      ["kind", "table", "id", "sequence", "at", "message"],
    ]);
    expect([tampered.json.first.kind, tampered.json.first.table]).toEqual(["RECORD_CHANGED", "person"]);
  });
});

describe("setting up an empty system", () => {
  it("makes the first two administrators once, with numbers from the series and passwords to be replaced", async () => {
    const database = await cloneDatabase();
    using line = commandLine(database);
    const words = [
      "setup",
      "--json",
      "--system-login",
      "Li.Na",
      "--system-name-en",
      "Li Na",
      "--system-name-zh",
      "李娜",
      "--security-login",
      "wang.lei",
      "--security-name-en",
      "Wang Lei",
    ];
    const same = await line.call(words.map((word) => (word === "wang.lei" ? "li.na" : word)));
    expect([same.exit, same.json.error.code]).toEqual([2, "USAGE"]);
    const made = await line.call(words);
    expect(made.json).toEqual({
      people: [
        { number: "P-0001", login: "li.na", roles: ["SYSADMIN", "AUDIT_ADMIN"], password: expect.any(String), mustChange: true },
        { number: "P-0002", login: "wang.lei", roles: ["SECURITY_ADMIN"], password: expect.any(String), mustChange: true },
      ],
    });
    expect(await query(database.superUrl, "select number, role from role_grant order by id")).toEqual([
      { number: "RG-00001", role: "SYSADMIN" },
      { number: "RG-00002", role: "AUDIT_ADMIN" },
      { number: "RG-00003", role: "SECURITY_ADMIN" },
    ]);
    const again = await line.call(words);
    expect([again.exit, again.json.error.code]).toEqual([1, "NOT_EMPTY"]);
    const first: string = made.json.people[0].password;
    await line.call(["user", "password", ...as("li.na")], {
      LOTLINE_PASSWORD: first,
      LOTLINE_NEW_PASSWORD: "a pass phrase of Li",
    });
    const third = await line.call(
      ["user", "add", "--login", "zhao.min", "--name-en", "Zhao Min", "--title-en", "Buyer", ...as("li.na")],
      { LOTLINE_PASSWORD: "a pass phrase of Li" },
    );
    expect([third.exit, third.json.number]).toEqual([0, "P-0003"]);
    const verified = await line.call(["audit", "verify", "--json"]);
    expect([verified.exit, verified.json.ok]).toEqual([0, true]);
    const status = await line.call(["status", "--json"]);
    expect(status.json.database.content).toMatchObject({
      isEmpty: false,
      isDemo: false,
      counts: { person: 4 },
      clock: { offsetMs: 0, isFrozen: false },
    });
    await database.drop();
  });
});
