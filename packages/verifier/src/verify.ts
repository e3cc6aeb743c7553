/** Verifies a database as it stands at one moment, reading it once from end to end with bounded memory. */
import { Client, type ClientBase } from "pg";
import { readCatalogue } from "./catalogue.ts";
import { textRows } from "./cursor.ts";
import { checkFiles } from "./files.ts";
import { type Finding, Findings } from "./finding.ts";
import { checkHeads, type Heads, headsOf } from "./heads.ts";
import type { PublicKeys } from "./keys.ts";
import { checkRecords } from "./records.ts";
import { checkSeals } from "./seals.ts";
import { checkSignatures } from "./signature-rows.ts";
import { checkTriggers } from "./triggers.ts";

export interface VerifyOptions {
  /** A role that may read every table, whatever the site: lotline_reader, or the owner. */
  readonly url: string;
  /** Every key that has ever signed. */
  readonly publicKeys: PublicKeys;
  /** The file outside the database that the sealer has written its heads to. */
  readonly headsFile?: string | undefined;
  /** The directory of attached files, by their hash. */
  readonly filesDir?: string | undefined;
  /** Called with every finding; the result names the first only. */
  readonly onFinding?: ((finding: Finding) => void) | undefined;
}

export interface VerifyResult {
  readonly ok: boolean;
  /** Rows of the trail. */
  readonly events: number;
  readonly seals: number;
  readonly signatures: number;
  /** Records compared with their last image. */
  readonly records: number;
  /** Attachments whose file was read. */
  readonly files: number;
  readonly first: Finding | null;
}

/** Recomputes everything from the leaves and compares it with seals, signatures, records and the exported heads. */
export async function verify(options: VerifyOptions): Promise<VerifyResult> {
  const client = new Client({ connectionString: options.url, application_name: "lotline verifier" });
  client.on("error", () => undefined);
  await client.connect();
  const heads = options.headsFile === undefined ? undefined : headsOf(options.headsFile);
  try {
    // One snapshot for everything, so that work going on meanwhile is not taken for damage.
    await client.query("begin isolation level repeatable read read only");
    await client.query(settings);
    return await run(client, options, heads);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The settings under which row texts are defined; only the server's own functions are called. */
const settings = `
  set local search_path = pg_catalog;
  set local timezone = 'UTC';
  set local datestyle = 'ISO';
  set local bytea_output = 'hex';
  set local extra_float_digits = 1;
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0;
  set local jit = off`;

async function run(client: ClientBase, options: VerifyOptions, heads: Heads | undefined): Promise<VerifyResult> {
  const { publicKeys: keys, filesDir } = options;
  const findings = new Findings(options.onFinding);
  const catalogue = await readCatalogue(client);
  const { seals, events } = await checkSeals({ client, catalogue, keys, findings, isClockTrue: await isClockTrue(client) });
  for (const table of catalogue.missing) {
    findings.add("TABLE_MISSING", table, {}, `The table ${table}, of which there is evidence, is missing.`);
  }
  const records = await checkRecords(client, catalogue, findings);
  const signatures = await checkSignatures(client, catalogue, keys, findings);
  const files = filesDir === undefined ? 0 : await checkFiles(client, catalogue, filesDir, findings);
  if (heads) await checkHeads(client, heads, keys, findings);
  for (const table of catalogue.exempted) {
    findings.add("TABLE_EXEMPTED", table, {}, `The table ${table} has been under audit, but is registered as exempt.`);
  }
  await checkTriggers(client, catalogue, findings);
  return { ok: findings.first === null, events, seals, signatures, records, files, first: findings.first };
}

/** Whether the domain clock is, and has always been, the server's clock. */
async function isClockTrue(client: ClientBase): Promise<boolean> {
  const [moved] = await textRows(
    client,
    `select (exists (select from audit.event where table_name = 'domain_clock' and kind <> 'insert')
       or exists (select from public.domain_clock where offset_ms <> 0 or frozen_at is not null))::text`,
  );
  return moved?.[0] === "false";
}
