/** Requests that come at once, again, too late or at random (reliability.md T10, T11, T14). */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordNames, specOf } from "../../src/base/names.ts";
import { buildGraphqlSchema } from "../../src/schema.ts";
import { allRoles, holdersOf } from "../demo.ts";
import type { Heard } from "../served.ts";
import { type HttpDemo, markOf, openHttpDemo, otherMark } from "./http-demo.ts";
import { type MadeOperation, OperationMaker } from "./operation-maker.ts";
import { diceFor, diceOf, isSoak } from "./seed.ts";

/** For each role in the soak; in `npm test` so many in all, the roles in turn. */
const count = isSoak ? 5_000 : 300;
const roles = [...allRoles, ""] as const;
/** End or bar the session that the others need; they have tests of their own. */
const leftOut = ["logout", "lock", "login", "demoLogin"];

let house: HttpDemo;
beforeAll(async () => {
  house = await openHttpDemo();
});
afterAll(() => house?.[Symbol.asyncDispose](), 120_000);

/** What must not be heard, in words; empty when all is well. */
function wrongs(role: (typeof roles)[number], { query, variables }: MadeOperation, { status, codes, text, ms }: Heard): string[] {
  const said = `${query.slice(0, 300)} ${JSON.stringify(variables).slice(0, 300)} as ${role || "nobody"}: ${status} ${text.slice(0, 300)}`;
  const asked = JSON.stringify(variables);
  const hidden = recordNames.filter((name) => role === "" || !holdersOf(specOf(name).read).includes(role));
  return [
    ...(status >= 500 || codes.some((c) => c === "INTERNAL" || c === "INTERNAL_SERVER_ERROR" || c === "NONE")
      ? [`defect: ${said}`]
      : []),
    ...(/\bat .*\.(ts|js):\d+/.test(text) || text.includes("node_modules") ? [`stack trace: ${said}`] : []),
    // What the question holds itself is no secret.
    ...(text.includes(otherMark) && !asked.includes(otherMark) ? [`another site's: ${said}`] : []),
    ...hidden.flatMap((name) =>
      text.includes(markOf(name)) && !asked.includes(markOf(name)) ? [`a hidden ${name}: ${said}`] : [],
    ),
    // Bounded: the deadline of the server is 20 s, and the machine may be busy.
    ...(ms > 25_000 ? [`${ms} ms: ${said}`] : []),
  ];
}

/** Ids and numbers of everything that the copies have made, at all sites; and some that nobody has. */
async function keysOf(): Promise<string[]> {
  const keys: string[] = ["0", "-1", "1", "2", "999999999"];
  for (const record of recordNames)
    for (const ground of ["own", "other", "closed"] as const) {
      const aim = await house.aim(record, ground);
      if (aim) keys.push(aim.id, aim.id, ...(ground === "own" ? [] : [aim.number]));
    }
  return keys;
}

describe("[REQ-ACC-02] T14", () => {
  it(
    `${count} random valid operations with hostile arguments${isSoak ? " by each role" : ""}: never a defect, a stack trace, or a row outside the role`,
    async () => {
      const maker = new OperationMaker(await buildGraphqlSchema(), diceFor("fuzz"), await keysOf(), leftOut);
      const wrong: string[] = [];
      const times: number[] = [];
      const kinds = new Map<string, number>();
      const run = async (role: (typeof roles)[number]): Promise<void> => {
        const made = maker.make();
        const heard = await house.ask(role, made.query, made.variables);
        // Wrong passwords and the like have ended the session: another one.
        if (heard.codes.includes("UNAUTHENTICATED") || heard.codes.includes("SESSION_LOCKED")) house.forget(role);
        wrong.push(...wrongs(role, made, heard));
        times.push(heard.ms);
        const kind = `${heard.status} ${heard.codes[0] ?? "ok"}`;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      };
      const turns = isSoak
        ? roles.flatMap((role) => Array.from({ length: count }, () => role))
        : Array.from({ length: count }, (_, i) => roles[i % roles.length] ?? "");
      // Four at a time, as browsers ask.
      for (let i = 0; i < turns.length && wrong.length < 20; i += 4) await Promise.all(turns.slice(i, i + 4).map(run));
      // Those that have not asked for long are locked; what follows signs in anew.
      for (const role of roles) house.forget(role);
      times.sort((a, b) => a - b);
      const stopped = [...kinds].filter(([kind]) => /VALIDATION|LIMIT|TOO_|413/.test(kind)).reduce((sum, [, n]) => sum + n, 0);
      console.log(
        `fuzz: ${times.length} operations, ${[...kinds].map(([kind, n]) => `${kind}: ${n}`).join(", ")}, p99 ${times[Math.floor(times.length * 0.99)]} ms`,
      );
      expect(wrong).toEqual([]);
      expect(times.length).toBe(turns.length);
      // Most get past the gate: the test attacks more than its limits.
      expect(stopped / times.length).toBeLessThan(0.3);
    },
    isSoak ? 7_200_000 : 180_000,
  );
});

const creating = `mutation ($c: ID!, $i: CreateSupplierInput!) { done: createSupplier(commandId: $c, input: $i) { id version } }`;
const supplier = (number: string, nameEn = number) => ({ number, nameEn, nameZh: number, address: "Demo" });

const make = async (number: string): Promise<string> => {
  const heard = await house.ask("STEWARD", creating, { c: randomUUID(), i: supplier(number) });
  const { done } = heard.data as { done: { id: string } };
  return done.id;
};

describe("[REQ-REC-01] T10", () => {
  it("one command sent fifty times at once is done once and answered fifty times alike; with another body it is a conflict", async () => {
    const c = randomUUID();
    const heard = await Promise.all(
      Array.from({ length: 50 }, () => house.ask("STEWARD", creating, { c, i: supplier("FIFTY") })),
    );
    expect(new Set(heard.map((h) => `${h.status} ${JSON.stringify(h.data)}`)).size).toBe(1);
    expect(heard[0]).toMatchObject({ status: 200, codes: [] });
    const other = await house.ask("STEWARD", creating, { c, i: supplier("FIFTY", "another body") });
    expect(other.codes).toEqual(["COMMAND_CONFLICT"]);
    const [left] = await house.demo.sql(
      `select (select count(*) from supplier where number = 'FIFTY')::int as rows, (select name_en from supplier where number = 'FIFTY') as name,
         (select count(*) from audit.event where command_id = $1)::int as events, (select replays from command_log where id = $1) as replays`,
      [c],
    );
    expect(left).toEqual({ rows: 1, name: "FIFTY", events: 1, replays: 49 });
  });
});

describe("[REQ-SIG-10] T11", () => {
  const interleavings = isSoak ? 1_000 : 50;

  it(`${interleavings} seeded interleavings of two editors: who is late is told the version in force, and nobody's work is lost`, async () => {
    const dice = diceFor("edit conflicts");
    const editing = `mutation ($c: ID!, $i: ID!, $v: Int!, $g: EditSupplierInput!, $r: String) { done: editSupplier(commandId: $c, id: $i, version: $v, input: $g, reason: $r) { version } }`;
    const id = await make("EDITED");
    const truth = { version: 1, address: "Demo", edits: 0 };
    for (let run = 0; run < interleavings; run++) {
      const seed = dice.below(2 ** 31);
      const own = diceOf(seed);
      const read = { ann: truth.version, ben: truth.version };
      for (let step = 0; step < 6; step++) {
        const who = own.pick(["ann", "ben"] as const);
        const deed = own.pick(["read", "edit", "edit", "both"] as const);
        if (deed === "read") read[who] = truth.version;
        const editors = deed === "both" ? (["ann", "ben"] as const) : deed === "edit" ? [who] : [];
        const heard = await Promise.all(
          editors.map(async (editor) => {
            const address = `${editor} ${run}.${step}`;
            const given = { c: randomUUID(), i: id, v: read[editor], g: { address }, r: "a long enough reason" };
            const { codes, data, text } = await house.ask("STEWARD", editing, given);
            return { editor, address, codes, text, version: (data?.done as { version: number } | null)?.version };
          }),
        );
        const won = heard.filter((h) => h.codes.length === 0);
        const wanted = editors.some((editor) => read[editor] === truth.version) ? 1 : 0;
        expect([seed, step, won.length], `seed ${seed}: ${JSON.stringify(heard)}`).toEqual([seed, step, wanted]);
        for (const { editor, address, version } of won) {
          Object.assign(truth, { version: truth.version + 1, address, edits: truth.edits + 1 });
          expect(version).toBe(truth.version);
          read[editor] = truth.version;
        }
        for (const { codes, text } of heard.filter((h) => h.codes.length > 0)) {
          expect(codes).toEqual(["CONFLICT"]);
          // Of two at once the late one may have been judged before the other was done.
          expect([truth.version, truth.version - won.length].some((version) => text.includes(`"current":${version}`))).toBe(true);
        }
      }
    }
    const [now] = await house.demo.sql<{ version: number; address: string; edits: number }>(
      `select version, address, (select count(*) from audit.event e where e.table_name = 'supplier' and e.row_id = s.id and e.kind = 'update')::int as edits
       from supplier s where id = $1`,
      [id],
    );
    expect(now).toEqual(truth);
  }, 600_000);
});
