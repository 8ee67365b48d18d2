-- A policy may be published by a shell on the desk's own machine: then no member of staff published it, there is no second
-- factor, and its name is that of the account. The role of server and worker cannot write such a row.

alter table withdrawal_policies
  alter column published_by_staff_id drop not null,
  alter column step_up drop not null,
  add constraint policy_has_publisher check ((published_by_staff_id is null) = (step_up is null));

-- By the role that signed in: within a function of the owner the current one is another.
create function require_owner_at_shell() returns trigger language plpgsql as $$
begin
  if not pg_has_role(session_user, (select relowner from pg_class where oid = tg_relid), 'MEMBER') then
    perform raise_domain_error('STAFF_ONLY', 'only the role that owns the tables can publish a policy without a person');
  end if;
  return new;
end $$;

create trigger withdrawal_policies_of_shell before insert on withdrawal_policies
  for each row when (new.published_by_staff_id is null) execute function require_owner_at_shell();
alter table withdrawal_policies enable always trigger withdrawal_policies_of_shell;

do $$
begin
  execute format('alter function require_owner_at_shell() set search_path = %I, pg_temp', current_schema());
end $$;
