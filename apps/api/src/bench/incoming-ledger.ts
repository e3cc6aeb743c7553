/** How fast the ledger of movements is listed, filtered and added up, against hand-written SQL of the same rows. */
import { Client } from "pg";
import { assemble } from "../assemble.ts";
import { asClient } from "../database/client.ts";
import type { Company } from "./company.ts";
import { fillLots } from "./lists-ground.ts";
import { actAsSystem, copyRow, inBulk } from "./mass.ts";
import { asked } from "./reading.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground, rowsOf, type Scratch } from "./scratch.ts";
import { median, quantile, ratioOf, rounded, roundRobin, type Spread } from "./statistics.ts";

/** How many movements there are, of how many lots, and how often each question is asked. */
export interface LedgerSize {
  readonly movements: number;
  readonly lots: number;
  readonly rounds: number;
}

/** A question about the ledger: as the page asks it, and as hand SQL does. Both answer the same text. */
interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables: { readonly [name: string]: unknown };
  readonly sql: string;
}

interface Figure {
  readonly name: string;
  readonly ms: { readonly graphql: { readonly median: number; readonly p95: number }; readonly sql: { readonly median: number } };
  readonly ratios: { readonly "graphql / sql": Spread };
}

const listed = `query ($filter: MovementFilter, $after: ID) { found: movements(filter: $filter, first: 60, after: $after) { rows {
  id at kind number quantity lot { id number item { id number } } location { id number } person { id number } } endCursor } }`;
const added =
  "query ($by: String!, $filter: MovementFilter) { found: movementTotals(by: $by, filter: $filter) { key number unit lines came left } }";

/** Measures on a copy of the ground's database with so many movements in it. */
export async function measureLedger(ground: Ground, company: Company, size: LedgerSize): Promise<PartReport> {
  ground.say(`ledger: ${size.movements} movements`);
  const scratch = await copyDatabase(ground, "bench_ledger");
  await fillLots(scratch, company, size.lots);
  const { item, middle } = await fillMovements(scratch, company, size);
  const kernel = await assemble(scratch.urls.app, ground.keys, { pool: 2 });
  // Hand SQL pays for no row-level security.
  const client = new Client({ connectionString: scratch.superUrl });
  await client.connect();
  try {
    const figures: Figure[] = [];
    for (const question of questionsOf(item, middle)) {
      ground.say(`ledger: ${question.name}`);
      const graphql = async () =>
        textOf((await asked<{ found: Found }>({ kernel, company }, question.query, question.variables)).found);
      const sql = async () => (await client.query<{ text: string }>(question.sql)).rows.map(({ text }) => text).join();
      figures.push(await compare(question.name, { graphql, sql }, size.rounds));
    }
    return { figures: { size, questions: figures }, tables: [tableOf(figures, size)] };
  } finally {
    await client.end();
    await kernel.orm.close(true);
    await scratch.drop();
  }
}

type Found = { rows: readonly { id: string }[] } | readonly { key: string; lines: number; came: string; left: string }[];
const textOf = (found: Found): string =>
  "rows" in found
    ? found.rows.map(({ id }) => id).join()
    : found.map(({ key, lines, came, left }) => [key, lines, Number(came), Number(left)].join(" ")).join();

const rows = (where: string) =>
  `select m.id::text as text, m.at, p.kind, p.record_number, m.quantity, l.number, i.number, o.number, a.number
   from movement m join posting p on p.id = m.posting_id join location o on o.id = m.location_id join lot l on l.id = m.lot_id
     join item i on i.id = l.item_id join person a on a.id = m.actor_id
   where o.type in ('quarantine', 'blocked', 'retained', 'storage', 'production', 'dispatch') and ${where} order by m.id desc limit 60`;
const sums = (key: string, order: string, where = "true") =>
  `select concat_ws(' ', ${key}, count(*), coalesce(sum(m.quantity) filter (where m.quantity > 0), 0)::float8,
     coalesce(-sum(m.quantity) filter (where m.quantity < 0), 0)::float8) as text
   from movement m join posting p on p.id = m.posting_id join location o on o.id = m.location_id join lot l on l.id = m.lot_id
     join item i on i.id = l.item_id join unit u on u.id = i.unit_id
   where o.type in ('quarantine', 'blocked', 'retained', 'storage', 'production', 'dispatch') and ${where}
   group by ${key}, u.symbol${order} limit 500`;
const month = "to_char(m.at at time zone 'Asia/Shanghai', 'YYYY-MM')";
const year = { from: "2025-01-01", to: "2025-12-31" };
const inYear =
  "m.at >= timestamp '2025-01-01' at time zone 'Asia/Shanghai' and m.at < timestamp '2026-01-01' at time zone 'Asia/Shanghai'";

const questionsOf = (item: string, middle: string): readonly Question[] => [
  { name: "first page", query: listed, variables: {}, sql: rows("true") },
  { name: "page in the middle", query: listed, variables: { after: middle }, sql: rows(`m.id < ${middle}`) },
  { name: "page of one item", query: listed, variables: { filter: { item } }, sql: rows(`l.item_id = ${item}`) },
  { name: "page of one kind", query: listed, variables: { filter: { kind: "scrap" } }, sql: rows("p.kind = 'scrap'") },
  { name: "groups by kind", query: added, variables: { by: "kind" }, sql: sums("p.kind", " order by count(*) desc, p.kind") },
  { name: "groups by month", query: added, variables: { by: "month" }, sql: sums(month, ` order by ${month} desc`) },
  {
    name: "groups by item, one year",
    query: added,
    variables: { by: "item", filter: year },
    sql: sums("i.id", ", i.number order by count(*) desc, i.number", inYear),
  },
  {
    name: "groups by month of one item",
    query: added,
    variables: { by: "month", filter: { item } },
    sql: sums(month, ` order by ${month} desc`, `l.item_id = ${item}`),
  },
];

async function compare(
  name: string,
  work: { readonly graphql: () => Promise<string>; readonly sql: () => Promise<string> },
  rounds: number,
): Promise<Figure> {
  const [mine, byHand] = [await work.graphql(), await work.sql()];
  if (mine !== byHand || mine === "") throw new Error(`ledger "${name}": ${mine.slice(0, 200)} is not ${byHand.slice(0, 200)}`);
  const ways = ["graphql", "sql"] as const;
  const run = (way: (typeof ways)[number]) => async () => {
    const begun = performance.now();
    await work[way]();
    return performance.now() - begun;
  };
  const times = await roundRobin(
    ways.map((way) => ({ name: way, run: run(way) })),
    { rounds, warmups: 1 },
  );
  const [graphql, sql] = ways.map((way) => times.get(way) ?? []) as [number[], number[]];
  return {
    name,
    ms: {
      graphql: { median: rounded(median(graphql)), p95: rounded(quantile(graphql, 0.95)) },
      sql: { median: rounded(median(sql)) },
    },
    ratios: { "graphql / sql": ratioOf(graphql, sql) },
  };
}

const tableOf = (figures: readonly Figure[], { movements }: LedgerSize) => ({
  title: `The ledger of ${movements.toLocaleString("en")} movements, ms`,
  head: ["question", "GraphQL", "p95", "hand SQL", "GraphQL / SQL"],
  rows: figures.map(({ name, ms, ratios }) => [
    name,
    ms.graphql.median,
    ms.graphql.p95,
    ms.sql.median,
    ratios["graphql / sql"].median,
  ]),
});

/** Copies of one posting with its two lines, spread over lots, kinds and three years. Answers an item and the id in the middle of the lines. */
const fillMovements = (
  scratch: Scratch,
  { hotLot, place }: Company,
  { movements, lots }: LedgerSize,
): Promise<{ item: string; middle: string }> =>
  asClient(scratch.superUrl, async (client) => {
    await actAsSystem(client);
    const [line] = await rowsOf<{ id: string; posting: string }>(
      client,
      "select id, posting_id as posting from movement where lot_id = $1 and location_id = $2 order by id limit 1",
      [hotLot, place.storage],
    );
    const [lot] = await rowsOf<{ id: string; item: string }>(
      client,
      "select id, item_id as item from lot where number ~ '^C' order by id limit 1",
    );
    if (!line || !lot) throw new Error("no movement to copy");
    const count = Math.floor(movements / 2);
    const at = `timestamptz '2023-10-01' + n * interval '${Math.floor((3 * 365 * 86_400) / count)} seconds'`;
    await inBulk(client, ["posting", "movement"], async () => {
      await copyRow(client, "posting", line.posting, count, {
        kind: "(array['issue', 'issue', 'issue', 'receive', 'receive', 'move', 'sample', 'scrap'])[n % 8 + 1]",
        record_number: "'WO-' || n",
        at,
      });
      const [last] = await rowsOf<{ id: string }>(client, "select max(id) as id from posting");
      const posting = `${BigInt(last?.id ?? 0) - BigInt(count)} + n`;
      const of = { posting_id: posting, lot_id: `${lot.id} + n * 7919 % ${lots}`, at };
      await copyRow(client, "movement", line.id, count, {
        ...of,
        quantity: "(n % 50 + 1) * case when n % 8 < 3 then -1 else 1 end",
      });
      await copyRow(client, "movement", line.id, count, {
        ...of,
        location_id: String(BigInt(place.consumed)),
        quantity: "(n % 50 + 1) * case when n % 8 < 3 then 1 else -1 end",
      });
    });
    const [middle] = await rowsOf<{ id: string }>(
      client,
      "select id from movement where location_id = $1 order by id offset $2 limit 1",
      [place.storage, Math.floor(count / 2)],
    );
    return { item: lot.item, middle: middle?.id ?? "" };
  });
