/** Reads a backup into an empty, migrated database: all of it, or nothing. */
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { pendingMigrations } from "../../database/migrate.ts";
import { type CopiedTable, loading } from "../../database/table-copy.ts";
import { trustPublicKey } from "../../evidence/keys.ts";
import { SetupError } from "../../setup-error.ts";
import type { Call } from "../command.ts";
import type { Place } from "../place.ts";
import { type About, type Contents, filesDirOf } from "./archive.ts";
import { damaged, decrypted } from "./box.ts";
import { type Entry, readEntries } from "./entries.ts";

interface Loaded {
  readonly about: About;
  readonly contents: Contents;
}

/** Loads the archive in one transaction; files lie aside until everything has been read and authenticated. */
export async function loadArchive(call: Call, place: Place, source: Readable, password: string): Promise<Loaded> {
  const aside = `${filesDirOf(place)}.restoring`;
  rmSync(aside, { recursive: true, force: true });
  const { done } = await pendingMigrations(place.urls.reader);
  const entries = readEntries(unpacked(source, password));
  try {
    // The first bytes tell whether it is a backup and the password is right: before the database is touched.
    const about = await aboutOf(entries, done);
    let contents: Contents | undefined;
    const heads: Buffer[] = [];
    await loading(place.urls.owner, `restored from the backup of ${about.madeAt}`, async (fill) => {
      const tables: CopiedTable[] = [];
      for await (const entry of entries) {
        if (entry.kind === "table") {
          const table = tableOf(entry);
          call.say(`${table.name}: ${table.rows}`);
          await pipeline(Readable.from(entry.body), fill(table));
          tables.push(table);
        } else if (entry.kind === "file") await saveFile(aside, entry);
        else if (entry.kind === "heads") {
          for await (const piece of entry.body) heads.push(piece);
        } else contents = contentsOf(entry);
      }
      if (!contents || contents.tables !== tables.length) throw damaged("its end is missing", "缺少结尾");
      // Files, keys and heads without a database harm nobody; a database without them would.
      keep(call, place, about, aside, Buffer.concat(heads));
      return tables;
    });
    if (!contents) throw damaged("its end is missing", "缺少结尾");
    return { about, contents };
  } finally {
    source.destroy();
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Decrypts and decompresses; what cannot be decompressed although it was authenticated is a defect of the writer. */
function unpacked(source: Readable, password: string): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  pipeline(decrypted(source, password), gunzip).catch((error: Error) => gunzip.destroy(error));
  return gunzip;
}

async function aboutOf(entries: AsyncGenerator<Entry>, migrations: readonly string[]): Promise<About> {
  const first = await entries.next();
  if (first.done || first.value.kind !== "about") throw damaged("it does not say what it is", "缺少说明");
  // Authenticated: only `backup` with this password writes it.
  const about = first.value.detail as About;
  if (about.migrations.join() !== [...migrations].sort().join())
    throw new SetupError(
      "RELEASE_DIFFERS",
      `The backup was made by release ${about.version} with other tables. Restore it with that release, then upgrade with \`migrate\`.`,
      `该备份由版本 ${about.version} 生成，表结构不同。请先用该版本恢复，再用 \`migrate\` 升级。`,
    );
  return about;
}

/** Names go into statements, so they are held against what names of tables look like. */
function tableOf(entry: Entry): CopiedTable {
  const table = entry.detail as CopiedTable;
  const isName = (name: unknown): boolean => typeof name === "string" && /^[a-z][a-z0-9_]*$/.test(name);
  if (!/^(audit\.)?[a-z][a-z0-9_]*$/.test(table.name) || !table.columns.every(isName))
    throw damaged("a table has no name", "表名有误");
  return table;
}

const contentsOf = (entry: Entry): Contents => entry.detail as Contents;

async function saveFile(aside: string, { name, body }: Entry): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(name)) throw damaged("a file has no name", "文件名有误");
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  await pipeline(
    body,
    async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        hash.update(piece);
        yield piece;
      }
    },
    createWriteStream(join(aside, name), { mode: 0o600 }),
  );
  if (hash.digest("hex") !== name)
    throw damaged(`the attachment ${name} had been changed before the backup`, `附件 ${name} 在备份前已被更改`);
}

function keep(call: Call, place: Place, about: About, aside: string, heads: Buffer): void {
  const { keyFile, sealLogFile } = place.config;
  for (const key of about.publicKeys) trustPublicKey(keyFile, key);
  if (existsSync(aside)) {
    mkdirSync(filesDirOf(place), { recursive: true });
    for (const name of readdirSync(aside)) renameSync(join(aside, name), join(filesDirOf(place), name));
  }
  if (existsSync(sealLogFile)) {
    // It may know of seals younger than the backup: evidence, but not of this copy.
    const kept = `${sealLogFile}.before-${new Date().toISOString().replace(/[:.]/g, "-")}`;
    renameSync(sealLogFile, kept);
    call.say(
      call.pick({ en: `! The exported heads that were here are kept in ${kept}.`, zh: `! 原有的封存记录文件保留为 ${kept}。` }),
    );
  }
  mkdirSync(dirname(sealLogFile), { recursive: true });
  if (heads.length > 0) writeFileSync(sealLogFile, heads);
}
