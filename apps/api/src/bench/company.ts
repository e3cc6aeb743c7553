/** The small firm of the benchmark: one person with many roles, one site, one item of each class, lots on the shelf. */
import { randomUUID } from "node:crypto";
import type { Rec } from "@lotline/schema";
import { assemble } from "../assemble.ts";
import type { Ctx } from "../base/context.ts";
import { asClient } from "../database/client.ts";
import { command, type Kernel } from "../kernel/command.ts";
import type { Tx } from "../kernel/tx.ts";
import { issue, move, produceLot, receiveLot, type Source } from "../modules/inventory/index.ts";
import { createFirstPeople } from "../seed/first-people.ts";
import { Hands } from "../seed/hands.ts";
import { actAsSystem, copyRow } from "./mass.ts";
import { type Ground, rowsOf } from "./scratch.ts";

/** What a location is for. */
export type PlaceType = Rec<"Location">["type"];

/** The ids of what was made; they are the same in every copy of the database. */
export interface Company {
  /** Who does everything, as the commands know them. */
  readonly ctx: Ctx;
  readonly site: string;
  readonly place: { readonly [T in PlaceType]: string };
  readonly item: string;
  readonly supplier: string;
  /** A released lot with a large quantity in storage. */
  readonly hotLot: string;
  /** Released lots like it, in key order. */
  readonly lots: readonly string[];
  /** A lot that was made from the hot lot, its event and its posting: what a genealogy is copied from. */
  readonly made: { readonly lot: string; readonly event: string; readonly posting: string };
}

/** The log-in of the bench's own person. */
export const benchLogin = "bench";
/** A second person, for what needs two. */
export const otherLogin = "bench-2";
const plenty = "1000000000";
let documents = 0;

/** A document that a posting names; the ledger does not read it. */
export function nextDocument(): Source {
  documents += 1;
  return { record: "WorkOrder", id: String(1_000_000_000 + documents), number: `WO-${documents}` };
}

const person = {
  nameEn: "Bench",
  nameZh: "基准",
  titleEn: "Bench",
  titleZh: "基准",
  // No hash matches it: nobody signs in with a password here.
  passwordHash: "-",
  mustChange: false,
};

/** Enters the firm by commands into the ground's database, with so many further lots beside the hot one. */
export async function foundCompany(ground: Ground, lots: number): Promise<Company> {
  await createFirstPeople(ground.urls.owner, [
    {
      ...person,
      login: benchLogin,
      roles: ["SYSADMIN", "STEWARD", "SUPPLIER_QUALITY", "WAREHOUSE", "PLANNER", "QA_HEAD", "AUDITOR"],
    },
    { ...person, login: otherLogin, roles: ["WAREHOUSE", "INSPECTOR", "QA_HEAD"] },
  ]);
  const kernel = await assemble(ground.urls.app, ground.keys, { pool: 2 });
  try {
    const hands = new Hands(kernel, { name: "bench" });
    const company = await enter(kernel, hands);
    return { ...company, lots: await asClient(ground.urls.owner, (client) => moreLots(client, company, lots)) };
  } finally {
    await kernel.orm.close(true);
  }
}

async function enter(kernel: Kernel, hands: Hands): Promise<Omit<Company, "lots">> {
  const hand = await hands.as(benchLogin);
  const names = (name: string) => ({ number: name, nameEn: name, nameZh: name });
  const { id: site } = await hand.create("Site", { ...names("S1"), zone: "Asia/Shanghai", address: "1 Bench Road" });
  // The outside places come with the site; the shelves are entered.
  for (const type of ["quarantine", "storage"])
    await hand.create("Location", { ...names(`S1-${type.toUpperCase()}`), type, site });
  const { id: unit } = await hand.create("Unit", { symbol: "ea", nameEn: "each", nameZh: "个", decimals: 0 });
  const classes = { itemClass: "component", unit, inspectionRequired: true, source: "bought" };
  const { id: item } = await hand.create("Item", { ...names("RM-1"), ...classes });
  const { id: supplier } = await hand.create("Supplier", { ...names("SUP-1"), address: "2 Bench Road" });
  const place = await placesOf(kernel, hand.ctx);
  const receive = { item, supplier, supplierLot: "SL-1", quantity: plenty, location: place.quarantine, source: nextDocument() };
  const hotLot = await run(kernel, hand.ctx, async (tx) => {
    const { id } = await receiveLot(tx, { ...receive, number: "HOT" });
    await tx.act("Lot", id, "carryRelease", {});
    await move(tx, { lot: id, from: place.quarantine, to: place.storage, quantity: plenty, source: nextDocument() });
    return id;
  });
  const order = nextDocument();
  await run(kernel, hand.ctx, (tx) =>
    issue(tx, { source: order, lines: [{ lot: hotLot, location: place.storage, quantity: "1" }] }),
  );
  const produce = { number: "MADE", item, quantity: "1", location: place.quarantine, source: order };
  const made = await run(kernel, hand.ctx, async (tx) => {
    const { id: lot } = await produceLot(tx, produce);
    const [row] = await tx.sql<{ event: string; posting: string }>(
      "select event_id as event, posting_id as posting from lot_edge where lot_id = ?",
      [lot],
    );
    if (!row) throw new Error("no edge");
    return { lot, ...row };
  });
  return { ctx: hand.ctx, site, place, item, supplier, hotLot, made };
}

async function placesOf(kernel: Kernel, ctx: Ctx): Promise<Company["place"]> {
  const rows = await run(kernel, ctx, (tx) => tx.sql<{ type: PlaceType; id: string }>("select type, id from location"));
  // The shelves above and the outside places are all that the benchmark names.
  return Object.fromEntries(rows.map(({ type, id }) => [type, id])) as Company["place"];
}

/** A command around the work, with an id of its own. */
export async function run<T>(kernel: Kernel, ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const results: T[] = [];
  await command(kernel, ctx, { id: randomUUID(), operation: "bench", input: null }, async (tx) => {
    // Only the last attempt counts.
    results.splice(0, results.length, await work(tx));
    return null;
  });
  const [result] = results;
  if (result === undefined) throw new Error("the work answered nothing");
  return result;
}

/** Copies of the hot lot with its stock, by the owner and audited like everything else. */
async function moreLots(client: Parameters<typeof copyRow>[0], company: Omit<Company, "lots">, count: number): Promise<string[]> {
  const { hotLot, place } = company;
  await actAsSystem(client);
  await copyRow(client, "lot", hotLot, count, { number: "'L-' || n" });
  const [shelf] = await rowsOf<{ id: string }>(client, "select id from balance where lot_id = $1 and location_id = $2", [
    hotLot,
    place.storage,
  ]);
  const lots = await rowsOf<{ id: string }>(client, "select id from lot where number ~ '^L-' order by id");
  const [first] = lots;
  if (!shelf || !first) throw new Error("no stock to copy");
  await copyRow(client, "balance", shelf.id, count, { lot_id: `${first.id} + n - 1` });
  await client.query("analyze lot, balance");
  return lots.map(({ id }) => id);
}
