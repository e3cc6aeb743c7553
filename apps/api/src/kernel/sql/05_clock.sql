-- The domain clock: the only time business rules know. In production it is the server's clock; tests and the demo move it.
-- 21 CFR 11.10(e): time stamps are the system's own; no user or administrator screen can set them.

create table if not exists public.domain_clock (
  id bigint primary key check (id = 1),
  offset_ms bigint not null default 0,
  frozen_at timestamptz(3)
);
comment on table public.domain_clock is 'One row: by how much the domain clock is moved, or the moment at which it stands still.';

-- One time per transaction. The function is written anew when the row changes, because reading the row in it would cost 8 µs
-- per stamped row; as a constant expression it costs nothing. It is bound when made: a search_path cannot change its meaning.
create or replace function public.domain_clock_written() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format(
    'create or replace function public.domain_now() returns timestamptz language sql stable parallel safe return (%s)::timestamptz(3)',
    case when NEW.frozen_at is not null then format('timestamptz %L', NEW.frozen_at)
      when NEW.offset_ms <> 0 then format('now() + interval ''%s milliseconds''', NEW.offset_ms)
      else 'now()' end);
  return null;
end $$;
revoke all on function public.domain_clock_written() from public;

create or replace trigger domain_clock_written after insert or update on public.domain_clock
  for each row execute function public.domain_clock_written();
alter table public.domain_clock enable always trigger domain_clock_written;

insert into public.domain_clock (id) values (1) on conflict do nothing;
-- A database that has the row but not the function: made by an older release.
do $$ begin
  if to_regprocedure('public.domain_now()') is null then update public.domain_clock set id = 1; end if;
end $$;
comment on function public.domain_now() is 'Now, by the domain clock, to the millisecond; the same for the whole transaction.';

-- Moves the clock, as the owner only; the change is audited like any other. Without an actor the system itself is named.
create or replace function public.set_domain_clock(offset_ms bigint, frozen_at timestamptz default null, reason text default null)
returns void language plpgsql as $$
begin
  if nullif(current_setting('app.actor', true), '') is null then
    perform set_config('app.actor', '0', true), set_config('app.source', 'migration', true);
  end if;
  perform set_config('app.operation', 'setDomainClock', true),
    set_config('app.reason', coalesce(set_domain_clock.reason, ''), true);
  update public.domain_clock c set offset_ms = set_domain_clock.offset_ms, frozen_at = set_domain_clock.frozen_at where c.id = 1;
end $$;

revoke all on table public.domain_clock from public;
grant select on table public.domain_clock to public;
revoke all on function public.set_domain_clock(bigint, timestamptz, text) from public;
