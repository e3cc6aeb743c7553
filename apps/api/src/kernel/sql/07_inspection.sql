-- What reads of an inspector look at (REQ-ACC-12, ADR 42); the scope itself stands in 95_inspection.sql, after the tables.

-- The account by which the transaction reads; null for everybody else.
create or replace function public.inspection() returns bigint language sql stable
return nullif(current_setting('app.inspection', true), '')::bigint;

-- Whether a row is in scope: asked with the reader's own rights, so that the table's policy answers.
create or replace function public.inspects_row(table_name text, row_id bigint) returns boolean
language plpgsql stable as $$
declare found boolean;
begin
  if to_regclass(format('public.%I', table_name)) is null or not has_table_privilege(format('public.%I', table_name), 'select') then
    return false;
  end if;
  execute format('select exists (select from public.%I where id = $1)', table_name) into found using row_id;
  return found;
end $$;

create or replace function public.inspects(record_type text, record_id bigint) returns boolean language sql stable
return public.inspects_row(lower(regexp_replace(record_type, '([a-z0-9])([A-Z])', '\1_\2', 'g')), record_id);
