/** The posting as somebody would write it by hand who knows the tables: the same rows by prepared statements of the same driver. */
import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { asClient } from "../database/client.ts";
import { type Company, nextDocument } from "./company.ts";

// The person and the sites go along, because row-level security and the audit triggers ask for them.
const context = {
  name: "context",
  text: `select set_config('app.actor', $1, true), set_config('app.sites', $2, true), set_config('app.command', $3, true),
    set_config('app.operation', 'bench', true)`,
};
const claim = {
  name: "claim",
  text: "insert into command_log (id, person_id, operation, input_hash, replays) values ($1, $2, 'bench', $3, 0)",
};
const check = {
  name: "check",
  text: `select l.state = 'released' and i.state = 'active' and (l.expires_on is null or l.expires_on >= current_date)
      and not exists (select from hold h where h.lot_id = l.id and h.state = 'active') as usable
    from lot l join item i on i.id = l.item_id where l.id = $1 for share of l`,
};
const ledger = {
  name: "ledger",
  text: `with e as (insert into lot_event (kind, record_type, record_id, record_number, site_id) values ('production', $1, $2, $3, $4) returning id),
    p as (insert into posting (kind, record_type, record_id, record_number, site_id, event_id) select 'issue', $1, $2, $3, $4, id from e returning id, event_id),
    m as (insert into movement (posting_id, lot_id, location_id, quantity, site_id)
      select id, $5, x.location_id, x.quantity, $4 from p, (values ($6::bigint, -1), ($7::bigint, 1)) x (location_id, quantity))
    insert into lot_edge (src_id, dst_id, lot_id, event_id, posting_id, quantity) select $5, - event_id, $5, event_id, id, 1 from p`,
};
const take = {
  name: "take",
  text: "update balance set quantity = quantity - 1 where lot_id = $1 and location_id = $2 and quantity >= 1",
};
const put = {
  name: "put",
  text: `insert into balance as b (lot_id, location_id, location_type, site_id, quantity) values ($1, $2, 'consumed', $3, 1)
    on conflict (lot_id, location_id) do update set quantity = b.quantity + 1`,
};

/** Posts by hand-written SQL as the app role; close it when done. */
export function openHand(
  appUrl: string,
  company: Company,
  connections: number,
): { post(lot: string): Promise<void>; close(): Promise<void> } {
  const pool = new Pool({ connectionString: appUrl, max: connections });
  const { site, place, ctx } = company;
  return {
    async post(lot) {
      const client = await pool.connect();
      const id = randomUUID();
      const { record, id: recordId, number } = nextDocument();
      try {
        await client.query("begin");
        await client.query({ ...context, values: [ctx.personId, site, id] });
        await client.query({ ...claim, values: [id, ctx.personId, id] });
        const { rows } = await client.query<{ usable: boolean }>({ ...check, values: [lot] });
        if (!rows[0]?.usable) throw new Error(`lot ${lot} may not be used`);
        await client.query({ ...ledger, values: [record, recordId, number, site, lot, place.storage, place.consumed] });
        const taken = await client.query({ ...take, values: [lot, place.storage] });
        if (taken.rowCount !== 1) throw new Error(`lot ${lot} is used up`);
        await client.query({ ...put, values: [lot, place.consumed, site] });
        await client.query("commit");
      } catch (error) {
        await client.query("rollback").catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

/**
 * Takes the audit out of a scratch database: its triggers are off, and what the stamp would have set comes from plain defaults.
 * The ledger's own rules (sums, foreign keys, checks) stay.
 */
export const withoutAudit = (ownerUrl: string): Promise<void> =>
  asClient(ownerUrl, async (client) => {
    await client.query("select audit.switch_triggers('disable')");
    await client.query("select audit.default_xid('set default pg_current_xact_id()')");
    for (const table of ["lot_event", "posting", "movement", "lot_edge"])
      await client.query(
        `alter table ${table} alter column actor_id set default 1, alter column at set default public.domain_now(), alter column leaf set default '\\x'`,
      );
  });

/**
 * What many systems do instead of sealing afterwards: one audit table with old and new values of every changed row and a hash chain
 * through it, whose head every writer takes row by row and keeps until it has committed. In a scratch database without our audit.
 */
export const withGlobalChain = (superUrl: string): Promise<void> =>
  asClient(superUrl, async (client) => {
    await client.query(`create table audit.chain (id bigint generated always as identity primary key, table_name text, row_id bigint,
        actor text, command text, old jsonb, new jsonb, hash bytea not null);
      create index on audit.chain (table_name, row_id);
      create table audit.chain_head (id int primary key, hash bytea not null);
      insert into audit.chain_head values (1, '\\x');
      create function audit.into_chain() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        head bytea;
        before jsonb := case TG_OP when 'UPDATE' then to_jsonb(OLD) end;
        after jsonb := to_jsonb(NEW);
      begin
        select hash into head from audit.chain_head where id = 1 for update;
        head := sha256(head || convert_to(coalesce(before::text, '') || after::text, 'UTF8'));
        insert into audit.chain (table_name, row_id, actor, command, old, new, hash)
          values (TG_TABLE_NAME, NEW.id, current_setting('app.actor'), current_setting('app.command'), before, after, head);
        update audit.chain_head set hash = head where id = 1;
        return null;
      end $$`);
    for (const table of ["lot_event", "posting", "movement", "lot_edge", "balance"])
      await client.query(
        `create trigger zz_chain after insert or update on ${table} for each row execute function audit.into_chain();
         alter table ${table} enable always trigger zz_chain`,
      );
  });
