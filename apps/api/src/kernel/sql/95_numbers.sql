-- The series in which a new record gets its number: the firm's pattern for the type (rule `number-pattern`, in force today) or the
-- one of its record file, with the date at the record's site and the site's code put in. `{seq:4}` stays: it names the count.
create or replace function public.number_series_of(record text, shipped text, day date, site text) returns text
language sql stable set search_path = public, pg_temp as $$
  select replace(replace(replace(replace(coalesce((
      select r.content ->> 'pattern' from rule r
      where r.rule_name = 'number-pattern' and r.key = record and r.state = 'approved' and r.valid_from <= public.company_day()
      order by r.valid_from desc, r.id desc limit 1), shipped),
    '{yyyy}', to_char(day, 'YYYY')), '{yy}', to_char(day, 'YY')), '{mm}', to_char(day, 'MM')), '{site}', site)
$$;

-- A number of the table that a pattern's count would come to one day: it fits the pattern, and the count of its series is not there
-- yet. At whatever site, since numbers are unique in the company; so it runs as the owner. Asked when a pattern is set, never else.
create or replace function public.number_ahead(table_name text, before text, digits int, after text) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare found text;
begin
  execute format('select t.number from (
      select number, regexp_match(number, $1) as part from public.%I where number ~ $1) t
      left join number_series s on s.id = t.part[1] || ''{seq:'' || $2 || ''}'' || t.part[3]
      where t.part[2]::bigint > coalesce(s.last_value, 0) and lpad(t.part[2]::bigint::text, greatest($2, length(t.part[2]::bigint::text)), ''0'') = t.part[2]
      order by t.number limit 1', table_name)
    into found using '^(' || before || ')([0-9]{' || digits || ',9})(' || after || ')$', digits;
  return found;
end $$;
revoke all on function public.number_ahead(text, text, int, text) from public;
grant execute on function public.number_ahead(text, text, int, text) to lotline_app;
