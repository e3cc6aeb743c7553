/** The counts of the queue and the refusal of a signature speak of the same work, for everybody of the demo company. */
import { dutyLabels } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, grant, openCompany, purchase } from "../../../../test/company.ts";
import { type Demo, openDemo } from "../../../../test/demo.ts";
import { recordNames } from "../../../base/names.ts";
import { enter, SqlReader } from "../../../base/reader.ts";
import { judge } from "../../../kernel/authorize.ts";
import { asRow } from "../../../kernel/behaviour.ts";
import { rowsById } from "../../../read/rows.ts";
import { barredDuties, mineParams, mineSql, ownParams, ownSql, queuePage, signedTasks } from "./queue.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.[Symbol.asyncDispose]());

interface Task {
  readonly record_type: string;
  readonly record_id: string;
  readonly action: string;
  readonly own: boolean;
}

/** Works in a transaction of a person's that is rolled back. */
async function reading<T>(personId: string, work: (reader: SqlReader) => Promise<T>): Promise<T> {
  const em = demo.kernel.orm.em.fork();
  await em.begin({ readOnly: true });
  try {
    const ctx = { personId, sessionId: null, source: "ui", request: "", language: "en" } as const;
    return await work(new SqlReader(em as never, await enter(em as never, ctx)));
  } finally {
    await em.rollback();
  }
}

/** Every signed task of a person's permits, with what SQL says of it and what the decision says, by record and action. */
async function compare(personId: string) {
  return reading(personId, async (reader) => {
    const tasks = await reader.sql<Task>(
      `select distinct w.record_type, w.record_id, w.action, ${ownSql} as own from work_item w
       where ${mineSql} and w.record_type || '.' || w.action = any(?::text[])`,
      [...ownParams(reader, await barredDuties(reader)), ...mineParams(reader), signedTasks],
    );
    const found: { key: string; own: boolean; judged: boolean }[] = [];
    for (const name of recordNames) {
      const of = tasks.filter(({ record_type }) => record_type === name);
      if (of.length === 0) continue;
      const rows = await rowsById(
        reader,
        name,
        of.map(({ record_id }) => record_id),
      );
      // Conditions of a gate may say the same of a part in another record; they are no part in this one.
      const house = { conditions: () => [], behaviour: () => undefined } as never;
      const verdicts = await judge(house, reader, name, [...rows.values()].map(asRow));
      for (const { record_id, action, own } of of) {
        const reasons = verdicts.get(record_id)?.find((verdict) => verdict.name === action)?.reasons ?? [];
        found.push({ key: `${name} ${record_id} ${action}`, own, judged: reasons.some(({ code }) => code === "SOD_SELF") });
      }
    }
    const queue = await queuePage(reader, { first: 200 });
    return { found, queue };
  });
}

describe("[REQ-APR-02] what is own work", () => {
  it("in the counts of the queue is exactly what the decision refuses, for every person and every signed task", async () => {
    const people = await demo.sql<{ id: string; login: string }>(
      "select id, login from person where state = 'active' and id > 1 order by id",
    );
    const totals = { tasks: 0, own: 0 };
    for (const { id, login } of people) {
      const { found, queue } = await compare(id);
      expect(
        found.filter(({ own, judged }) => own !== judged),
        login,
      ).toEqual([]);
      // One record waits once, however many permits lead to it.
      expect({ login, own: queue.own, total: queue.total }).toEqual({
        login,
        own: found.filter(({ own }) => own).length,
        total: found.filter(({ own }) => !own).length,
      });
      totals.tasks += found.length;
      totals.own += queue.own;
    }
    expect(totals.tasks).toBeGreaterThan(50);
    expect(totals.own).toBeGreaterThan(0);
  });

  it("stays so for each duty that somebody plays on every record", async () => {
    const [person] = await demo.sql<{ id: string }>("select id from person where login = 'linjing'");
    const id = person?.id ?? "";
    const duties = Object.keys(dutyLabels);
    let own = 0;
    // Written past all rules: how duties come about has its own tests.
    await demo.sql(
      "select set_config('app.actor', '1', false), set_config('app.source', 'seed', false), set_config('app.operation', 'test', false)",
    );
    await demo.sql(
      `insert into duty (record_type, record_id, duty, person_id)
       select distinct w.record_type, w.record_id, 'author', $1::bigint from work_item w`,
      [id],
    );
    await demo.sql("alter table duty disable trigger all");
    for (const duty of duties) {
      await demo.sql("update duty set duty = $2 where person_id = $1", [id, duty]);
      const { found, queue } = await compare(id);
      expect(
        found.filter((one) => one.own !== one.judged),
        duty,
      ).toEqual([]);
      expect(queue.own + queue.total).toBe(found.length);
      own += queue.own;
    }
    expect(own).toBeGreaterThan(0);
  });

  it("[REQ-APR-03] counts an approval of which the person has signed a step", async () => {
    await using company = await openCompany();
    await grant(company, "jiangmin", "FINANCE");
    const given = await purchase(company, "SUP-01", "RM-201", "10000");
    const draft = await (await company.as("shenyue")).create("PurchaseOrder", given);
    await acts(company, "shenyue", "PurchaseOrder", draft, "submit");
    const queue = async () => {
      const reply = await (await company.browser("jiangmin")).ask("{ queue: reviewQueue { total own } }");
      expect(reply.errors).toEqual([]);
      return reply.data?.queue;
    };
    expect(await queue()).toEqual({ total: 1, own: 0 });
    const first = await acts(company, "jiangmin", "PurchaseOrder", draft, "approve");
    expect(first.state).toBe("submitted");
    expect(await queue()).toEqual({ total: 0, own: 1 });
    const intent = await (await company.browser("jiangmin")).intent("PurchaseOrder", first, "approve");
    expect(intent.reasons).toEqual(["SOD_SELF"]);
  });
});
