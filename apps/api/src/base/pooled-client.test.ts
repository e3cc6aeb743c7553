import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClonedDatabase, cloneDatabase } from "../../test/database.ts";
import { PooledClient } from "./pooled-client.ts";
import { steady } from "./sqltext.ts";

let database: ClonedDatabase;
let client: PooledClient;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new PooledClient({ connectionString: database.app });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const prepared = async () => (await client.query("select statement from pg_prepared_statements")).rows;

test("a steady statement is prepared once by a connection, whatever its values are; another one is not", async () => {
  const text = steady("select $1::int + 1 as answer");
  for (const value of [1, 2, 3]) expect((await client.query(text, [value])).rows).toEqual([{ answer: value + 1 }]);
  await client.query("select $1::int + 2 as answer", [1]);
  expect(await prepared()).toEqual([{ statement: text }]);
});

test("statements of one turn are answered each for itself, in their order, one of them with an error", async () => {
  const answers = await Promise.allSettled([
    client.query("select 1 as n"),
    client.query("select $1::text::int as n", ["x"]),
    client.query(steady("select $1::int as n"), [3]),
  ]);
  expect(answers.map((one) => (one.status === "fulfilled" ? one.value.rows : String(one.reason)))).toEqual([
    [{ n: 1 }],
    'error: invalid input syntax for type integer: "x"',
    [{ n: 3 }],
  ]);
});

test("a transaction that only reads begins with its first statement, and what comes behind is in it", async () => {
  await client.query("start transaction isolation level repeatable read read only");
  const snapshot = async () => (await client.query("select pg_current_snapshot()::text as at")).rows;
  expect(await snapshot()).toEqual(await snapshot());
  await expect(client.query("create temporary table t (n int)")).rejects.toThrow("read-only transaction");
  await client.query("rollback");
});

test("a first statement whose BEGIN failed fails too, with its error; a BEGIN of a transaction that writes fails itself", async () => {
  await client.query("start transaction isolation level none read only");
  await expect(client.query("select 1 as n")).rejects.toThrow('syntax error at or near "none"');
  // Nothing of it is left on the connection.
  expect((await client.query("select 2 as n")).rows).toEqual([{ n: 2 }]);
  await expect(client.query("start transaction isolation level none")).rejects.toThrow("syntax error");
});
