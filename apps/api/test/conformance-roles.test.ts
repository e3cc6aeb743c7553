/** Every state × action × role, and every operation × role, as the permit table says (compliance.md §C). */
import { actionsOf, permits, type Role } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../src/base/context.ts";
import { camel, recordNames, specOf } from "../src/base/names.ts";
import { pluralOf } from "../src/graphql/expose.ts";
import { declaredPolicies } from "../src/graphql/policies.ts";
import { can } from "../src/kernel/authorize.ts";
import type { Row } from "../src/kernel/behaviour.ts";
import { allRoles, type Demo, holdersOf, openDemo } from "./demo.ts";
import { Sampler } from "./sampler.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.[Symbol.asyncDispose]());

// A view of a list is no record of the firm's work: it shows its owner what he may read anyway.
const ownView = "view.save";

const everybody: readonly (Role | "")[] = [...allRoles, ""];

const permitsOf = (role: Role | ""): ReadonlySet<string> =>
  new Set(role === "" ? [] : Object.keys(permits).filter((permit) => holdersOf(permit).includes(role)));

const actorWith = (role: Role | ""): Actor => ({
  behalf: new Map(),
  id: "9",
  number: "P-0009",
  login: "x",
  name: {
    en: "",
    zh: "",
  },
  title: {
    en: "",
    zh: "",
  },
  ...{
    roles: role ? [role] : [],
    permits: permitsOf(role),
    sites: [],
  },
});

const rowIn = (state: string): Row => ({ id: "1", number: "1", state, version: 1, createdAt: new Date(0), createdBy: "8" });

describe("[REQ-ACC-02] the decision", () => {
  it("answers every state × action × role as the states and the permit table say", () => {
    let asked = 0;
    const wrong: string[] = [];
    for (const name of recordNames) {
      const spec = specOf(name);
      for (const state of Object.keys(spec.states ?? {}))
        for (const [action, { permit, from }] of Object.entries(actionsOf(spec)))
          for (const role of everybody) {
            asked += 1;
            const expected = permit !== undefined && from.includes(state) && role !== "" && holdersOf(permit).includes(role);
            const { allowed, reasons } = can(actorWith(role), spec, action, rowIn(state));
            const codes = [
              ...(permit !== undefined && !from.includes(state) ? ["STATE"] : []),
              ...(permit === undefined || role === "" || !holdersOf(permit).includes(role) ? ["NO_PERMIT"] : []),
            ];
            if (allowed !== expected || reasons.map((r) => r.code).join() !== codes.join())
              wrong.push(`${name}.${action} ${state} ${role}: ${reasons.map((r) => r.code)}`);
          }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(3_000);
  });

  it("refuses whoever played a barred part on the record, and the author", () => {
    const wrong: string[] = [];
    for (const name of recordNames) {
      const spec = specOf(name);
      for (const [action, { permit, from, notBy }] of Object.entries(actionsOf(spec)))
        for (const duty of permit ? (notBy ?? []) : []) {
          const actor = { ...actorWith(holdersOf(permit ?? "")[0] ?? ""), id: "8" };
          const played = { duties: new Map([[duty, new Set(["8"])]]), separated: [], blockers: [] };
          const row = { ...rowIn(from[0] ?? ""), createdBy: duty === "author" ? "8" : "7" };
          if (!can(actor, spec, action, row, duty === "author" ? undefined : played).reasons.some((r) => r.code === "SOD_SELF"))
            wrong.push(`${name}.${action} by ${duty}`);
        }
    }
    expect(wrong).toEqual([]);
  });
});

describe("[REQ-ACC-02] the server", () => {
  it("gives each role exactly the permits of the table, and nobody without a role any", async () => {
    for (const role of everybody) {
      const { data } = await (await demo.browser(role)).ask("{ me { roles permits } }");
      const me = data?.me as { roles: string[]; permits: string[] };
      expect([role, me.roles, me.permits.sort()]).toEqual([role, role ? [role] : [], [...permitsOf(role)].sort()]);
    }
  });

  it("answers every list × role by its read permit", async () => {
    const plurals = new Map(recordNames.map((name) => [name, pluralOf(name)]));
    for (const role of everybody) {
      const browser = await demo.browser(role);
      const open = recordNames.filter((name) => permitsOf(role).has(specOf(name).read));
      const { code } =
        open.length > 0
          ? await browser.ask(`{ ${open.map((name) => `${name}: ${plurals.get(name)}(first: 1) { totalCount }`).join(" ")} }`)
          : { code: null };
      expect([role, code]).toEqual([role, null]);
      // A refusal of a non-null list empties the whole answer, but each says its own.
      const closed = recordNames.filter((name) => !open.includes(name));
      const { data, errors, reasons } = await browser.ask(
        `{ ${["__typename", ...closed.map((name) => `${name}: ${camel(name)}(number: "1") { id }`)].join(" ")} }`,
      );
      expect([role, Object.values(data ?? {}).slice(1), errors.map((e) => String(e.path)), new Set(reasons)]).toEqual([
        ...[role, closed.map(() => null), closed],
        new Set(closed.length > 0 ? ["NO_PERMIT"] : []),
      ]);
      for (const name of closed.slice(0, 2))
        expect((await browser.ask(`{ page: ${plurals.get(name)}(first: 1) { totalCount } }`)).reasons).toEqual(["NO_PERMIT"]);
    }
  });

  it("refuses every mutation × role that the table does not allow, with its code, and changes nothing", async () => {
    const sampler = new Sampler(demo);
    const before = await sampler.everything();
    const wrong: string[] = [];
    let asked = 0;
    const refusedFor = async (
      operation: string,
      permit: string,
      site: boolean,
      ask: (role: Role | "") => Promise<{ code: string | null; reasons: readonly string[]; issues: readonly string[] }>,
    ) => {
      // One that holds much else, an administrator, a reader and one who holds nothing; the decision itself is asked for all above.
      const others = (["QA_HEAD", "SYSADMIN", "AUDITOR", ""] as const).filter((r) => r === "" || !holdersOf(permit).includes(r));
      for (const role of others) {
        asked += 1;
        const reply = await ask(role);
        // Who has no role has no site either, and is not told what stands there.
        const blind = role === "" && site && !operation.startsWith("create");
        if (blind ? reply.code !== "NOT_FOUND" : reply.code !== "REFUSED" || !reply.reasons.includes("NO_PERMIT"))
          wrong.push(`${operation} as ${role || "nobody"}: ${reply.code} ${reply.reasons} ${reply.issues}`);
      }
    };
    for (const name of recordNames) {
      const spec = specOf(name);
      if (spec.create) {
        const input = await sampler.createInput(name);
        await refusedFor(`create${name}`, spec.create.permit, spec.site === true, async (role) =>
          (await demo.browser(role)).create(name, input),
        );
      }
      if (spec.edit) {
        const target = await sampler.target(name, spec.edit.in);
        if (target)
          await refusedFor(`edit${name}`, spec.edit.permit, spec.site === true, async (role) =>
            (await demo.browser(role)).edit(name, target, {}, "long enough reason"),
          );
      }
      for (const [action, { permit, from, sign, input }] of Object.entries(actionsOf(spec))) {
        const target = permit ? ((await sampler.target(name, from)) ?? (await sampler.target(name))) : null;
        if (!permit || !target) continue;
        const given = { input: await sampler.actionInput(input), typed: input !== undefined, reason: "long enough reason" };
        await refusedFor(`${action}${name}`, permit, spec.site === true, async (role) => {
          const browser = await demo.browser(role);
          return sign ? browser.intent(name, target, action, given) : browser.act(name, target, action, given);
        });
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(250);
    expect(await sampler.everything()).toEqual(before);
  });

  it("[REQ-ACC-03] the auditor and management read only: not one permit of theirs changes anything, attaching a file included", () => {
    // It opens two queries and nothing else.
    const measuring = "review.measure";
    const opened = [...declaredPolicies()].flatMap(([name, policy]) =>
      typeof policy === "object" && policy.permit === measuring ? [name] : [],
    );
    expect(opened).toEqual(["reviewDecisions", "reviewQuality"]);
    for (const role of ["AUDITOR", "MANAGEMENT"] as const)
      expect(
        [...permitsOf(role)].filter((permit) => !permit.endsWith(".read") && ![ownView, measuring].includes(permit)),
      ).toEqual([]);
  });

  it("[REQ-ACC-03] no administrator holds a permit to make, change or sign a quality record", () => {
    const theirs = [
      "site.change",
      "person.change",
      "person.identify",
      "absence.plan",
      "grant.propose",
      "grant.confirm",
      "rule.propose",
      "session.end",
      // Of roles, which are no quality records (REQ-ACC-05).
      "accessReview.open",
      "accessReview.decide",
      "accessReview.sign",
      // Of the installation: its mails, its checks, the keys it signs with.
      "operations.run",
      "key.replace",
      "key.confirm",
      // They end emergency access and let inspectors in; they open and review none (REQ-ACC-09, REQ-ACC-12).
      "emergency.end",
      "inspector.propose",
      "inspector.confirm",
      // They register workplaces; what is entered and signed there is none of theirs (REQ-ACC-07).
      "terminal.propose",
      "terminal.activate",
      "terminal.enrol",
    ];
    for (const role of ["SYSADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"] as const) {
      const writing = [...permitsOf(role)].filter((p) => !p.endsWith(".read"));
      expect(writing.filter((p) => !theirs.includes(p) && p !== ownView)).toEqual([]);
    }
  });
});
