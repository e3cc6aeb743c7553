/** The trail outlives its records: nobody who signs in to the database can shorten it, and every record says how long it is kept. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordNames, tableOf } from "../src/base/names.ts";
import { type Demo, openDemo } from "./demo.ts";
import { query } from "./query.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.[Symbol.asyncDispose]());

describe("[REQ-REC-09] the audit trail", () => {
  it.each(["owner", "app", "reader", "sealer"] as const)("cannot be shortened by the %s of the database", async (role) => {
    const count = "select (select count(*) from audit.event) as events, (select count(*) from audit.seal) as seals";
    const before = await demo.sql(count);
    for (const table of ["audit.event", "audit.seal", "audit.seal_source", "audit.seal_page", "signature", "security_event"])
      for (const sql of [`delete from ${table}`, `truncate ${table} cascade`])
        await expect(query(demo.database[role], sql), `${role}: ${sql}`).rejects.toThrow(/permission denied|AUDIT_APPEND_ONLY/);
    expect(await demo.sql(count)).toEqual(before);
  });

  it("has no end of its own, while every record has its day of retention or none", async () => {
    const columns = await demo.sql(
      "select column_name from information_schema.columns where table_schema = 'audit' and column_name ~ 'retain|purge|expire|delete'",
    );
    expect(columns).toEqual([]);
    for (const name of recordNames) {
      const [row] = await demo.sql<{ early: number }>(
        `select count(*)::int as early from ${tableOf(name)} where retain_until < created_at::date`,
      );
      expect([name, row?.early]).toEqual([name, 0]);
    }
  });
});
