/** How fast a recall is answered: the product's own trace against one question per node, on the same graph with the same answer. */
import { Client } from "pg";
import { assemble } from "../assemble.ts";
import { asClient } from "../database/client.ts";
import { closureOf, closureQuery, totalsQuery, traceSummary } from "../modules/inventory/index.ts";
import type { Company } from "./company.ts";
import { fillGenealogy, type Genealogy, type GenealogySize } from "./genealogy.ts";
import { asked, type Reading, reading } from "./reading.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground, rowsOf } from "./scratch.ts";
import { median, quantile, ratioOf, rounded, roundRobin, type Spread } from "./statistics.ts";
import { walkOneByOne } from "./walk.ts";

/** How large the genealogy is, and how much of it is traced. */
export interface TraceSize extends GenealogySize {
  /** Lots of the first and of the last level that are looked at. */
  readonly samples: number;
  readonly rounds: number;
  /** Sizes of the answers for which the nearest lot is traced. */
  readonly reach: readonly number[];
}

type Side = "forward" | "backward";
const ways = ["closure", "summary", "graphql", "perNode"] as const;
type Way = (typeof ways)[number];

interface Figure {
  readonly side: Side;
  readonly root: string;
  /** Lots and events reached, the root included. */
  readonly reached: number;
  readonly ms: { readonly [W in Way]: { readonly median: number; readonly p95: number } };
  readonly ratios: {
    readonly "perNode / closure": Spread;
    readonly "perNode / summary": Spread;
    readonly "perNode / graphql": Spread;
  };
}

interface Overall {
  readonly side: Side;
  readonly roots: number;
  readonly reached: { readonly median: number; readonly max: number };
  readonly summaryMs: { readonly median: number; readonly p95: number };
}

interface Tools extends Reading {
  readonly client: Client;
}

/** Measures on a copy of the ground's database with a large genealogy in it. */
export async function tracePart(ground: Ground, company: Company, size: TraceSize): Promise<PartReport> {
  const scratch = await copyDatabase(ground, "bench_trace");
  ground.say(`trace: ${size.levels} levels of ${size.lotsPerLevel} lots`);
  const genealogy = await fillGenealogy(scratch, company, size, size.samples);
  const kernel = await assemble(scratch.urls.app, ground.keys, { pool: 2 });
  const client = new Client({ connectionString: scratch.urls.reader });
  await client.connect();
  const tools = { kernel, company, client };
  try {
    const overall: Overall[] = [];
    const figures: Figure[] = [];
    for (const side of ["forward", "backward"] as const) {
      const roots = side === "forward" ? genealogy.raw : genealogy.finished;
      const { found, reached } = await overallOf(tools, side, roots);
      overall.push(found);
      for (const root of nearest(reached, size.reach))
        figures.push(await compare(ground, tools, { side, root, rounds: size.rounds }));
    }
    const seqScans = await asClient(scratch.superUrl, planned);
    const { lots, edges } = genealogy;
    return {
      figures: { size: { ...size, lots, edges }, overall, byReach: figures, seqScans },
      tables: tablesOf(genealogy, overall, figures, seqScans),
    };
  } finally {
    await client.end();
    await kernel.orm.close(true);
    await scratch.drop();
  }
}

/** The lots whose answers are nearest to the wanted sizes, each once. */
function nearest(reached: ReadonlyMap<string, number>, wanted: readonly number[]): string[] {
  const far = (size: number, goal: number) => Math.abs(Math.log(size / goal));
  const best = wanted.flatMap((goal) => [...reached].sort(([, a], [, b]) => far(a, goal) - far(b, goal)).slice(0, 1));
  return [...new Set(best.map(([root]) => root))];
}

/** The summary of every sampled lot, once each after one that warms up. */
async function overallOf(
  tools: Tools,
  side: Side,
  roots: readonly string[],
): Promise<{ found: Overall; reached: Map<string, number> }> {
  const reached = new Map<string, number>();
  const times: number[] = [];
  await summaryOf(tools, roots[0] ?? "", side);
  for (const root of roots) {
    const begun = performance.now();
    reached.set(root, (await summaryOf(tools, root, side)).visited);
    times.push(performance.now() - begun);
  }
  const sizes = [...reached.values()];
  return {
    reached,
    found: {
      side,
      roots: roots.length,
      reached: { median: median(sizes), max: Math.max(...sizes) },
      summaryMs: { median: rounded(median(times)), p95: rounded(quantile(times, 0.95)) },
    },
  };
}

const summaryOf = (tools: Tools, id: string, side: Side) =>
  reading(tools, (reader) => traceSummary(reader, { record: "Lot", id }, side === "forward" ? "FORWARD" : "BACKWARD"));

const document = `query ($id: ID!, $direction: TraceDirection!) { trace(record: "Lot", id: $id, direction: $direction) {
  complete visited rows { level lots item { id number title { en zh } } totals { made onHand shipped unaccounted } } } }`;

const byGraphql = (tools: Tools, id: string, side: Side): Promise<unknown> =>
  asked(tools, document, { id, direction: side.toUpperCase() });

async function compare(ground: Ground, tools: Tools, what: { side: Side; root: string; rounds: number }): Promise<Figure> {
  const { side, root, rounds } = what;
  const closure = await reading(tools, (reader) => closureOf(reader, [root], side));
  const walked = await walkOneByOne(tools.client, root, side);
  const nodes = [...closure.lots, ...closure.events.map((id) => `-${id}`)];
  if (nodes.length !== walked.size || nodes.some((node) => !walked.has(node)))
    throw new Error(`the trace of lot ${root} reaches ${nodes.length} nodes, the walk ${walked.size}, and not the same ones`);
  ground.say(`trace: ${side} to ${walked.size} nodes`);
  const work: { readonly [W in Way]: () => Promise<unknown> } = {
    closure: () => reading(tools, (reader) => closureOf(reader, [root], side)),
    summary: () => summaryOf(tools, root, side),
    graphql: () => byGraphql(tools, root, side),
    perNode: () => walkOneByOne(tools.client, root, side),
  };
  const run = (way: Way) => async () => {
    const begun = performance.now();
    await work[way]();
    return performance.now() - begun;
  };
  const times = await roundRobin<Way, number>(
    ways.map((name) => ({ name, run: run(name) })),
    // One question per node takes many seconds where the answer is large.
    walked.size > 20_000 ? { rounds: Math.min(rounds, 2), warmups: 0 } : { rounds, warmups: 1 },
  );
  const ms = (way: Way) => times.get(way) ?? [];
  const figure = (way: Way) => ({ median: rounded(median(ms(way))), p95: rounded(quantile(ms(way), 0.95)) });
  return {
    side,
    root,
    reached: walked.size,
    ms: { closure: figure("closure"), summary: figure("summary"), graphql: figure("graphql"), perNode: figure("perNode") },
    ratios: {
      "perNode / closure": ratioOf(ms("perNode"), ms("closure")),
      "perNode / summary": ratioOf(ms("perNode"), ms("summary")),
      "perNode / graphql": ratioOf(ms("perNode"), ms("graphql")),
    },
  };
}

/** Statements of the trace whose plan reads a whole table, whatever the size of the answer: there must be none. */
async function planned(client: Client): Promise<string[]> {
  const statements = {
    forward: closureQuery("forward", false),
    backward: closureQuery("backward", false),
    totals: totalsQuery(false),
  };
  const found: string[] = [];
  for (const [name, text] of Object.entries(statements)) {
    const rows = await rowsOf<{ "QUERY PLAN": string }>(client, `explain ${text.replace("?", "$1")}`, [["1000001"]]);
    if (rows.some((row) => row["QUERY PLAN"].includes("Seq Scan"))) found.push(name);
  }
  return found;
}

function tablesOf(
  { lots, edges }: Genealogy,
  overall: readonly Overall[],
  figures: readonly Figure[],
  seqScans: readonly string[],
): PartReport["tables"] {
  const plans = seqScans.length === 0 ? "by index alone" : `WHOLE TABLES READ: ${seqScans.join(", ")}`;
  return [
    {
      title: `Trace summary over ${lots.toLocaleString("en")} lots and ${edges.toLocaleString("en")} edges, ${plans}`,
      head: ["direction", "roots", "nodes (median)", "nodes (max)", "median ms", "p95 ms"],
      rows: overall.map(({ side, roots, reached, summaryMs }) => [
        side,
        roots,
        reached.median,
        reached.max,
        summaryMs.median,
        summaryMs.p95,
      ]),
    },
    {
      title: "Trace by size of the answer, ms",
      head: ["direction", "nodes", "closure", "summary", "GraphQL", "per node", "per node/closure", "per node/summary"],
      rows: figures.map(({ side, reached, ms, ratios }) => [
        side,
        reached,
        ms.closure.median,
        ms.summary.median,
        ms.graphql.median,
        ms.perNode.median,
        ratios["perNode / closure"].median,
        ratios["perNode / summary"].median,
      ]),
    },
  ];
}
