/** The triggers that write the trail must be there and fire always, also under session_replication_role = replica. */
import type { ClientBase } from "pg";
import { type Catalogue, trail } from "./catalogue.ts";
import { textRows } from "./cursor.ts";
import type { Findings } from "./finding.ts";

const ofAudited = { audit_log: "log_change", audit_refuse: "refuse_change" };
const ofAppendOnly = { zz_audit_stamp: "stamp", audit_refuse: "refuse_change" };
const ofTrail = { audit_refuse: "refuse_change" };
const ownTables = [trail, "audit.seal", "audit.seal_source", "audit.seal_page", "audit.epoch"];

/** Looks at every table that leaves evidence, and at the tables of the evidence itself. */
export async function checkTriggers(client: ClientBase, catalogue: Catalogue, findings: Findings): Promise<void> {
  const rows = await textRows(
    client,
    `select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end, g.tgname, p.proname, g.tgenabled
     from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace join pg_proc p on p.oid = g.tgfoid
     where p.pronamespace = 'audit'::regnamespace`,
  );
  const found = new Map(rows.map(([table, trigger, fn, enabled]) => [`${table} ${trigger}`, { fn, enabled }]));
  const check = (table: string, triggers: { readonly [name: string]: string }): void => {
    for (const [name, fn] of Object.entries(triggers)) {
      const trigger = found.get(`${table} ${name}`);
      if (trigger?.fn !== fn)
        findings.add("TRIGGER_MISSING", table, {}, `The trigger ${name} on ${table} is missing: changes may go unrecorded.`);
      else if (trigger.enabled !== "A")
        findings.add("TRIGGER_OFF", table, {}, `The trigger ${name} on ${table} is switched off: changes go unrecorded.`);
    }
  };
  for (const table of ownTables) check(table, ofTrail);
  for (const table of catalogue.sealed) if (table !== trail && catalogue.tables.has(table)) check(table, ofAppendOnly);
  for (const table of catalogue.audited) check(table, ofAudited);
}
