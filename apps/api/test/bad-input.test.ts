/** Bad input over HTTP, on every operation of the schema: a clear answer or harmless text, never an internal error. */
import { randomUUID } from "node:crypto";
import { actionsOf, type Field, type Fields, filterLimits, givenFields, type Role } from "@lotline/schema";
import fc from "fast-check";
import { type GraphQLArgument, getNamedType, isObjectType, isRequiredArgument } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { camel, lineSets, recordNames, specOf } from "../src/base/names.ts";
import { pluralOf } from "../src/graphql/expose.ts";
import { buildGraphqlSchema } from "../src/schema.ts";
import { allRoles, type Demo, holdersOf, openDemo } from "./demo.ts";
import { Sampler } from "./sampler.ts";
import { type Heard, type Served, serve } from "./served.ts";

const runs = process.env.LOTLINE_SOAK ? 300 : 25;

let demo: Demo;
let served: Served;
const cookies = new Map<string, string>();

beforeAll(async () => {
  demo = await openDemo();
  served = await serve(demo.kernel);
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
});

const post = (body: string, headers: { readonly [name: string]: string } = {}): Promise<Heard> =>
  served.send({ body, headers: { "content-type": "application/json", ...headers } });

/** Asks as a person who holds the permit. */
async function ask(permit: string, query: string, variables: object): Promise<Heard> {
  return served.ask(query, variables, await cookieOf(holdersOf(permit)[0] as Role));
}

async function cookieOf(role: Role): Promise<string> {
  const cookie = cookies.get(role) ?? (await served.cookieOf(demo.person(role).id));
  cookies.set(role, cookie);
  return cookie;
}

const isId = ({ type }: GraphQLArgument): boolean => getNamedType(type).name === "ID";

const isDefect = ({ status, codes }: Heard): boolean =>
  status >= 500 || codes.some((c) => ["INTERNAL", "INTERNAL_SERVER_ERROR", "NONE"].includes(c));

const nasty: readonly unknown[] = [
  "1e308",
  "-0",
  "NaN",
  `0.${"3".repeat(30)}`,
  "１２",
  "\0",
  "a\0b",
  "\ud800",
  "Café",
  "x\xA0",
  "А201",
  "2026-02-29",
  "2026-02-30T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "<script>alert(1)</script>",
  "=1+1",
  "'; select pg_sleep(9); --",
  "%_\\",
  "x".repeat(5e4),
  "9".repeat(400),
  "999999999999999999",
  "-1",
  "0",
  "",
  " ",
];

let turn = 0;
/** All of them in the long run, else some, others each time they are asked for. */
const some = <T>(values: readonly T[], count: number): readonly T[] => {
  if (process.env.LOTLINE_SOAK) return values;
  turn += count;
  return values.filter((_, i) => (i + values.length * count - (turn % values.length)) % values.length < count);
};

const create = (name: string) => `mutation ($c: ID!, $i: Create${name}Input!) { create${name}(commandId: $c, input: $i) { id } }`;

describe("over HTTP", () => {
  it("every field of every record takes bad input as an issue or as harmless text, and never fails inside", async () => {
    const sampler = new Sampler(demo);
    const defects: string[] = [];
    let asked = 0;
    for (const name of recordNames) {
      const spec = specOf(name);
      if (!spec.create) continue;
      const good = await sampler.createInput(name);
      const fields = givenFields(spec.fields).map(([key]) => key);
      const rows = lineSets(spec).filter(([, l]) => !l.system);
      // Each value in all fields at once shows every schema; each field by itself also reaches what lies behind validation.
      const inputs = [
        ...some(nasty, 7).map((value) => ({
          ...good,
          ...Object.fromEntries(fields.map((key) => [key, value])),
          ...(spec.number === "entered" ? { number: value } : {}),
        })),
        ...fields.map((key, i) => ({ ...good, [key]: nasty[(i * 7) % nasty.length] })),
        // The demo defines `paymentTerms` of suppliers; the others have no attribute of that name.
        ...(spec.attributes ? nasty : []).flatMap((value) => [
          { ...good, attributes: value },
          { ...good, attributes: { paymentTerms: value, [String(value)]: [value] } },
        ]),
        ...rows.flatMap(([set, lines]) =>
          nasty
            .slice(0, 8)
            .map((value) => ({ ...good, [set]: [Object.fromEntries(givenFields(lines.fields).map(([key]) => [key, value]))] })),
        ),
      ];
      const heard = await Promise.all(inputs.map((i) => ask(spec.create?.permit ?? "", create(name), { c: randomUUID(), i })));
      asked += heard.length;
      for (const [i, h] of heard.entries())
        if (isDefect(h))
          defects.push(`create${name} ${JSON.stringify(inputs[i]).slice(0, 200)}: ${h.status} ${h.text.slice(0, 200)}`);
    }
    expect(defects).toEqual([]);
    expect(asked).toBeGreaterThan(200);
  });

  it("every action takes bad ids, versions, inputs and reasons so too", async () => {
    const sampler = new Sampler(demo);
    const defects: string[] = [];
    const acts: Promise<void>[] = [];
    for (const name of recordNames) {
      const spec = specOf(name);
      const target = await sampler.target(name);
      for (const [action, { permit, input, sign }] of Object.entries(actionsOf(spec))) {
        if (!permit || !target) continue;
        const fields = Object.keys((input?.fields ?? {}) as Fields);
        const type = `${action.charAt(0).toUpperCase()}${action.slice(1)}${name}Input`;
        const source = `mutation ($c: ID!, $id: ID!, $v: Int!, $r: String${input ? `, $i: ${type}` : ""}${sign ? ", $s: SignatureInput" : ""})
          { ${action}${name}(commandId: $c, id: $id, version: $v, reason: $r${input ? ", input: $i" : ""}${sign ? ", signature: $s" : ""}) { id } }`;
        for (const value of some(nasty, 3)) {
          const text = String(value);
          const i = Object.fromEntries(fields.map((key) => [key, value]));
          const s = { intent: text, userName: text.slice(0, 5000), code: "" };
          for (const variables of [
            { c: randomUUID(), id: text, v: 1, r: text, i, s },
            { c: text, id: target.id, v: 2_147_483_647, r: "a long enough reason", i, s },
            { c: randomUUID(), id: target.id, v: target.version, r: text, i, s },
          ])
            acts.push(
              ask(permit, source, variables).then((h) => {
                if (isDefect(h) || (h.codes.length === 0 && h.data === null))
                  defects.push(
                    `${action}${name} ${JSON.stringify(variables).slice(0, 200)}: ${h.status} ${h.text.slice(0, 200)}`,
                  );
              }),
            );
          if (acts.length >= 40) await Promise.all(acts.splice(0));
        }
      }
    }
    await Promise.all(acts);
    expect(defects).toEqual([]);
  });

  it("every list takes bad filters, searches, sorts, sizes and cursors so too", async () => {
    const defects: string[] = [];
    const filterOf = (field: Field, value: unknown): object | null => {
      if (field.kind === "json" || field.kind === "flag") return null;
      if (field.kind === "choice") return [String(value)] as never;
      if (field.kind === "ref") return { in: [String(value)] };
      if (field.kind === "text")
        return { contains: String(value), startsWith: String(value), eq: String(value), in: [String(value)] };
      if (field.kind === "date" || field.kind === "instant") return { from: String(value), to: String(value) };
      return { min: String(value), max: String(value) };
    };
    for (const name of recordNames) {
      const spec = specOf(name);
      const source = `query ($f: ${name}Filter, $q: String, $s: [String!], $n: Int, $a: String) { ${pluralOf(name)}(filter: $f, search: $q, sort: $s, first: $n, after: $a) { totalCount edges { node { id } } } }`;
      const variables = some(nasty, 5).flatMap((value) => {
        const text = String(value);
        const fields = Object.entries(spec.fields as Fields).flatMap(([key, field]) => {
          const filter = filterOf(field, value);
          return filter ? [[key, filter]] : [];
        });
        return [
          { q: text },
          { s: [text] },
          { a: text },
          { f: { or: fields.map(([key, f]) => ({ [String(key)]: f })) } },
          { f: { createdAt: { from: text } } },
          ...(spec.attributes
            ? [
                { name: text },
                { name: "paymentTerms", eq: text },
                { name: "paymentTerms", in: [text] },
                { name: "arrivalTemperature", min: text },
              ].map((term) => ({ f: { attributes: [term] } }))
            : []),
          { f: { number: { eq: text, in: [text] } } },
        ];
      });
      const nested = (levels: number): object => (levels === 0 ? {} : { and: [nested(levels - 1)] });
      const refused: readonly [variables: object, code: string][] = [
        [{ n: 0 }, "BAD_USER_INPUT"],
        [{ n: -1 }, "BAD_USER_INPUT"],
        [{ n: 501 }, "PAGE_TOO_LARGE"],
        [{ n: 2_147_483_647 }, "PAGE_TOO_LARGE"],
        [{ f: nested(filterLimits.depth + 1) }, "BAD_USER_INPUT"],
        [{ f: { or: Array.from({ length: filterLimits.terms + 1 }, () => ({})) } }, "BAD_USER_INPUT"],
        [{ s: ["number", "number", "number", "number"] }, "BAD_USER_INPUT"],
      ];
      const all = [...variables, ...refused.map(([v]) => v)];
      const heard = await Promise.all(all.map((v) => ask(spec.read, source, v)));
      for (const [i, h] of heard.entries())
        if (isDefect(h)) defects.push(`${name} ${JSON.stringify(all[i]).slice(0, 200)}: ${h.status} ${h.text.slice(0, 200)}`);
      for (const [i, [v, code]] of refused.entries()) {
        const h = heard[variables.length + i];
        if (h?.codes.join() !== code)
          defects.push(`${name} ${JSON.stringify(v).slice(0, 60)}: not refused: ${h?.text.slice(0, 100)}`);
      }
    }
    expect(defects).toEqual([]);
  });

  it("so does every other query that takes the key of a record, asked by each role", async () => {
    const fields = Object.values((await buildGraphqlSchema()).getQueryType()?.getFields() ?? {});
    const keyed = fields.filter(({ name, args }) => args.some(isId) && !recordNames.some((record) => camel(record) === name));
    const questions = keyed.map(({ name, args, type }) => {
      const given = args.filter((arg) => isId(arg) || isRequiredArgument(arg));
      const values = given.map((arg) => `${arg.name}: ${isId(arg) ? "$k" : '"x"'}`);
      return `query ($k: ID!) { done: ${name}(${values.join(", ")})${isObjectType(getNamedType(type)) ? " { __typename }" : ""} }`;
    });
    expect(questions.length).toBeGreaterThan(5);
    const defects: string[] = [];
    for (const role of allRoles)
      for (const query of questions)
        for (const k of ["7b46abe2-b9f3-4ceb-bef7-c3545a783558", "9".repeat(30)]) {
          const heard = await served.ask(query, { k }, await cookieOf(role));
          if (isDefect(heard)) defects.push(`${query} ${k} as ${role}: ${heard.text}`);
        }
    expect(defects).toEqual([]);
  });

  it("so do single records, search, as-of, sign-in and the pages without a session", async () => {
    const defects: string[] = [];
    const sampler = new Sampler(demo);
    const lot = await sampler.target("Lot");
    for (const value of some(nasty, 12)) {
      const text = String(value);
      const heard = [
        ...(await Promise.all(
          recordNames
            .slice(0, 6)
            .map((name) =>
              ask(
                specOf(name).read,
                `query ($n: String, $i: ID) { a: ${camel(name)}(number: $n) { id } b: ${camel(name)}(id: $i) { id } }`,
                { n: text, i: text },
              ),
            ),
        )),
        await ask("lot.read", "query ($t: String!) { search(text: $t) { id } }", { t: text }),
        await ask("lot.read", "query ($i: ID!, $t: Instant!) { lot(id: $i) { asOf(at: $t) timeline { id } } }", {
          i: lot?.id,
          t: text,
        }),
        await ask(
          "lot.release",
          "mutation ($t: String!, $i: ID!, $j: JSON) { signatureIntent(record: $t, id: $i, version: 1, action: $t, input: $j, reason: $t) { id } }",
          { t: text, i: text, j: value },
        ),
        await post(
          JSON.stringify({ query: "mutation ($t: String!) { login(userName: $t, password: $t) }", variables: { t: text } }),
        ),
        await post(JSON.stringify({ query: "mutation ($t: String!) { demoLogin(login: $t) }", variables: { t: text } })),
        await post(JSON.stringify({ query: "{ lots { totalCount } }" }), {
          cookie: `lotline=${encodeURIComponent(text.slice(0, 2000).toWellFormed())}`,
        }),
      ];
      for (const h of heard)
        if (isDefect(h)) defects.push(`${JSON.stringify(text).slice(0, 40)}: ${h.status} ${h.text.slice(0, 200)}`);
    }
    expect(defects).toEqual([]);
  });

  it("bodies that are too large, no JSON or no GraphQL are refused as such", async () => {
    expect((await post("x".repeat(2_000_000))).status).toBe(413);
    expect((await post("{")).status).toBe(400);
    expect((await post(JSON.stringify({ query: "{" }))).status).toBe(400);
    expect((await post(JSON.stringify({ query: "{ nothing }" }))).status).toBe(400);
    expect((await post("[]")).status).toBe(400);
    expect((await post(JSON.stringify({ query: "{ installation { demo } }" }), { origin: "http://evil.example" })).status).toBe(
      403,
    );
    expect((await post(JSON.stringify({ query: "{ installation { demo } }" }), { origin: "null" })).status).toBe(403);
  });

  it("names every field of a form that is wrong, and says of very many that they are too many", async () => {
    // Dates and numbers are texts for GraphQL: they are judged later, in both languages.
    const later: readonly string[] = ["date", "integer"];
    const keys = givenFields(specOf("DeviceRecord").fields).flatMap(([key, { kind }]) => (later.includes(kind) ? [] : [key]));
    const everyField = await ask("deviceRecord.change", create("DeviceRecord"), {
      c: randomUUID(),
      i: Object.fromEntries(keys.map((key) => [key, []])),
    });
    expect(keys.length).toBeGreaterThan(50);
    expect(everyField.codes).toEqual(keys.map(() => "BAD_USER_INPUT"));
    const packages = Array.from({ length: 100 }, () => ({ level: [], di: [], quantity: [], containedDi: [] }));
    const many = await ask("deviceRecord.change", create("DeviceRecord"), { c: randomUUID(), i: { packages } });
    expect(new Set(many.codes)).toEqual(new Set(["BAD_USER_INPUT"]));
    expect(many.text).toContain("Too many errors processing variables");
  });

  it("script and formula text come back as they went in, as data", async () => {
    const description = "<img src=x onerror=alert(1)> =cmd|' /C calc'!A0 ${7*7} ' or 1=1";
    const sampler = new Sampler(demo);
    const input = { ...(await sampler.createInput("Supplier")), nameEn: description };
    const made = await ask(
      "supplier.change",
      `mutation ($c: ID!, $i: CreateSupplierInput!) { done: createSupplier(commandId: $c, input: $i) { nameEn title { en } } }`,
      { c: randomUUID(), i: input },
    );
    expect(made.data).toEqual({ done: { nameEn: description, title: { en: description } } });
  });

  it("anything a client may send is answered, never with an internal error", async () => {
    const operations = recordNames.flatMap((name) =>
      specOf(name).create
        ? [{ name, permit: specOf(name).create?.permit ?? "", keys: givenFields(specOf(name).fields).map(([key]) => key) }]
        : [],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations),
        fc.array(fc.jsonValue({ maxDepth: 2 }), { minLength: 10, maxLength: 10 }),
        async ({ name, permit, keys }, values) => {
          const i = Object.fromEntries(keys.map((key, n) => [key, values[n % values.length]]));
          return !isDefect(await ask(permit, create(name), { c: randomUUID(), i }));
        },
      ),
      { numRuns: runs },
    );
  });
});
