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
