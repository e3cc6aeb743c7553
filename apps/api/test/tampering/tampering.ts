/** What an attack on the evidence is, with all rights on the database. */
import type { FindingKind } from "@lotline/verifier";

export interface Tampering {
  readonly name: string;
  readonly area: "trail" | "ledger" | "record" | "seal" | "signature" | "heads" | "structure";
  /** Statements of a superuser. */
  readonly sql?: string;
  /** What is done to the exported heads. */
  readonly heads?: (lines: string[]) => string[];
  /** Play it on the copy from before the third seal. */
  readonly onOlderCopy?: boolean;
  /** Let the sealer go on afterwards, as it would. */
  readonly sealAfter?: boolean;
  readonly expect: { readonly kind: FindingKind | readonly FindingKind[]; readonly table: string; readonly id?: number };
}

/** Switches a table's triggers off, does the deed, and puts everything back as it looked. */
export const around = (table: string, sql: string): string =>
  `alter table ${table} disable trigger user; ${sql};
   do $$ declare t record; begin
     for t in select tgname from pg_trigger g join pg_proc p on p.oid = g.tgfoid where tgrelid = '${table}'::regclass and p.pronamespace = 'audit'::regnamespace
     loop execute format('alter table ${table} enable always trigger %I', t.tgname); end loop;
   end $$`;

/** The leaf a forger would compute for a row of this table. */
export const leafOf = "audit.leaf(audit.canonical(to_jsonb(r)))";
/** A transaction number that the last seal has already passed. */
export const old = "(select to_xid::text::bigint - 1 from audit.seal order by sequence desc limit 1)";
