-- Events cost postings as little as possible: no index that no query reads, and one check for all that leave the outbox
-- together instead of one for each.

drop index events_created;
drop index events_resource;

drop trigger event_outbox_removal on event_outbox;

-- What has no number yet cannot be lost.
create or replace function guard_outbox_removal() returns trigger language plpgsql as $$
begin
  if exists (
    select from removed r where not exists (select from events e where e.position = r.position)
  ) then
    perform raise_domain_error('IMMUTABLE', 'an event leaves the outbox when it has its number');
  end if;
  return null;
end $$;

create trigger event_outbox_removal after delete on event_outbox
  referencing old table as removed for each statement execute function guard_outbox_removal();
alter table event_outbox enable always trigger event_outbox_removal;

do $$
begin
  execute format('alter function guard_outbox_removal() set search_path = %I, pg_temp', current_schema());
end $$;
