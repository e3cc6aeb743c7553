-- May the person who acts see a row with this audience? Fails closed: outside a command or a request nobody sees anything.
create or replace function public.sees(audience text, audience_role text, author bigint) returns boolean
language sql stable as $$
  select nullif(current_setting('app.actor', true), '') is not null and (
    audience = 'everyone'
    or author = nullif(current_setting('app.actor', true), '')::bigint
    or (audience = 'role' and audience_role = any (string_to_array(nullif(current_setting('app.role', true), ''), ','))))
$$;
