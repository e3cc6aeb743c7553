/** The trail as a file, the proof that it is closed, and what was changed of the configuration between two days. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../../test/browser.ts";
import { type House, openHouse } from "../../../test/house.ts";
import { agent, type Served, serve } from "../../../test/served.ts";
import { attempts } from "./trail-proof.ts";

let house: House;
let served: Served;
let auditor: Browser;

beforeAll(async () => {
  house = await openHouse();
  served = await serve(house.kernel);
  auditor = await house.browser("fanqing");
  const steward = await house.hands.as("luoan");
  const given = { nameEn: "Supplier", nameZh: "供应商", address: "1 Road", contact: "Ms A" };
  for (const number of ["T-1", "T-2", "T-3"]) await steward.create("Supplier", { ...given, number });
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await house?.close();
});

const headersOf = async (login: string) => {
  const [person] = await house.sql<{ id: string }>("select id from person where login = $1", [login]);
  return { cookie: await served.cookieOf(person?.id ?? ""), "user-agent": agent };
};
const file = async (login: string, query: string) =>
  fetch(`${served.url}/history/trail.csv?${query}`, { headers: await headersOf(login) });

describe("[REQ-REC-11] the trail as a file", () => {
  it("has the rows of the page under the same filter, in the same order, and is written down", async () => {
    const asked = await auditor.ask(
      `query { trail(first: 200, sort: "record", record: "Supplier") { events { number operation } } }`,
    );
    const { events } = shown<{ events: { number: string; operation: string }[] }>(asked.data, "trail");
    expect(events.map(({ number }) => number)).toEqual(["T-1", "T-2", "T-3"]);
    const answer = await file("fanqing", "sort=record&record=Supplier&lang=en");
    const lines = (await answer.text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines.slice(1).map((line) => /Supplier (T-\d)/.exec(line)?.[1])).toEqual(["T-1", "T-2", "T-3"]);
    const down = await file("fanqing", "sort=-record&record=Supplier&lang=zh");
    expect(
      (await down.text())
        .trimEnd()
        .split("\r\n")
        .map((line) => /供应商 (T-\d)/.exec(line)?.[1]),
    ).toEqual([undefined, "T-3", "T-2", "T-1"]);
    const [logged] = await house.sql<{ n: number }>(
      "select count(*)::int as n from security_event where kind = 'exported' and detail ->> 'record' = 'trail' and detail -> 'filter' ->> 'record' = 'Supplier'",
    );
    expect(logged?.n).toBe(2);
  });

  it("is not for who may not read the trail", async () => {
    expect((await file("shenyue", "lang=en")).status).toBe(403);
  });
});

describe("[REQ-REC-02] drill 7: the trail cannot be edited or switched off", () => {
  it("every attempt with the app's own role is denied by the database, nothing is changed, and the attempt is kept", async () => {
    const counts = () =>
      house.sql(
        `select (select count(*) from audit.event)::int as events, (select count(*) from signature)::int as signatures,
           (select md5(string_agg(tgname || tgenabled::text, ',' order by oid)) from pg_trigger) as triggers`,
      );
    const before = await counts();
    const answer = await auditor.ask("mutation { proveTrail { role attempts { statement denied answer } verified { ok } } }");
    const proof = shown<{
      role: string;
      attempts: { statement: string; denied: boolean; answer: string }[];
      verified: null;
    }>(answer.data, "proveTrail");
    expect(proof.role).toBe("lotline_app");
    expect(proof.attempts.map(({ statement, denied }) => [statement, denied])).toEqual(
      attempts.map((statement) => [statement, true]),
    );
    // "insufficient privilege" in the database's own code.
    expect(new Set(proof.attempts.map(({ answer: said }) => said.slice(0, 5)))).toEqual(new Set(["42501"]));
    expect(proof.verified).toBeNull();
    expect(await counts()).toEqual(before);
    const [kept] = await house.sql("select detail from security_event where kind = 'trailProved'");
    expect(kept).toEqual({ detail: { role: "lotline_app", denied: attempts.length, tried: attempts.length } });
  });

  it("is not for who may not read the trail", async () => {
    const buyer = await house.browser("shenyue");
    const answer = await buyer.ask("mutation { proveTrail { role } }");
    expect(answer.reasons).toEqual(["NO_PERMIT"]);
  });
});

describe("[REQ-VAL-04] drill 22: configuration between two days", () => {
  interface Change {
    readonly kind: string;
    readonly number: string | null;
    readonly before: string | null;
    readonly after: string | null;
    readonly why: string;
    readonly proposedBy: { readonly en: string } | null;
    readonly approvedBy: { readonly en: string } | null;
  }
  const changes = async (from: string, to: string): Promise<Change[]> => {
    const answer = await auditor.ask(
      `query ($from: String!, $to: String!) { configurationChanges(from: $from, to: $to) { kind number before after why proposedBy { en } approvedBy { en } } }`,
      { from, to },
    );
    return shown<Change[]>(answer.data, "configurationChanges");
  };

  it("a changed rule is listed with what it said before, its proposer and its approver; a draft is not", async () => {
    const author = await house.hands.as("linjing");
    const given = { ruleName: "near-expiry", key: "default", content: { days: 61 }, validFrom: "2026-01-01", citation: "QP-7" };
    const draft = await author.create("Rule", given);
    const [{ today } = { today: "" }] = await house.sql<{ today: string }>("select public.company_day()::text as today");
    expect((await changes(today, today)).some(({ number }) => number === draft.number)).toBe(false);
    await (await house.hands.as("xuheng")).act("Rule", draft, "approve");
    const [old] = await house.sql<{ content: string }>(
      "select content::text as content from rule where rule_name = 'near-expiry' and state = 'approved' order by id limit 1",
    );
    expect((await changes(today, today)).find(({ number }) => number === draft.number)).toEqual({
      kind: "rule",
      number: draft.number,
      before: old?.content,
      after: '{"days": 61}',
      why: "QP-7",
      proposedBy: { en: "Lin Jing" },
      approvedBy: { en: "Xu Heng" },
    });
    expect((await changes("2020-01-01", "2020-12-31")).filter(({ number }) => number === draft.number)).toEqual([]);
  });

  it("roles given and migrations that ran are listed too", async () => {
    const all = await changes("2020-01-01", "2099-12-31");
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(["rule", "role", "software"]));
    const [{ n } = { n: 0 }] = await house.sql<{ n: number }>("select count(*)::int as n from schema_migration");
    expect(all.filter(({ kind }) => kind === "software")).toHaveLength(n);
  });
});
