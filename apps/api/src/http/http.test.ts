/** The wire: who may send what, how much one request may ask, what every answer carries (ASVS V3, V4). */
import { createHash } from "node:crypto";
import { allDocuments, timelinePage } from "@lotline/schema/documents";
import { parse } from "graphql";
import { serverAudits } from "graphql-http";
import { Client } from "pg";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, openDemo } from "../../test/demo.ts";
import { type Heard, type Served, serve } from "../../test/served.ts";
import { documentLimits, overLimit, tooManyTokens } from "../graphql/limits.ts";
import { buildGraphqlSchema } from "../schema.ts";
import { bodyLimits } from "./gate.ts";
import { buckets } from "./rate.ts";

let demo: Demo;
let served: Served;
let cookie: string;
beforeAll(async () => {
  demo = await openDemo();
  served = await serve(demo.kernel);
  cookie = await served.cookieOf(demo.person("QA_HEAD").id);
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
});

const json = { "content-type": "application/json" };
const question = JSON.stringify({ query: "{ installation { version } }" });
const told = ({ status, codes, text }: Heard) => [status, codes[0], /[\u4e00-\u9fff]/.test(text)];

describe("[REQ-ACC-11] what every answer carries (ASVS 3.4)", () => {
  const policyOf = async (path: string) =>
    Object.fromEntries(
      String((await served.send({ method: "GET", path })).headers["content-security-policy"])
        .split("; ")
        .map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]),
    );

  it("a content policy without inline script and with trusted types; each page has a nonce of its own for style elements", async () => {
    const [first, second] = [await policyOf("/lot"), await policyOf("/lot")];
    expect(first["script-src"]).toBe("'self'");
    expect(first["require-trusted-types-for"]).toBe("'script'");
    expect([first["object-src"], first["base-uri"], first["frame-ancestors"], first["form-action"]]).toEqual([
      "'none'",
      "'none'",
      "'none'",
      "'self'",
    ]);
    expect(JSON.stringify(first)).not.toMatch(/unsafe|https?:|\*/);
    const nonce = /^'self' 'nonce-([\w+/=]{24})'$/;
    expect(first["style-src"]).toMatch(nonce);
    expect(second["style-src"]).not.toBe(first["style-src"]);
    const page = await served.send({ method: "GET", path: "/lot" });
    const [, own] = /'nonce-([^']+)'/.exec(String(page.headers["content-security-policy"])) ?? [];
    expect(page.text).toContain(`<meta name="style-nonce" content="${own}" />`);
    expect((await policyOf("/graphql"))["style-src"]).toBe("'self'");
  });

  it("says nothing of the program, is framed by nobody, asks no sensor but the camera of its own pages, and is kept by no cache", async () => {
    const { headers } = await served.send({ body: question, headers: json });
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
    expect(headers["permissions-policy"]).toContain("camera=(self)");
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers["strict-transport-security"]).toBeUndefined();
  });

  it("behind TLS browsers are told to come by TLS for a year, and the cookie is bound to the host", async () => {
    await using tls = await serve(demo.kernel, { secure: true });
    const entered = await tls.ask('mutation { demoLogin(login: "linjing") }');
    expect(entered.headers["strict-transport-security"]).toBe("max-age=31536000");
    expect(String(entered.headers["set-cookie"])).toMatch(/__Host-lotline=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict/);
  });

  it("takes reports of breaches, bounded in size and number, into the log as harmless text", async () => {
    const lines: string[] = [];
    await using own = await serve(demo.kernel, { log: pino({ level: "warn" }, { write: (line) => lines.push(line) }) });
    const report = (sample: string) =>
      own.send({
        path: "/csp-reports",
        body: JSON.stringify({
          "csp-report": { "effective-directive": "script-src", "blocked-uri": "inline", "script-sample": sample },
        }),
        headers: { "content-type": "application/csp-report" },
      });
    expect((await report('alert(1)\n{"level":60}')).status).toBe(204);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ breach: { directive: "script-src", sample: 'alert(1) {"level":60}' } });
    expect((await report("x".repeat(20_000))).status).toBe(413);
    for (let i = 0; i < 80; i++) await report("again");
    expect(lines.length).toBe(60);
  });
});

describe("who may send what (ASVS 3.5.1, 4.1.1, 4.1.4)", () => {
  it.each([
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: "not a url" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "same-origin" }, 200],
    [{ "sec-fetch-site": "none" }, 200],
    [{}, 200],
  ])("a request with %j is answered %i", async (headers, status) => {
    const heard = await served.send({ body: question, headers: { ...json, ...headers } });
    expect(told(heard)).toEqual(status === 200 ? [200, undefined, false] : [403, "ORIGIN", true]);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=gbk",
    "",
  ])("a body of type %j is refused with 415", async (type) =>
    expect(told(await served.send({ body: question, headers: { "content-type": type } }))).toEqual([415, "CONTENT_TYPE", true]),
  );

  it("JSON in UTF-8 is taken however it is written", async () => {
    for (const type of ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'])
      expect((await served.send({ body: question, headers: { "content-type": type } })).status).toBe(200);
  });

  it.each(["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])("%s is not answered at /graphql", async (method) => {
    const heard = await served.send({ method, path: "/graphql?query=%7Binstallation%7Bversion%7D%7D" });
    expect([heard.status, heard.headers.allow]).toEqual([405, "POST"]);
  });

  it("many operations in one body are refused", async () => {
    expect(told(await served.send({ body: `[${question},${question}]`, headers: json }))).toEqual([400, "NO_BATCHES", true]);
  });
});

describe("how much one request may ask (ASVS 4.3.1)", () => {
  const nested = (levels: number) =>
    `{ lots(first: 1) { edges { node { ${"createdBy { ".repeat(levels)} id ${"} ".repeat(levels)} } } } }`;
  const many = (n: number, field: string) => Array.from({ length: n }, (_, i) => `a${i}: ${field}`).join(" ");
  const bomb = `{ lots(first: 1) { edges { node { ...f0 } } } } ${Array.from({ length: 25 }, (_, i) => `fragment f${i} on Lot { id ...f${i + 1} ...f${i + 1} }`).join(" ")} fragment f25 on Lot { id }`;

  it.each([
    ["depth", "TOO_DEEP", nested(60)],
    [
      "depth within fragments",
      "TOO_DEEP",
      `{ lots(first: 1) { edges { node { ...f } } } } fragment f on Lot { ${"createdBy { createdBy { ".repeat(5)} id ${"} } ".repeat(5)} }`,
    ],
    ["aliases", "TOO_MANY_ALIASES", `{ installation { ${many(31, "version")} } }`],
    ["root fields", "TOO_MANY_ROOT_FIELDS", `{ ${"me { login } ".repeat(21)} }`],
    ["tokens", "TOO_MANY_TOKENS", `{ installation { ${"version ".repeat(2000)} } }`],
    ["tokens of a text that does not end", "TOO_MANY_TOKENS", "{ a ".repeat(20_000)],
    ["the page", "PAGE_TOO_LARGE", "{ lots(first: 501) { edges { node { id } } } }"],
    ["cost", "TOO_COSTLY", "{ lots(first: 500) { edges { node { timeline { id } attachments { id } } } } }"],
    ["fragments that double", "TOO_COSTLY", bomb],
  ])("%s beyond the limit is a worded 400 under 200 ms", async (_name, code, query) => {
    const heard = await served.ask(query, {}, cookie);
    expect(told(heard)).toEqual([400, code, true]);
    expect(heard.ms).toBeLessThan(200);
  });

  it("the page that a variable asks for is looked at too, and a document of our own is no exception", async () => {
    const heard = await served.ask("query ($n: Int) { lots(first: $n) { edges { node { id } } } }", { n: 5000 }, cookie);
    expect(heard.codes).toEqual(["PAGE_TOO_LARGE"]);
    const [own = ""] = allDocuments();
    const schema = await buildGraphqlSchema();
    expect(overLimit(schema, parse(own), null, { first: 501 }, { known: true })?.code).toBe("PAGE_TOO_LARGE");
  });

  it("what stands just at the limit is answered", async () => {
    for (const query of [
      `{ installation { ${many(30, "version")} } }`,
      `{ ${"me { login } ".repeat(20)} }`,
      "{ lots(first: 500) { edges { node { id } } } }",
    ])
      expect([query, (await served.ask(query, {}, cookie)).codes]).toEqual([query, []]);
  });

  it("every document of the record screens keeps all limits: lists with the largest page, timelines with theirs", async () => {
    const schema = await buildGraphqlSchema();
    const over = allDocuments().flatMap((text) => {
      const first = /^query \w+Timeline\(/.test(text) ? timelinePage : documentLimits.first;
      const found = tooManyTokens(text) ?? overLimit(schema, parse(text), null, { first });
      return found ? [`${text.slice(0, 60)}: ${found.code}`] : [];
    });
    expect(over).toEqual([]);
  });

  it("a body is short; that of a command of somebody signed in may bring the rows of a sheet", async () => {
    const send = (query: string, bytes: number, headers: object) =>
      served.send({ body: JSON.stringify({ query, variables: { x: "x".repeat(bytes) } }), headers: { ...json, ...headers } });
    const [ask, act] = ["query { me { login } }", 'mutation { unlock(password: "x") }'];
    expect(told(await send(ask, bodyLimits.question, {}))).toEqual([413, "BODY_TOO_LARGE", true]);
    expect(told(await send(act, bodyLimits.question, {}))).toEqual([413, "BODY_TOO_LARGE", true]);
    expect(told(await send(ask, bodyLimits.question, { cookie }))).toEqual([413, "BODY_TOO_LARGE", true]);
    expect((await send(act, bodyLimits.question, { cookie })).status).toBe(200);
    expect(told(await send(act, bodyLimits.rows, { cookie }))).toEqual([413, "BODY_TOO_LARGE", true]);
  });

  it("too many requests at once get 429 and when to come again; other sessions and networks go on", async () => {
    await using slow = await serve(demo.kernel, {
      rates: { session: { perSecond: 0.02, burst: 3 }, network: { perSecond: 1000, burst: 1000 } },
    });
    const ask = (own: string) => slow.ask("{ me { login } }", {}, own);
    const other = await slow.cookieOf(demo.person("SALES").id);
    const heard = [await ask(cookie), await ask(cookie), await ask(cookie), await ask(cookie)];
    expect(heard.map((h) => h.status)).toEqual([200, 200, 200, 429]);
    expect([told(heard[3] as Heard), heard[3]?.headers["retry-after"]]).toEqual([[429, "RATE_LIMITED", true], "50"]);
    expect((await ask(other)).status).toBe(200);
    // The page itself and its health do not need a session's budget.
    expect((await slow.send({ method: "GET", path: "/healthz" })).status).toBe(200);
  });

  it("who has to wait after failed sign-ins is told so by the status too", async () => {
    const enter = () => served.ask('mutation { login(userName: "xuheng", password: "wrong wrong wrong") }');
    const heard = [await enter(), await enter(), await enter(), await enter()];
    expect(heard.map(({ status, reasons }) => [status, reasons[0]])).toEqual([
      [200, "SIGN_IN"],
      [200, "SIGN_IN"],
      [200, "SIGN_IN"],
      [429, "WAIT"],
    ]);
    expect(Number(heard[3]?.headers["retry-after"])).toBeGreaterThan(0);
  });

  it("a bucket fills again with time and never beyond its burst; the number of buckets is bounded", () => {
    let now = 0;
    const bucket = buckets({ perSecond: 2, burst: 2 }, () => now);
    expect([bucket.take("a"), bucket.take("a"), bucket.take("a")]).toEqual([0, 0, 0.5]);
    now = 500;
    expect([bucket.take("a"), bucket.take("a")]).toEqual([0, 0.5]);
    now = 60_000;
    expect([bucket.take("a"), bucket.take("a"), bucket.take("a")]).toEqual([0, 0, 0.5]);
    for (let i = 0; i < 30_000; i++) bucket.take(`network ${i}`);
    expect(bucket.size).toBe(20_000);
  });

  it("a read that takes too long is stopped in the database, also when nobody waits for it any longer", async () => {
    await using hasty = await serve(demo.kernel, { deadlineMs: 300 });
    const blocker = new Client({ connectionString: demo.database.superUrl });
    await blocker.connect();
    const waiting = async () =>
      (await demo.sql("select from pg_stat_activity where application_name like 'read %' and wait_event_type = 'Lock'")).length;
    try {
      await blocker.query("begin; lock table lot in access exclusive mode");
      const late = await hasty.ask("{ lots(first: 1) { edges { node { id } } } }", {}, cookie);
      expect([late.codes, late.reasons]).toEqual([["TIMEOUT"], ["TIMEOUT"]]);
      expect(late.ms).toBeLessThan(2000);
      expect(await waiting()).toBe(0);
      const gone = AbortSignal.timeout(150);
      const leaving = fetch(`${served.url}/graphql`, {
        method: "POST",
        body: JSON.stringify({ query: "{ lots(first: 1) { edges { node { id } } } }" }),
        headers: { ...json, cookie, "user-agent": "served test" },
        signal: gone,
      });
      await expect(leaving).rejects.toThrow();
      await expect.poll(waiting, { timeout: 2000 }).toBe(0);
    } finally {
      await blocker.end();
    }
  });
});

describe("known documents only, as in production (ASVS 4.3.2)", () => {
  let strict: Served;
  beforeAll(async () => {
    strict = await serve(demo.kernel, { trustedOnly: true });
  });
  afterAll(() => strict?.[Symbol.asyncDispose]());

  it("another document is refused before it is parsed, whoever asks", async () => {
    for (const own of [cookie, undefined])
      for (const query of [
        "{ lots { totalCount } }",
        "{ __schema { types { name } } }",
        "{ lots { totalCoun } }",
        "no graphql at all",
      ])
        expect([query, told(await strict.ask(query, {}, own))]).toEqual([query, [403, "DOCUMENT_UNKNOWN", true]]);
  });

  it("outside production a wrong name is corrected and the schema can be read", async () => {
    expect((await served.ask("{ lots { totalCoun } }", {}, cookie)).text).toContain("totalCount");
    expect((await served.ask("{ __schema { queryType { name } } }", {}, cookie)).data).toEqual({
      __schema: { queryType: { name: "Query" } },
    });
  });
});

describe("GraphQL over HTTP", () => {
  it("the audit of graphql-http finds no error", async () => {
    const results = await Promise.all(
      serverAudits({ url: `${served.url}/graphql`, fetchFn: fetch }).map(async (audit) => ({
        ...(await audit.fn()),
        name: audit.name,
      })),
    );
    expect(results.length).toBeGreaterThan(55);
    expect(results.filter((r) => r.status === "error").map((r) => r.name)).toEqual([]);
  });
});

it("a list whose text does not fit its hash is refused", async () => {
  const { readKnownDocuments } = await import("./documents.ts");
  const { mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
  const { join } = await import("node:path");
  const { tmpdir } = await import("node:os");
  const directory = mkdtempSync(join(tmpdir(), "lotline-known-"));
  const file = join(directory, "known.json");
  const text = "query a { me { login } }";
  const sha256 = createHash("sha256").update(text).digest("hex");
  writeFileSync(file, JSON.stringify({ [sha256]: text }));
  const known = readKnownDocuments(file);
  expect([known.size, known.has(text), known.has(`${text} `), known.has("__proto__")]).toEqual([1, true, false, false]);
  writeFileSync(file, JSON.stringify({ [sha256]: `${text} ` }));
  expect(() => readKnownDocuments(file)).toThrow(sha256);
  expect(readKnownDocuments(join(directory, "none.json")).size).toBe(0);
  rmSync(directory, { recursive: true });
});
