/** Fifty people at work for three minutes on a long list (reliability.md §4 T1): how long each kind of work takes, and what fails. */
import { once } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { actionDocument, listDocument } from "@lotline/schema/documents";
import type { Client } from "pg";
import { assemble } from "../assemble.ts";
import { asClient } from "../database/client.ts";
import type { Kernel } from "../kernel/command.ts";
import { acceptStatement, hashSecret, openSession, readStatement } from "../modules/platform/index.ts";
import { Hands } from "../seed/hands.ts";
import { benchLogin, type Company } from "./company.ts";
import { fillLots } from "./lists-ground.ts";
import { type Kind, kinds, type LoadAnswer, type LoadOrder, type LoadUser } from "./load-driver.ts";
import { actAsSystem, copyRow } from "./mass.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground, rowsOf, type Scratch } from "./scratch.ts";
import { served } from "./served.ts";
import { quantile, rounded } from "./statistics.ts";

/** How many people, on how long a list, for how long. */
export interface LoadSize {
  readonly rows: number;
  readonly users: number;
  readonly seconds: number;
  readonly thinkMs: number;
}

/** What reliability.md §4 T1 allows at the 95th percentile, in milliseconds. */
const allowedMs: { readonly [K in Kind]: number } = { grid: 150, post: 250, sign: 400 };

const pageRows = 100;
const seed = 20260820;
const secrets = { password: "bench-load-2026", code: "482615" };
const client = { address: "127.0.0.1", agent: "bench" };

/** Measures on a copy of the ground's database, through the app's own HTTP server. */
export async function loadPart(ground: Ground, company: Company, size: LoadSize): Promise<PartReport> {
  const scratch = await copyDatabase(ground, "bench_load");
  ground.say(`load: ${size.users} people, ${size.rows} lots, ${size.seconds} s`);
  await fillLots(scratch, company, size.rows);
  await triggersOn(scratch);
  const kernel = await assemble(scratch.urls.app, ground.keys, { pool: 10 });
  try {
    const users = await hire(scratch, kernel, company, size.users);
    const shelf = await secondShelf(kernel, company);
    const answer = await underLoad(ground, kernel, (url) => ({
      url,
      users,
      seconds: size.seconds,
      thinkMs: size.thinkMs,
      ...secrets,
      shelves: [company.place.storage, shelf],
      list: { query: listDocument("Lot"), pages: pagesOf(company) },
      documents: { move: actionDocument("Lot", "move"), intent: intentDocument, hold: actionDocument("Lot", "placeHold") },
      seed,
    }));
    return reportOf(size, answer);
  } finally {
    await kernel.orm.close(true);
    await scratch.drop();
  }
}

/** Filling switched them off; people write into this database. */
export const triggersOn = (scratch: Scratch): Promise<void> =>
  asClient(scratch.superUrl, async (admin) => {
    await admin.query("alter table lot enable trigger all");
    await admin.query("select audit.switch_triggers('enable always')");
  });

const intentDocument = `mutation ($id: ID!, $version: Int!, $input: JSON) {
  intent: signatureIntent(record: "Lot", id: $id, version: $version, action: "placeHold", input: $input) { id }
}`;

/** The pages that people look at: newest, one state, one supplier, by expiry, by words. */
function pagesOf({ supplier }: Company): object[] {
  const page = { first: pageRows, count: true };
  return [
    page,
    { ...page, filter: { state: ["quarantine", "underTest"] }, sort: ["expiresOn"] },
    { ...page, filter: { supplier: { in: [supplier] } }, sort: ["-createdAt"] },
    { ...page, filter: { expiresOn: { from: "2026-06-01", to: "2026-12-31" } }, sort: ["expiresOn"] },
    { ...page, filter: { state: ["released"] }, sort: ["item", "-expiresOn"] },
  ];
}

/** Copies of the bench's own person with a password, an accepted statement, a session and lots of their own. */
async function hire(scratch: Scratch, kernel: Kernel, company: Company, count: number): Promise<LoadUser[]> {
  const { password, code } = { password: await hashSecret(secrets.password), code: await hashSecret(secrets.code) };
  const people = await asClient(scratch.superUrl, (admin) => copyPeople(admin, company, count, { password, code }));
  const each = Math.floor(company.lots.length / count / 2);
  if (each < 1) throw new Error(`${company.lots.length} lots are too few for ${count} people`);
  const versions = await asClient(scratch.urls.reader, (reader) =>
    rowsOf<{ id: string; version: number }>(reader, "select id, version from lot where id = any($1)", [company.lots]),
  );
  const users: LoadUser[] = [];
  for (const [index, person] of people.entries()) {
    const { sha256 } = await readStatement(kernel.orm, person.id);
    await acceptStatement(kernel.orm, person.id, sha256, "en");
    const token = await openSession(kernel.orm, person.id, client, "bench");
    const lots = versions.slice(index * each * 2, (index + 1) * each * 2);
    users.push({
      cookie: `lotline=${token}`,
      userName: person.login,
      lotsToMove: lots.slice(0, each),
      lotsToHold: lots.slice(each),
    });
  }
  return users;
}

async function copyPeople(
  admin: Client,
  { ctx: { personId } }: Company,
  count: number,
  hashes: { readonly password: string; readonly code: string },
): Promise<{ id: string; login: string }[]> {
  await actAsSystem(admin);
  await copyRow(admin, "person", personId, count, { number: "'LOAD-' || n", login: "'load' || n" });
  const people = await rowsOf<{ id: string; login: string }>(
    admin,
    "select id, login from person where login ~ '^load' order by id",
  );
  const grants = await rowsOf<{ id: string }>(admin, "select id from role_grant where person_id = $1", [personId]);
  const first = people[0]?.id;
  for (const grant of grants)
    await copyRow(admin, "role_grant", grant.id, count, {
      number: `'LOAD-${grant.id}-' || n`,
      person_id: `${first} + n - 1`,
    });
  await copyRow(admin, "credential", personId, count, { id: `${first} + n - 1` });
  await admin.query("update credential set password_hash = $1, code_hash = $2 where id = any($3)", [
    hashes.password,
    hashes.code,
    people.map(({ id }) => id),
  ]);
  return people;
}

async function secondShelf(kernel: Kernel, { site }: Company): Promise<string> {
  // A name of its own: the ids of its commands follow from it, and the founding's are taken.
  const hand = await new Hands(kernel, { name: "bench-load" }).as(benchLogin);
  const names = { number: "S1-STORAGE-2", nameEn: "S1-STORAGE-2", nameZh: "S1-STORAGE-2" };
  return (await hand.create("Location", { ...names, type: "storage", site })).id;
}

/** The app's server in this thread, the people in another. */
const underLoad = (ground: Ground, kernel: Kernel, orderFor: (url: string) => LoadOrder): Promise<LoadAnswer> =>
  served(ground, kernel, async (url) => {
    // Beside this file, whether it runs built or from its source.
    const worker = new Worker(new URL(`./load-driver${extname(import.meta.url)}`, import.meta.url), {
      workerData: orderFor(`${url}/graphql`),
    });
    // What the driver posts.
    const [answer] = (await once(worker, "message")) as [LoadAnswer];
    return answer;
  });

function reportOf(size: LoadSize, { ms, errors, seconds }: LoadAnswer): PartReport {
  const figures = kinds.map((kind) => {
    const samples = ms[kind];
    const at = (q: number) => (samples.length > 0 ? rounded(quantile(samples, q)) : null);
    return { kind, count: samples.length, ms: { median: at(0.5), p95: at(0.95), p99: at(0.99) }, allowedP95: allowedMs[kind] };
  });
  const total = figures.reduce((sum, { count }) => sum + count, 0);
  const shown = (value: number | null) => value ?? "–";
  return {
    figures: {
      size,
      seed,
      perSecond: rounded(total / seconds),
      errors: errors.length,
      firstErrors: errors.slice(0, 5),
      kinds: figures,
      isWithin: errors.length === 0 && figures.every(({ ms: { p95 }, allowedP95 }) => p95 !== null && p95 <= allowedP95),
    },
    tables: [
      {
        title: `Load: ${size.users} people, ${rounded(total / seconds)} pieces of work a second, ${errors.length} errors, ms`,
        head: ["work", "count", "median", "p95", "p99", "allowed p95"],
        rows: figures.map(({ kind, count, ms: of, allowedP95 }) => [
          kind,
          count,
          shown(of.median),
          shown(of.p95),
          shown(of.p99),
          allowedP95,
        ]),
      },
      ...(errors.length > 0 ? [{ title: "Load: first errors", head: ["what"], rows: errors.slice(0, 5).map((e) => [e]) }] : []),
    ],
  };
}
