/** Separation of duties in the demo company: the figures of US-15, and that the map of duties tells what people really did. */
import { dutyActs } from "@lotline/schema/duty-acts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
        { rule: "3", citation: "compliance.md §C rule 3", isStrict: true },
        { rule: "4", citation: "compliance.md §C rule 4: anyone who inspected × market releaser", isStrict: true },
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
