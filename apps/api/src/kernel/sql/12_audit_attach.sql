-- Putting tables under audit. `select audit.attach('lot', 'audited')` may be repeated: it changes only what is missing and
-- notices when a migration has changed the columns, so that old images and leaves stay comparable with the rows.
set local role lotline_audit;

-- The triggers of a kind as data: name and statement.
create or replace function audit.triggers_of(relation text, kind text, hidden text[] default '{}')
returns table (name text, statement text) language sql immutable
set search_path = pg_catalog, pg_temp as $$
  select t.name, format('create trigger %s %s on %s %s execute function audit.%s(%s); alter table %3$s enable always trigger %1$s',
    t.name, t.event, relation, t.scope, t.function, t.arguments)
  from (values
    ('audited', 'audit_log', 'after insert or update or delete', 'for each row', 'log_change',
      (select coalesce(string_agg(quote_literal(h), ', '), '') from unnest(hidden) h)),
    ('audited', 'audit_refuse', 'before truncate', 'for each statement', 'refuse_change', ''),
    -- BEFORE triggers fire in the order of their names: the leaf must see what all others have set.
    ('append_only', 'zz_audit_stamp', 'before insert', 'for each row', 'stamp', ''),
    ('append_only', 'audit_refuse', 'before update or delete or truncate', 'for each statement', 'refuse_change', '')
  ) t (kind, name, event, scope, function, arguments)
  where t.kind = triggers_of.kind
$$;

-- The arguments of a trigger, which the catalogue keeps as bytes with a zero after each.
create or replace function audit.arguments_of(arguments bytea) returns text[] language sql immutable
set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_remove(string_to_array(encode(arguments, 'escape'), '\000'), ''), '{}')
$$;

-- The columns as they go into images: a change of this list is a change of the canonical text.
create or replace function audit.columns_of(relation regclass) returns text[] language sql stable
set search_path = pg_catalog, pg_temp as $$
  select array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) order by a.attname)
  from pg_attribute a where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
$$;

-- Refuses what would make a row's text depend on the session or on the moment of reading.
create or replace function audit.check_columns(relation regclass, kind text) returns void language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
declare bad text;
begin
  select string_agg(format('%s %s', w.name, w.type), ', ') into bad
  from (values ('actor_id', 'bigint'), ('command_id', 'uuid'), ('at', 'timestamp(3) with time zone'), ('xid', 'xid8'), ('leaf', 'bytea'),
    ('id', 'bigint')) w (name, type)
  where (kind = 'append_only' or w.name = 'id') and not exists (
    select from pg_attribute a where a.attrelid = relation and a.attname = w.name and not a.attisdropped
      and format_type(a.atttypid, a.atttypmod) = w.type);
  if bad is not null then
    raise exception using errcode = 'AU004', message = format('AUDIT_COLUMNS: %s lacks %s', relation, bad);
  end if;
  select string_agg(a.attname, ', ') into bad from pg_attribute a join pg_type t on t.oid = a.atttypid
  where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
    and (t.typname in ('float4', 'float8', 'money', 'interval', 'json', 'xml') or t.typtype = 'c'
      or a.attgenerated = 'v' or (kind = 'append_only' and a.attgenerated <> ''));
  if bad is not null then
    raise exception using errcode = 'AU004', message = format('AUDIT_COLUMNS: %s has columns without one lasting text: %s', relation, bad),
      hint = 'No floating point, money, interval, json (jsonb is fine), xml, composite or virtual columns; append-only tables have no generated ones.';
  end if;
end $$;

-- Writes an event for every row whose last image is missing or no longer equal: rows that were there before the trigger, and
-- rows whose columns a migration has changed (renamed, dropped, given another type or a value) without touching the row.
create or replace function audit.snapshot(relation regclass, why text) returns bigint language plpgsql
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set bytea_output = 'hex' set extra_float_digits = 1 as $$
declare
  name text;
  secrets text[];
  written bigint;
begin
  select audit.name_of(n.nspname, c.relname) into name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = relation;
  select s.hidden into secrets from audit.source s where s.table_name = name;
  if nullif(current_setting('app.actor', true), '') is null then
    perform set_config('app.actor', '0', true), set_config('app.source', 'migration', true);
    perform set_config('app.operation', 'audit.snapshot', true), set_config('app.reason', why, true);
  end if;
  execute format($sql$
    with present as (select t.id, audit.veil(to_jsonb(t), $2) as image from %s t),
    last as (select distinct on (e.row_id) e.row_id, e.kind, e.new from audit.event e where e.table_name = $1 order by e.row_id, e.id desc),
    differing as (
      select p.id, p.image, l.new, l.row_id is null or l.kind = 'delete' as is_first
      from present p left join last l on l.row_id = p.id
      where l.new is null or audit.canonical(l.new) <> audit.canonical(p.image) order by p.id)
    select count(audit.append_event($1, d.id, case when d.is_first then 'insert' else 'update' end,
      case when not d.is_first then coalesce((
          select jsonb_object_agg(m.key, null) from jsonb_each(d.image - array(select jsonb_object_keys(d.new))) m
          where m.value <> 'null'), '{}')
        || audit.changed(d.new, d.image) end, d.image)) from differing d
  $sql$, relation) into written using name, coalesce(secrets, '{}');
  return written;
end $$;

-- Compares the columns with those the images were made with, and closes the gap a migration has left.
create or replace function audit.follow_columns(relation regclass, kind text, known text[]) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
  is_filled boolean;
  is_quiet boolean;
begin
  if known = audit.columns_of(relation) then return; end if;
  -- A new nullable column without a value changes no canonical text.
  is_quiet := known <@ audit.columns_of(relation) and not exists (
    select from pg_attribute a where a.attrelid = relation and a.attnum > 0 and not a.attisdropped and (a.attnotnull or a.atthasmissing)
      and not a.attname || ' ' || format_type(a.atttypid, a.atttypmod) = any (known));
  execute format('select exists (select from %s)', relation) into is_filled;
  if not is_filled or is_quiet then return; end if;
  if kind = 'audited' then
    perform audit.snapshot(relation, case when known is null then 'rows older than their trail' else 'columns changed by a migration' end);
  elsif known is null then
    raise exception using errcode = 'AU004', message = format('AUDIT_COLUMNS: %s already has rows that nobody has stamped', relation);
  else
    raise exception using errcode = 'AU004', message = format('AUDIT_COLUMNS: %s is append-only and filled: its sealed rows would change', relation),
      hint = 'Add nullable columns without default only; never drop, rename or retype one.';
  end if;
end $$;

-- Who may do what to a table under audit. The app can only add rows to an append-only table, and cannot give them an id
-- (which would forge their order) unless the row signs its own id.
create or replace function audit.grant_on(relation regclass, kind text, gives_id boolean) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare columns text;
begin
  execute format('grant select on %s to lotline_reader, lotline_sealer', relation);
  execute format('revoke truncate, trigger, references on %s from lotline_app', relation);
  if kind = 'append_only' then
    select string_agg(quote_ident(a.attname), ', ') into columns from pg_attribute a
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped and a.attname not in ('xid', 'leaf') and (a.attname <> 'id' or gives_id);
    execute format('revoke all on %s from lotline_app', relation);
    execute format('grant select, insert (%s) on %s to lotline_app', columns, relation);
  end if;
  -- Sealing and verifying must see every row; row-level security is for the app.
  if not exists (select from pg_policy p where p.polrelid = relation and p.polname = 'audit_reads') then
    execute format('create policy audit_reads on %s for select to lotline_owner, lotline_reader, lotline_sealer using (true)', relation);
  end if;
end $$;

-- Makes the triggers of the kind where they are missing, and removes those of another kind.
create or replace function audit.put_triggers(relation regclass, kind text, hidden text[]) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare t record;
begin
  for t in
    select g.tgname from pg_trigger g join pg_proc p on p.oid = g.tgfoid
    where g.tgrelid = relation and p.pronamespace = 'audit'::regnamespace and not exists (
      select from audit.triggers_of(relation::text, kind, hidden) w where w.name = g.tgname
        and (g.tgname <> 'audit_log' or hidden = audit.arguments_of(g.tgargs)))
  loop
    execute format('drop trigger %I on %s', t.tgname, relation);
  end loop;
  for t in
    select w.statement, w.name, g.tgenabled from audit.triggers_of(relation::text, kind, hidden) w
    left join pg_trigger g on g.tgrelid = relation and g.tgname = w.name
  loop
    if t.tgenabled is null then
      execute t.statement;
    elsif t.tgenabled <> 'A' then
      raise warning 'AUDIT_TRIGGER_OFF: trigger % on % had been switched off and is on again', t.name, relation;
      execute format('alter table %s enable always trigger %I', relation, t.name);
    end if;
  end loop;
end $$;

-- Puts a table under audit, or names it exempt with the reason.
create or replace function audit.attach(relation regclass, kind text, reason text default null, hidden text[] default '{}',
  gives_id boolean default false) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  name text;
  known text[];
begin
  select audit.name_of(n.nspname, c.relname) into name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = relation;
  select s.columns into known from audit.source s where s.table_name = name and s.kind = attach.kind;
  if kind <> 'exempt' then perform audit.check_columns(relation, kind); end if;
  perform audit.put_triggers(relation, kind, hidden);
  insert into audit.source as s (table_name, kind, reason, hidden, columns)
    values (name, attach.kind, attach.reason, attach.hidden, case when kind = 'exempt' then '{}' else audit.columns_of(relation) end)
    on conflict (table_name) do update
      set kind = excluded.kind, reason = excluded.reason, hidden = excluded.hidden, columns = excluded.columns
      where (s.kind, s.reason, s.hidden, s.columns) is distinct from (excluded.kind, excluded.reason, excluded.hidden, excluded.columns);
  if kind = 'exempt' then return; end if;
  if kind = 'append_only' then
    execute format('create index if not exists %I on %s (xid)', name || '_xid', relation);
  end if;
  perform audit.grant_on(relation, kind, gives_id);
  perform audit.follow_columns(relation, kind, known);
end $$;

-- Tables of the business schema that nobody has attached or declared exempt; a test demands that there are none.
create or replace function audit.unattached() returns setof text language sql stable
set search_path = pg_catalog, pg_temp as $$
  select c.relname::text from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and not exists (select from audit.source s where s.table_name = c.relname)
  order by 1
$$;

reset role;
