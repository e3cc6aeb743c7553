/** The write path: one effect for one id, all or nothing, context for its own transaction only. */
import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse, refusalOf } from "../../test/house.ts";
import type { Ctx } from "../base/context.ts";
import { AppError, refused } from "../base/error.ts";
import { runSql } from "../base/sqltext.ts";
import { command } from "./command.ts";
import { create } from "./lifecycle.ts";
import type { Tx } from "./tx.ts";

let house: House;
let steward: Ctx;
let buyer: Ctx;
beforeAll(async () => {
  house = await openHouse();
  steward = (await house.hands.as("luoan")).ctx;
  buyer = (await house.hands.as("shenyue")).ctx;
});
afterAll(() => house?.close());

const supplier = (number: string) => ({ number, nameEn: number, nameZh: number, address: "Demo" });

const makes = (number: string) => async (tx: Tx) => ({
  record: "Supplier" as const,
  id: (await create(tx, "Supplier", supplier(number))).id,
});

const run = (id: string, number: string, who = steward, more: object = {}) =>
  command(house.kernel, who, { id, operation: "createSupplier", input: supplier(number), ...more }, makes(number));

const countOf = async (number: string) =>
  Number((await house.sql<{ n: string }>("select count(*) as n from supplier where number = $1", [number]))[0]?.n);

const everything = () =>
  house.sql(
    `select (select count(*) from supplier) as suppliers, (select count(*) from audit.event) as events, (select count(*) from command_log) as commands,
       (select count(*) from duty) as duties, (select count(*) from outbox) as messages, (select sum(last_value) from number_series) as numbers`,
  );

describe("one command id", () => {
  it("fifty parallel copies of one command: one effect, fifty equal answers, forty-nine replays counted", async () => {
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => run(id, "TWIN")));
    expect(new Set(answers.map((a) => `${a?.record} ${a?.id}`)).size).toBe(1);
    expect(answers.filter((a) => a?.replayed === false)).toHaveLength(1);
    expect(await countOf("TWIN")).toBe(1);
    expect(await house.sql("select replays, record_type from command_log where id = $1", [id])).toEqual([
      { replays: 49, record_type: "Supplier" },
    ]);
    expect(await house.sql("select kind from audit.event where command_id = $1", [id])).toEqual([{ kind: "insert" }]);
  });

  it("a replay writes before it answers, so that its commit waits as the first one did", async () => {
    const id = randomUUID();
    await run(id, "AGAIN");
    const written = async () => house.sql("select xmin::text, replays from command_log where id = $1", [id]);
    const [before] = await written();
    expect((await run(id, "AGAIN"))?.replayed).toBe(true);
    const [after] = await written();
    expect(after).not.toEqual(before);
    expect(after).toMatchObject({ replays: 1 });
  });

  it("a command without an outcome is answered without one each time", async () => {
    const nothing = { id: randomUUID(), operation: "nothing", input: null };
    expect(await command(house.kernel, steward, nothing, async () => null)).toBeNull();
    expect(await command(house.kernel, steward, nothing, async () => null)).toBeNull();
  });

  it("other input, another reason, another person or another operation under one id is a named conflict and changes nothing", async () => {
    const id = randomUUID();
    await run(id, "FIRST", steward, { reason: "the reason given" });
    const before = await everything();
    expect(await refusalOf(run(id, "SECOND", steward, { reason: "the reason given" }))).toEqual(["COMMAND_CONFLICT"]);
    expect(await refusalOf(run(id, "FIRST", steward, { reason: "another reason" }))).toEqual(["COMMAND_CONFLICT"]);
    expect(await refusalOf(run(id, "FIRST", buyer, { reason: "the reason given" }))).toEqual(["COMMAND_CONFLICT"]);
    expect(await refusalOf(run(id, "FIRST", steward, { reason: "the reason given", operation: "createCustomer" }))).toEqual([
      "COMMAND_CONFLICT",
    ]);
    expect(await everything()).toEqual(before);
    expect(await house.sql("select replays from command_log where id = $1", [id])).toEqual([{ replays: 0 }]);
  });

  it("an id that is no UUID is bad input", async () => {
    for (const id of ["", "1", "x".repeat(36), `${randomUUID()}0`])
      expect(await refusalOf(run(id, "NOID"))).toEqual(["commandId:uuid"]);
    expect(await countOf("NOID")).toBe(0);
  });
});

describe("all or nothing", () => {
  it("a refused command leaves nothing, its id and its number included; the same id may then succeed", async () => {
    const before = await everything();
    const id = randomUUID();
    const refusing = command(house.kernel, steward, { id, operation: "createSupplier", input: supplier("LATE") }, async (tx) => {
      await makes("LATE")(tx);
      tx.emit("lot.released", { lot: "1" });
      await tx.flush();
      throw refused({ code: "TOO_LATE", text: { en: "Too late.", zh: "太晚。" } });
    });
    expect(await refusalOf(refusing)).toEqual(["TOO_LATE"]);
    expect(await everything()).toEqual(before);
    expect((await run(id, "LATE"))?.replayed).toBe(false);
  });

  it("a dry run does all of it and leaves nothing, and the id stays free", async () => {
    const before = await everything();
    const id = randomUUID();
    const seen: number[] = [];
    const dry = command(
      house.kernel,
      steward,
      { id, operation: "createSupplier", input: supplier("DRY"), dryRun: true },
      async (tx) => {
        const made = await makes("DRY")(tx);
        const [row] = await tx.sql<{ n: number }>("select count(*)::int as n from supplier where number = 'DRY'");
        seen.push(row?.n ?? 0);
        return made;
      },
    );
    expect((await dry)?.replayed).toBe(false);
    expect(seen).toEqual([1]);
    expect(await everything()).toEqual(before);
    expect((await run(id, "DRY"))?.replayed).toBe(false);
  });
});

describe("retries", () => {
  const failing = (code: string, times: number) => {
    const state = { calls: 0 };
    return {
      state,
      change: async (tx: Tx) => {
        state.calls += 1;
        const made = await makes(`R-${code}`)(tx);
        if (state.calls <= times) await tx.sql(`do $$ begin raise exception 'forced' using errcode = '${code}'; end $$`);
        return made;
      },
    };
  };

  it.each(["40001", "40P01"])("%s: the command is tried again and happens once", async (code) => {
    const { state, change } = failing(code, 2);
    const done = await command(house.kernel, steward, { id: randomUUID(), operation: "createSupplier", input: code }, change);
    expect([state.calls, done?.replayed, await countOf(`R-${code}`)]).toEqual([3, false, 1]);
  });

  it("gives up after five tries with BUSY and leaves nothing", async () => {
    const { state, change } = failing("40001", 99);
    const before = await everything();
    const code = await command(
      house.kernel,
      buyer,
      { id: randomUUID(), operation: "createSupplier", input: "never" },
      async (tx) => {
        state.calls += 1;
        await tx.sql("do $$ begin raise exception 'forced' using errcode = '40001'; end $$");
        return change(tx);
      },
    ).catch((error: unknown) => (error instanceof AppError ? error.code : error));
    expect([code, state.calls]).toEqual(["BUSY", 5]);
    expect(await everything()).toEqual(before);
  });

  it("a connection that is killed in the middle is replaced and the command happens once", async () => {
    let calls = 0;
    const done = await command(
      house.kernel,
      steward,
      { id: randomUUID(), operation: "createSupplier", input: "killed" },
      async (tx) => {
        calls += 1;
        const made = await makes("KILLED")(tx);
        const [row] = await tx.sql<{ pid: number }>("select pg_backend_pid() as pid");
        if (calls === 1) {
          await house.sql("select pg_terminate_backend($1)", [row?.pid]);
          await tx.sql("select 1");
        }
        return made;
      },
    );
    expect([calls, done?.replayed, await countOf("KILLED")]).toEqual([2, false, 1]);
  });

  it("a lost COMMIT stays unknown, whatever the tries after it meet; the same command then answers what became of it", async () => {
    await house.sql(
      `create function public.die() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`,
    );
    await house.sql(
      "create constraint trigger die after insert on supplier deferrable initially deferred for each row when (new.number = 'DIES') execute function public.die()",
    );
    try {
      let calls = 0;
      const what = { id: randomUUID(), operation: "createSupplier", input: supplier("DIES") };
      const dying = command(house.kernel, steward, what, async (tx) => {
        calls += 1;
        const made = await makes("DIES")(tx);
        await tx.flush();
        // From the second try on the connection breaks before its COMMIT.
        if (calls > 1) await tx.sql("select pg_terminate_backend(pg_backend_pid())");
        return made;
      });
      expect([await refusalOf(dying), calls]).toEqual([["OUTCOME_UNKNOWN"], 5]);
    } finally {
      await house.sql("drop trigger die on supplier; drop function public.die()");
    }
    expect(await countOf("DIES")).toBe(0);
  });

  it("a database that is full or away is answered as busy, not as a defect", async () => {
    for (const errcode of ["53100", "53200", "53300"]) {
      const full = command(house.kernel, steward, { id: randomUUID(), operation: "full", input: errcode }, async (tx) => {
        await makes(`FULL-${errcode}`)(tx);
        await tx.sql(`do $$ begin raise exception 'forced' using errcode = '${errcode}'; end $$`);
        return null;
      });
      expect(await refusalOf(full)).toEqual(["BUSY"]);
      expect(await countOf(`FULL-${errcode}`)).toBe(0);
    }
  });

  it("lost connections are no lost places in the pool: after more of them than it has, it still works", async () => {
    for (let lost = 0; lost < 12; lost++) {
      const dying = command(house.kernel, steward, { id: randomUUID(), operation: "die", input: lost }, async (tx) => {
        const [row] = await tx.sql<{ pid: number }>("select pg_backend_pid() as pid");
        await house.sql("select pg_terminate_backend($1)", [row?.pid]);
        throw refused({ code: "DEAD", text: { en: "Dead.", zh: "断开。" } });
      });
      expect(await refusalOf(dying)).toEqual(["DEAD"]);
    }
    expect((await run(randomUUID(), "STILL"))?.replayed).toBe(false);
  });

  it("a wait for a lock is bounded and answered as busy", async () => {
    const [row] = await house.sql<{ id: string }>("select id from supplier order by id limit 1");
    const blocker = new Client({ connectionString: house.database.superUrl });
    await blocker.connect();
    try {
      await blocker.query("begin");
      await blocker.query("select * from supplier where id = $1 for update", [row?.id]);
      const waiting = command(house.kernel, steward, { id: randomUUID(), operation: "wait", input: null }, async (tx) => {
        await tx.sql("select set_config('lock_timeout', '50', true)");
        await tx.lock("Supplier", [row?.id ?? ""]);
        return null;
      });
      expect(await refusalOf(waiting)).toEqual(["BUSY"]);
    } finally {
      await blocker.end();
    }
  });
});

describe("context", () => {
  it("belongs to the transaction: nothing of it is left on the connection for the next one", async () => {
    await run(randomUUID(), "CONTEXT", steward, { reason: "a reason to be forgotten" });
    await run(randomUUID(), "CONTEXT", steward).catch(() => undefined);
    const settings = [
      "app.actor",
      "app.role",
      "app.command",
      "app.operation",
      "app.reason",
      "app.source",
      "app.sites",
      "app.request",
    ];
    // As many at once as the pool has connections, so that each of them is looked at.
    const seen = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const em = house.kernel.orm.em.fork();
        await em.begin();
        const rows = await runSql<{ value: string | null }>(
          em as never,
          `select ${settings.map((s) => `coalesce(current_setting('${s}', true), '')`).join(" || ")} as value`,
          [],
        );
        await runSql(em as never, "select pg_sleep(0.05)", []);
        await em.rollback();
        return rows[0]?.value;
      }),
    );
    expect(seen).toEqual(Array.from({ length: 10 }, () => ""));
  });

  it("[REQ-REC-01] names actor, roles, command, operation, reason, source and request in the trail", async () => {
    const id = randomUUID();
    await command(
      house.kernel,
      { ...steward, source: "import", request: "r-77" },
      { id, operation: "createSupplier", input: "x", reason: "moved from the old system" },
      makes("TRAIL"),
    );
    expect(
      await house.sql("select actor_id, actor_role, operation, reason, source, request from audit.event where command_id = $1", [
        id,
      ]),
    ).toEqual([
      {
        actor_id: steward.personId,
        actor_role: "STEWARD",
        operation: "createSupplier",
        reason: "moved from the old system",
        source: "import",
        request: "r-77",
      },
    ]);
  });

  it("a person who is disabled or whose session has ended does nothing more", async () => {
    const [{ id } = { id: "" }] = await house.sql<{ id: string }>(
      "insert into session (token_hash, person_id, address, agent, created_at, last_seen_at, signing_failures) values ('t', $1, '', '', now(), now(), 0) returning id",
      [buyer.personId],
    );
    const own: Ctx = { ...buyer, sessionId: id };
    expect((await run(randomUUID(), "OPEN", own))?.replayed).toBe(false);
    await house.sql("update session set locked_at = now() where id = $1", [id]);
    expect(await refusalOf(run(randomUUID(), "LOCKED", own))).toEqual(["SESSION_LOCKED"]);
    await house.sql("update session set locked_at = null, ended_at = now() where id = $1", [id]);
    expect(await refusalOf(run(randomUUID(), "ENDED", own))).toEqual(["UNAUTHENTICATED"]);
    // Somebody else's session is nobody's.
    expect(await refusalOf(run(randomUUID(), "OTHER", { ...steward, sessionId: own.sessionId }))).toEqual(["UNAUTHENTICATED"]);
    expect((await countOf("LOCKED")) + (await countOf("ENDED")) + (await countOf("OTHER"))).toBe(0);
  });
});
