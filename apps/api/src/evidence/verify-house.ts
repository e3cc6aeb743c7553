/** The verifier with the keys and exported heads of an installation: by the command line, and every day by the server. */
import { type Finding, type VerifyResult, verify } from "@lotline/verifier";
import { Client } from "pg";
import { loadOrCreateKey, readPublicKeys } from "./keys.ts";

export interface HousePlace {
  /** As lotline_reader. */
  readonly readerUrl: string;
  readonly keyFile: string;
  readonly sealLogFile: string;
  readonly filesDir: string;
}

/** Recomputes everything from the leaves. */
export async function verifyHouse(
  place: HousePlace,
  onFinding: (finding: Finding) => void = () => undefined,
): Promise<VerifyResult> {
  const { readerUrl, keyFile, sealLogFile, filesDir } = place;
  // Until this installation has sealed by itself there is no file of heads; from then on a missing one is a finding.
  const hasSealed = await sealedBy(readerUrl, loadOrCreateKey(keyFile).id);
  return verify({
    url: readerUrl,
    publicKeys: readPublicKeys(keyFile),
    headsFile: hasSealed ? sealLogFile : undefined,
    filesDir,
    onFinding,
  });
}

async function sealedBy(url: string, keyId: string): Promise<boolean> {
  const client = new Client({ connectionString: url, application_name: "lotline verifier" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query("select from audit.seal where key_id = $1 limit 1", [keyId]);
    return rows.length > 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}
