/**
 * Every operation × every role × {own site, other site, closed record}, over HTTP: expected from the declared policy, one allowed
 * and one refused cell of each operation in `npm test`, all in the soak (reliability.md T15). And every path to an object.
 */
import { type ApprovalRoute, actionsOf, type RecordName, type Role, shippedRules } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { camel, recordNames, specOf, tableOf } from "../../src/base/names.ts";
import { mutationOf, pluralOf } from "../../src/graphql/expose.ts";
import { declaredPolicies, guarded } from "../../src/graphql/policies.ts";
import { buildGraphqlSchema } from "../../src/schema.ts";
import { allRoles, holdersOf } from "../demo.ts";
import { Sampler } from "../sampler.ts";
import type { Heard } from "../served.ts";
import { type Ground, type HttpDemo, markOf, openHttpDemo, otherMark } from "./http-demo.ts";
import { isSoak } from "./seed.ts";

let house: HttpDemo;
let sampler: Sampler;
beforeAll(async () => {
  house = await openHttpDemo();
  sampler = new Sampler(house.demo);
});
afterAll(() => house?.[Symbol.asyncDispose]());

type Who = Role | "";
const everybody: readonly Who[] = [...allRoles, ""];
const grounds: readonly Ground[] = ["own", "other", "closed"];

interface Cell {
  readonly operation: string;
  readonly permit: string;
  readonly record: RecordName;
  readonly kind: "one" | "list" | "totals" | "create" | "edit" | "act";
  readonly action?: string;
}

const cells: readonly Cell[] = recordNames.flatMap((record): Cell[] => {
  const spec = specOf(record);
  return [
    { operation: camel(record), permit: spec.read, record, kind: "one" },
    { operation: pluralOf(record), permit: spec.read, record, kind: "list" },
    { operation: `${pluralOf(record)}Totals`, permit: spec.read, record, kind: "totals" },
    ...(spec.create ? [{ operation: `create${record}`, permit: spec.create.permit, record, kind: "create" as const }] : []),
    ...(spec.edit ? [{ operation: `edit${record}`, permit: spec.edit.permit, record, kind: "edit" as const }] : []),
    ...Object.entries(actionsOf(spec)).flatMap(([action, { permit }]) =>
      permit ? [{ operation: mutationOf(record, action), permit, record, kind: "act" as const, action }] : [],
    ),
  ];
});

/** What is asked of the server for a cell; null where there is no such record. */
async function send(cell: Cell, who: Who, ground: Ground): Promise<Heard | null> {
  const { operation, record, kind, action = "" } = cell;
  const spec = specOf(record);
  if (kind === "create") {
    const input = await sampler.createInput(record);
    if (spec.site && ground === "other")
      input.site = (await house.demo.sql<{ id: string }>("select id from site where number = 'SH2'"))[0]?.id;
    return house.ask(
      who,
      `mutation ($c: ID!, $i: Create${record}Input!) { done: ${operation}(commandId: $c, input: $i) { id } }`,
      {
        c: crypto.randomUUID(),
        i: input,
      },
    );
  }
  const aim = await house.aim(record, ground);
  if (!aim) return null;
  if (kind === "one") return house.ask(who, `query ($i: ID!) { done: ${operation}(id: $i) { id } }`, { i: aim.id });
  if (kind === "list")
    return house.ask(
      who,
      `query ($n: String!) { done: ${operation}(filter: { number: { eq: $n } }) { totalCount edges { node { id } } } }`,
      {
        n: aim.number,
      },
    );
  if (kind === "totals")
    return house.ask(who, `query ($n: String!) { done: ${operation}(filter: { number: { eq: $n } }) { totalCount: count } }`, {
      n: aim.number,
    });
  const variables = { c: crypto.randomUUID(), i: aim.id, v: aim.version, r: "a long enough reason" };
  if (kind === "edit")
    return house.ask(
      who,
      `mutation ($c: ID!, $i: ID!, $v: Int!, $r: String) { done: ${operation}(commandId: $c, id: $i, version: $v, input: {}, reason: $r) { id } }`,
      variables,
    );
  const spelt = actionsOf(spec)[action];
  const input = await sampler.actionInput(spelt?.input);
  if (spelt?.sign)
    return house.ask(
      who,
      "mutation ($t: String!, $i: ID!, $v: Int!, $a: String!, $g: JSON, $r: String) { done: signatureIntent(record: $t, id: $i, version: $v, action: $a, input: $g, reason: $r) { id } }",
      { ...variables, t: record, a: action, g: input },
    );
  const type = `${action.charAt(0).toUpperCase()}${action.slice(1)}${record}Input`;
  return house.ask(
    who,
    `mutation ($c: ID!, $i: ID!, $v: Int!, $r: String${spelt?.input ? `, $g: ${type}` : ""}) { done: ${operation}(commandId: $c, id: $i, version: $v, reason: $r${spelt?.input ? ", input: $g" : ""}) { id } }`,
    spelt?.input ? { ...variables, g: input } : variables,
  );
}

/** Who may: who holds the permit; of what is approved step by step, a permit of the stage that its route begins with. */
function mayBe({ permit, record, action = "" }: Cell, who: Who): boolean {
  const actions = actionsOf(specOf(record));
  const approval = actions[actions[action]?.rejects ?? action]?.approval;
  const route = shippedRules.find(({ ruleName, key }) => ruleName === "approval-route" && key === approval);
  const [first] = (route?.content as ApprovalRoute | undefined)?.stages ?? [];
  return who !== "" && (first?.permits ?? [permit]).some((one) => holdersOf(one).includes(who));
}

/** What the policy wants to be heard; the words are those of `verdictOf`. */
function expected(cell: Cell, who: Who, ground: Ground): readonly string[] {
  const { record, kind, action = "" } = cell;
  const spec = specOf(record);
  const isScoped = spec.site === true;
  const may = mayBe(cell, who);
  // Who has no role has no site either.
  const isHidden = isScoped && (ground === "other" || who === "");
  if (kind === "one" || kind === "list" || kind === "totals") return !may ? ["NO_PERMIT"] : isHidden ? ["nothing"] : ["shown"];
  if (kind === "create") return !may ? ["NO_PERMIT"] : isScoped && ground === "other" ? ["OTHER_SITE"] : ["permitted"];
  if (isHidden) return ["NOT_FOUND"];
  if (!may) return ["NO_PERMIT"];
  const isOpen = kind === "edit" ? (spec.edit?.in ?? []) : (actionsOf(spec)[action]?.from ?? []);
  return ground === "closed" && spec.states && isOpen.length > 0 ? ["permitted", "STATE"] : ["permitted", "STATE"];
}

/** One word for what was heard. */
function verdictOf({ status, codes, reasons, data, text }: Heard, { kind }: Cell): string {
  if (status >= 500 || codes.some((c) => c === "INTERNAL" || c === "NONE")) return `DEFECT ${status} ${text.slice(0, 200)}`;
  if (reasons.includes("NO_PERMIT")) return "NO_PERMIT";
  if (codes.includes("NOT_FOUND")) return "NOT_FOUND";
  if (reasons.includes("OTHER_SITE")) return "OTHER_SITE";
  if (reasons.includes("STATE")) return "STATE";
  const done = data?.done as { totalCount?: number } | null | undefined;
  if (kind === "one") return done ? "shown" : codes.length > 0 ? codes.join() : "nothing";
  if (kind === "list" || kind === "totals")
    return done?.totalCount === undefined ? codes.join() : done.totalCount > 0 ? "shown" : "nothing";
  return codes.includes("UNAUTHENTICATED") ? "UNAUTHENTICATED" : "permitted";
}

const isRefusal = (words: readonly string[]): boolean =>
  words.some((w) => w === "NO_PERMIT" || w === "NOT_FOUND" || w === "OTHER_SITE" || w === "nothing");

/** In `npm test` one allowed and one refused cell of each operation, another role and ground for each; in the soak all. */
function* chosenFor(cell: Cell, turn: number): Generator<readonly [Who, Ground]> {
  const all = everybody.flatMap((who) => grounds.map((ground) => [who, ground] as const));
  if (isSoak) return yield* all;
  const from = (turn * 7) % all.length;
  const turned = [...all.slice(from), ...all.slice(0, from)];
  const allowed = turned.find(([who, ground]) => ground === "own" && !isRefusal(expected(cell, who, ground)));
  const refused = turned.find(([who, ground]) => isRefusal(expected(cell, who, ground)));
  for (const one of [allowed, refused]) if (one) yield one;
}

describe("[REQ-ACC-02] T15 the matrix over HTTP", () => {
  it("every operation of the schema has a declared policy; one without does not build, nor one for nothing", async () => {
    const schema = await buildGraphqlSchema();
    const types = [schema.getQueryType(), schema.getMutationType()];
    const operations = types.flatMap((type) => Object.keys(type?.getFields() ?? {}));
    expect(operations.filter((name) => !declaredPolicies().has(name))).toEqual([]);
    const fields = schema.getQueryType()?.getFields();
    const sample = fields?.search;
    if (!fields || !sample) throw new Error("there is no search");
    fields.everything = { ...sample, name: "everything" };
    try {
      expect(() => guarded(schema)).toThrow("without a declared policy: Query.everything;");
    } finally {
      delete fields.everything;
    }
  });

  it("nobody who is not signed in is answered anything but what is for everybody", async () => {
    const schema = await buildGraphqlSchema();
    const wrong: string[] = [];
    for (const type of [schema.getQueryType(), schema.getMutationType()])
      for (const [name, field] of Object.entries(type?.getFields() ?? {})) {
        if (declaredPolicies().get(name) === "everybody") continue;
        const needed = field.args.filter((a) => String(a.type).endsWith("!") && a.defaultValue === undefined);
        const given = needed.map((a) => `${a.name}: ${literalFor(String(a.type))}`).join(", ");
        const isLeaf = /^(Boolean|Int|String|ID)!?$/.test(String(field.type));
        const source = `${type === schema.getQueryType() ? "query" : "mutation"} { ${name}${given ? `(${given})` : ""}${isLeaf ? "" : " { __typename }"} }`;
        const heard = await house.served.ask(source);
        if (!heard.codes.includes("UNAUTHENTICATED") && !heard.codes.includes("GRAPHQL_VALIDATION_FAILED"))
          wrong.push(`${source}: ${heard.text.slice(0, 150)}`);
        if (heard.data?.[name]) wrong.push(`${name} was answered`);
      }
    expect(wrong).toEqual([]);
  });

  it(
    "answers each cell as the policy says",
    async () => {
      const wrong: string[] = [];
      let asked = 0;
      for (const [turn, cell] of cells.entries())
        for (const [who, ground] of chosenFor(cell, turn)) {
          const heard = await send(cell, who, ground);
          if (!heard) continue;
          asked += 1;
          const wanted = expected(cell, who, ground);
          const got = verdictOf(heard, cell);
          if (!wanted.includes(got))
            wrong.push(
              `${cell.operation} as ${who || "nobody"} on ${ground}: ${got}, not ${wanted}; ${heard.text.slice(0, 160)}`,
            );
        }
      console.log(`authorization over HTTP: ${asked} cells of ${cells.length} operations`);
      expect(wrong).toEqual([]);
      expect(asked).toBeGreaterThan(isSoak ? 4_000 : 150);
    },
    isSoak ? 1_800_000 : 120_000,
  );
});

/** A literal of a type that says nothing. */
function literalFor(type: string): string {
  if (type.startsWith("[")) return "[]";
  if (type.startsWith("Int")) return "1";
  if (type.startsWith("ID") || type.startsWith("String")) return '"1"';
  if (type.startsWith("Boolean")) return "true";
  return "{}";
}

describe("[REQ-ACC-02] every path to an object of another site, or of a type that one may not read", () => {
  /** Readers of much, of one site each. */
  const readers: readonly Role[] = isSoak ? allRoles : ["QA_HEAD", "WAREHOUSE", "SYSADMIN"];

  it("search, lists, counts, sorts, filters, links, history, tasks, notices and the trace show no mark of it", async () => {
    const leaks: string[] = [];
    const shown = new Set<string>();
    for (const who of readers) {
      const hidden = recordNames.filter((name) => !holdersOf(specOf(name).read).includes(who));
      const watch = (path: string, { text, status }: Heard): void => {
        if (status !== 200) leaks.push(`${path} asks nothing: ${text.slice(0, 200)}`);
        if (text.includes(otherMark)) leaks.push(`${who} ${path}: another site's`);
        for (const name of hidden) if (text.includes(markOf(name))) leaks.push(`${who} ${path}: a ${name}`);
        for (const name of recordNames) if (text.includes(markOf(name))) shown.add(name);
      };
      for (const record of recordNames) {
        const columns = ["number", ...(specOf(record).list?.columns ?? [])];
        const heard = await exported(who, record, [...new Set(columns)]);
        if (heard.status !== 403) watch(`export of ${record}`, heard);
      }
      for (const [path, query, variables] of await pathsFor()) watch(path, await house.ask(who, query, variables));
    }
    expect(leaks).toEqual([]);
    // The marks can be seen by whoever may: the test looks where they are.
    expect(shown.size).toBeGreaterThan(10);
  }, 300_000);

  it("counts, totals and groups hold the own site's rows and no others", async () => {
    const [own] = await house.demo.sql<{ id: string }>("select id from site where number = 'SZ1'");
    const wrong: string[] = [];
    for (const record of recordNames.filter((name) => specOf(name).site)) {
      const plural = pluralOf(record);
      const [who] = holdersOf(specOf(record).read);
      const { data, text } = await house.ask(
        who ?? "",
        `{ list: ${plural}(first: 1) { totalCount } totals: ${plural}Totals { count } groups: ${plural}Groups(by: "site") { total groups { key count } } }`,
      );
      const [rows] = await house.demo.sql<{ n: number }>(`select count(*)::int as n from ${tableOf(record)} where site_id = $1`, [
        own?.id,
      ]);
      const n = rows?.n ?? 0;
      const wanted = {
        list: { totalCount: n },
        totals: { count: n },
        groups: n === 0 ? { total: 0, groups: [] } : { total: 1, groups: [{ key: own?.id, count: n }] },
      };
      if (JSON.stringify(data) !== JSON.stringify(wanted)) wrong.push(`${record} as ${who}: ${text.slice(0, 200)}, not ${n}`);
    }
    expect(wrong).toEqual([]);
  });

  it("files of another site's record are neither handed out nor taken", async () => {
    const lot = await house.aim("Lot", "other");
    const [file] = await house.demo.sql<{ id: string }>("select id from attachment where name = $1", [otherMark]);
    for (const who of readers) {
      const cookie = await house.cookie(who);
      const got = await fetch(`${house.served.url}/files/${file?.id}`, { headers: { cookie } });
      expect([who, got.status, (await got.text()).includes(otherMark)]).toEqual([who, 404, false]);
      const put = await fetch(`${house.served.url}/files?record=Lot&id=${lot?.id}&name=x.txt&commandId=${crypto.randomUUID()}`, {
        method: "PUT",
        body: "x",
        headers: { cookie, "content-type": "application/octet-stream" },
      });
      expect([404, 403]).toContain(put.status);
    }
  });

  /** The list as a file; as a person may have it, or a refusal. */
  async function exported(who: Role, record: RecordName, columns: readonly string[]): Promise<Heard> {
    return house.served.send({
      path: `/exports/${record}`,
      body: JSON.stringify({ format: "csv", lang: "en", columns }),
      headers: { "content-type": "application/json", cookie: await house.cookie(who) },
    });
  }

  type Path = readonly [path: string, query: string, variables: object];

  /** Every way that leads to records, with the keys of hidden ones in hand. */
  async function pathsFor(): Promise<Path[]> {
    const theirs = { i: (await house.aim("Lot", "other"))?.id };
    const paths: Path[] = [
      ["search", "query ($t: String!) { search(text: $t) { record id number title { en } } }", { t: otherMark }],
      ["search", "query ($t: String!) { search(text: $t) { record id number title { en } } }", { t: "ZZMINE" }],
      ["workItems", "{ workItems(first: 500) { record recordId number title { en } } }", {}],
      ["notices", "{ notices(first: 100) { newest { record number text { en } } } }", {}],
      [
        "trace of our lot that went into theirs",
        'query ($i: ID) { trace(record: "Lot", id: $i) { graph { nodes { number } } lots { rows { lot { number } } } roots { number } } }',
        { i: house.crossing },
      ],
      [
        "trace of theirs",
        'query ($i: ID) { trace(record: "Lot", id: $i) { roots { number } graph { nodes { number } } } }',
        theirs,
      ],
      ["why", "query ($f: ID!, $i: ID!) { traceWhy(from: $f, to: $i) { kind number } }", { f: house.crossing, ...theirs }],
    ];
    for (const record of recordNames) {
      const spec = specOf(record);
      const plural = pluralOf(record);
      const foreign = await house.aim(record, "other");
      const mine = await house.aim(record, "own");
      const sorts = ["number", "-number", "-createdAt", ...(spec.list?.sorts ?? [])];
      const page = "{ totalCount edges { node { id number title { en } } } }";
      for (const sort of isSoak ? sorts : sorts.slice(0, 2))
        paths.push([`${plural} by ${sort}`, `query ($s: [String!]) { ${plural}(first: 100, sort: $s) ${page} }`, { s: [sort] }]);
      paths.push([`${plural} search`, `query ($q: String) { ${plural}(search: $q) ${page} }`, { q: "ZZ" }]);
      for (const aim of [foreign, mine])
        if (aim) {
          paths.push([
            `${camel(record)} by id`,
            `query ($i: ID!) { ${camel(record)}(id: $i) { number title { en } attachments { name } timeline { id changes { old new } } asOf(at: "2027-01-01T00:00:00Z") } }`,
            { i: aim.id },
          ]);
          paths.push([
            `${camel(record)} by number`,
            `query ($n: String!) { ${camel(record)}(number: $n) { id title { en } } }`,
            { n: aim.number },
          ]);
        }
    }
    return paths;
  }
});
