/** Separation of duties in the demo company: the figures of US-15, and that the map of duties tells what people really did. */
import { dutyActs } from "@lotline/schema/duty-acts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tableOfView } from "../src/export/table.ts";
import { zonedBy } from "../src/export/zoned.ts";
import { grantColumns } from "../src/modules/platform/separation/columns.ts";
import { Request } from "../src/read/request.ts";
import { shown } from "./browser.ts";
import { type Demo, openDemo } from "./demo.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.[Symbol.asyncDispose]());

interface Simulation {
  readonly held: readonly string[];
  readonly conflicts: readonly { readonly rule: string; readonly citation: string; readonly isStrict: boolean }[];
  readonly violations: readonly {
    readonly record: string;
    readonly number: string;
    readonly duty: { readonly en: string };
    readonly at: string;
    readonly other: { readonly en: string };
    readonly otherAt: string | null;
    readonly rules: readonly string[];
  }[];
  readonly isRefused: boolean;
  readonly needsMitigation: boolean;
}

const simulate = async (as: string, login: string, role: string) => {
  const [person] = await demo.sql<{ id: string }>("select id from person where login = $1", [login]);
  const answer = await (await demo.as(as)).ask(
    `query ($p: ID!, $r: String!) { roleSimulation(person: $p, role: $r) { held conflicts { rule citation isStrict }
      violations { record number duty { en } at other { en } otherAt rules } isRefused needsMitigation } }`,
    { p: person?.id, r: role },
  );
  return { ...answer, said: answer.data ? shown<Simulation>(answer.data, "roleSimulation") : undefined };
};

describe("US-15 a role is tried on before it is given", () => {
  it("[REQ-ACC-04] the final inspector as releaser: two conflicts, one past violation, a mitigation with expiry is needed", async () => {
    const { said } = await simulate("weiqing", "sunye", "RELEASER");
    expect(said).toEqual({
      held: ["INSPECTOR"],
      conflicts: [
        { rule: "3", citation: "Lotline baseline §C rule 3", isStrict: true },
        { rule: "4", citation: "Lotline baseline §C rule 4: anyone who inspected × market releaser", isStrict: true },
      ],
      violations: [
        {
          record: "Lot",
          number: "R205-2608-2",
          duty: { en: "inspected it" },
          at: "2026-08-19T07:11:00.000Z",
          other: { en: "released it" },
          otherAt: null,
          rules: ["3", "4"],
        },
      ],
      isRefused: false,
      needsMitigation: true,
    });
  });

  it("the incoming inspector has two lots that wait for their release; a buyer as QA head is refused", async () => {
    const { said } = await simulate("xuheng", "chenhe", "RELEASER");
    expect(said?.violations.map(({ number }) => number)).toEqual(["R205-2608-2", "P301-2608-2"]);
    const refusal = (await simulate("weiqing", "shenyue", "QA_HEAD")).said;
    expect([refusal?.isRefused, refusal?.needsMitigation]).toEqual([true, true]);
    expect((await simulate("weiqing", "sunye", "INSPECTOR")).said?.conflicts).toEqual([]);
  });

  it("a record on which both duties were played counts with both moments; what is older than twelve months, or another's, does not", async () => {
    const played = async (lot: string, duty: string, at: string) => {
      await demo.sql("select public.set_domain_clock(0, $1::timestamptz)", [at]);
      await demo.sql("select set_config('app.actor', '1', false)");
      await demo.sql(
        `insert into duty (record_type, record_id, duty, person_id)
         select 'Lot', l.id, $2, p.id from lot l, person p where l.number = $1 and p.login = 'luting'`,
        [lot, duty],
      );
    };
    try {
      await played("IS2607A", "inspector", "2025-08-19T10:00:00+08:00");
      await played("IS2607A", "releaser", "2026-01-05T10:00:00+08:00");
      await played("IS2607B", "inspector", "2025-08-21T10:00:00+08:00");
      await played("IS2607B", "releaser", "2026-02-05T10:00:00+08:00");
      await demo.sql("select public.set_domain_clock(0, '2026-08-20T09:00:00+08:00')");
      await demo.sql(
        `insert into role_grant (number, state, created_by_id, person_id, role)
         select 'RG-LAB-2', 'active', 1, id, 'INSPECTOR' from person where login = 'luting'`,
      );
      const { said } = await simulate("weiqing", "luting", "RELEASER");
      expect(said?.violations.map(({ number, duty, at, other, otherAt }) => [number, duty.en, at, other.en, otherAt])).toEqual([
        ["IS2607B", "released it", "2026-02-05T02:00:00.000Z", "inspected it", "2025-08-21T02:00:00.000Z"],
      ]);
    } finally {
      await demo.sql("update role_grant set state = 'ended' where number = 'RG-LAB-2'");
    }
  });

  it("who may not read grants simulates nothing", async () => {
    for (const login of ["sunye", "linjing", "zhouqiming"])
      expect([login, (await simulate(login, "sunye", "RELEASER")).reasons]).toEqual([login, ["NO_PERMIT"]]);
  });

  it("every duty that people of the company played is one that the map of duties knows, and its player holds a permit for it or an act carried it", async () => {
    const played = await demo.sql<{ of: string }>("select distinct record_type || ' ' || duty as of from duty order by 1");
    const known = new Set(dutyActs.map(({ record, duty }) => `${record} ${duty}`));
    expect(played.length).toBeGreaterThan(40);
    expect(played.map(({ of }) => of).filter((of) => !known.has(of))).toEqual([]);
  });

  it("nobody of the company holds roles against a rule but with a mitigation that the QA head has signed", async () => {
    expect(
      await demo.sql(
        `select p.login, g.role, g.valid_to::text as until, s.printed_name from role_grant g join person p on p.id = g.person_id
         join signature s on s.record_type = 'RoleGrant' and s.record_id = g.id where g.is_override and g.state = 'active'`,
      ),
    ).toEqual([{ login: "qinlan", role: "PURCHASING_MANAGER", until: "2027-08-17", printed_name: "许衡" }]);
  });
});

describe("[REQ-ACC-05] the list of grants", () => {
  it("carries the last use and the rules of each grant, on the screen and in its export alike", async () => {
    const answer = await (await demo.as("weiqing")).ask(
      `{ roleGrants(first: 100, filter: { state: ["active"] }) { edges { node { person { title { en } } role lastUsed { en } rules { en zh } } } } }`,
    );
    const rows = shown<{
      edges: {
        node: { person: { title: { en: string } }; role: string; lastUsed: { en: string } | null; rules: { en: string } | null };
      }[];
    }>(answer.data, "roleGrants").edges.map(({ node }) => [
      node.person.title.en,
      node.role,
      node.lastUsed?.en ?? "",
      node.rules?.en ?? "",
    ]);
    expect(rows.filter(([, , , rules]) => rules !== "")).toEqual([
      ["Qin Lan", "PURCHASING_MANAGER", "", "2, 8"],
      ["Qin Lan", "BUYER", "", "2, 8"],
    ]);
    expect(rows.find(([name]) => name === "Chen He")).toEqual(["Chen He", "INSPECTOR", "2026-08-19", ""]);

    const [weiqing] = await demo.sql<{ id: string }>("select id from person where login = 'weiqing'");
    const request = new Request(demo.kernel, {
      personId: weiqing?.id ?? "",
      sessionId: null,
      source: "ui",
      request: "",
      language: "en",
    });
    const reader = await request.reader();
    const columns = ["number", "person", "role", "lastUsed", "rules"];
    const view = {
      filter: { state: ["active"] },
      search: undefined,
      sort: undefined,
      groups: [],
      columns,
      format: "csv",
      lang: "en",
      plain: true,
    } as const;
    const table = await tableOfView({ reader, added: grantColumns }, "RoleGrant", view, zonedBy(reader.firmZone, reader.now));
    const cells: (readonly string[])[] = [];
    for await (const batch of table.batches()) cells.push(...batch);
    await request.endReads();
    expect(table.head.slice(1).map(({ text }) => text)).toEqual(["Person", "Role", "Last used", "Against separation rules"]);
    expect(cells.map(([, , , used, rules]) => [used, rules])).toEqual(rows.map(([, , used, rules]) => [used, rules]));
  });
});
