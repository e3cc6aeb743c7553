/** How fast the review queue of somebody with very many tasks is, and how fast the next record is there. */
import { oneDocument } from "@lotline/schema/documents";
import { assemble } from "../assemble.ts";
import { asClient } from "../database/client.ts";
import { Hands } from "../seed/hands.ts";
import { benchLogin, type Company, otherLogin } from "./company.ts";
import { actAsSystem, copyRow } from "./mass.ts";
import { asked, type Reading } from "./reading.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground, rowsOf, type Scratch } from "./scratch.ts";
import { median, quantile, ratioOf, rounded, roundRobin, type Spread } from "./statistics.ts";

/** How many open tasks the reviewer has, and how often each question is asked. */
export interface ReviewSize {
  readonly tasks: readonly number[];
  readonly rounds: number;
}

const questions = ["first page", "next page", "reviewCase", "record", "next record"] as const;
type Question = (typeof questions)[number];

interface Figure {
  readonly tasks: number;
  readonly offered: number;
  readonly own: number;
  readonly ms: { readonly [Q in Question]: { readonly median: number; readonly p95: number } };
  /** What is perceived of going on to the next record, against a page of the queue. */
  readonly ratios: { readonly "next record / first page": Spread };
}

const pageRows = 50;
const listed = `query ($after: String) { queue: reviewQueue(first: ${pageRows}, after: $after) { next total own overdue byRecord { record count }
  items { id record recordId number version title { en zh } action state risk dueAt createdAt workingLeft workDay exception { en zh } exceptions
    blockers batch claim { mine until by { id } } } } }`;
const reasons = "code text { en zh } record number";
const opened = `query ($id: ID!) { found: reviewCase(record: "SupplierItem", id: $id) { version action back risk allowed reasons { ${reasons} }
  findings { key code title { en zh } detail { en zh } weight why { en zh } citation facts { label { en zh } value { en zh } } }
  checks { code about { en zh } area reasons { ${reasons} } } participants { person { id } duty { en zh } at } alone { ${reasons} } } }`;
const recordQuestion = oneDocument("SupplierItem", `actions { name allowed reasons { ${reasons} } }`);

interface Queue {
  readonly queue: {
    readonly items: readonly { readonly recordId: string; readonly number: string }[];
    readonly next: string | null;
    readonly total: number;
    readonly own: number;
  };
}

/** Each number of tasks on a copy of the ground's database. */
export async function reviewPart(ground: Ground, company: Company, size: ReviewSize): Promise<PartReport> {
  const figures: Figure[] = [];
  for (const tasks of size.tasks) figures.push(await measure(ground, company, tasks, size.rounds));
  return { figures: { size, pageRows, byTasks: figures }, tables: [tableOf(figures)] };
}

const tableOf = (figures: readonly Figure[]) => ({
  title: `Review queue, pages of ${pageRows}, ms (next record: reviewCase, then the record)`,
  head: ["open tasks", "offered", "own", ...questions.flatMap((question) => [question, "p95"])],
  rows: figures.map(({ tasks, offered, own, ms }) => [
    tasks,
    offered,
    own,
    ...questions.flatMap((question) => [ms[question].median, ms[question].p95]),
  ]),
});

async function measure(ground: Ground, company: Company, tasks: number, rounds: number): Promise<Figure> {
  ground.say(`review: ${tasks} tasks`);
  const scratch = await copyDatabase(ground, "bench_review");
  const kernel = await assemble(scratch.urls.app, ground.keys, { pool: 2 });
  try {
    const hands = new Hands(kernel, { name: "bench review" });
    const pair = await (await hands.as(benchLogin)).create("SupplierItem", {
      supplier: company.supplier,
      item: company.item,
      riskClass: "A",
      basis: "audit 2026",
      validTo: "2099-12-31",
    });
    const { ctx } = await hands.as(otherLogin);
    await fillTasks(scratch, pair.id, ctx.personId, tasks);
    const who: Reading = { kernel, company: { ctx } };
    const page = async (after: string | null) => (await asked<Queue>(who, listed, { after })).queue;
    const first = await page(null);
    const [, next] = first.items;
    if (!next || !first.next || first.items.length !== pageRows || first.total + first.own !== tasks)
      throw new Error(`the queue has ${first.items.length} of ${first.total} and ${first.own} own, not ${tasks}`);
    const openCase = () => asked(who, opened, { id: next.recordId });
    const openRecord = () => asked(who, recordQuestion, { number: next.number });
    const work: { readonly [Q in Question]: () => Promise<unknown> } = {
      "first page": () => page(null),
      "next page": () => page(first.next),
      reviewCase: openCase,
      record: openRecord,
      "next record": async () => {
        await openCase();
        await openRecord();
      },
    };
    const timed = (question: Question) => async () => {
      const begun = performance.now();
      await work[question]();
      return performance.now() - begun;
    };
    const variants = questions.map((name) => ({ name, run: timed(name) }));
    const times = await roundRobin<Question, number>(variants, { rounds, warmups: 1 });
    const ms = (question: Question) => times.get(question) ?? [];
    const figure = (question: Question) => ({
      median: rounded(median(ms(question))),
      p95: rounded(quantile(ms(question), 0.95)),
    });
    return {
      tasks,
      offered: first.total,
      own: first.own,
      // One figure for each question.
      ms: Object.fromEntries(questions.map((question) => [question, figure(question)])) as unknown as Figure["ms"],
      ratios: { "next record / first page": ratioOf(ms("next record"), ms("first page")) },
    };
  } finally {
    await kernel.orm.close(true);
    await scratch.drop();
  }
}

/**
 * Copies of one approval and its task: three risks, due over a quarter; one in twenty was made by the reviewer, one in twenty has
 * another part of his, and everybody has played a part in each.
 */
const fillTasks = (scratch: Scratch, pair: string, reviewer: string, tasks: number): Promise<void> =>
  asClient(scratch.urls.owner, async (client) => {
    await actAsSystem(client);
    const count = tasks - 1;
    const author = (column: string) => `case when n % 20 = 0 then ${reviewer} else t.${column} end`;
    await copyRow(client, "supplier_item", pair, count, {
      number: "'SI-B' || n",
      created_by_id: author("created_by_id"),
    });
    const [first] = await rowsOf<{ id: string }>(client, "select id from supplier_item where number = 'SI-B1'");
    const [task] = await rowsOf<{ id: string }>(
      client,
      "select id from work_item where record_type = 'SupplierItem' and record_id = $1",
      [pair],
    );
    if (!first || !task) throw new Error("no task to copy");
    const record = `${first.id} + n - 1`;
    await copyRow(client, "work_item", task.id, count, {
      record_id: record,
      record_number: "'SI-B' || n",
      author_id: author("author_id"),
      risk: "(array['high', 'medium', 'low'])[n % 3 + 1]",
      due_at: "t.due_at + (n * 7919 % 129600) * interval '1 minute' - interval '45 days'",
    });
    // What the separation of duties looks at: parts of others on every record, and parts of the reviewer on some.
    await client.query(
      `insert into duty (record_type, record_id, duty, person_id)
       select 'SupplierItem', ${record}, 'reviewer', 1 from generate_series(1::bigint, ${count}) n
       union all select 'SupplierItem', ${record}, 'author', ${reviewer} from generate_series(1::bigint, ${count}) n where n % 20 = 1`,
    );
    await client.query("analyze supplier_item, work_item, duty");
  });
