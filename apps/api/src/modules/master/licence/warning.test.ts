import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Company, openCompany } from "../../../../test/company.ts";
import { systemPersonId } from "../../../base/context.ts";
import { tellTime } from "../../../outbox/day-clock.ts";
import { deliver } from "../../../outbox/relay.ts";
import { reached } from "../../platform/index.ts";
import { licenceConsumers } from "./warning.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

/** Delivers what waits in the outbox of a name to the consumer that listens to it. */
async function delivered(name: "day.begun" | "licence.expiring"): Promise<object[]> {
  const waiting = await company.sql<{ id: string; payload: object }>(
    "update outbox set sent_at = now() where name = $1 and sent_at is null returning id, payload",
    [name],
  );
  const consumer = licenceConsumers.find(({ message }) => message === name);
  for (const { id, payload } of waiting)
    if (consumer) await deliver(company.kernel, consumer, { message: id, name, version: 1, payload, by: systemPersonId });
  return waiting.map(({ payload }) => payload);
}

/** The day begins, and what it brings is delivered. @returns the warnings as [licence number, days] */
async function begin(day: string): Promise<(readonly [string | undefined, string])[]> {
  await company.at(`${day} 00:05`);
  await tellTime(company.kernel);
  await delivered("day.begun");
  const numbers = new Map(
    (await company.sql<{ id: string; number: string }>("select id, number from licence")).map((row) => [row.id, row.number]),
  );
  const warned = (await delivered("licence.expiring")) as { licence: string; days: string }[];
  return warned.map(({ licence, days }) => [numbers.get(licence), days] as const).sort();
}

const licence = async () =>
  (await company.sql<{ id: string; state: string }>("select id, state from licence where number = 'LIC-0002'"))[0];

describe("licences that run out", () => {
  it("a threshold is reached on its day and not before", () => {
    expect([91, 90, 61, 60, 31, 30, 0].map((left) => reached([90, 60, 30], left))).toEqual([undefined, 90, 90, 60, 60, 30, 30]);
  });

  it("[REQ-GATE-15] warns 90, 60 and 30 days before, once each, and makes the renewal a task", async () => {
    // 2026-09-30 is the last good day of LIC-0002, 2026-08-11 that of C-02.
    expect(await begin("2026-07-01")).toEqual([["LIC-0003", "60"]]);
    expect(await licence()).toMatchObject({ state: "active" });
    expect(await begin("2026-07-02")).toEqual([["LIC-0002", "90"]]);
    expect(await licence()).toMatchObject({ state: "renewalDue" });
    expect(
      await company.sql("select action, permit from work_item where record_type = 'Licence' and record_number = 'LIC-0002'"),
    ).toEqual([{ action: "edit", permit: "licence.change" }]);
    expect(await begin("2026-07-02")).toEqual([]);
    expect(await begin("2026-07-03")).toEqual([]);
    // The server was down for the day of the second threshold.
    expect(await begin("2026-08-04")).toEqual([
      ["LIC-0002", "60"],
      ["LIC-0003", "30"],
    ]);
    expect(await begin("2026-08-31")).toEqual([["LIC-0002", "30"]]);
    expect(await begin("2026-09-30")).toEqual([]);
  });

  it("[REQ-GATE-15] tells the buyer and who renews licences, in both languages, and nobody twice", async () => {
    const notices = await company.sql<{ login: string; n: number; text_en: string; text_zh: string }>(
      `select p.login, count(*)::int as n, max(n.text_en) as text_en, max(n.text_zh) as text_zh from notice n join person p on p.id = n.person_id
       where n.message = 'licence.expiring' and n.record_number = 'LIC-0002' group by p.login order by p.login`,
    );
    const told = new Map(notices.map((row) => [row.login, row]));
    expect(told.get("shenyue")).toMatchObject({
      n: 3,
      text_en: "SUP-04 SUP-04: QH-1 is valid to 2026-09-30; after that day what depends on it is locked.",
      text_zh: "SUP-04 SUP-04：QH-1 有效期至 2026-09-30，到期后相关业务自动锁定。",
    });
    expect(told.get("mengfei")?.n).toBe(3);
    expect(told.has("wutong")).toBe(false);
  });

  it("[REQ-GATE-15] a signed new last day ends the task and begins the warnings anew", async () => {
    const row = await licence();
    await (await company.as("mengfei")).edit(
      "Licence",
      { id: row?.id ?? "" },
      { validTo: "2031-09-30" },
      "Renewed on 2026-09-20",
    );
    expect(await licence()).toMatchObject({ state: "active" });
    expect(await company.sql("select 1 from work_item where record_number = 'LIC-0002'")).toEqual([]);
    expect(await begin("2026-10-02")).toEqual([]);
    expect(await begin("2031-07-02")).toContainEqual(["LIC-0002", "90"]);
  });
});
