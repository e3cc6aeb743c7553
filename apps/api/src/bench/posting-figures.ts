/** What the bursts of postings say, in figures and tables. */
import type { PartReport, Table } from "./report.ts";
import { type Burst, median, quantile, ratioOf, rounded, type Spread, spreadOf } from "./statistics.ts";

/** What is compared: how the posting is written, and whether the database audits it. */
export const ways = ["command", "commandUnaudited", "commandChained", "sql", "sqlUnaudited", "sqlChained"] as const;
/** One way of posting. */
export type Way = (typeof ways)[number];

/** The ways in words, for the reader of the document. */
export const about: { readonly [W in Way]: string } = {
  command: "the real command: context, idempotency, checks, posting.ts, as the app role, audited",
  commandUnaudited: "the same with the audit triggers off",
  commandChained: "audited in another way: every changed row into one table with a hash chain through it",
  sql: "hand-written prepared statements of the same rows, audited",
  sqlUnaudited: "the same with the audit triggers off",
  sqlChained: "by hand, into the one hash chain",
};

/** Which lots the postings take. */
export const spreads = ["hotLot", "manyLots"] as const;
/** One of them. */
export type SpreadOfLots = (typeof spreads)[number];

/** A burst, and the processor time that the database used for each posting where it is known. */
export interface PostingBurst extends Burst {
  readonly serverCpuMs: number | null;
}

interface Figure {
  readonly perSecond: Spread;
  readonly ms: { readonly median: number; readonly p95: number; readonly p99: number };
  /** Processor time of one posting in this process and in the database. */
  readonly cpuMs: { readonly node: number; readonly server: number | null };
  readonly postings: number;
}

interface Ratio {
  /** Postings per second of the one over those of the other. */
  readonly rate: Spread;
  /** The same as it would be if only processor time counted; other programs on the machine bend this less. */
  readonly byCpu: number | null;
}

/** What was found for one number of connections and one choice of lots. */
export interface Comparison {
  readonly lots: SpreadOfLots;
  readonly connections: number;
  readonly ways: { readonly [W in Way]: Figure };
  readonly ratios: { readonly [P in Pair]: Ratio };
}

const pairs = {
  "command / commandUnaudited": ["command", "commandUnaudited"],
  "sql / sqlUnaudited": ["sql", "sqlUnaudited"],
  "command / commandChained": ["command", "commandChained"],
  "sql / sqlChained": ["sql", "sqlChained"],
  "command / sql": ["command", "sql"],
  "command / sqlUnaudited": ["command", "sqlUnaudited"],
} as const satisfies { readonly [pair: string]: readonly [Way, Way] };
type Pair = keyof typeof pairs;

const titles: { readonly [P in Pair]: string } = {
  "command / commandUnaudited": "audited/unaudited",
  "sql / sqlUnaudited": "the same by hand",
  "command / commandChained": "ours/one chain",
  "sql / sqlChained": "by hand",
  "command / sql": "command/SQL",
  "command / sqlUnaudited": "command/bare SQL",
};

/** The figures and ratios of bursts that took turns. */
export function comparisonOf(
  { lots, clients }: { readonly lots: SpreadOfLots; readonly clients: number },
  bursts: ReadonlyMap<Way, readonly PostingBurst[]>,
): Comparison {
  const of = (way: Way) => bursts.get(way) ?? [];
  const rates = (way: Way) => of(way).map(({ perSecond }) => perSecond);
  const ratio = (pair: Pair): Ratio => {
    const [one, other] = pairs[pair];
    return { rate: ratioOf(rates(one), rates(other)), byCpu: cheaper(of(other), of(one)) };
  };
  return {
    lots,
    connections: clients,
    ways: {
      command: figureOf(of("command")),
      commandUnaudited: figureOf(of("commandUnaudited")),
      commandChained: figureOf(of("commandChained")),
      sql: figureOf(of("sql")),
      sqlUnaudited: figureOf(of("sqlUnaudited")),
      sqlChained: figureOf(of("sqlChained")),
    },
    ratios: {
      "command / commandUnaudited": ratio("command / commandUnaudited"),
      "sql / sqlUnaudited": ratio("sql / sqlUnaudited"),
      "command / commandChained": ratio("command / commandChained"),
      "sql / sqlChained": ratio("sql / sqlChained"),
      "command / sql": ratio("command / sql"),
      "command / sqlUnaudited": ratio("command / sqlUnaudited"),
    },
  };
}

/** Processor time of the one over that of the other, client and database together. */
function cheaper(one: readonly PostingBurst[], other: readonly PostingBurst[]): number | null {
  const total = ({ ownCpuMs, serverCpuMs }: PostingBurst) => ownCpuMs + (serverCpuMs ?? Number.NaN);
  const ratio = median(one.map(total)) / median(other.map(total));
  return Number.isNaN(ratio) ? null : rounded(ratio);
}

function figureOf(bursts: readonly PostingBurst[]): Figure {
  const ms = bursts.flatMap((one) => one.ms);
  const server = bursts.flatMap(({ serverCpuMs }) => serverCpuMs ?? []);
  return {
    perSecond: spreadOf(bursts.map(({ perSecond }) => perSecond)),
    ms: { median: rounded(median(ms)), p95: rounded(quantile(ms, 0.95)), p99: rounded(quantile(ms, 0.99)) },
    cpuMs: {
      node: rounded(median(bursts.map(({ ownCpuMs }) => ownCpuMs))),
      server: server.length > 0 ? rounded(median(server)) : null,
    },
    postings: ms.length,
  };
}

const lotsIn: { readonly [S in SpreadOfLots]: string } = { hotLot: "one hot lot", manyLots: "many lots" };
const known = (value: number | null): number | string => value ?? "?";

/** A table for each comparison and one of all ratios. */
export const tablesOf = (comparisons: readonly Comparison[]): PartReport["tables"] => [
  ...comparisons.map(figuresTable),
  {
    title: "Posting: ratios of the rates, and what they would be if only processor time counted",
    head: ["connections", "lots", ...Object.values(titles).flatMap((title) => [title, "by CPU"])],
    rows: comparisons.map(({ connections, lots, ratios }) => [
      connections,
      lotsIn[lots],
      ...Object.values(ratios).flatMap(({ rate, byCpu }) => [rate.median, known(byCpu)]),
    ]),
  },
];

const figuresTable = ({ lots, connections, ways: figures }: Comparison): Table => ({
  title: `Posting, ${connections} connection${connections === 1 ? "" : "s"}, ${lotsIn[lots]}`,
  head: ["way", "postings/s", "min", "max", "median ms", "p95 ms", "p99 ms", "Node CPU ms", "server CPU ms"],
  rows: ways.map((way) => {
    const { perSecond, ms, cpuMs } = figures[way];
    return [way, perSecond.median, perSecond.min, perSecond.max, ms.median, ms.p95, ms.p99, cpuMs.node, known(cpuMs.server)];
  }),
});
