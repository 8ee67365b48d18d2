-- Wrong second factors are counted for each session: a stolen one must not lock its owner out of the others. Emergencies
-- have counts of their own (staff_emergency_step_ups).
create table staff_session_step_ups (
  session_id uuid primary key references staff_sessions on delete cascade,
  failures int not null default 0 check (failures >= 0),
  lockouts int not null default 0 check (lockouts >= 0),
  locked_until timestamptz(3)
);

-- And for the person within 24 hours, from the first one on: far more than one session can give.
alter table staff_step_ups add column day_failures int not null default 0 check (day_failures >= 0);
alter table staff_step_ups add column day_started_at timestamptz(3);

-- ------------------------------------------------------------------------------------------------ webhook addresses
-- Events up to this sequence are from before the endpoint had its URL: another person approves that they go there. An
-- endpoint from before this sends them without.
alter table webhook_endpoints add column url_after bigint not null default 0 check (url_after >= 0);
-- The highest cursor that it ever had: below it a replay is going on.
alter table webhook_endpoints add column reached bigint not null default 0;
update webhook_endpoints set reached = cursor;

create function note_reached_cursor() returns trigger language plpgsql as $$
begin
  new.reached := greatest(new.cursor, case when tg_op = 'UPDATE' then old.reached end);
  return new;
end $$;

create trigger webhook_endpoints_reached before insert or update on webhook_endpoints
  for each row execute function note_reached_cursor();
alter table webhook_endpoints enable always trigger webhook_endpoints_reached;

do $$
begin
  execute format('alter function note_reached_cursor() set search_path = %I, pg_temp', current_schema());
end $$;
