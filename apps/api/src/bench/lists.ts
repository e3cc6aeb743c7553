/** How fast a page of a long list comes: GraphQL over HTTP and without it, against hand-written SQL of the same rows. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import { listDocument } from "@lotline/schema/documents";
import { Pool } from "pg";
import pino from "pino";
import { assemble } from "../assemble.ts";
import { asClient } from "../database/client.ts";
import { unlimitedRates } from "../http/rate.ts";
import type { Kernel } from "../kernel/command.ts";
import { openSession, sessionOf, WebRequest } from "../modules/platform/index.ts";
import { encodeCursor } from "../read/cursor.ts";
import { sortKeys } from "../read/list.ts";
import { buildGraphqlSchema } from "../schema.ts";
import { createApp } from "../server.ts";
import { version } from "../version.ts";
import type { Company } from "./company.ts";
import { fillLots } from "./lists-ground.ts";
import { askByHand, type ListCase, listCases } from "./lists-sql.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground, rowsOf, type Scratch } from "./scratch.ts";
import { StatementCounter } from "./statements.ts";
import { median, quantile, ratioOf, rounded, roundRobin, type Spread, timed } from "./statistics.ts";

/** How long the list is, and how often it is asked for. */
export interface ListSize {
  readonly rows: number;
  readonly rounds: number;
  readonly warmups: number;
  /** Requests of each way in a round, of which the middle one counts. */
  readonly requests: number;
}

const pageRows = 50;
const slowMs = 500;
const ways = ["sql", "graphql", "http"] as const;
type Way = (typeof ways)[number];

interface Figure {
  readonly name: string;
  readonly ms: { readonly [W in Way]: { readonly median: number; readonly p95: number } };
  readonly ratios: { readonly "graphql / sql": Spread; readonly "http / sql": Spread };
}

/** Asks for one page in each way and answers the ids. */
interface Asking {
  graphql(one: ListCase, rows: number, after: string | undefined): Promise<string[]>;
  http(one: ListCase, rows: number, after: string | undefined): Promise<string[]>;
  close(): Promise<void>;
}

/** Measures on a copy of the ground's database with so many lots in it. */
export async function listsPart(ground: Ground, company: Company, size: ListSize): Promise<PartReport> {
  const scratch = await copyDatabase(ground, "bench_lists");
  ground.say(`lists: ${size.rows} lots`);
  const filled = await fillLots(scratch, company, size.rows);
  const counter = new StatementCounter();
  const kernel = await assemble(scratch.urls.app, ground.keys, { pool: 4 });
  const asking = await openAsking(ground, kernel, company);
  // The role that may read every row: hand SQL pays for no row-level security.
  const pool = new Pool({ connectionString: scratch.urls.reader, max: 1 });
  try {
    const cases = listCases(filled);
    const figures: Figure[] = [];
    for (const one of cases) figures.push(await measure(scratch, asking, pool, one, size));
    const statements = await countStatements(counter, asking, cases[0]);
    return {
      figures: { size: { ...size, pageRows }, cases: figures, statements },
      tables: tablesOf(figures, statements, size.rows),
    };
  } finally {
    counter.close();
    await pool.end();
    await asking.close();
    await kernel.orm.close(true);
    await scratch.drop();
  }
}

async function measure(scratch: Scratch, asking: Asking, pool: Pool, one: ListCase, size: ListSize): Promise<Figure> {
  const { place, after } = await placeOf(scratch, one, size.rows);
  const ask: { readonly [W in Way]: () => Promise<string[]> } = {
    sql: () => askByHand(pool, one, pageRows, place),
    graphql: () => asking.graphql(one, pageRows, after),
    http: () => asking.http(one, pageRows, after),
  };
  const begun = performance.now();
  // A fast answer that is another answer is no answer.
  const expected = (await ask.sql()).join();
  for (const way of ways)
    if ((await ask[way]()).join() !== expected) throw new Error(`list "${one.name}": ${way} answers other rows than hand SQL`);
  // What takes very long is seen in a few rounds too.
  const isSlow = performance.now() - begun > slowMs;
  const variants = ways.map((name) => ({ name, run: () => timed(isSlow ? 1 : size.requests, ask[name]) }));
  const times = await roundRobin<Way, number>(variants, isSlow ? { rounds: 3, warmups: 0 } : size);
  const ms = (way: Way) => times.get(way) ?? [];
  const figure = (way: Way) => ({ median: rounded(median(ms(way))), p95: rounded(quantile(ms(way), 0.95)) });
  return {
    name: one.name,
    ms: { sql: figure("sql"), graphql: figure("graphql"), http: figure("http") },
    ratios: { "graphql / sql": ratioOf(ms("graphql"), ms("sql")), "http / sql": ratioOf(ms("http"), ms("sql")) },
  };
}

/** The row after nine tenths of the list, as parameters of hand SQL and as the cursor of GraphQL. */
async function placeOf(scratch: Scratch, one: ListCase, rows: number): Promise<{ place: unknown[]; after: string | undefined }> {
  if (!one.deep) return { place: [], after: undefined };
  const text = `select l.id, l.created_at, l.expires_on::text from lot l where ${one.where} order by ${one.order} offset $1 limit 1`;
  const [row] = await asClient(scratch.urls.reader, (client) =>
    rowsOf<{ id: string; created_at: Date; expires_on: string }>(client, text, [Math.floor(rows * 0.8)]),
  );
  if (!row) throw new Error("the list is too short");
  const keys = sortKeys("Lot", [one.sort], new Set());
  const after = encodeCursor("Lot", keys, { id: row.id, createdAt: row.created_at, expiresOn: row.expires_on });
  return { place: [one.sort === "-createdAt" ? row.created_at : row.expires_on, row.id], after };
}

const documents = new Map<boolean, string>();
function documentOf(actions: boolean): string {
  const known = documents.get(actions) ?? listDocument("Lot", actions ? "actions { name allowed }" : "");
  documents.set(actions, known);
  return known;
}

const question = (one: ListCase, rows: number, after: string | undefined) => ({
  query: documentOf(one.actions === true),
  variables: { filter: one.filter, search: one.search, sort: [one.sort], first: rows, after, count: one.counted === true },
});

interface Answer {
  readonly data?: { readonly page?: { readonly edges: readonly { readonly node: { readonly id: string } }[] } } | null;
  readonly errors?: readonly unknown[] | undefined;
}

function idsOf({ data, errors }: Answer): string[] {
  if (!data?.page || errors) throw new Error(`the list was refused: ${JSON.stringify(errors)}`);
  return data.page.edges.map(({ node }) => node.id);
}

/** The app's own HTTP server on the loopback address, and an Apollo server of the same schema without HTTP. */
export async function openAsking(ground: Ground, kernel: Kernel, company: Company): Promise<Asking> {
  const installation = { demo: false, version };
  const client = { address: "127.0.0.1", agent: "bench" };
  const token = await openSession(kernel.orm, company.ctx.personId, client, "bench");
  const session = await sessionOf(kernel.orm, token, client);
  const log = pino({ level: "silent" });
  const { app, stop } = await createApp({
    kernel,
    installation,
    filesDir: ground.directory,
    secure: false,
    trustProxy: false,
    rates: unlimitedRates,
    log,
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address has a port.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const apollo = new ApolloServer<WebRequest>({
    schema: await buildGraphqlSchema(),
    stopOnTerminationSignals: false,
    // Apollo hands resolvers a clone of the context; only here is the one whose reads are open.
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      { requestDidStart: async () => ({ willSendResponse: ({ contextValue }) => contextValue.endReads() }) },
    ],
  });
  await apollo.start();
  return {
    async graphql(one, rows, after) {
      const contextValue = new WebRequest(kernel, installation, session, { address: "", agent: "" }, "en", () => undefined);
      const { body } = await apollo.executeOperation(question(one, rows, after), { contextValue });
      if (body.kind !== "single") throw new Error("one answer is expected");
      // As text, like what is sent: making it is part of answering.
      JSON.stringify(body.singleResult);
      return idsOf(body.singleResult as Answer);
    },
    async http(one, rows, after) {
      const headers = { "content-type": "application/json", cookie: `lotline=${token}` };
      const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(question(one, rows, after)) });
      // The shape of the document that was asked.
      return idsOf((await answer.json()) as Answer);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await stop();
      await apollo.stop();
    },
  };
}

interface StatementFigures {
  readonly rows: number;
  readonly reads: number;
  readonly frame: number;
  /** 1 + types referred to + kinds of facts + count (architecture.md §6); a lot has no child rows. */
  readonly formula: number;
}

const targets = ["Item", "Unit", "Supplier", "Site"];
const facts = ["duties played", "duties that exclude each other"];

/** Statements for pages of several sizes, with actions and count; the formula knows no number of rows. */
async function countStatements(
  counter: StatementCounter,
  asking: Asking,
  first: ListCase | undefined,
): Promise<StatementFigures[]> {
  if (!first) return [];
  const found: StatementFigures[] = [];
  for (const rows of [10, 50, 200]) {
    const sent = await counter.of(() => asking.graphql({ ...first, counted: true, actions: true }, rows, undefined));
    found.push({ rows, ...sent, formula: 1 + targets.length + facts.length + 1 });
  }
  return found;
}

function tablesOf(figures: readonly Figure[], statements: readonly StatementFigures[], rows: number): PartReport["tables"] {
  return [
    {
      title: `Lists: ${pageRows} of ${rows.toLocaleString("en")} lots with item, unit, supplier and site, ms`,
      head: ["list", "hand SQL", "GraphQL", "HTTP", "GraphQL p95", "HTTP p95", "GraphQL/SQL", "HTTP/SQL"],
      rows: figures.map(({ name, ms, ratios }) => [
        name,
        ms.sql.median,
        ms.graphql.median,
        ms.http.median,
        ms.graphql.p95,
        ms.http.p95,
        ratios["graphql / sql"].median,
        ratios["http / sql"].median,
      ]),
    },
    {
      title: "Statements of a list with count and actions",
      head: ["rows", "reads", "formula", "frame (begin, who asks, rollback)"],
      rows: statements.map((one) => [one.rows, one.reads, one.formula, one.frame]),
    },
  ];
}
