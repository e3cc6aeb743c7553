-- What an inspector sees (REQ-ACC-12, ADR 42). The transactions of an inspector run as the role lotline_inspector: it may read and
-- never write, and of every table it sees the rows of its account's scope and no others. Other roles are not touched by it.
-- A table of which nothing is said here shows an inspector nothing.

create or replace function public.inspected_sites() returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select s.place_id from inspector_access_site s where s.head_id = public.inspection()
$$;

-- No items and no lots named: all of them.
create or replace function public.inspects_all_goods() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from inspector_access_item i where i.head_id = public.inspection())
    and not exists (select from inspector_access_lot l where l.head_id = public.inspection())
$$;

create or replace function public.inspects_all_lots() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from inspector_access_lot l where l.head_id = public.inspection())
$$;

create or replace function public.inspected_from() returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select a.period_from::timestamp at time zone public.company_zone() from inspector_access a where a.id = public.inspection()), '-infinity')
$$;

-- The end of the last day of the period.
create or replace function public.inspected_until() returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select (a.period_to + 1)::timestamp at time zone public.company_zone() from inspector_access a where a.id = public.inspection()), 'infinity')
$$;

create or replace function public.inspected_lots() returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select l.id from lot l
  where l.site_id in (select public.inspected_sites())
    and l.created_at >= public.inspected_from() and l.created_at < public.inspected_until()
    and (not exists (select from inspector_access_item i where i.head_id = public.inspection())
      or l.item_id in (select i.item_id from inspector_access_item i where i.head_id = public.inspection()))
    and (public.inspects_all_lots() or l.id in (select c.lot_id from inspector_access_lot c where c.head_id = public.inspection()))
$$;

-- Nothing is kept from the account but by types of record: all sites, no items or lots named, no period.
create or replace function public.inspects_everything() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select public.inspects_all_goods() and public.inspected_from() = '-infinity' and public.inspected_until() = 'infinity'
    and not exists (select from site s where s.id not in (select public.inspected_sites()))
$$;

create or replace function public.inspected_items() returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select i.id from item i
  where public.inspects_all_goods()
    or i.id in (select c.item_id from inspector_access_item c where c.head_id = public.inspection())
    or i.id in (select l.item_id from lot l where l.id in (select public.inspected_lots()) and not public.inspects_all_lots())
$$;

-- Whether a table holds records of a type that the account reads.
create or replace function public.inspects_table(table_name text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from inspector_access_type t where t.head_id = public.inspection()
    and lower(regexp_replace(t.record_type, '([a-z0-9])([A-Z])', '\1_\2', 'g')) = inspects_table.table_name)
$$;

do $$
declare f text;
begin
  foreach f in array array['inspected_sites()', 'inspects_all_goods()', 'inspects_all_lots()', 'inspects_everything()', 'inspected_from()', 'inspected_until()',
    'inspected_lots()', 'inspected_items()', 'inspects_table(text)'] loop
    execute format('revoke all on function public.%s from public', f);
    execute format('grant execute on function public.%s to lotline_inspector', f);
  end loop;
end $$;

-- What the policy of each table says. Built from its columns: the site, what goods it is about (a lot, an item, its rows), when it
-- was made, and for records the type.
create or replace function public.inspection_rule(t text) returns text
language plpgsql stable set search_path = public, pg_temp as $$
declare
  has text[] := array(select c.column_name::text from information_schema.columns c where c.table_schema = 'public' and c.table_name = t);
  head text;
  rows_about_goods text;
  parts text[] := '{}';
  by_row text;
begin
  -- What is read to tell anything at all, and what is told by itself.
  if t in ('person', 'unit', 'unit_conversion', 'rule', 'schema_migration', 'domain_clock') then return 'true'; end if;
  if t = 'site' then return 'id in (select public.inspected_sites())'; end if;
  if t in ('saved_view', 'default_view') then return 'audience = ''everyone'''; end if;
  if t = 'inspector_access' then return 'id = (select public.inspection())'; end if;
  if t = 'reading' then return 'inspection_id in (select i.id from public.inspection i)'; end if;
  if t = 'sampling_event' then return 'state_id in (select s.id from public.sampling_state s)'; end if;
  if t = 'serial_move' then return 'serial_id in (select s.id from public.serial s)'; end if;
  if t = 'movement' or t = 'balance' or t = 'lot_edge' then return 'lot_id in (select public.inspected_lots())'; end if;
  if t = 'retest' then
    return '(select public.inspects_table(''retest'')) and inspection_id in (select i.id from public.inspection i)';
  end if;
  if t = 'master_change' then return '(select public.inspects_table(''master_change'')) and public.inspects(record_type, record_id::bigint)'; end if;
  if t = 'record_link' then return 'public.inspects(from_type, from_id) and public.inspects(to_type, to_id)'; end if;
  if t in ('signature', 'comment', 'attachment', 'approval', 'duty', 'posting', 'lot_event', 'command_log', 'terminal_act') then
    return 'public.inspects(record_type, record_id)';
  end if;
  -- The rows of a record: about goods of their own, or with their head.
  if 'head_id' = any (has) then
    select f.confrelid::regclass::text into head from pg_constraint f join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
      where f.contype = 'f' and f.conrelid = format('public.%I', t)::regclass and a.attname = 'head_id';
    by_row := public.inspection_goods(t, has, '(select public.inspects_all_goods())');
    if by_row is null then return format('head_id in (select h.id from public.%I h)', head); end if;
    return format('(select public.inspects_table(%L)) and (%s)', head, by_row);
  end if;
  if not ('number' = any (has) and 'created_by_id' = any (has)) then return 'false'; end if;
  parts := parts || format('(select public.inspects_table(%L))', t);
  -- They name records that may be out of the scope; a legal hold of one thing is told with it.
  if t in ('inspection_copy', 'retention_decision') then parts := parts || '(select public.inspects_everything())'::text; end if;
  if t = 'legal_hold' then parts := parts || '(scope <> ''records'' or (select public.inspects_everything()))'::text; end if;
  if 'site_id' = any (has) then
    parts := parts || '(site_id is null or site_id in (select public.inspected_sites()))'::text;
    -- Master data stand for longer than the period that is looked at.
    if not (t in ('location', 'equipment')) then
      parts := parts || '(created_at >= (select public.inspected_from()) and created_at < (select public.inspected_until()))'::text;
    end if;
  end if;
  select string_agg(format('id in (select r.head_id from public.%I r)', c.relname), ' or ') into rows_about_goods
    from pg_class c join pg_constraint f on f.conrelid = c.oid and f.contype = 'f' and f.confrelid = format('public.%I', t)::regclass
    join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1] and a.attname = 'head_id'
    where exists (select from pg_attribute g where g.attrelid = c.oid and g.attname in ('lot_id', 'item_id') and not g.attisdropped);
  by_row := public.inspection_goods(t, has, '((select public.inspects_all_goods())' || coalesce(' or ' || rows_about_goods, '') || ')');
  if by_row is not null then parts := parts || ('(' || by_row || ')'); end if;
  if by_row is null and rows_about_goods is not null then
    parts := parts || format('((select public.inspects_all_goods()) or %s)', rows_about_goods);
  end if;
  return array_to_string(parts, ' and ');
end $$;

-- Which goods a row is about, by its own columns, or else as `otherwise` says; null when it has no such column.
create or replace function public.inspection_goods(t text, has text[], otherwise text) returns text
language sql immutable as $$
  select case
    when t = 'lot' then 'id in (select public.inspected_lots())'
    when t = 'item' then 'id in (select public.inspected_items())'
    when 'lot_id' = any (has) and 'item_id' = any (has) then
      'lot_id in (select public.inspected_lots()) or (lot_id is null and (select public.inspects_all_lots()) and item_id in (select public.inspected_items()))'
        || ' or (lot_id is null and item_id is null and ' || otherwise || ')'
    when 'lot_id' = any (has) then 'lot_id in (select public.inspected_lots()) or (lot_id is null and ' || otherwise || ')'
    -- Of an order or an event about an item it is not told which lots it is about.
    when 'item_id' = any (has) and has && array['site_id', 'head_id'] and t <> 'licence_cover' then
      '((select public.inspects_all_lots()) and item_id in (select public.inspected_items())) or (item_id is null and ' || otherwise || ')'
    when 'item_id' = any (has) then 'item_id in (select public.inspected_items()) or (item_id is null and ' || otherwise || ')'
  end
$$;

grant execute on function public.company_zone(), public.company_day(), public.text_met(text, text[], text, int),
  public.readers_of(text, bigint) to lotline_inspector;
grant usage on schema public, audit to lotline_inspector;
grant select on all tables in schema public to lotline_inspector;
revoke select on credential, session, signature_intent, second_factor, known_device, sign_in_failure, security_event, terminal_device from lotline_inspector;

do $$
declare t text;
begin
  for t in select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') loop
    -- Where nothing was scoped before, everybody else goes on seeing and writing everything.
    if not (select c.relrowsecurity from pg_class c where c.oid = format('public.%I', t)::regclass) then
      execute format('alter table public.%I enable row level security', t);
      execute format('drop policy if exists everything on public.%I', t);
      execute format('create policy everything on public.%I to lotline_app, lotline_reader, lotline_sealer using (true) with check (true)', t);
    end if;
    execute format('drop policy if exists inspection_scope on public.%I', t);
    execute format('create policy inspection_scope on public.%I for select to lotline_inspector using (%s)', t, public.inspection_rule(t));
  end loop;
end $$;

-- The trail of rows in scope; `audit.trail` keeps its own conditions.
grant select on audit.trail, audit.seal, audit.source, audit.epoch to lotline_inspector;
grant execute on function audit.history(text, bigint), audit.as_of(text, bigint, timestamptz),
  audit.difference(text, bigint, timestamptz, timestamptz), audit.sealed(text, bigint), audit.seal_state(), audit.rows_of(text, bigint)
  to lotline_inspector;
