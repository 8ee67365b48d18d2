-- Up to which number of the audit log's chain the desk's log has announced what was changed at a shell: whichever
-- process adds an entry to the chain, one announces it. What is in the chain now was announced.
create table audit_announced (
  only_row boolean primary key default true check (only_row),
  seq bigint not null
);
insert into audit_announced (seq) select seq from audit_head;

create function guard_audit_announced() returns trigger language plpgsql as $$
begin
  if new.seq < old.seq or new.seq > (select seq from audit_head) then
    perform raise_domain_error('IMMUTABLE', 'what was announced is a part of the chain that only grows');
  end if;
  return new;
end $$;

create trigger audit_announced_guard before update on audit_announced
  for each row execute function guard_audit_announced();
create trigger audit_announced_is_permanent before delete on audit_announced
  for each row execute function prevent_change();
create trigger audit_announced_is_not_truncated before truncate on audit_announced
  for each statement execute function prevent_change();
alter table audit_announced enable always trigger audit_announced_guard;
alter table audit_announced enable always trigger audit_announced_is_permanent;
alter table audit_announced enable always trigger audit_announced_is_not_truncated;

do $$ begin
  execute format('alter function guard_audit_announced() set search_path = %I, pg_temp', current_schema());
end $$;
