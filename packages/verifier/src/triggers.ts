/** The triggers that write the trail must be there as they were made and fire always, also under session_replication_role = replica. */
import type { ClientBase } from "pg";
import { type Catalogue, trail } from "./catalogue.ts";
import { textRows } from "./cursor.ts";
import type { Findings } from "./finding.ts";

/** The function, and when it is called, as the catalogue keeps it: 1 row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate. */
interface Wanted {
  readonly fn: string;
  readonly type: string;
}

const refuseAll: Wanted = { fn: "refuse_change", type: "58" };
const ofAudited = { audit_log: { fn: "log_change", type: "29" }, audit_refuse: { fn: "refuse_change", type: "34" } };
const ofAppendOnly = { zz_audit_stamp: { fn: "stamp", type: "7" }, audit_refuse: refuseAll };
const ofTrail = { audit_refuse: refuseAll };
const ownTables = [trail, "audit.seal", "audit.seal_source", "audit.seal_page", "audit.epoch"];

/** Looks at every table that leaves evidence, and at the tables of the evidence itself. */
export async function checkTriggers(client: ClientBase, catalogue: Catalogue, findings: Findings): Promise<void> {
  const rows = await textRows(
    client,
    `select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end, g.tgname, p.proname, g.tgenabled,
       g.tgtype::text || case when g.tgqual is null and g.tgattr = '' then '' else ' when' end
     from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace join pg_proc p on p.oid = g.tgfoid
     where p.pronamespace = 'audit'::regnamespace`,
  );
  const found = new Map(rows.map(([table, trigger, fn, enabled, type]) => [`${table} ${trigger}`, { fn, enabled, type }]));
  const check = (table: string, triggers: { readonly [name: string]: Wanted }): void => {
    for (const [name, { fn, type }] of Object.entries(triggers)) {
      const trigger = found.get(`${table} ${name}`);
      if (trigger?.fn !== fn)
        findings.add("TRIGGER_MISSING", table, {}, `The trigger ${name} on ${table} is missing: changes may go unrecorded.`);
      else if (trigger.enabled !== "A")
        findings.add("TRIGGER_OFF", table, {}, `The trigger ${name} on ${table} is switched off: changes go unrecorded.`);
      else if (trigger.type !== type)
        findings.add("TRIGGER_CHANGED", table, {}, `The trigger ${name} on ${table} no longer fires at every change.`);
    }
  };
  for (const table of ownTables) check(table, ofTrail);
  for (const table of catalogue.sealed) if (table !== trail && catalogue.tables.has(table)) check(table, ofAppendOnly);
  for (const table of catalogue.audited) check(table, ofAudited);
}
