import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Company, openCompany } from "../../test/company.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const day = async () => (await company.sql<{ day: string }>("select public.company_day()::text as day"))[0]?.day;

describe("the day of the firm", () => {
  it("begins at midnight where the firm is: a role that ended yesterday is gone at half past seven", async () => {
    await company.sql(
      "begin; select set_config('app.actor', '1', true); update role_grant set valid_to = '2026-07-05' where role = 'BUYER'; commit",
    );
    const permits = async () =>
      (
        await company.sql<{ permits: string[] | null }>(
          "select a.permits from person p, public.actor_of(p.id, null) a where p.login = 'shenyue'",
        )
      )[0]?.permits?.includes("purchase.order") ?? false;
    await company.at("2026-07-05 23:30");
    expect([await day(), await permits()]).toEqual(["2026-07-05", true]);
    await company.at("2026-07-06 07:30");
    expect([await day(), await permits()]).toEqual(["2026-07-06", false]);
  });
});
