/** Writes the migration for what the records and tables declare beyond the last one: `npm run db:make -- reason_of_the_trade`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOrm } from "../orm.ts";
import { startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { provision } from "./provision.ts";

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9_]+$/.test(name)) {
  process.stderr.write("Name the reason in the trade's words: npm run db:make -- add_udi_pi_to_serial\n");
  process.exit(2);
}
const dataDir = mkdtempSync(join(tmpdir(), "lotline-migration-"));
const server = await startEmbedded({ dataDir, test: true, onProgress: () => undefined });
try {
  const urls = await provision({ adminUrl: server.superUrl, dataDir });
  await migrate(urls, undefined, "tables");
  const orm = await createOrm(urls.owner);
  const made = await orm.migrator.create(undefined, false, false, name);
  process.stdout.write(made.fileName ? `${made.fileName}\n${made.diff.up.join("\n")}\n` : "No difference.\n");
  await orm.close(true);
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
