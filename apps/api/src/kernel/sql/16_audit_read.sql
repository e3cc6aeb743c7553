-- Reading the trail: what the app may see of it, and how. It has no right on audit.event itself.
set local role lotline_audit;

-- The trail within the sites of the person who asks; outside a command or a request nothing is visible. Of rows with an audience
-- each event is judged by what the row said then, so that the private time of a view that is shared today stays private.
create or replace view audit.trail with (security_barrier) as
  select id, at, recorded_at, actor_id, actor_role, command_id, operation, reason, source, request, table_name, row_id, kind, site_id,
    old, new, schema_version
  from audit.event
  where nullif(current_setting('app.actor', true), '') is not null
    and (site_id is null or site_id = any (string_to_array(nullif(current_setting('app.sites', true), ''), ',')::bigint[]))
    and (coalesce(new, old) ->> 'audience' is null or public.sees(coalesce(new, old) ->> 'audience',
      coalesce(new, old) ->> 'audience_role', (coalesce(new, old) ->> 'created_by_id')::bigint))
    -- Of an inspector only rows in the scope of the account (REQ-ACC-12).
    and (nullif(current_setting('app.inspection', true), '') is null or public.inspects_row(table_name, row_id));
comment on view audit.trail is 'audit.event for the app: filter by table and row, actor and time, or time.';

-- Everything that happened to one record, oldest first.
create or replace function audit.history(table_name text, row_id bigint) returns setof audit.trail language sql stable
begin atomic
  select t.* from audit.trail t where t.table_name = history.table_name and t.row_id = history.row_id order by t.id;
end;

-- The record as it was at a moment of domain time; null when it did not exist (yet, or any more).
create or replace function audit.as_of(table_name text, row_id bigint, at timestamptz) returns jsonb language sql stable
begin atomic
  select t.new from audit.trail t
  where t.table_name = as_of.table_name and t.row_id = as_of.row_id and t.at <= as_of.at
  order by t.id desc limit 1;
end;

-- What differs in a record between two moments: field by field, as text with all digits.
create or replace function audit.difference(table_name text, row_id bigint, from_at timestamptz, to_at timestamptz)
returns table (field text, before text, after text) language sql stable
begin atomic
  select k.field, a.image ->> k.field, b.image ->> k.field
  from (select coalesce(audit.as_of(difference.table_name, difference.row_id, difference.from_at), '{}') as image) a,
    (select coalesce(audit.as_of(difference.table_name, difference.row_id, difference.to_at), '{}') as image) b,
    lateral (select jsonb_object_keys(a.image || b.image) as field) k
  where a.image ->> k.field is distinct from b.image ->> k.field
  order by k.field;
end;

-- The child rows a record has or had, by the trail: of a table with head_id. Ids only; what they hold keeps its site scope.
create or replace function audit.rows_of(table_name text, head bigint) returns setof bigint language sql stable security definer
begin atomic
  select distinct e.row_id from audit.event e where e.table_name = rows_of.table_name and (e.new ->> 'head_id') = rows_of.head::text;
end;

-- The seal that covers a row, once there is one: for an event or a row of an append-only table.
create or replace function audit.sealed(table_name text, row_id bigint) returns table (sequence bigint, at timestamptz) language sql stable
security definer
begin atomic
  select s.sequence, s.at from audit.seal_source o join audit.seal s on s.sequence = o.sequence
  where o.table_name = sealed.table_name and o.last_id >= sealed.row_id and o.ids @> sealed.row_id
  order by o.last_id limit 1;
end;

-- How far sealing is behind: the age of the oldest event that no seal covers, and the last seal.
create or replace function audit.seal_state() returns table (sequence bigint, at timestamptz, lag interval) language sql stable security definer
begin atomic
  select s.sequence, s.at, coalesce(now() - o.oldest, '0'::interval)
  from (select 1) one
  left join lateral (select * from audit.seal order by sequence desc limit 1) s on true
  left join lateral (
    select min(e.recorded_at) as oldest from audit.event e
    where e.xid >= coalesce(case when s.epoch = (select max(id) from audit.epoch) then s.to_xid end, '0'::xid8)
  ) o on true;
end;

reset role;
