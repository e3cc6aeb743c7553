/** The demo company as it is shipped, on a database of its own, and one person for each role who has done nothing yet. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { permits, type Role, role } from "@lotline/schema";
import { Client } from "pg";
import { assemble } from "../src/assemble.ts";
import { inTransaction } from "../src/database/client.ts";
import { install } from "../src/database/install.ts";
import type { Kernel } from "../src/kernel/command.ts";
import { demoPublicKey } from "../src/seed/load.ts";
import { loadSnapshot, snapshotDir } from "../src/seed/snapshot.ts";
import { Browser } from "./browser.ts";
import { type ClonedDatabase, cloneDatabase, ensureTemplate } from "./database.ts";
import { everybodyAccepts, testKeys } from "./house.ts";
import { query } from "./query.ts";

export const allRoles = Object.keys(role.values) as Role[];

/** The roles that hold a permit as shipped. */
export const holdersOf = (permit: string): readonly Role[] => {
  const held: readonly Role[] | "*" = permits[permit as keyof typeof permits];
  return held === "*" ? allRoles : held;
};

export interface Demo extends AsyncDisposable {
  readonly kernel: Kernel;
  readonly database: ClonedDatabase;
  /** A person with this role and no other; "" has none. */
  person(role: Role | ""): { id: string; login: string };
  browser(role: Role | ""): Promise<Browser>;
  /** The browser of a person of the demo company. */
  as(login: string): Promise<Browser>;
  sql<T extends object>(text: string, params?: unknown[]): Promise<T[]>;
}

const demoTemplate = () =>
  ensureTemplate("demo", async (urls) => {
    const { at } = await loadSnapshot(urls.owner, snapshotDir, "demo company loaded");
    await install(urls);
    await query(urls.owner, "select public.set_domain_clock((extract(epoch from $1::timestamptz - now()) * 1000)::bigint)", [at]);
  });

const roleTemplate = () =>
  ensureTemplate(
    "demo_roles",
    async (urls) => {
      // Written by the owner: these people would have to be proposed and confirmed one by one, which has its own tests.
      await inTransaction(urls.owner, async (client) => {
        await client.query(
          "select set_config('app.actor', '1', true), set_config('app.source', 'seed', true), set_config('app.operation', 'rolePeople', true)",
        );
        for (const code of ["", ...allRoles]) {
          const login = loginOf(code);
          const { rows } = await client.query<{ id: string }>(
            `insert into person (number, state, created_by_id, login, name_en, name_zh, title_en, title_zh, identity_document)
         values ($1, 'active', 1, $2, $3, $4, 'Tester', '测试', 'employment') returning id`,
            [`P-${login}`, login, `Tester ${code}`, `测试${code}`],
          );
          await client.query(
            "insert into credential (id, password_hash, code_hash, must_change, signing_suspended, failures) select $1, password_hash, code_hash, false, false, 0 from credential where code_hash is not null limit 1",
            [rows[0]?.id],
          );
          if (code)
            await client.query(
              "insert into role_grant (number, state, created_by_id, person_id, role) values ($1, 'active', 1, $2, $3)",
              [`RG-${login}`, rows[0]?.id, code],
            );
        }
      });
      const kernel = await assemble(urls.app, testKeys, { pool: 2 });
      await everybodyAccepts(kernel);
      await kernel.orm.close(true);
    },
    demoTemplate,
  );

const loginOf = (code: string): string => `test.${(code || "nobody").toLowerCase().replaceAll("_", ".")}`;

/** Opens the demo company on a database of its own. */
export async function openDemo(): Promise<Demo> {
  const database = await cloneDatabase(await roleTemplate());
  const kernel = await assemble(
    database.app,
    { key: testKeys.key, publicKeys: [...testKeys.publicKeys, demoPublicKey()] },
    { pool: 10 },
  );
  const client = new Client({ connectionString: database.superUrl });
  await client.connect();
  const sql = async <T extends object>(text: string, params: unknown[] = []) => (await client.query(text, params)).rows as T[];
  const people = new Map((await sql<{ id: string; login: string }>("select id, login from person")).map((p) => [p.login, p]));
  const found = (login: string) => {
    const person = people.get(login);
    if (!person) throw new Error(`nobody has the login ${login}`);
    return person;
  };
  const open = new Map<string, Promise<Browser>>();
  const as = (login: string) => {
    const browser = open.get(login) ?? Browser.of(kernel, found(login));
    open.set(login, browser);
    return browser;
  };
  return {
    kernel,
    database,
    sql,
    as,
    person: (code) => found(loginOf(code)),
    browser: (code) => as(loginOf(code)),
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await kernel.orm.close(true);
      await database.drop();
    },
  };
}

/** The public keys by which the demo company's evidence is checked. */
export const demoKeys = (): string[] => [readFileSync(join(snapshotDir, "demo-key.pub.pem"), "utf8"), ...testKeys.publicKeys];
