-- A task that is over leaves a row: who ended it, when, and whether in time. By the database, so that no path can forget it.
create or replace function public.work_ended() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (old.action, old.state) is not distinct from (new.action, new.state) then return null; end if;
  insert into work_done (record_type, record_id, record_number, action, permit, state, risk, opened_at, due_at, done_at, done_by, site_id, author_id)
  values (old.record_type, old.record_id, old.record_number, old.action, old.permit, old.state, old.risk, old.created_at,
    -- A clock that stands still is not late.
    case when old.paused_at is null then old.due_at else old.due_at + (public.domain_now() - old.paused_at) end,
    public.domain_now(), nullif(current_setting('app.actor', true), '')::bigint, old.site_id, old.author_id);
  return null;
end $$;
revoke all on function public.work_ended() from public;

drop trigger if exists work_ended on public.work_item;
create trigger work_ended after update or delete on public.work_item for each row execute function public.work_ended();
-- Whatever a session sets: no task ends unseen.
alter table public.work_item enable always trigger work_ended;
revoke insert, update on public.work_done from lotline_app;
