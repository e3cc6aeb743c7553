-- Seals: signed Merkle checkpoints over the leaves of the trail and of every append-only table. evidence/seal.ts makes them.
set local role lotline_audit;

create table if not exists audit.seal (
  sequence bigint primary key check (sequence > 0),
  epoch bigint not null,
  from_xid xid8 not null,
  to_xid xid8 not null,
  at timestamptz(3) not null,
  rows bigint not null check (rows > 0),
  sources_hash text not null,
  root text not null,
  previous text,
  key_id text not null,
  hash text not null,
  signature text not null
);
comment on table audit.seal is 'One signed head per batch: rows of transactions in [from_xid, to_xid), SHA-256 in hex, Ed25519 in base64.';

create table if not exists audit.seal_source (
  sequence bigint not null references audit.seal deferrable initially deferred,
  position int not null,
  table_name text not null,
  rows bigint not null,
  last_id bigint not null,
  ids int8multirange not null,
  primary key (sequence, position)
);
comment on table audit.seal_source is 'Which rows of which table a seal covers, in the order of the leaves: tables by name, rows by id.';
create index if not exists seal_source_row on audit.seal_source (table_name, last_id);

create table if not exists audit.seal_page (
  sequence bigint not null references audit.seal deferrable initially deferred,
  page int not null,
  leaves bytea not null,
  primary key (sequence, page)
);
comment on table audit.seal_page is 'The leaves of a seal, 1024 to a page: with them a changed row is named, and a proof for one row is short.';

create table if not exists audit.epoch (
  id bigint primary key,
  fence xid8 not null,
  at timestamptz(3) not null default clock_timestamp(),
  reason text not null
);
comment on table audit.epoch is 'A database copied into another server meets other transaction numbers: sealing goes on from a new fence.';
insert into audit.epoch (id, fence, reason) values (1, '0', 'installed') on conflict do nothing;

-- The audit schema's own tables are append-only too.
do $$
declare t regclass;
begin
  foreach t in array array['audit.event', 'audit.seal', 'audit.seal_source', 'audit.seal_page', 'audit.epoch']::regclass[] loop
    if not exists (select from pg_trigger where tgrelid = t and tgname = 'audit_refuse') then
      execute format('create trigger audit_refuse before update or delete or truncate on %s for each statement execute function audit.refuse_change()', t);
      execute format('alter table %s enable always trigger audit_refuse', t);
    end if;
  end loop;
end $$;

-- Starts a new epoch after rows came from another server. Their transaction numbers mean nothing here: those that lie in our
-- future would be taken for open ones.
create or replace function audit.begin_epoch(reason text) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
  first_xid xid8 := pg_current_xact_id();
  t text;
  is_foreign boolean;
begin
  for t in select 'audit.event' union all select quote_ident(s.table_name) from audit.source s where s.kind = 'append_only' loop
    t := case when t = 'audit.event' then t else 'public.' || t end;
    execute format('select exists (select from %s where xid > $1)', t) into is_foreign using first_xid;
    if is_foreign then
      execute format('alter table %s disable trigger audit_refuse', t);
      execute format('update %s set xid = $1 where xid > $1', t) using first_xid;
      execute format('alter table %s enable always trigger audit_refuse', t);
    end if;
  end loop;
  insert into audit.epoch (id, fence, reason) select max(e.id) + 1, first_xid, begin_epoch.reason from audit.epoch e;
end $$;

-- Notices a dump that was loaded into a server whose transaction numbers are lower than those of the last seal.
create or replace function audit.ensure_epoch() returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
  if (select s.to_xid > pg_snapshot_xmax(pg_current_snapshot()) and s.epoch = (select max(id) from audit.epoch)
      from audit.seal s order by s.sequence desc limit 1) then
    perform audit.begin_epoch('copied into another server');
  end if;
end $$;

-- Switches the audit triggers of every table off or on, for loading rows that already have their trail.
create or replace function audit.switch_triggers(state text) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare t record;
begin
  for t in select g.tgrelid::regclass as relation, g.tgname from pg_trigger g join pg_proc p on p.oid = g.tgfoid
    where p.pronamespace = 'audit'::regnamespace and not g.tgisinternal
  loop
    execute format('alter table %s %s trigger %I', t.relation, state, t.tgname);
  end loop;
end $$;

-- The stamp sets the transaction number; only a load, which runs without it, needs a default.
create or replace function audit.default_xid(change text) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare t text;
begin
  for t in select s.table_name from audit.source s where s.kind = 'append_only' loop
    execute format('alter table public.%I alter column xid %s', t, change);
  end loop;
end $$;

-- Before a load (seed, restore) into a freshly migrated database, by its owner, in the transaction of the load: switches the
-- audit triggers off and empties the trail that the migrations have written. Refused once anything has been sealed. The load
-- leaves out the columns named xid of audit.event and the append-only tables: they mean something in the old server only.
create or replace function audit.begin_load() returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from audit.seal) or exists (select from audit.event where actor_id <> 0) then
    raise exception using errcode = 'AU005', message = 'AUDIT_NOT_EMPTY: a load needs a freshly migrated database';
  end if;
  perform audit.switch_triggers('disable');
  perform audit.default_xid('set default pg_current_xact_id()');
  truncate audit.event, audit.seal, audit.seal_source, audit.seal_page, audit.epoch;
  delete from public.domain_clock;
end $$;

-- After the load: identities go on behind the loaded rows, the triggers are on again, sealing starts a new epoch.
create or replace function audit.end_load(reason text) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare t record;
begin
  -- What is deferred must be checked before tables may be altered.
  set constraints all immediate;
  for t in
    select a.attrelid::regclass as relation, quote_ident(a.attname) as name, pg_get_serial_sequence(a.attrelid::regclass::text, a.attname) as series
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attidentity <> '' and c.relnamespace in ('public'::regnamespace, 'audit'::regnamespace)
  loop
    execute format('select setval(%L, max(%s)) from %s having max(%2$s) is not null', t.series, t.name, t.relation);
  end loop;
  if not exists (select from audit.epoch) then
    insert into audit.epoch (id, fence, reason) values (1, '0', 'installed');
  end if;
  perform audit.begin_epoch(reason);
  perform audit.switch_triggers('enable always');
  perform audit.default_xid('drop default');
  insert into public.domain_clock (id) values (1) on conflict do nothing;
end $$;

reset role;
