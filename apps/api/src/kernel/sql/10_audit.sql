-- The audit trail: what is written with every change, and the functions that write it. Runs before any table exists.
--
-- THE CANONICAL TEXT OF A ROW (the rule that seals and signatures of twenty years ago are checked by; never change it)
--   1. The image is to_jsonb(row) under TimeZone UTC, bytea_output hex, extra_float_digits 1.
--   2. The members leaf and xid, and at the top level every member whose value is null, are left out. So a nullable column
--      added later leaves old texts as they were; a null inside a jsonb value stays.
--   3. The text is PostgreSQL's own text of that jsonb: members by length of their name in bytes, then bytewise; separators
--      ", " and ": "; numbers with all the digits the database holds. It is equal on PostgreSQL 15 to 18. Whoever checks it
--      hashes this text as it was read and never a number that went through a floating-point type.
--   leaf = SHA-256(0x00 || UTF-8 of the text).  Merkle node = SHA-256(0x01 || left || right), RFC 6962.

create schema if not exists audit authorization lotline_audit;
set local role lotline_audit;

create table if not exists audit.event (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  actor_id bigint not null,
  actor_role text,
  command_id uuid,
  operation text,
  reason text,
  source text,
  request text,
  table_name text not null,
  row_id bigint not null,
  kind text not null check (kind in ('insert', 'update', 'delete')),
  site_id bigint,
  old jsonb,
  new jsonb,
  schema_version text not null,
  leaf bytea not null
);
comment on table audit.event is 'One row per change of a row in an audited table, written by its trigger in the same transaction.';
comment on column audit.event.at is 'Domain time of the transaction.';
comment on column audit.event.recorded_at is 'The server''s real clock.';
comment on column audit.event.actor_id is 'The person; 0 is the system itself (migration, load).';
comment on column audit.event.old is 'The old values of the changed columns; of a deleted row all of them.';
comment on column audit.event.new is 'The whole row after the change.';
create index if not exists event_record on audit.event (table_name, row_id, id);
create index if not exists event_actor on audit.event (actor_id, at);
create index if not exists event_at on audit.event (at);
-- The child rows of a record are found by their head.
create index if not exists event_head on audit.event (table_name, (new ->> 'head_id')) where new ->> 'head_id' is not null;
create index if not exists event_xid on audit.event (xid);

create table if not exists audit.source (
  table_name text primary key,
  kind text not null check (kind in ('audited', 'append_only', 'exempt')),
  reason text check (kind <> 'exempt' or length(reason) >= 10),
  hidden text[] not null default '{}',
  columns text[] not null default '{}'
);
comment on table audit.source is 'How each table is audited: audited (trigger with old and new values), append_only (sealed as it stands), exempt (and why).';
comment on column audit.source.hidden is 'Columns with secrets: the trail holds sha256:<hash> of the value instead.';
comment on column audit.source.columns is 'The columns the images were made with, to notice a migration that changes them.';

-- The version of the table definitions; replaced after each migration. A function, because a table would be read per change.
do $$ begin
  if to_regprocedure('audit.schema_version()') is null then
    execute 'create function audit.schema_version() returns text language sql immutable parallel safe return ''initial''';
  end if;
end $$;

-- The canonical text of an image, as defined above. jsonb_strip_nulls is much faster than taking the object apart, but
-- reaches into nested objects: it is used when there are none (a brace inside a string only costs the slow way).
create or replace function audit.canonical(image jsonb) returns text language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp as $$
declare
  body jsonb := image - '{leaf,xid}'::text[];
  flat text := jsonb_strip_nulls(body)::text;
begin
  if strpos(substr(flat, 2), '{') = 0 then return flat; end if;
  return (select jsonb_object_agg(m.key, m.value)::text from jsonb_each(body) m where m.value <> 'null'::jsonb);
end $$;

-- The leaf hash of a canonical text.
create or replace function audit.leaf(canonical text) returns bytea language sql immutable parallel safe
return pg_catalog.sha256('\x00'::bytea || pg_catalog.convert_to(canonical, 'UTF8'));

-- Under which name the trail speaks of a table: business tables (schema public) by their bare name.
create or replace function audit.name_of(schema_name name, relation_name name) returns text language sql immutable parallel safe
return case when schema_name = 'public' then relation_name::text else schema_name || '.' || relation_name end;

-- The refusal of a write by nobody.
create or replace function audit.refuse_nobody(table_name text) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'AU001', message = 'AUDIT_NO_ACTOR: write without actor on ' || table_name,
    hint = 'Write through a command, or set app.actor for the transaction.';
end $$;

-- Appends one event with its leaf. Only for the functions of this schema: whoever may call it could invent history.
-- One statement, because PL/pgSQL prepares each of its expressions again in every transaction.
create or replace function audit.append_event(table_name text, row_id bigint, kind text, old jsonb, new jsonb) returns bigint
language plpgsql as $$
declare event_id bigint;
begin
  if nullif(current_setting('app.actor', true), '') is null then perform audit.refuse_nobody(table_name); end if;
  insert into audit.event (id, xid, at, recorded_at, actor_id, actor_role, command_id, operation, reason, source, request,
      table_name, row_id, kind, site_id, old, new, schema_version, leaf)
    overriding system value
  select e.id, pg_current_xact_id(), e.at, e.recorded_at, e.actor_id, e.actor_role, e.command_id, e.operation, e.reason, e.source,
    e.request, append_event.table_name, append_event.row_id, append_event.kind, e.site_id, append_event.old, append_event.new,
    e.schema_version,
    -- Equal to audit.canonical(to_jsonb(the new row)), which a test checks, but without taking old and new apart.
    audit.leaf((
      jsonb_strip_nulls(jsonb_build_object(
        'id', e.id, 'at', e.at, 'recorded_at', e.recorded_at, 'actor_id', e.actor_id, 'actor_role', e.actor_role,
        'command_id', e.command_id, 'operation', e.operation, 'reason', e.reason, 'source', e.source, 'request', e.request,
        'table_name', append_event.table_name, 'row_id', append_event.row_id, 'kind', append_event.kind, 'site_id', e.site_id,
        'schema_version', e.schema_version))
      || case when append_event.old is null then '{}' else jsonb_build_object('old', append_event.old) end
      || case when append_event.new is null then '{}' else jsonb_build_object('new', append_event.new) end)::text)
  from (
    select nextval('audit.event_id_seq') as id, public.domain_now() as at, clock_timestamp()::timestamptz(3) as recorded_at,
      current_setting('app.actor')::bigint as actor_id, nullif(current_setting('app.role', true), '') as actor_role,
      nullif(current_setting('app.command', true), '')::uuid as command_id,
      nullif(current_setting('app.operation', true), '') as operation, nullif(current_setting('app.reason', true), '') as reason,
      nullif(current_setting('app.source', true), '') as source, nullif(current_setting('app.request', true), '') as request,
      (coalesce(append_event.new, append_event.old) ->> 'site_id')::bigint as site_id, audit.schema_version() as schema_version
    offset 0
  ) e
  returning id into event_id;
  return event_id;
end $$;

-- Replaces the values of secret columns by their hash, so that a change shows and the secret does not.
create or replace function audit.veil(image jsonb, hidden text[]) returns jsonb language plpgsql immutable parallel safe as $$
begin
  if hidden is null or hidden = '{}' then return image; end if;
  return image || coalesce((
    select jsonb_object_agg(h, 'sha256:' || encode(sha256(convert_to(image ->> h, 'UTF8')), 'hex'))
    from unnest(hidden) h where image ->> h is not null), '{}');
end $$;

-- Only the members of the first image whose text differs in the second: 1.0 and 1.00 are equal as jsonb, but not the same.
create or replace function audit.changed(before jsonb, after jsonb) returns jsonb language sql immutable parallel safe
set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_object_agg(m.key, m.value), '{}') from jsonb_each(before) m
  where m.value::text is distinct from (after -> m.key)::text
$$;

-- Row trigger of audited tables (AFTER INSERT OR UPDATE OR DELETE); its arguments name the secret columns. Few and plain
-- expressions, because PL/pgSQL prepares each of them again in every transaction; an assignment is cheaper than PERFORM.
create or replace function audit.log_change() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set bytea_output = 'hex' set extra_float_digits = 1 as $$
declare
  event_id bigint;
  before jsonb;
  after jsonb;
begin
  if TG_OP = 'INSERT' then
    after := audit.veil(to_jsonb(NEW), TG_ARGV);
    event_id := audit.append_event(audit.name_of(TG_TABLE_SCHEMA, TG_TABLE_NAME), NEW.id, 'insert', null, after);
  elsif TG_OP = 'UPDATE' then
    if OLD *= NEW then return null; end if;
    if OLD.id <> NEW.id then
      raise exception using errcode = 'AU003', message = 'AUDIT_ID_CHANGED: the id of a record may not change: ' || TG_TABLE_NAME;
    end if;
    after := audit.veil(to_jsonb(NEW), TG_ARGV);
    before := audit.changed(audit.veil(to_jsonb(OLD), TG_ARGV), after);
    event_id := audit.append_event(audit.name_of(TG_TABLE_SCHEMA, TG_TABLE_NAME), NEW.id, 'update', before, after);
  else
    before := audit.veil(to_jsonb(OLD), TG_ARGV);
    event_id := audit.append_event(audit.name_of(TG_TABLE_SCHEMA, TG_TABLE_NAME), OLD.id, 'delete', before, null);
  end if;
  return null;
end $$;

-- Row trigger of append-only tables (BEFORE INSERT, last of all): who, when, in which command, and the leaf.
create or replace function audit.stamp() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set bytea_output = 'hex' set extra_float_digits = 1 as $$
declare flat text;
begin
  NEW.actor_id := nullif(current_setting('app.actor', true), '');
  if NEW.actor_id is null then perform audit.refuse_nobody(TG_TABLE_NAME); end if;
  NEW.command_id := nullif(current_setting('app.command', true), '');
  NEW.at := public.domain_now();
  NEW.xid := pg_current_xact_id();
  -- audit.canonical written out for the common case, a row without nested objects: this runs for every movement line.
  flat := jsonb_strip_nulls(to_jsonb(NEW) - '{leaf,xid}'::text[])::text;
  if strpos(substr(flat, 2), '{') > 0 then flat := audit.canonical(to_jsonb(NEW)); end if;
  NEW.leaf := sha256('\x00'::bytea || convert_to(flat, 'UTF8'));
  return NEW;
end $$;

-- Statement trigger: a row that stands may not be changed or removed; a correction is a new row.
create or replace function audit.refuse_change() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'AU002',
    message = format('AUDIT_APPEND_ONLY: %s is refused on %s', TG_OP, audit.name_of(TG_TABLE_SCHEMA, TG_TABLE_NAME)),
    hint = 'Correct by a new row.';
end $$;

reset role;
