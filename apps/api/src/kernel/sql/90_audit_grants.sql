-- Rights on the audit schema, and what has to follow the tables after every migration.
set local role lotline_audit;
grant usage on schema audit to lotline_owner, lotline_app, lotline_reader, lotline_sealer;
revoke all on all tables in schema audit from public, lotline_app, lotline_reader, lotline_sealer;
revoke all on all functions in schema audit from public;
revoke all on all sequences in schema audit from public, lotline_app, lotline_reader, lotline_sealer;

grant select on audit.trail, audit.seal, audit.source, audit.epoch to lotline_app;
grant select on all tables in schema audit to lotline_reader, lotline_sealer;
grant insert on audit.seal, audit.seal_source, audit.seal_page to lotline_sealer;

-- The app reads through these; none of them writes.
grant execute on function audit.history(text, bigint), audit.as_of(text, bigint, timestamptz),
  audit.difference(text, bigint, timestamptz, timestamptz), audit.sealed(text, bigint), audit.seal_state(), audit.rows_of(text, bigint)
  to lotline_app, lotline_reader, lotline_sealer;
reset role;

-- Which table definitions an image was made with: the last migration that has run.
do $$
declare version text;
begin
  if to_regclass('public.schema_migration') is not null then
    execute 'select max(name) from public.schema_migration' into version;
  end if;
  if version is distinct from audit.schema_version() and version is not null then
    execute format('create or replace function audit.schema_version() returns text language sql immutable parallel safe return %L', version);
  end if;
end $$;

select audit.attach('public.domain_clock', 'audited');
select audit.ensure_epoch();
