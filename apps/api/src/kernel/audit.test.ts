import { leafHash, withoutNulls } from "@lotline/verifier";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { act, tables } from "../../test/audit-case.ts";
import { type ClonedDatabase, cloneDatabase } from "../../test/database.ts";
import { asClient } from "../database/client.ts";
import { migrate } from "../database/migrate.ts";

let database: ClonedDatabase;
let owner: Client;
let app: Client;

beforeAll(async () => {
  database = await cloneDatabase();
  owner = new Client({ connectionString: database.owner });
  app = new Client({ connectionString: database.app });
  await owner.connect();
  await app.connect();
  await owner.query(tables);
});

afterAll(async () => {
  await owner.end();
  await app.end();
  await database.drop();
});

const count = async (from: string): Promise<number> => {
  const { rows } = await owner.query<{ n: number }>(`select count(*)::int as n from ${from}`);
  return rows[0]?.n ?? -1;
};

/** The error code of a statement in a transaction that sets an actor, or "done". */
async function outcome(sql: string, client = app): Promise<string> {
  await client.query("begin");
  try {
    await client.query("select set_config('app.actor', '7', true), set_config('app.sites', '1,2', true)");
    await client.query(sql);
    return "done";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  } finally {
    await client.query("rollback");
  }
}

describe("what is written", () => {
  test("[REQ-REC-01] a change leaves who, role, command, reason, source, record, old and new values, version and leaf", async () => {
    await act(app, "insert into gauge (site_id, name, quantity, secret) values (1, 'first', 1.5, 'very secret')");
    await act(app, "update gauge set quantity = 2.25, note = 'n' where name = 'first'", "8");
    await act(app, "delete from gauge where name = 'first'", "9");
    const { rows } = await owner.query(
      `select e.*, e.old::text as old, e.new::text as new, recorded_at > now() - interval '1 minute' as is_now
       from audit.event e where table_name = 'gauge' order by id desc limit 3`,
    );
    const [deleted, updated, inserted] = rows;
    expect(inserted).toMatchObject({
      kind: "insert",
      actor_id: "7",
      actor_role: "INSPECTOR",
      operation: "measure",
      source: "ui",
      request: "r-1",
      site_id: "1",
      is_now: true,
      old: null,
    });
    expect(inserted.new).toContain('"quantity": 1.500000');
    expect(inserted.schema_version).not.toBe("initial");
    expect(updated).toMatchObject({
      kind: "update",
      actor_id: "8",
      reason: "as measured again",
      command_id: "0193d0f0-0000-7000-8000-000000000008",
      old: '{"note": null, "quantity": 1.500000}',
    });
    expect(updated.new).toContain('"quantity": 2.250000');
    expect(deleted).toMatchObject({ kind: "delete", actor_id: "9", new: null });
    expect(deleted.old).toContain('"note": "n"');
    expect(new Set(rows.map((row) => row.row_id)).size).toBe(1);
  });

  test("secrets are in the trail by their hash only", async () => {
    expect(await count("audit.event where new::text like '%very secret%'")).toBe(0);
    expect(await count("audit.event where new ->> 'secret' = 'sha256:' || encode(sha256('very secret'), 'hex')")).toBeGreaterThan(
      0,
    );
  });

  test("a changed number of digits is a change, an update without any is none", async () => {
    await act(app, `insert into gauge (name, attrs) values ('digits', '{"x": 1.0}')`);
    const before = await count("audit.event");
    await act(app, `update gauge set attrs = '{"x": 1.0}' where name = 'digits'`);
    expect(await count("audit.event")).toBe(before);
    await act(app, `update gauge set attrs = '{"x": 1.00}' where name = 'digits'`);
    expect(await count("audit.event")).toBe(before + 1);
  });

  test("an append-only row carries actor, command and domain time of its transaction, whatever was given", async () => {
    await act(
      app,
      "insert into gauge_reading (gauge_id, value, actor_id, command_id, at) values (1, 3, 99, gen_random_uuid(), '2020-01-01')",
    );
    const { rows } = await owner.query(
      "select actor_id, command_id, at > now() - interval '1 minute' as is_now, xid is not null as has_xid from gauge_reading order by id desc limit 1",
    );
    expect(rows[0]).toEqual({ actor_id: "7", command_id: "0193d0f0-0000-7000-8000-000000000007", is_now: true, has_xid: true });
  });

  test("leaves follow the published rule, recomputed outside the database", async () => {
    await act(
      app,
      `insert into gauge_reading (gauge_id, extra, note) values (1, '{"a": null, "b": [1.10, null]}', '{"brace": "\\\\"}')`,
    );
    for (const table of ["audit.event", "gauge_reading"]) {
      const { rows } = await owner.query<{ leaf: string; image: string; canonical: string }>(
        `select encode(leaf, 'hex') as leaf, (to_jsonb(t) - '{leaf,xid}'::text[])::text as image, audit.canonical(to_jsonb(t)) as canonical from ${table} t`,
      );
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) {
        expect(withoutNulls(row.image)).toBe(row.canonical);
        expect(leafHash(row.canonical)).toBe(row.leaf);
      }
    }
  });

  test("the canonical text is this, byte for byte", async () => {
    const { rows } = await owner.query<{ text: string; leaf: string }>(
      `select text, encode(audit.leaf(text), 'hex') as leaf from (select audit.canonical(to_jsonb(v)) as text from (select
         42::bigint as id, 1.500000::numeric(18,6) as quantity, '批 "A"' || chr(10) as name, null::text as gone, true as is_sterile,
         '2026-07-15 08:00:00.12+00'::timestamptz(3) as at, date '2028-02-29' as expires_on, '\\x00ff'::bytea as bytes,
         '{"z": null, "a": 0.10, "bb": "é"}'::jsonb as attrs, array['x', null] as tags, '\\x01'::bytea as leaf, '9'::xid8 as xid) v) c`,
    );
    expect(rows[0]?.text).toBe(
      '{"at": "2026-07-15T08:00:00.12+00:00", "id": 42, "name": "批 \\"A\\"\\n", "tags": ["x", null], "attrs": {"a": 0.10, "z": null, "bb": "é"}, "bytes": "\\\\x00ff", "quantity": 1.500000, "expires_on": "2028-02-29", "is_sterile": true}',
    );
    expect(rows[0]?.leaf).toBe("620156da5110bd1f417af4c14404fef5dd83d240fee380ac8e81721ed6fc06ba");
  });

  test("session settings of the writer do not change a leaf", async () => {
    await act(
      app,
      "set local timezone = 'Asia/Shanghai'; set local bytea_output = 'escape'; set local datestyle = 'German'; insert into gauge_reading (gauge_id) values (5)",
    );
    expect(await count("gauge_reading r where gauge_id = 5 and leaf = audit.leaf(audit.canonical(to_jsonb(r)))")).toBe(1);
  });
});

describe("what is refused", () => {
  test("[REQ-REC-01] a write without actor is refused and changes nothing", async () => {
    const before = [await count("gauge"), await count("gauge_reading"), await count("audit.event")];
    for (const sql of [
      "insert into gauge (name) values ('x')",
      "update gauge set note = 'x'",
      "delete from gauge",
      "insert into gauge_reading (gauge_id) values (1)",
    ]) {
      await expect(app.query(sql)).rejects.toMatchObject({ code: "AU001", message: expect.stringContaining("AUDIT_NO_ACTOR") });
    }
    expect([await count("gauge"), await count("gauge_reading"), await count("audit.event")]).toEqual(before);
  });

  // 42501: insufficient privilege.
  const refusals: [string, string, string][] = [
    ["changes an event", "update audit.event set reason = 'x'", "42501"],
    ["deletes an event", "delete from audit.event", "42501"],
    ["empties the trail", "truncate audit.event", "42501"],
    ["forges an event", "insert into audit.event (actor_id) values (1)", "42501"],
    ["reads the trail past its view", "select * from audit.event", "42501"],
    ["calls the function that appends events", "select audit.append_event('gauge', 1, 'insert', null, '{}')", "42501"],
    [
      "hangs the trigger function on a table of its own",
      "create temp table forged (id bigint); create trigger t after insert on forged for each row execute function audit.log_change()",
      "42501",
    ],
    ["changes a seal", "update audit.seal set root = ''", "42501"],
    ["forges a seal", "insert into audit.seal (sequence) values (1)", "42501"],
    ["declares a table exempt", "update audit.source set kind = 'exempt'", "42501"],
    ["disables the trail's trigger", "alter table gauge disable trigger audit_log", "42501"],
    ["drops the trail's trigger", "drop trigger audit_log on gauge", "42501"],
    ["drops the table", "drop table gauge", "42501"],
    ["plays a replica", "set session_replication_role = replica", "42501"],
    ["becomes the audit role", "set role lotline_audit", "42501"],
    ["empties an audited table", "truncate gauge", "42501"],
    ["changes a row of the ledger", "update gauge_reading set value = 1", "42501"],
    ["deletes a row of the ledger", "delete from gauge_reading", "42501"],
    ["empties the ledger", "truncate gauge_reading", "42501"],
    ["gives a ledger row its id", "insert into gauge_reading (id, gauge_id) values (900, 1)", "42501"],
    ["gives a ledger row its leaf", "insert into gauge_reading (gauge_id, leaf) values (1, '')", "42501"],
    ["gives a ledger row its transaction", "insert into gauge_reading (gauge_id, xid) values (1, '3')", "42501"],
    ["moves the clock", "update domain_clock set offset_ms = 1", "42501"],
    ["moves the clock by the function", "select set_domain_clock(1)", "42501"],
  ];
  test.each(refusals)("[REQ-REC-02] the app role %s: refused", async (_what, sql, code) => {
    expect(await outcome(sql)).toBe(code);
  });

  test("[REQ-REC-02] even the owner may not change or empty what is append-only", async () => {
    for (const sql of [
      "update gauge_reading set value = 1",
      "delete from gauge_reading",
      "truncate gauge_reading",
      "truncate gauge",
      "delete from audit.event",
      "update audit.seal set root = ''",
    ]) {
      expect(await outcome(sql, owner)).toBe("AU002");
    }
  });

  test("[REQ-REC-02] a superuser who plays a replica still leaves his trail", async () => {
    const before = await count("audit.event");
    await asClient(database.superUrl, async (client) => {
      await act(client, "set local session_replication_role = replica; insert into gauge (name) values ('by replica')");
    });
    expect(await count("audit.event")).toBe(before + 1);
  });

  test("[REQ-REC-02] there is no setting that switches the trail off", async () => {
    const { rows } = await app.query("select name from pg_settings where name ~* 'audit.*(off|disable)'");
    expect(rows).toEqual([]);
  });

  test("the sealer appends seals and does nothing else", async () => {
    const sealer = new Client({ connectionString: database.sealer });
    await sealer.connect();
    for (const sql of [
      "update audit.seal set root = ''",
      "delete from audit.seal",
      "update gauge set note = 'x'",
      "insert into gauge (name) values ('x')",
      "insert into audit.epoch (id, fence, reason) values (2, '0', 'x')",
    ]) {
      expect(await outcome(sql, sealer)).toBe("42501");
    }
    await sealer.end();
  });

  test("the id of a record does not change", async () => {
    expect(await outcome("update gauge set id = id + 1000 where name = 'digits'")).toBe("AU003");
  });
});

describe("attaching tables", () => {
  test("every table of the house is under audit or exempt with a reason", async () => {
    const { rows } = await owner.query("select audit.unattached() as name");
    expect(rows).toEqual([]);
  });

  test("every attached table has its triggers, always on", async () => {
    const { rows } = await owner.query(
      `select s.table_name, w.name from audit.source s, audit.triggers_of(s.table_name, s.kind, s.hidden) w
       where not exists (select from pg_trigger g where g.tgrelid = ('public.' || s.table_name)::regclass and g.tgname = w.name and g.tgenabled = 'A')`,
    );
    expect(rows).toEqual([]);
  });

  test("a second migration of an unchanged house writes nothing into the trail", async () => {
    const fresh = await cloneDatabase();
    const events = () => asClient(fresh.owner, async (client) => (await client.query("select count(*) from audit.event")).rows);
    const before = await events();
    await migrate(fresh);
    expect(await events()).toEqual(before);
    await fresh.drop();
  });

  test("a nullable column leaves trail and leaves as they are; a filled, renamed or dropped one is written into the trail", async () => {
    await owner.query(
      "create table caliper (id bigint generated by default as identity primary key, name text); grant insert, update on caliper to lotline_app; select audit.attach('caliper', 'audited')",
    );
    await act(app, "insert into caliper (name) values ('a'), ('b')");
    const eventsAfter = async (change: string) => {
      await owner.query(`begin; ${change}; select audit.attach('caliper', 'audited'); commit`);
      const { rows } = await owner.query<{ old: string; new: string; actor_id: string }>(
        "select old::text as old, new::text as new, actor_id from audit.event where table_name = 'caliper' and kind = 'update' order by id",
      );
      return rows;
    };
    expect(await eventsAfter("alter table caliper add note text")).toEqual([]);
    const [first] = await eventsAfter("alter table caliper add is_digital boolean not null default false");
    expect(first).toEqual({
      actor_id: "0",
      old: '{"is_digital": null}',
      new: '{"id": 1, "name": "a", "note": null, "is_digital": false}',
    });
    expect((await eventsAfter("alter table caliper rename name to title"))[2]).toMatchObject({
      old: '{"name": "a", "title": null}',
    });
    expect((await eventsAfter("alter table caliper drop is_digital"))[4]).toMatchObject({
      old: '{"is_digital": false}',
      new: '{"id": 1, "note": null, "title": "a"}',
    });
  });

  test("columns of a filled append-only table cannot be changed under its seals", async () => {
    await expect(
      owner.query(
        "begin; alter table gauge_reading add unit text not null default 'mm'; select audit.attach('gauge_reading', 'append_only')",
      ),
    ).rejects.toMatchObject({ code: "AU004" });
    await owner.query("rollback");
    await owner.query(
      "begin; alter table gauge_reading add unit text; select audit.attach('gauge_reading', 'append_only'); rollback",
    );
  });

  test("columns whose text is not lasting are refused, and tables without an id", async () => {
    for (const column of ["a float8", "a interval", "a money"]) {
      await expect(
        owner.query(`begin; create table odd (id bigint, ${column}); select audit.attach('odd', 'audited')`),
      ).rejects.toMatchObject({ code: "AU004" });
      await owner.query("rollback");
    }
    await expect(owner.query("begin; create table odd (code text); select audit.attach('odd', 'audited')")).rejects.toMatchObject(
      { code: "AU004" },
    );
    await owner.query("rollback");
  });
});

describe("reading the trail", () => {
  const read = async (sql: string, sites = "1"): Promise<unknown[]> => {
    await app.query("begin");
    await app.query("select set_config('app.actor', '7', true), set_config('app.sites', $1, true)", [sites]);
    const { rows } = await app.query({ text: sql, rowMode: "array" });
    await app.query("commit");
    return rows;
  };

  test("[REQ-REC-05] shows the original first, then each change, and what was in force at any moment", async () => {
    const times: string[] = [];
    for (const sql of [
      "insert into gauge (id, site_id, name, quantity) values (500, 1, 'asof', 1)",
      "update gauge set quantity = 2.000001 where id = 500",
      "delete from gauge where id = 500",
    ]) {
      await act(app, sql);
      const { rows } = await owner.query<{ at: string }>("select (clock_timestamp())::text as at");
      times.push(rows[0]?.at ?? "");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await read("select kind from audit.history('gauge', 500)")).toEqual([["insert"], ["update"], ["delete"]]);
    const at = (time: string | undefined) => read(`select audit.as_of('gauge', 500, '${time}') ->> 'quantity'`);
    expect(await at("2020-01-01")).toEqual([[null]]);
    expect(await at(times[0])).toEqual([["1.000000"]]);
    expect(await at(times[1])).toEqual([["2.000001"]]);
    expect(await at(times[2])).toEqual([[null]]);
    expect(await read(`select * from audit.difference('gauge', 500, '${times[0]}', '${times[1]}')`)).toEqual([
      ["quantity", "1.000000", "2.000001"],
    ]);
  });

  test("only the sites of the person, and nothing without a person", async () => {
    expect(await read("select count(*)::int from audit.history('gauge', 500)", "2")).toEqual([[0]]);
    const { rows } = await app.query("select count(*)::int as n from audit.trail");
    expect(rows).toEqual([{ n: 0 }]);
  });

  test("moving the domain clock is in the trail, and dates what follows", async () => {
    const moved = await cloneDatabase();
    await asClient(moved.owner, async (client) => {
      await client.query("select set_domain_clock(0, '2026-07-15 08:00:00+00', 'story')");
      const { rows } = await client.query(
        "select public.domain_now() = '2026-07-15 08:00:00+00' as is_set, (select reason from audit.event where table_name = 'domain_clock' order by id desc limit 1) as reason",
      );
      expect(rows).toEqual([{ is_set: true, reason: "story" }]);
      await client.query("select set_domain_clock(86400000)");
      const { rows: next } = await client.query(
        "select public.domain_now() - now() between '23:59:59' and '24:00:01' as is_moved",
      );
      expect(next).toEqual([{ is_moved: true }]);
    });
    await moved.drop();
  });
});
