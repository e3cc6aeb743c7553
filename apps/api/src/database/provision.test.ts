import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ClonedDatabase, cloneDatabase } from "../../test/database.ts";
import { query } from "../../test/query.ts";
import { type EmbeddedDatabase, startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { provision } from "./provision.ts";
import { withParts } from "./urls.ts";

describe("the roles of the database", () => {
  let database: ClonedDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.drop());

  it.each(["app", "reader", "sealer"] as const)("%s cannot create tables, schemas or temporary tables", async (role) => {
    await expect(query(database[role], "create table public.intruder (id int)")).rejects.toThrow(
      "permission denied for schema public",
    );
    await expect(query(database[role], "create schema intruder")).rejects.toThrow(/permission denied for database/);
    await expect(query(database[role], "create temporary table intruder (id int)")).rejects.toThrow(
      /permission denied to create temporary/,
    );
    await expect(query(database[role], "create function public.intruder() returns int return 1")).rejects.toThrow(
      "permission denied for schema public",
    );
    expect(await query(database.owner, "select count(*)::int as tables from pg_class where relname = 'intruder'")).toEqual([
      { tables: 0 },
    ]);
  });

  it("nobody but the owner and, as a reader, the app is a member of another role, and none is superuser or may bypass row security", async () => {
    const roles = await query(
      database.superUrl,
      `select rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin,
              array(select m.roleid::regrole::text from pg_auth_members m where m.member = r.oid order by 1) as memberships
       from pg_roles r where rolname like 'lotline\\_%' order by rolname`,
    );
    const plain = { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, rolbypassrls: false };
    expect(roles).toEqual([
      { rolname: "lotline_app", ...plain, rolcanlogin: true, memberships: ["lotline_inspector"] },
      { rolname: "lotline_audit", ...plain, rolcanlogin: false, memberships: [] },
      { rolname: "lotline_inspector", ...plain, rolcanlogin: false, memberships: [] },
      { rolname: "lotline_owner", ...plain, rolcanlogin: true, memberships: ["lotline_audit"] },
      { rolname: "lotline_reader", ...plain, rolcanlogin: true, memberships: [] },
      { rolname: "lotline_sealer", ...plain, rolcanlogin: true, memberships: [] },
    ]);
  });
});

describe("provisioning", () => {
  let server: EmbeddedDatabase;
  let directory: string;
  let dataDir: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "lotline-provision-"));
    server = await startEmbedded({ dataDir: directory, test: true, onProgress: () => undefined });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });
  beforeEach(() => {
    dataDir = mkdtempSync(join(directory, "data-"));
  });
  afterEach(async () => {
    await query(server.superUrl, "drop database if exists lotline with (force)");
    const roles = await query(
      server.superUrl,
      "select rolname from pg_roles where rolname like 'lotline\\_%' or rolname = 'customer'",
    );
    await query(server.superUrl, "drop database if exists customer_database with (force)");
    const names = roles.map((role) => role.rolname).join(", ");
    if (names) await query(server.superUrl, `drop owned by ${names}; drop role ${names}`);
  });

  /** What a customer's database administrator gives: a login that may create roles and owns one database. */
  const customerUrl = async (attributes: string) => {
    await query(server.superUrl, `create role customer login password 'given' ${attributes}`);
    await query(server.superUrl, "create database customer_database owner customer");
    return withParts(server.superUrl, { user: "customer", password: "given", database: "customer_database" });
  };

  it("can be repeated and keeps the passwords", async () => {
    const first = await provision({ adminUrl: server.superUrl, dataDir, database: "lotline" });
    const second = await provision({ adminUrl: server.superUrl, dataDir, database: "lotline" });
    expect(second).toEqual(first);
    expect(statSync(join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
    const passwords = Object.values(first).map((url) => new URL(url).password);
    expect(new Set(passwords).size).toBe(4);
    expect(passwords.every((password) => password.length === 32)).toBe(true);
  });

  it("needs no superuser: a database owner who may create roles is enough, also for migrations and the audit schema", async () => {
    const adminUrl = await customerUrl("createrole nosuperuser");
    const urls = await provision({ adminUrl, dataDir });
    expect(
      await query(urls.owner, "select extname from pg_extension where extname in ('pg_trgm', 'btree_gist') order by 1"),
    ).toEqual([{ extname: "btree_gist" }, { extname: "pg_trgm" }]);
    expect(await query(urls.app, "select current_user as user, current_setting('TimeZone') as zone")).toEqual([
      { user: "lotline_app", zone: "UTC" },
    ]);
    await migrate(urls);
    await migrate(urls);
    await query(urls.owner, "create schema owned_by_audit authorization lotline_audit");
    expect(await provision({ adminUrl, dataDir })).toEqual(urls);
  });

  it("takes the given login as owner when it is called lotline_owner", async () => {
    await query(server.superUrl, "create role lotline_owner login createrole password 'given'");
    await query(server.superUrl, "create database customer_database owner lotline_owner");
    const adminUrl = withParts(server.superUrl, { user: "lotline_owner", password: "given", database: "customer_database" });
    const urls = await provision({ adminUrl, dataDir });
    expect(urls.owner).toBe(adminUrl);
    await migrate(urls);
  });

  it("says which right is missing", async () => {
    const adminUrl = await customerUrl("nocreaterole");
    await expect(provision({ adminUrl, dataDir })).rejects.toMatchObject({
      code: "MAY_NOT_CREATE_ROLES",
      en: expect.stringContaining('ALTER ROLE "customer" CREATEROLE;'),
    });
    await query(server.superUrl, "alter role customer createrole; alter database customer_database owner to postgres");
    await expect(provision({ adminUrl, dataDir })).rejects.toMatchObject({ code: "NOT_DATABASE_OWNER" });
    await expect(provision({ adminUrl: withParts(adminUrl, { database: "absent" }), dataDir })).rejects.toMatchObject({
      code: "DATABASE_MISSING",
    });
    await expect(provision({ adminUrl: withParts(adminUrl, { password: "wrong" }), dataDir })).rejects.toMatchObject({
      code: "DATABASE_UNREACHABLE",
    });
  });

  it("refuses roles of another installation unless told to give them new passwords", async () => {
    const other = await provision({ adminUrl: server.superUrl, dataDir, database: "lotline" });
    const lost = mkdtempSync(join(directory, "data-"));
    const options = { adminUrl: server.superUrl, dataDir: lost, database: "lotline" };
    await expect(provision(options)).rejects.toMatchObject({ code: "ROLE_PASSWORD_UNKNOWN" });
    expect(await query(other.app, "select 1 as answer")).toEqual([{ answer: 1 }]);

    const urls = await provision({ ...options, resetRoles: true });
    expect(await query(urls.app, "select 1 as answer")).toEqual([{ answer: 1 }]);
    await expect(query(other.app, "select 1")).rejects.toThrow("password authentication failed");
  });

  it("stops at a damaged secrets file instead of inventing new passwords", async () => {
    await provision({ adminUrl: server.superUrl, dataDir, database: "lotline" });
    const path = join(dataDir, "secrets.json");
    const half = readFileSync(path, "utf8").slice(0, 40);
    writeFileSync(path, half);
    await expect(provision({ adminUrl: server.superUrl, dataDir, database: "lotline" })).rejects.toMatchObject({
      code: "SECRETS_UNREADABLE",
    });
    expect(readFileSync(path, "utf8")).toBe(half);
  });
});
