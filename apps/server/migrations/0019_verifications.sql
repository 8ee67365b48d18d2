-- What the nightly verification of the whole database found. `paydesk verify` does not read it.

create table verifications (
  id uuid primary key,
  finished_at timestamptz(3) not null,
  is_ok boolean not null,
  -- Of each check: name, rows, faults, and the first fault.
  checks jsonb not null check (jsonb_typeof(checks) = 'array')
);
create index verifications_finished on verifications (finished_at);

create trigger verifications_are_permanent before update or delete on verifications
  for each row execute function prevent_change();
create trigger verifications_are_not_truncated before truncate on verifications
  for each statement execute function prevent_change();
alter table verifications enable always trigger verifications_are_permanent;
alter table verifications enable always trigger verifications_are_not_truncated;
