-- Who works on a row, and who looks at it now. Both inform staff and block no one: a claim changes nothing about what
-- may be done with the row. What others may see of them is decided by the server.

-- ---------------------------------------------------------------------------------------------------- claims
create table claims (
  id uuid primary key,
  subject_kind text not null check (subject_kind in ('withdrawal', 'suspense', 'changeRequest')),
  subject_id uuid not null,
  staff_id uuid not null references staff on delete restrict,
  -- Who handed it over; null: taken by themselves.
  handed_by_id uuid references staff on delete restrict,
  claimed_at timestamptz(3) not null,
  ended_at timestamptz(3),
  end_reason text check (end_reason in ('released', 'handedOver', 'takenOver', 'decided', 'deactivated')),
  check ((ended_at is null) = (end_reason is null)),
  check (handed_by_id is distinct from staff_id)
);
-- One person at a time.
create unique index "CLAIM_CHANGED" on claims (subject_kind, subject_id) where ended_at is null;
create index claims_staff on claims (staff_id, subject_kind) where ended_at is null;
create index claims_handed_by on claims (handed_by_id) where handed_by_id is not null;

create function guard_claim() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null
     or to_jsonb(new) - array['ended_at', 'end_reason'] is distinct from
        to_jsonb(old) - array['ended_at', 'end_reason'] then
    perform raise_domain_error('IMMUTABLE', 'a claim can only be ended, once');
  end if;
  return new;
end $$;

create trigger claims_guard before update on claims
  for each row execute function guard_claim();
create trigger claims_are_permanent before delete on claims
  for each row execute function prevent_change();
create trigger claims_are_not_truncated before truncate on claims
  for each statement execute function prevent_change();
alter table claims enable always trigger claims_guard;
alter table claims enable always trigger claims_are_permanent;
alter table claims enable always trigger claims_are_not_truncated;

-- A claim ends with the decision that the row waited for: of a withdrawal its review, and after that its payment.
create function end_claim_of_decided() returns trigger language plpgsql as $$
begin
  update claims set ended_at = clock_timestamp(), end_reason = 'decided'
  where subject_kind = tg_argv[0] and subject_id = new.id and ended_at is null;
  return null;
end $$;

create trigger withdrawal_requests_end_claim after update of status on withdrawal_requests
  for each row when (
    new.status <> old.status and (old.status = 'pending' or new.status not in ('approved', 'processing'))
  )
  execute function end_claim_of_decided('withdrawal');
create trigger suspense_items_end_claim after update of status on suspense_items
  for each row when (new.status <> old.status)
  execute function end_claim_of_decided('suspense');
create trigger change_requests_end_claim after update of status on change_requests
  for each row when (new.status <> old.status)
  execute function end_claim_of_decided('changeRequest');
alter table withdrawal_requests enable always trigger withdrawal_requests_end_claim;
alter table suspense_items enable always trigger suspense_items_end_claim;
alter table change_requests enable always trigger change_requests_end_claim;

create function end_claims_of_staff() returns trigger language plpgsql as $$
begin
  update claims set ended_at = clock_timestamp(), end_reason = 'deactivated'
  where staff_id = new.id and ended_at is null;
  return null;
end $$;

create trigger staff_end_claims after update of deactivated_at on staff
  for each row when (old.deactivated_at is null and new.deactivated_at is not null)
  execute function end_claims_of_staff();
alter table staff enable always trigger staff_end_claims;

-- -------------------------------------------------------------------------------------------------- presence
-- Which open pages show which row. Not worth a write to the log of the database: after a crash, pages report again.
create unlogged table presence (
  tab_id uuid primary key,
  staff_id uuid not null references staff on delete restrict,
  subject_kind text not null check (subject_kind in ('withdrawal', 'suspense', 'changeRequest')),
  subject_id uuid not null,
  expires_at timestamptz(3) not null
);
create index presence_staff on presence (staff_id);

-- What was sent to webhook endpoints last is looked up whenever lists of it are open.
create index webhook_attempts_at on webhook_attempts (at);

do $$
declare
  f regprocedure;
begin
  foreach f in array array['guard_claim()', 'end_claim_of_decided()', 'end_claims_of_staff()']::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
