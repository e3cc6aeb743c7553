-- What the roles may do. The app writes business tables but never removes a record, and never touches what is append-only.
grant usage on schema public to lotline_app, lotline_reader, lotline_sealer;
revoke all on all tables in schema public from public, lotline_app, lotline_reader, lotline_sealer;
grant select on all tables in schema public to lotline_app, lotline_reader;
grant insert, update on all tables in schema public to lotline_app;
grant usage on all sequences in schema public to lotline_app;
revoke select on credential, session, signature_intent, second_factor, known_device, sign_in_failure, passkey, identity_challenge, provider_round, terminal_device from lotline_reader;
revoke insert, update on schema_migration, domain_clock from lotline_app;
-- What is append-only loses its UPDATE right in 92_tables.sql.

-- Queues of the messages: the app puts them in, works them off and keeps them tidy; it may not change their tables.
grant usage on schema pgboss to lotline_app, lotline_reader;
grant select on all tables in schema pgboss to lotline_reader;
grant select, insert, update, delete on all tables in schema pgboss to lotline_app;
grant usage on all sequences in schema pgboss to lotline_app;
grant execute on all functions in schema pgboss to lotline_app;

do $$
declare t text;
begin
  -- Rows that are no records of their own: tasks that are done, notices and jobs that are old, files that were given up, and child rows of drafts (their removal is in the trail).
  for t in select table_name from information_schema.columns where table_schema = 'public' and column_name = 'head_id'
    union all select unnest(array['work_item', 'notice', 'sign_in_failure', 'identity_challenge', 'provider_round', 'job', 'job_row', 'import_row'])
  loop
    execute format('grant delete on public.%I to lotline_app', t);
  end loop;
end $$;

-- Site scope, second line: rows with a site are seen and written by people of that site only. Fails closed: without context
-- the setting is '' or NULL and no row is visible. The queries keep their own WHERE (reliability.md §3). The list of sites is
-- a subselect, so that it is read once for a statement and not for each row (a count of a million rows: 51 ms for 157 ms).
do $$
declare t text;
begin
  for t in select c.table_name from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'site_id' and b.table_type = 'BASE TABLE'
  loop
    execute format('alter table public.%I enable row level security', t);
    execute format('drop policy if exists site_scope on public.%I', t);
    execute format($p$create policy site_scope on public.%I to lotline_app, lotline_reader
      using (site_id is null or site_id = any ((select string_to_array(nullif(current_setting('app.sites', true), ''), ',')::bigint[])::bigint[]))
      with check (site_id is null or site_id = any ((select string_to_array(nullif(current_setting('app.sites', true), ''), ',')::bigint[])::bigint[]))$p$, t);
  end loop;
end $$;

-- Rows with an audience are seen and written by their author and by whom they are shown to; by nobody else, whatever the path.
do $$
declare t text;
begin
  for t in select c.table_name from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'audience' and b.table_type = 'BASE TABLE'
  loop
    if exists (select from information_schema.columns c where c.table_schema = 'public' and c.table_name = t and c.column_name = 'site_id') then
      raise exception '% has an audience and a site: two policies would each let in what the other keeps out', t;
    end if;
    execute format('alter table public.%I enable row level security', t);
    execute format('drop policy if exists audience_scope on public.%I', t);
    execute format($p$create policy audience_scope on public.%I to lotline_app, lotline_reader
      using (public.sees(audience, audience_role, created_by_id)) with check (public.sees(audience, audience_role, created_by_id))$p$, t);
  end loop;
end $$;

-- Where the firm's day is told: the zone of that of its sites where it is earliest.
create or replace function public.company_zone() returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select s.zone from site s order by public.domain_now() at time zone s.zone, s.zone limit 1), 'UTC')
$$;
revoke all on function public.company_zone() from public;
grant execute on function public.company_zone() to lotline_app, lotline_reader;

-- Today where the firm is: the earliest calendar date among its sites. Rules and role grants begin and end with it.
create or replace function public.company_day() returns date
language sql stable security definer set search_path = public, pg_temp as $$
  select (public.domain_now() at time zone public.company_zone())::date
$$;
revoke all on function public.company_day() from public;
grant execute on function public.company_day() to lotline_app, lotline_reader;

-- The roles in force on a day: granted to the person, or lent by whoever was granted it himself (one level, REQ-ACC-08).
create or replace function public.roles_held(day date) returns table (person_id bigint, role text, for_site_id bigint, behalf bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with granted as (
    select g.person_id, g.role, g.for_site_id from role_grant g
    where g.state = 'active' and (g.valid_to is null or g.valid_to >= roles_held.day)
  )
  select g.person_id, g.role, g.for_site_id, null::bigint from granted g
  union all
  select d.delegate_id, d.role, g.for_site_id, d.created_by_id from delegation d
  join granted g on g.person_id = d.created_by_id and g.role = d.role
  join person p on p.id = d.created_by_id and p.state = 'active'
  where d.state = 'active' and roles_held.day between d.valid_from and d.valid_to
$$;
revoke all on function public.roles_held(date) from public;

-- Emergency access that is open in a session: not ended, its time not over by the domain clock, never longer than an hour whatever is
-- written on it, and its session not ended (REQ-ACC-09). Its rights are those written down when it was opened.
create or replace function public.emergency_of(person bigint, in_session bigint, now timestamptz)
returns table (id bigint, number text, role text, until timestamptz, permits text[])
language sql stable security definer set search_path = public, pg_temp as $$
  select e.id, e.number, e.role, e.until, array(select r.permit from emergency_access_right r where r.head_id = e.id)
  from emergency_access e join session s on s.id = emergency_of.in_session and s.ended_at is null
  where e.person_id = emergency_of.person and e.session_id = emergency_of.in_session::text and e.state = 'opened'
    and e.ended_at is null and least(e.until, e.opened_at + interval '60 minutes') > emergency_of.now
  order by e.id limit 1
$$;
revoke all on function public.emergency_of(bigint, bigint, timestamptz) from public;

-- One at a time, and none before the last one is reviewed: by constraint, whatever two commands at once have seen.
do $$
begin
  if not exists (select from pg_constraint where conname = 'emergency_access_one_unreviewed') then
    alter table public.emergency_access add constraint emergency_access_one_unreviewed
      exclude using gist (person_id with =) where (state = 'opened');
  end if;
end $$;

-- The account of a person that is in force on a day.
create or replace function public.inspector_of(person bigint, day date) returns table (id bigint, number text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.number from inspector_access a
  where a.person_id = inspector_of.person and a.state = 'active' and inspector_of.day between a.valid_from and a.valid_to
  order by a.id limit 1
$$;
revoke all on function public.inspector_of(bigint, date) from public;
grant execute on function public.inspector_of(bigint, date) to lotline_app, lotline_reader;

-- Whether somebody was let in as an inspector only and is not any longer: then the sessions are over.
create or replace function public.inspection_over(person bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from inspector_access a where a.person_id = inspection_over.person and a.state <> 'proposed')
    and not exists (select from public.inspector_of(inspection_over.person, public.company_day()))
    and not exists (select from public.roles_held(public.company_day()) h where h.person_id = inspection_over.person)
$$;
revoke all on function public.inspection_over(bigint) from public;
grant execute on function public.inspection_over(bigint) to lotline_app;

-- Who acts: one statement with what the decision needs, read in the same transaction as the rows it is about. Made anew, because
-- the columns that an older release answered cannot be replaced.
drop function if exists public.actor_of(bigint, bigint);
create function public.actor_of(person bigint, in_session bigint)
returns table (id bigint, number text, login text, name_en text, name_zh text, title_en text, title_zh text, state text,
  roles text[], permits text[], sites bigint[], session_state text, now timestamptz, zone text, behalf jsonb, emergency jsonb, inspection jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  with today as (select public.domain_now() as at, public.company_day() as day),
  granted as (
    select h.role, h.for_site_id, h.behalf from today, public.roles_held(today.day) h where h.person_id = person
  ),
  rights as (
    select distinct on (r.key) r.key, r.content from rule r, today
    where r.rule_name = 'role-permit' and r.state = 'approved' and r.valid_from <= today.day
    order by r.key, r.valid_from desc, r.id desc
  ),
  urgent as materialized (select u.* from today, public.emergency_of(person, in_session, today.at) u),
  -- Whoever is let in as an inspector reads by the account alone, whatever roles stand beside it.
  inspecting as materialized (select i.* from today, public.inspector_of(person, today.day) i)
  select p.id, p.number, p.login, p.name_en, p.name_zh, p.title_en, p.title_zh, p.state,
    (select array_agg(distinct g.role order by g.role) from granted g where g.behalf is null),
    (select array_agg(r.key) from rights r where case when exists (select from inspecting)
       then r.key in (select x.permit from inspector_access_right x join inspecting i on i.id = x.head_id)
         and (r.content = '"*"'::jsonb or r.content ? 'AUDITOR')
       else exists (select from granted)
       and (r.content = '"*"'::jsonb or exists (select from granted g where r.content ? g.role)
         or exists (select from urgent u where r.key = any (u.permits) and r.content ? u.role)) end),
    -- The system's own jobs see every site.
    (select array_agg(s.id order by s.id) from site s
       where case when exists (select from inspecting)
         then s.id in (select x.place_id from inspector_access_site x join inspecting i on i.id = x.head_id)
         else person = 1 or exists (select from granted g where g.for_site_id is null or g.for_site_id = s.id) end),
    case when in_session is null then null else coalesce((
      select case when s.ended_at is not null or s.person_id <> person then 'ended' when s.locked_at is not null then 'locked' else 'open' end
      from session s where s.id = in_session), 'ended') end,
    today.at, public.company_zone(),
    (select jsonb_agg(jsonb_build_object('permit', l.key, 'id', l.id::text, 'en', l.name_en, 'zh', l.name_zh)) from (
       select distinct on (r.key) r.key, o.id, o.name_en, o.name_zh from rights r join granted g on g.behalf is not null and r.content ? g.role
       join person o on o.id = g.behalf
       where r.content <> '"*"'::jsonb and not exists (select from granted own where own.behalf is null and r.content ? own.role)
       order by r.key, o.id) l),
    (select jsonb_build_object('id', u.id::text, 'number', u.number, 'role', u.role, 'until', u.until) from urgent u),
    (select jsonb_build_object('id', i.id::text, 'number', i.number) from inspecting i)
  from person p, today where p.id = person
$$;
revoke all on function public.actor_of(bigint, bigint) from public;
grant execute on function public.actor_of(bigint, bigint) to lotline_app, lotline_reader;

-- The terminal of a device by the hash of its secret, and the number of one that counts: asked before a session's sites are known.
create or replace function public.terminal_of(secret_hash text) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select t.id from terminal_device d join terminal t on t.id = d.terminal_id and t.state = 'active'
  where d.token_hash = terminal_of.secret_hash and d.ended_at is null
$$;
create or replace function public.terminal_number(terminal bigint) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select t.number from terminal t where t.id = terminal_number.terminal and t.state = 'active'
$$;
revoke all on function public.terminal_of(text), public.terminal_number(bigint) from public;
grant execute on function public.terminal_of(text), public.terminal_number(bigint) to lotline_app;

-- At which terminal a device stands, by the hash of its secret, and the limits in force with the terminals that would do
-- (REQ-ACC-07, ADR 53). Asked in every transaction, so that a retired terminal stops counting at once.
create or replace function public.terminal_standing(secret_hash text) returns table (terminal jsonb, limits jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare day date;
begin
  if secret_hash is not null then
    select jsonb_build_object('id', t.id::text, 'number', t.number, 'name', jsonb_build_object('en', t.name_en, 'zh', t.name_zh),
        'location', t.location_id::text) into terminal
      from terminal t where t.id = public.terminal_of(secret_hash);
  end if;
  -- Where no firm limits anything, nothing else is looked at: this stands in the way of every request.
  if exists (select from rule r where r.rule_name = 'terminal-limit' and r.state = 'approved' and r.content ->> 'unregistered' <> 'record') then
    day := public.company_day();
    select jsonb_agg(jsonb_build_object('key', l.key, 'rule', l.id::text, 'number', l.number, 'outcome', l.content ->> 'unregistered',
        'sites', (select coalesce(jsonb_agg(s.id::text order by s.id), '[]') from site s
          where s.number in (select x ->> 'site' from jsonb_array_elements(l.content -> 'sites') x)),
        'locations', l.locations,
        'fitting', (select coalesce(jsonb_agg(f.one order by f.number), '[]') from (
          select t.number, jsonb_build_object('number', t.number, 'en', t.name_en, 'zh', t.name_zh) as one from terminal t
          where t.state = 'active' and exists (select from terminal_device d where d.terminal_id = t.id and d.ended_at is null)
            and (l.locations = '[]' or l.locations @> jsonb_build_array(jsonb_build_object('id', t.location_id::text)))
          order by t.number limit 5) f)
      ) order by l.key) into limits
      from (
        select c.*, (select coalesce(jsonb_agg(jsonb_build_object('id', p.id::text, 'number', p.number) order by p.number), '[]')
          from location p where p.number in (select x ->> 'location' from jsonb_array_elements(c.content -> 'locations') x)) as locations
        from (
          select distinct on (r.key) r.key, r.id, r.number, r.content from rule r
          where r.rule_name = 'terminal-limit' and r.state = 'approved' and r.valid_from <= day
          order by r.key, r.valid_from desc, r.id desc) c
      ) l;
  end if;
  return next;
end $$;
revoke all on function public.terminal_standing(text) from public;
grant execute on function public.terminal_standing(text) to lotline_app, lotline_reader;

-- Who may read records under a permit at a site (null: of no site): people in work with a role in force that holds the permit.
create or replace function public.readers_of(permit text, site bigint) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  with today as (select public.company_day() as day),
  held as (
    select r.content from rule r, today
    where r.rule_name = 'role-permit' and r.key = readers_of.permit and r.state = 'approved' and r.valid_from <= today.day
    order by r.valid_from desc, r.id desc limit 1
  ),
  granted as (
    select h.person_id, h.role, h.for_site_id from today, public.roles_held(today.day) h
  )
  select p.id from person p where p.state = 'active'
    and exists (select from granted g, held h where g.person_id = p.id and (h.content = '"*"'::jsonb or h.content ? g.role))
    and (site is null or exists (select from granted g where g.person_id = p.id and (g.for_site_id is null or g.for_site_id = readers_of.site)))
$$;
revoke all on function public.readers_of(text, bigint) from public;
grant execute on function public.readers_of(text, bigint) to lotline_app, lotline_reader;

-- Whether a role of the person, granted or lent, asks for a second factor: rule data `second-factor`, by role.
create or replace function public.second_factor_required(person bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare today date;
begin
  -- Where no firm has asked for it, nothing else is looked at: this stands in the way of every request.
  if not exists (select from rule where rule_name = 'second-factor' and state = 'approved') then return false; end if;
  today := public.company_day();
  return exists (
    select from (
      select distinct on (r.key) r.key, r.content from rule r
      where r.rule_name = 'second-factor' and r.state = 'approved' and r.valid_from <= today
      order by r.key, r.valid_from desc, r.id desc
    ) asked join public.roles_held(today) h on h.role = asked.key
    where asked.content ->> 'required' = 'true' and h.person_id = person
  );
end $$;
revoke all on function public.second_factor_required(bigint) from public;
grant execute on function public.second_factor_required(bigint) to lotline_app;

-- Numbers are unique in the company, so the question looks beyond the asker's sites; it answers yes or no only.
create or replace function public.number_taken(table_name text, number text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare found boolean;
begin
  execute format('select exists (select from public.%I where number = $1)', table_name) into found using number;
  return found;
end $$;
revoke all on function public.number_taken(text, text) from public;
grant execute on function public.number_taken(text, text) to lotline_app;

-- The rows whose text meets a pattern (ILIKE), found by the trigram index of their table: ids of rows that the asker sees, at most so
-- many. Under row-level security the index is out of reach, because ILIKE may run before the policy only if it is leakproof, which
-- a superuser alone can say (a number in a million lots: 540 ms for 2). So the function runs as the owner, whom no policy binds, and
-- asks for the table's own policies, as they are written, beside the pattern.
create or replace function public.text_met(table_name text, columns text[], pattern text, most int) returns setof bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare meets text; scope text;
begin
  select string_agg(format('t.%I ilike $1', c), ' or ') into meets from unnest(columns) c;
  select case when not c.relrowsecurity then 'true' else
      coalesce('(' || string_agg(q.qual, ' or ') filter (where p.polpermissive) || ')', 'false')
        || coalesce(' and ' || string_agg(q.qual, ' and ') filter (where not p.polpermissive), '') end
    into strict scope
    from pg_class c left join pg_policy p on p.polrelid = c.oid and p.polcmd in ('r', '*') and p.polqual is not null
      and p.polroles && array[0, (select oid from pg_roles
        where rolname = case when public.inspection() is null then 'lotline_app' else 'lotline_inspector' end)]::oid[]
      left join lateral (select '(' || pg_get_expr(p.polqual, p.polrelid) || ')' as qual) q on true
    where c.oid = format('public.%I', table_name)::regclass
    group by c.relrowsecurity;
  return query execute format('select t.id from public.%I t where (%s) and %s limit $2', table_name, meets, scope) using pattern, most;
end $$;
revoke all on function public.text_met(text, text[], text, int) from public;
grant execute on function public.text_met(text, text[], text, int) to lotline_app;

-- One revision in force on any day (REQ-DOC-02): impossible otherwise, by constraint.
do $$
declare t record;
begin
  for t in select * from (values ('item_revision', 'item_id'), ('inspection_plan', 'item_id'), ('bom', 'item_id'),
      ('device_record', 'item_id'), ('label_template', 'item_label_id')) v (name, of)
    where not exists (select from pg_constraint where conname = v.name || '_one_in_force')
  loop
    execute format($c$alter table public.%I add constraint %I exclude using gist
      (%I with =, daterange(effective_from, effective_to, '[)') with &&) where (state = 'approved')$c$, t.name, t.name || '_one_in_force', t.of);
  end loop;
end $$;
