import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled } from "../../test/audit-case.ts";
import { type CommandLine, commandLine } from "../../test/command-line.ts";
import { type ClonedDatabase, cloneDatabase } from "../../test/database.ts";
import { type House, openHouse, testKeys } from "../../test/house.ts";
import { query } from "../../test/query.ts";
import { trustPublicKey } from "../evidence/keys.ts";
import { demoPassword } from "../seed/people.ts";

const secret = { LOTLINE_BACKUP_PASSWORD: "correct horse battery" };
const attached = Buffer.from("%PDF-1.7 certificate of the supplier");
const sha256 = createHash("sha256").update(attached).digest("hex");

/** Rows of every table that a backup holds. */
const countsOf = async (url: string): Promise<Record<string, unknown>[]> =>
  query(
    url,
    `select t.schemaname || '.' || t.tablename as name,
       (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', t.schemaname, t.tablename), false, true, '')))[1]::text as n
     from pg_tables t where t.schemaname in ('public', 'audit') and t.tablename not in ('session', 'signature_intent', 'source', 'epoch') order by 1`,
  );

describe("backup and restore", () => {
  let house: House;
  let line: CommandLine;
  let apart: [ClonedDatabase, ClonedDatabase];
  beforeAll(async () => {
    house = await openHouse();
    apart = [await cloneDatabase(), await cloneDatabase()];
    line = commandLine(house.database, [apart[0], apart[0], apart[1]]);
    for (const key of testKeys.publicKeys) trustPublicKey(join(line.dataDir, "keys", "seal.pem"), key);
    mkdirSync(join(line.dataDir, "files"));
    writeFileSync(join(line.dataDir, "files", sha256), attached);
    await house.sql("select set_config('app.actor', '2', false)");
    await house.sql(
      "insert into attachment (record_type, record_id, name, media_type, size, sha256) values ('Person', 2, 'coc.pdf', 'application/pdf', $1, $2)",
      [attached.length, sha256],
    );
  });
  afterAll(async () => {
    line[Symbol.dispose]();
    for (const database of apart) await database.drop();
    await house.close();
  });

  it("[REQ-BCP-01] a restored copy passes counts, chain and signatures, and holds the attachments", async () => {
    await settled(house.database.owner);
    // Seals what there is. The copy is of this moment; that it was made is written down afterwards.
    await line.call(["audit", "export", "--out", "first.jsonl"]);
    const before = await countsOf(house.database.superUrl);
    const original = await line.call(["audit", "verify", "--json"]);
    expect(original.json.ok).toBe(true);
    const saved = await line.call(["backup", "nightly.lotline", "--json"], secret);
    expect([saved.exit, saved.json.files, saved.json.filesMissing]).toEqual([0, 1, []]);
    const file = join(line.dataDir, "nightly.lotline");
    const bytes = readFileSync(file);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(saved.json.sha256);
    expect(bytes.includes("argon2id") || bytes.includes("Gu Ping") || bytes.includes(attached.subarray(5))).toBe(false);

    const target = await cloneDatabase();
    using other = commandLine(target);
    const empty = await countsOf(target.superUrl);
    const wrong = await other.call(["restore", file, "--json"], { LOTLINE_BACKUP_PASSWORD: "correct horse batterz" });
    expect([wrong.exit, wrong.json.error.code]).toEqual([1, "WRONG_PASSWORD"]);
    const altered = join(line.dataDir, "altered.lotline");
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    writeFileSync(altered, bytes);
    const refused = await other.call(["restore", altered, "--json"], secret);
    expect([refused.exit, refused.json.error.code]).toEqual([1, "BACKUP_DAMAGED"]);
    expect(await countsOf(target.superUrl)).toEqual(empty);
    expect(existsSync(join(other.dataDir, "files"))).toBe(false);

    const restored = await other.call(["restore", file, "--json"], secret);
    expect([restored.exit, restored.json.ok, restored.json.rows]).toEqual([0, true, saved.json.rows]);
    expect(await countsOf(target.superUrl)).toEqual(before);
    expect(readFileSync(join(other.dataDir, "files", sha256)).equals(attached)).toBe(true);
    expect((await other.call(["audit", "verify", "--json"])).json).toEqual(original.json);

    const added = await other.call(
      ["user", "add", "--login", "after.restore", "--name-en", "A", "--title-en", "A", "--as", "guping", "--json"],
      { LOTLINE_PASSWORD: demoPassword },
    );
    expect(added.exit).toBe(0);
    // What other tests have open on this server holds the command's own seal back: the next one takes it, in one seal or two.
    await settled(target.owner);
    await other.call(["audit", "export", "--out", "after.jsonl"]);
    const grown = (await other.call(["audit", "verify", "--json"])).json;
    expect(grown.ok).toBe(true);
    expect(grown.seals).toBeGreaterThan(original.json.seals);
    const again = await other.call(["restore", file, "--json"], secret);
    expect([again.exit, again.json.error.code]).toEqual([1, "DATABASE_NOT_EMPTY"]);
    await target.drop();
  });

  it("[REQ-BCP-01] [REQ-BCP-02] a drill restores the file elsewhere, proves it and writes its report; status tells backup and drill", async () => {
    const health = async (subject: string) => {
      const { json } = await line.call(["status", "--json"]);
      return json.database.health.find((line: { subject: string }) => line.subject === subject);
    };
    expect((await health("drill")).level).toBe("amber");
    const saved = await line.call(["backup", "drill.lotline", "--json"], secret);
    expect((await health("backup")).level).toBe("good");
    const typo = await line.call(["drill", "drill.lotline", "--json"], { LOTLINE_BACKUP_PASSWORD: "correct horse batterz" });
    expect([typo.exit, typo.json.error.code]).toEqual([1, "WRONG_PASSWORD"]);
    const drilled = await line.call(["drill", "drill.lotline", "--json"], secret);
    expect([drilled.exit, drilled.json]).toMatchObject([
      0,
      { good: true, finding: null, sha256: saved.json.sha256, tables: saved.json.tables, rows: saved.json.rows, files: 1 },
    ]);
    expect(await health("drill")).toMatchObject({ level: "good", todo: null });
    const [report] = await house.sql<object>(
      "select number, good, source, sha256, rows, finding from maintenance_run where kind = 'drill'",
    );
    const rows = saved.json.rows as number;
    expect(report).toEqual({
      number: drilled.json.number,
      good: true,
      source: "drill.lotline",
      sha256: saved.json.sha256,
      rows,
      finding: null,
    });
    // A file that was changed, or that this installation has not written, is no proof; that it failed stays readable.
    const bytes = readFileSync(join(line.dataDir, "drill.lotline"));
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    writeFileSync(join(line.dataDir, "altered.lotline"), bytes);
    const failed = await line.call(["drill", "altered.lotline", "--json"], secret);
    expect([failed.exit, failed.json.good, failed.json.finding.split(":")[0]]).toEqual([1, false, "BACKUP_DAMAGED"]);
    expect((await health("drill")).level).toBe("red");
  });

  it("overwrites nothing, takes no weak password, and tells of an attachment whose file is lost", async () => {
    const twice = await line.call(["backup", "nightly.lotline", "--json"], secret);
    expect([twice.exit, twice.json.error.code]).toEqual([1, "FILE_EXISTS"]);
    const weak = await line.call(["backup", "weak.lotline", "--json"], { LOTLINE_BACKUP_PASSWORD: "short" });
    expect([weak.exit, weak.json.error.code]).toEqual([1, "PASSWORD_WEAK"]);
    const lost = "0".repeat(64);
    await house.sql(
      "insert into attachment (record_type, record_id, name, media_type, size, sha256) values ('Person', 2, 'lost.pdf', 'application/pdf', 1, $1)",
      [lost],
    );
    const partial = await line.call(["backup", "partial.lotline", "--json"], secret);
    expect([partial.exit, partial.json.filesMissing]).toEqual([1, [lost]]);
    expect(partial.said).toContain(lost);
  });
});
