/** Attached files against their rows: the bytes that lie on the disk must be those whose hash was sealed (REQ-REC-14). */
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ClientBase } from "pg";
import { attachments, type Catalogue } from "./catalogue.ts";
import { Cursor } from "./cursor.ts";
import type { Findings } from "./finding.ts";
import { isoSql } from "./seals.ts";

/** Reads every attached file once, however often it was attached; answers the number of attachments. */
export async function checkFiles(
  client: ClientBase,
  catalogue: Catalogue,
  filesDir: string,
  findings: Findings,
): Promise<number> {
  const table = catalogue.tables.get(attachments);
  if (!table) return 0;
  const rows = new Cursor(client, `select this.id, this.sha256, ${isoSql("this.at")} from ${table.sql} this order by this.id`);
  const seen = new Map<string, string | null>();
  let count = 0;
  for (let row = await rows.next(); row; row = await rows.next()) {
    const [id, sha256, at] = row;
    count++;
    const name = sha256 ?? "";
    const found = seen.has(name) ? seen.get(name) : await hashOf(filesDir, name);
    seen.set(name, found ?? null);
    if (found === name) continue;
    const place = { id: Number(id), at: at ?? null };
    if (found) findings.add("FILE_CHANGED", attachments, place, `The file of attachment ${id} is not the one that was attached.`);
    else findings.add("FILE_MISSING", attachments, place, `The file of attachment ${id} is missing: ${name}.`);
  }
  return count;
}

/** The hash of a stored file, null when there is none. Only a hash names a file: a row cannot lead elsewhere. */
async function hashOf(filesDir: string, name: string): Promise<string | null> {
  const file = join(filesDir, name);
  if (!/^[0-9a-f]{64}$/.test(name) || !existsSync(file)) return null;
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
