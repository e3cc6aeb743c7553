import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SystemFacts } from "../config.ts";
import { asClient } from "../database/client.ts";
import type { DatabaseUrls } from "../database/urls.ts";
import { loadOrCreateKey, readPublicKeys, trustPublicKey } from "../evidence/keys.ts";
import { demoPeople } from "./people.ts";
import { loadSnapshot, snapshotDir } from "./snapshot.ts";

const ask = <T extends object>(ownerUrl: string, text: string, params: unknown[] = []): Promise<T[]> =>
  asClient(ownerUrl, async (client) => (await client.query<T>(text, params)).rows);

export const demoPublicKey = (): string => readFileSync(join(snapshotDir, "demo-key.pub.pem"), "utf8");

/** Fills an empty database with the demo company and sets its clock to the moment where the company's story stands. */
export async function loadDemo(
  urls: DatabaseUrls,
  keyFile: string,
  say: (text: string) => void,
  checkpoint?: string,
): Promise<void> {
  const [{ n } = { n: 1 }] = await ask<{ n: number }>(urls.owner, "select count(*)::int as n from person");
  if (n > 0) return;
  const manifest = await loadSnapshot(urls.owner, snapshotDir, "demo company loaded", checkpoint);
  await ask(
    urls.owner,
    "select public.set_domain_clock((extract(epoch from $1::timestamptz - now()) * 1000)::bigint, null, 'demo company')",
    [manifest.at],
  );
  loadOrCreateKey(keyFile);
  trustPublicKey(keyFile, demoPublicKey());
  say(`loaded the demo company (${manifest.tables.reduce((sum, t) => sum + t.rows, 0)} rows, domain time ${manifest.at})`);
}

/** What of the demo is in this system; production refuses all of it. */
export async function demoState(ownerUrl: string, keyFile: string): Promise<SystemFacts> {
  const accounts = await ask<{ login: string }>(ownerUrl, "select login from person where state = 'active' and login = any($1)", [
    demoPeople.map((p) => p.login),
  ]);
  const [clock] = await ask<{ moved: number }>(
    ownerUrl,
    "select case when frozen_at is not null then 1 else offset_ms::float8 end as moved from domain_clock where id = 1",
  );
  return {
    demoAccounts: accounts.map((a) => a.login),
    isDemoKey: readPublicKeys(keyFile).includes(demoPublicKey()),
    clockOffset: clock?.moved ?? 0,
  };
}
