/** The house's own books with stock, genealogy, signatures, attachments and three seals: what the table of attacks is played on. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asClient } from "../../src/database/client.ts";
import { issue, produceLot } from "../../src/modules/inventory/index.ts";
import { act, type Keeper, keeper, sealing, settled } from "../audit-case.ts";
import { type ClonedDatabase, cloneDatabase } from "../database.ts";
import { document, openStage, type Stage } from "../stock-stage.ts";

export interface HouseCase {
  readonly database: ClonedDatabase;
  /** The same database as it was before the third seal. */
  readonly older: ClonedDatabase;
  readonly keeper: Keeper;
  readonly filesDir: string;
  /** The ids of a table's rows that are under the first two seals, ascending. */
  ids(table: string): readonly number[];
  drop(): Promise<void>;
}

const evidence = ["audit.event", "movement", "posting", "lot_edge", "signature", "attachment"];

/** The hash under which a text lies in the store of files. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

const attach = (filesDir: string, recordId: string, text: string): string => {
  writeFileSync(join(filesDir, hashOf(text)), text);
  return `insert into attachment (record_type, record_id, name, media_type, size, sha256)
    values ('Supplier', ${recordId}, '${text}.txt', 'text/plain', ${text.length}, '${hashOf(text)}')`;
};

/** Seals 1 and 2 over a day's work, seal 3 over what came after, and a little that is not sealed yet. */
export async function houseCase(): Promise<HouseCase> {
  const stage = await openStage();
  const { database } = stage.house;
  const own = keeper();
  const filesDir = mkdtempSync(join(tmpdir(), "lotline-files-"));
  mkdirSync(filesDir, { recursive: true });
  const seal = async () => {
    await settled(database.owner);
    return sealing(database.sealer, own, (sealer) => sealer.sealNow());
  };
  const later = (sql: string) => asClient(database.app, (client) => act(client, sql, "1"));
  await work(stage);
  await later(attach(filesDir, stage.supplier, "certificate"));
  await seal();
  await work(stage);
  for (const text of ["drawing", "photo", "letter"]) await later(attach(filesDir, stage.supplier, text));
  await seal();
  const ids = await idsOf(database);
  await stage.house.disconnect();
  const older = await cloneDatabase(database.database);
  await later(attach(filesDir, stage.supplier, "after"));
  await seal();
  await later(attach(filesDir, stage.supplier, "not sealed"));
  return {
    database,
    older,
    keeper: own,
    filesDir,
    ids: (table) => ids.get(table) ?? [],
    async drop() {
      await stage.close();
      await older.drop();
      own.remove();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

let turns = 0;

/** Received, released, moved, used up, made; and a specification that is signed. */
async function work({ house, run, releasedLot, item, place }: Stage): Promise<void> {
  turns += 1;
  const steward = await house.hands.as("luoan");
  const draft = await steward.create("ItemRevision", {
    item: [item.raw, item.part, item.device][turns % 3],
    revision: `A${turns}`,
    specification: "as drawn",
    changeReason: "first",
  });
  await (await house.hands.as("linjing")).act("ItemRevision", draft, "approve", { effectiveOn: "2100-01-01" });
  const source = document("WorkOrder", `WO-${turns}`);
  for (const quantity of ["10", "20"]) {
    const lot = await releasedLot();
    await run((tx) => issue(tx, { source, lines: [{ lot, location: place.storage, quantity }] }));
  }
  await run((tx) =>
    produceLot(tx, { source, number: `MADE-${turns}`, item: item.part, quantity: "25", location: place.quarantine }),
  );
}

async function idsOf(database: ClonedDatabase): Promise<Map<string, number[]>> {
  return asClient(database.owner, async (client) => {
    const found = new Map<string, number[]>();
    for (const table of evidence) {
      const { rows } = await client.query<{ id: string }>(`select id from ${table} order by id`);
      found.set(
        table,
        rows.map((row) => Number(row.id)),
      );
    }
    return found;
  });
}
