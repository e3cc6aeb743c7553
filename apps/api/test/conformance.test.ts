/** What holds for every record type and every table, looped over the registry and the catalogue. */
import { type AnyRecord, actionsOf, type Field, type Fields, type Label, permits, registry } from "@lotline/schema";
import { getNamedType, isInputObjectType } from "graphql";
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lineSets, lineTableOf, recordNames, specOf, tableOf } from "../src/base/names.ts";
import { asClient } from "../src/database/client.ts";
import { createOrm } from "../src/orm.ts";
import { sortKeys } from "../src/read/list.ts";
import { buildGraphqlSchema } from "../src/schema.ts";
import { type ClonedDatabase, cloneDatabase } from "./database.ts";
import { query } from "./query.ts";

let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

const ask = (sql: string, values: unknown[] = []) => query(database.superUrl, sql, values);

/** Every label of a record type with the place it stands at. */
function labelsOf(spec: AnyRecord): [string, Label][] {
  const ofFields = (path: string, fields: Fields = {}): [string, Label][] =>
    Object.entries(fields).flatMap(([name, field]: [string, Field]) => [
      [`${path}${name}`, field.label] as [string, Label],
      ...(field.help ? [[`${path}${name}.help`, field.help] as [string, Label]] : []),
      ...(field.kind === "choice"
        ? Object.entries<Label>(field.of.values).map(([v, l]): [string, Label] => [`${path}${name}=${v}`, l])
        : []),
    ]);
  return [
    ["label", spec.label],
    ["plural", spec.plural],
    ...(spec.numberLabel ? [["numberLabel", spec.numberLabel] as [string, Label]] : []),
    ...ofFields("", spec.fields),
    ...Object.entries<Label>(spec.states ?? {}).map(([state, label]): [string, Label] => [`state ${state}`, label]),
    ...lineSets(spec).flatMap(([set, lines]) => [[set, lines.label] as [string, Label], ...ofFields(`${set}.`, lines.fields)]),
    ...Object.entries(actionsOf(spec)).flatMap(([name, action]) => [
      [`action ${name}`, action.label] as [string, Label],
      ...ofFields(`${name}: `, action.input?.fields),
      ...Object.entries(action.input?.rows ?? {}).flatMap(([set, fields]) => ofFields(`${name}: ${set}.`, fields)),
    ]),
  ];
}

describe("record files", () => {
  it("every label stands in both languages, Chinese in Chinese", () => {
    const missing = recordNames.flatMap((name) =>
      labelsOf(specOf(name))
        .filter(
          ([, label]) =>
            !label.en?.trim() || !label.zh?.trim() || /[\u4e00-\u9fff]/.test(label.en) || label.en !== label.en.trim(),
        )
        .map(([path]) => `${name} ${path}`),
    );
    expect(missing).toEqual([]);
    // A Chinese label without any Chinese letter is a forgotten one, but for codes that are written in Latin everywhere.
    const latin = recordNames.flatMap((name) =>
      labelsOf(specOf(name))
        .filter(([, label]) => !/[\u4e00-\u9fff]/.test(label.zh))
        .map(([path, label]) => `${name} ${path}: ${label.zh}`),
    );
    expect(latin.filter((l) => !/: [A-Z0-9 .&/-]{1,12}$/.test(l))).toEqual([]);
  });

  it("every non-final state has a way out by somebody's action", () => {
    const stuck = recordNames.flatMap((name) => {
      const spec = specOf(name);
      const actions = Object.values(actionsOf(spec));
      // A state that is named as due must be left by a person.
      return Object.keys(spec.due ?? {})
        .filter((state) => !actions.some((a) => a.permit && a.from.includes(state)))
        .map((state) => `${name} ${state}`);
    });
    expect(stuck).toEqual([]);
  });
});

describe("tables", () => {
  it("equal their entities on the migrated database, after the SQL files too", async () => {
    const orm = await createOrm(database.owner, { pool: 1 });
    try {
      const diff = (await orm.schema.getUpdateSchemaSQL({ wrap: false })).split(/;\s*/).filter(Boolean);
      // What the SQL files put on by themselves, and the generator would take away: it compares before they have run.
      const own = await ask(
        `select format('alter table "%s" drop constraint "%s"', k.conrelid::regclass, k.conname) as line from pg_constraint k where k.contype = 'x'
         union all select format('drop view if exists "%s" cascade', viewname) from pg_views where schemaname = 'public'`,
      );
      expect(diff.filter((line) => !own.some((o) => o.line === line))).toEqual([]);
    } finally {
      await orm.close(true);
    }
  });

  it("[REQ-REC-01] are all under audit, with triggers that no session setting switches off", async () => {
    expect(await ask("select * from audit.unattached()")).toEqual([]);
    const off = await ask(
      `select c.relname, t.tgname, t.tgenabled from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where c.relnamespace in ('public'::regnamespace, 'audit'::regnamespace) and not t.tgisinternal and t.tgenabled <> 'A' and t.tgconstraint = 0`,
    );
    expect(off).toEqual([]);
  });

  it("[REQ-REC-01] every record and child row is audited with old and new values", async () => {
    const wanted = recordNames.flatMap((name) => [
      tableOf(name),
      ...lineSets(specOf(name)).map(([set]) => lineTableOf(name, set)),
    ]);
    const audited = (await ask("select table_name from audit.source where kind = 'audited'")).map((r) => String(r.table_name));
    expect(wanted.filter((t) => !audited.includes(t))).toEqual([]);
  });

  it("[REQ-REC-01] refuse a write without actor, each of them", async () => {
    await asClient(database.superUrl, async (client) => {
      const { rows } = await client.query<{ table_name: string; kind: string }>(
        "select table_name, kind from audit.source where kind <> 'exempt' order by table_name",
      );
      expect(rows.length).toBeGreaterThanOrEqual(recordNames.length);
      const refusals = [];
      for (const { table_name } of rows) refusals.push([table_name, await codeOf(client, await anyInsert(client, table_name))]);
      expect(refusals.filter(([, code]) => code !== "AU001")).toEqual([]);
    });
  });

  it("[REQ-REC-06] let the app remove or empty no record and no evidence", async () => {
    const removable = await ask(
      `select c.relname from pg_class c where c.relnamespace in ('public'::regnamespace, 'audit'::regnamespace) and c.relkind in ('r', 'p')
         and (has_table_privilege('lotline_app', c.oid, 'delete') or has_table_privilege('lotline_app', c.oid, 'truncate')) order by 1`,
    );
    const childRows = recordNames.flatMap((name) => lineSets(specOf(name)).map(([set]) => lineTableOf(name, set)));
    // Child rows of drafts go with their trail; open tasks, notices and jobs follow from the records; rows of files given up are no records; counters of failed sign-ins and questions put to keys and providers are forgotten.
    expect(removable.map((r) => r.relname)).toEqual(
      [
        ...childRows,
        "identity_challenge",
        "import_row",
        "job",
        "job_row",
        "notice",
        "provider_round",
        "sign_in_failure",
        "work_item",
      ].sort(),
    );
    const emptied = await ask(
      "select c.relname from pg_class c where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'audit'::regnamespace) and has_table_privilege('lotline_app', c.oid, 'truncate')",
    );
    expect(emptied).toEqual([]);
  });

  it("[REQ-REC-02] let the app change nothing that is append-only", async () => {
    const changeable = await ask(
      `select s.table_name from audit.source s where s.kind = 'append_only' and (has_table_privilege('lotline_app', ('public.' || s.table_name)::regclass, 'update')
         or has_any_column_privilege('lotline_app', ('public.' || s.table_name)::regclass, 'update'))`,
    );
    expect(changeable).toEqual([]);
  });

  it("[REQ-ACC-02] every table with a site shows its rows by row-level security, to reader and app", async () => {
    const open = await ask(
      `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'site_id' and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'site_scope'))`,
    );
    expect(open).toEqual([]);
    const scoped = (await ask("select c.relname from pg_class c join pg_policy p on p.polrelid = c.oid")).map((r) => r.relname);
    expect(recordNames.filter((name) => specOf(name).site && !scoped.includes(tableOf(name)))).toEqual([]);
  });

  it("every sort that a list declares has its index, seekable with the id behind it", async () => {
    const indexes = await ask("select tablename, indexdef from pg_indexes where schemaname = 'public'");
    const everything = new Set(Object.keys(permits));
    const missing = recordNames.flatMap((name) => {
      const spec = specOf(name);
      const sorts = new Set(["number", "createdAt", ...(spec.list.sorts ?? []), spec.list.sort.replace(/^-/, "")]);
      return [...sorts].filter((sort) => {
        const column = sortKeys(name, [sort], everything)[0]?.column;
        const definition = column === "number" ? "USING btree (number)" : `USING btree (${column}, id)`;
        return !indexes.some((i) => i.tablename === tableOf(name) && String(i.indexdef).includes(definition));
      });
    });
    expect(missing).toEqual([]);
  });
});

/** An insert that fills every column that must be filled with something of its kind; the audit trigger speaks before any key. */
async function anyInsert(client: Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull and d.oid is null and a.attidentity = ''`,
    [`public.${table}`],
  );
  const { rows: checks } = await client.query<{ column: string; value: string }>(
    `select a.attname as column, substring(pg_get_constraintdef(k.oid) from '''([^'']+)''') as value from pg_constraint k
     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1] where k.contype = 'c' and k.conrelid = $1::regclass`,
    [`public.${table}`],
  );
  const value = (name: string, type: string): string => {
    const listed = checks.find((c) => c.column === name && c.value);
    if (listed) return `'${listed.value}'`;
    if (/^(bigint|integer|numeric)/.test(type)) return "1";
    if (type === "xid8") return "pg_current_xact_id()";
    const literals: { [type: string]: string } = {
      boolean: "false",
      date: "'2026-01-01'",
      uuid: "gen_random_uuid()",
      jsonb: "'{}'",
      bytea: "'\\x00'",
      "timestamp with time zone": "now()",
    };
    return literals[type] ?? "'x'";
  };
  const columns = rows.filter((r) => r.name !== "id" || table === "domain_clock");
  const list = columns.map((c) => c.name).join(", ");
  return table === "domain_clock"
    ? "update domain_clock set offset_ms = 1"
    : `insert into ${table} (${list}) values (${columns.map((c) => value(c.name, c.type)).join(", ")})`;
}

async function codeOf(client: Client, sql: string): Promise<string> {
  await client.query("begin");
  // As a replica no foreign key is checked, and the audit triggers speak all the same.
  await client.query("set local session_replication_role = replica");
  const code = await client.query(sql).then(
    () => "written",
    (error: { code?: string; message: string }) => (error.code === "AU001" ? "AU001" : `${error.code} ${error.message}`),
  );
  await client.query("rollback");
  return code;
}

describe("the schema of the API", () => {
  it("no input carries a state, a status, a version to set, a time or a signer", async () => {
    const schema = await buildGraphqlSchema();
    const forbidden = new Set(["state", "status", "version", "createdAt", "createdBy", "signedAt", "actor", "retainUntil"]);
    // Asking by state or time is no writing.
    const inputs = Object.values(schema.getTypeMap()).filter((t) => isInputObjectType(t) && !t.name.endsWith("Filter"));
    expect(inputs.length).toBeGreaterThan(40);
    const found = inputs.flatMap((t) =>
      isInputObjectType(t)
        ? Object.keys(t.getFields())
            .filter((f) => forbidden.has(f))
            .map((f) => `${t.name}.${f}`)
        : [],
    );
    expect(found).toEqual([]);
  });

  it("no input carries a field that only effects may write", async () => {
    const schema = await buildGraphqlSchema();
    const found = recordNames.flatMap((name) => {
      const system = Object.entries(specOf(name).fields as Fields)
        .filter(([, f]) => f.system)
        .map(([key]) => key);
      return [`Create${name}Input`, `Edit${name}Input`].flatMap((input) => {
        const type = schema.getType(input);
        return isInputObjectType(type) ? system.filter((key) => key in type.getFields()).map((key) => `${input}.${key}`) : [];
      });
    });
    expect(found).toEqual([]);
  });

  it("every mutation of a record takes a command id, and of a saved one the version that was shown", async () => {
    const mutations = (await buildGraphqlSchema()).getMutationType()?.getFields() ?? {};
    for (const name of recordNames) {
      const spec = specOf(name);
      const actions = Object.entries(actionsOf(spec)).flatMap(([action, { permit }]) => (permit ? [`${action}${name}`] : []));
      for (const operation of [...(spec.create ? [`create${name}`] : []), ...(spec.edit ? [`edit${name}`] : []), ...actions]) {
        const args = mutations[operation]?.args.map((a) => `${a.name}: ${a.type}`) ?? [];
        expect([operation, args]).toEqual([
          operation,
          expect.arrayContaining(
            operation === `create${name}` ? ["commandId: ID!"] : ["commandId: ID!", "id: ID!", "version: Int!"],
          ),
        ]);
        expect(getNamedType(mutations[operation]?.type as never)).toEqual((await buildGraphqlSchema()).getType(name));
      }
      // The system's own actions are nobody's mutation.
      for (const [action, { permit }] of Object.entries(actionsOf(spec)))
        if (!permit) expect(mutations[`${action}${name}`]).toBeUndefined();
    }
    expect(Object.keys(registry).length).toBe(recordNames.length);
  });
});
