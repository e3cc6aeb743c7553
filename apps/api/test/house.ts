/** A whole house on a database of its own: kernel, rules as shipped, the demo company's people. For stories of the modules. */
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { Reason } from "@lotline/schema";
import { keyIdOf } from "@lotline/verifier";
import { hash } from "@node-rs/argon2";
import { Client } from "pg";
import { assemble } from "../src/assemble.ts";
import { AppError } from "../src/base/error.ts";
import { install } from "../src/database/install.ts";
import type { Kernel } from "../src/kernel/command.ts";
import { acceptStatement, readStatement, secure } from "../src/modules/platform/index.ts";
import { makePeople } from "../src/seed/company.ts";
import { Hands } from "../src/seed/hands.ts";
import { demoCode, demoPassword } from "../src/seed/people.ts";
import { Browser } from "./browser.ts";
import { type ClonedDatabase, cloneDatabase, ensureTemplate } from "./database.ts";

// The same in every process of a run, because what one has signed in a template another one verifies. PKCS #8 of RFC 8410.
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, "lotline test key")]),
  format: "der",
  type: "pkcs8",
});
const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();

/** Keys of the test run. */
export const testKeys = {
  key: {
    id: keyIdOf(publicKey),
    sign: (payload: string) => sign(null, Buffer.from(payload, "utf8"), privateKey).toString("base64"),
  },
  publicKeys: [publicKey],
};

export interface House extends AsyncDisposable {
  readonly kernel: Kernel;
  readonly database: ClonedDatabase;
  readonly hands: Hands;
  /** A browser of somebody of the company, with a session of its own. */
  browser(login: string): Promise<Browser>;
  /** Asks as superuser, past all rules. */
  sql<T extends object>(text: string, params?: unknown[]): Promise<T[]>;
  /** Closes all connections, so that the database can be copied. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

/** Everybody with a credential has accepted the accountability statement, as before a first signature; asking has its own tests. */
export async function everybodyAccepts(kernel: Kernel): Promise<void> {
  const people = await secure(kernel.orm, null, "everybodyAccepts", (sql) => sql<{ id: string }>("select id from credential"));
  for (const { id } of people) await acceptStatement(kernel.orm, id, (await readStatement(kernel.orm, id)).sha256, "en");
}

// The least that argon2 can: what signs thousands of times in tests need not be dear to guess. Its own tests hash as the product does.
const quickHash = (secret: string) => hash(secret, { memoryCost: 8, timeCost: 1, parallelism: 1 });

/** A database with the rules as shipped and the demo company's people. */
export const peopleTemplate = (): Promise<string> =>
  ensureTemplate("people", async (urls) => {
    await install(urls);
    const kernel = await assemble(urls.app, testKeys, { pool: 4 });
    const secrets = { passwordHash: await quickHash(demoPassword), codeHash: await quickHash(demoCode) };
    await makePeople(kernel, urls.owner, secrets, new Hands(kernel, { name: "people" }));
    await everybodyAccepts(kernel);
    await kernel.orm.close(true);
  });

/** Opens a house with the rules as shipped and the demo company's people, or as a template left it, on a database of its own. */
export async function openHouse(template: () => Promise<string> = peopleTemplate): Promise<House> {
  const database = await cloneDatabase(await template());
  const kernel = await assemble(database.app, testKeys, { pool: 10 });
  const client = new Client({ connectionString: database.superUrl });
  await client.connect();
  let isOpen = true;
  const disconnect = async () => {
    if (!isOpen) return;
    isOpen = false;
    await client.end();
    await kernel.orm.close(true);
  };
  const close = async () => {
    await disconnect();
    await database.drop();
  };
  const sql = async <T extends object>(text: string, params: unknown[] = []) => (await client.query(text, params)).rows as T[];
  return {
    kernel,
    database,
    hands: new Hands(kernel),
    browser: async (login) => {
      const [person] = await sql<{ id: string; login: string }>("select id, login from person where login = $1", [login]);
      if (!person) throw new Error(`nobody has the login ${login}`);
      return Browser.of(kernel, person);
    },
    sql,
    disconnect,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Gives a person one more role for a month; against a separation rule with a mitigation, as the QA head lets it. */
export async function grantRole(house: Pick<House, "hands" | "sql">, login: string, role: string): Promise<void> {
  const [found] = await house.sql<{ id: string; last: string }>(
    "select id, (public.company_day() + 30)::text as last from person where login = $1",
    [login],
  );
  const mitigation = "Every record of both duties is looked at by QA / QA 逐条审查两项职责的记录";
  const given = { person: found?.id, role, validTo: found?.last, mitigation };
  const proposed = await (await house.hands.as("weiqing")).create("RoleGrant", given);
  const [grant] = await house.sql<{ against: boolean }>("select is_override as against from role_grant where id = $1", [
    proposed.id,
  ]);
  if (grant?.against) await (await house.hands.as("xuheng")).act("RoleGrant", proposed, "confirmOverride");
  else await (await house.hands.as("guping")).act("RoleGrant", proposed, "confirm");
}

/** The codes of the reasons for which something is refused, in order; fails when it is not. */
export async function refusalOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError)
      return error.details.reasons?.map((r) => r.code) ?? error.details.issues?.map((i) => `${i.path}:${i.code}`) ?? [error.code];
    throw error;
  }
  throw new Error("it was not refused");
}

/** The reasons themselves, with their words and the records that clear them. */
export async function reasonsOf(work: Promise<unknown>): Promise<readonly Reason[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error.details.reasons ?? [];
    throw error;
  }
  throw new Error("it was not refused");
}
