-- What the stock ledger keeps by itself, whoever writes it (architecture.md §5.6): a posting sums to zero for each lot over
-- locations, what splits and merges put aside comes out again, and a posting that stands gets no further lines.

-- One check per posting, at commit: its lines are all there by then.
create or replace function public.posting_balanced() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare bad text;
begin
  select string_agg(u.number || ' ' || u.total, ', ') into bad
  from (select l.number, sum(m.quantity) as total from movement m join lot l on l.id = m.lot_id
        where m.posting_id = NEW.id group by l.number having sum(m.quantity) <> 0) u;
  if bad is null and not exists (select from movement m where m.posting_id = NEW.id) then bad := 'no lines'; end if;
  if bad is null and NEW.kind in ('split', 'merge') then
    select 'regrouped ' || sum(m.quantity) into bad from movement m join location p on p.id = m.location_id
    where m.posting_id = NEW.id and p.type = 'regroup' having sum(m.quantity) <> 0;
  end if;
  if bad is not null then
    raise exception using errcode = '23514', constraint = 'posting_balanced', table = 'posting',
      message = format('posting %s (%s) does not sum to zero: %s', NEW.id, NEW.kind, bad);
  end if;
  return null;
end $$;

-- Each insert of lines looks only at postings of its own transaction: nothing is added to a posting that was checked before.
create or replace function public.movement_in_time() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if exists (select from added a join posting p on p.id = a.posting_id where p.xid <> pg_current_xact_id()) then
    raise exception using errcode = '23514', constraint = 'movement_in_time', table = 'movement',
      message = 'a posting that stands gets no further lines', hint = 'Correct by a counter-posting.';
  end if;
  return null;
end $$;

revoke all on function public.posting_balanced(), public.movement_in_time() from public;

do $$ begin
  if not exists (select from pg_trigger where tgrelid = 'public.posting'::regclass and tgname = 'posting_balanced') then
    create constraint trigger posting_balanced after insert on public.posting
      deferrable initially deferred for each row execute function public.posting_balanced();
    alter table public.posting enable always trigger posting_balanced;
  end if;
  if not exists (select from pg_trigger where tgrelid = 'public.movement'::regclass and tgname = 'movement_in_time') then
    create trigger movement_in_time after insert on public.movement
      referencing new table as added for each statement execute function public.movement_in_time();
    alter table public.movement enable always trigger movement_in_time;
  end if;
end $$;

-- Site scope for reading the genealogy across sites is not needed: edges are numbers. What they lead to keeps its scope.

-- What the list of lots answers by yes or no (its flags in the record file): each a view of the lots for which it is so.
create or replace view public.lot_is_on_hand with (security_invoker) as
  select distinct b.lot_id as id from balance b
  where b.quantity > 0 and b.location_type in ('quarantine', 'storage', 'production', 'blocked', 'retained', 'dispatch');
create or replace view public.lot_is_on_hold with (security_invoker) as
  select distinct h.lot_id as id from hold h where h.state = 'active';
grant select on public.lot_is_on_hand, public.lot_is_on_hold to lotline_app, lotline_reader;

-- The one predicate of lot/usable.ts as SQL, for questions about thousands of lots at once; a test holds the two together.
create or replace view public.lot_use with (security_invoker) as
  select l.id, l.number, l.item_id, l.site_id, l.state, l.expires_on, d.today, h.is_held,
    coalesce(l.expires_on < d.today, false) as is_expired, i.state = 'active' as is_item_active,
    l.state = 'released' and not h.is_held and coalesce(l.expires_on >= d.today, true) and i.state = 'active' as is_usable
  from public.lot l
    join (select s.id, (public.domain_now() at time zone s.zone)::date as today from public.site s) d on d.id = l.site_id
    join public.item i on i.id = l.item_id
    cross join lateral (select exists (select from public.hold x where x.lot_id = l.id and x.state = 'active') as is_held) h;
create or replace view public.lot_is_usable with (security_invoker) as
  select u.id from public.lot_use u where u.is_usable;
-- Not expired yet and near it: the days stand in the rule `near-expiry`; the last good day still counts.
create or replace view public.lot_is_near_expiry with (security_invoker) as
  select u.id from public.lot_use u
  where u.expires_on between u.today and u.today + coalesce((select (r.content ->> 'days')::int from public.rule r
    where r.rule_name = 'near-expiry' and r.key = 'default' and r.state = 'approved' and r.valid_from <= public.company_day()
    order by r.valid_from desc, r.id desc limit 1), 90);
grant select on public.lot_is_near_expiry to lotline_app, lotline_reader;
grant select on public.lot_use, public.lot_is_usable to lotline_app, lotline_reader;
