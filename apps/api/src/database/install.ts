/** What every database holds from its first minute: the system itself as a person, and the rules and views as shipped. */
import { shippedRules, shippedViews } from "@lotline/schema";
import type { Client } from "pg";
import { inTransaction } from "./client.ts";
import { takeNumbers } from "./number-series.ts";
import type { DatabaseUrls } from "./urls.ts";

/** Idempotent: adds what is missing and changes nothing that is there. Runs as the owner, with the system as actor. */
export async function install(urls: DatabaseUrls): Promise<void> {
  await inTransaction(urls.owner, async (client) => {
    await client.query(
      "select set_config('app.actor', '1', true), set_config('app.source', 'migration', true), set_config('app.operation', 'install', true)",
    );
    await client.query(
      `insert into person (id, number, state, created_by_id, login, name_en, name_zh, title_en, title_zh)
       overriding system value values (1, 'P-0000', 'disabled', 1, 'lotline', 'Lotline', 'Lotline 系统', 'System', '系统') on conflict do nothing`,
    );
    await client.query("select setval(pg_get_serial_sequence('person', 'id'), greatest((select max(id) from person), 1))");
    await installRules(client);
    await installViews(client);
  });
}

async function installRules(client: Client): Promise<void> {
  const { rows } = await client.query<{ rule_name: string; key: string }>("select distinct rule_name, key from rule");
  const known = new Set(rows.map((r) => `${r.rule_name} ${r.key}`));
  const missing = shippedRules.filter((r) => !known.has(`${r.ruleName} ${r.key}`));
  if (missing.length === 0) return;
  const numbers = await takeNumbers(client, "RULE-{seq:4}", missing.length);
  for (const [index, rule] of missing.entries()) {
    await client.query(
      `insert into rule (number, state, created_by_id, rule_name, key, content, valid_from, citation) values ($1, 'approved', 1, $2, $3, $4, '2000-01-01', $5)`,
      [numbers[index], rule.ruleName, rule.key, JSON.stringify(rule.content), rule.citation],
    );
  }
}

async function installViews(client: Client): Promise<void> {
  const { rows } = await client.query<{ shipped_as: string }>("select shipped_as from saved_view where shipped_as is not null");
  const known = new Set(rows.map((r) => r.shipped_as));
  const missing = shippedViews.filter(({ key }) => !known.has(key));
  if (missing.length === 0) return;
  const numbers = await takeNumbers(client, "V-{seq:5}", missing.length);
  for (const [index, { key, name, address }] of missing.entries())
    await client.query(
      `insert into saved_view (number, state, created_by_id, record_type, name_en, name_zh, address, audience, shipped_as)
       values ($1, 'open', 1, $2, $3, $4, $5, 'everyone', $6)`,
      [numbers[index], key.split(".")[0], name.en, name.zh, address, key],
    );
}
