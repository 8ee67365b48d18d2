-- Who has to agree to a withdrawal: approvals, the versions of the policy that asks for them, and every
-- decision that was made by it.

-- ------------------------------------------------------------------------------------------------- approvals
create table withdrawal_approvals (
  id uuid primary key,
  withdrawal_request_id uuid not null references withdrawal_requests on delete restrict,
  staff_id text not null,
  staff_name text not null,
  note text,
  -- What the approver saw: the approval counts for this payload and no other.
  payload_hash text not null,
  step_up_kind text not null default 'none' check (step_up_kind in (
    'none', 'totp', 'recovery_code', 'passkey'
  )),
  -- The evidence, and for which payloads it was given: a passkey's signature can be verified again at any
  -- time.
  step_up jsonb,
  created_at timestamptz(3) not null default now(),
  constraint "SAME_PERSON" unique (withdrawal_request_id, staff_id),
  constraint step_up_evidence_fits_kind check ((step_up_kind = 'none') = (step_up is null))
);

-- An approval is for what the request says now, and only while it is pending.
create function guard_withdrawal_approval() returns trigger language plpgsql as $$
declare
  w withdrawal_requests%rowtype;
begin
  select * into w from withdrawal_requests where id = new.withdrawal_request_id for update;
  if w.status <> 'pending' then
    perform raise_domain_error(
      'ILLEGAL_TRANSITION',
      format('a withdrawal that is %s cannot be approved', w.status)
    );
  end if;
  if not w.is_intact or new.payload_hash <> w.payload_hash then
    perform raise_domain_error('PAYLOAD_CHANGED', 'this withdrawal is not what was requested');
  end if;
  return new;
end $$;

create trigger withdrawal_approvals_guard before insert on withdrawal_approvals
  for each row execute function guard_withdrawal_approval();
create trigger withdrawal_approvals_are_permanent before update or delete on withdrawal_approvals
  for each row execute function prevent_change();
create trigger withdrawal_approvals_are_not_truncated before truncate on withdrawal_approvals
  for each statement execute function prevent_change();
alter table withdrawal_approvals enable always trigger withdrawal_approvals_guard;
alter table withdrawal_approvals enable always trigger withdrawal_approvals_are_permanent;
alter table withdrawal_approvals enable always trigger withdrawal_approvals_are_not_truncated;

-- -------------------------------------------------------------------------------------------------- policies
-- Version 0 is what the settings say, and is not stored.
create table withdrawal_policies (
  id uuid primary key,
  version int not null check (version >= 1),
  rules jsonb not null check (jsonb_typeof(rules) = 'object'),
  note text not null check (length(note) between 3 and 2000),
  published_by_staff_id uuid not null references staff on delete restrict,
  published_by_name text not null,
  -- The evidence of the second factor.
  step_up jsonb not null check (jsonb_typeof(step_up) = 'object'),
  created_at timestamptz(3) not null,
  constraint "POLICY_CHANGED" unique (version)
);

-- Versions follow each other without a gap. Of two that are published at once the second waits for the first
-- to end, and is then refused.
create function number_policy() returns trigger language plpgsql as $$
declare
  current_version int;
begin
  perform pg_advisory_xact_lock(hashtextextended('withdrawal_policies', 0));
  select coalesce(max(version), 0) into current_version from withdrawal_policies;
  if new.version is distinct from current_version + 1 then
    perform raise_domain_error(
      'POLICY_CHANGED',
      format('version %s of the policy is in force: look at it first', current_version)
    );
  end if;
  return new;
end $$;

create trigger withdrawal_policies_number before insert on withdrawal_policies
  for each row execute function number_policy();
create trigger withdrawal_policies_are_permanent before update or delete on withdrawal_policies
  for each row execute function prevent_change();
create trigger withdrawal_policies_are_not_truncated before truncate on withdrawal_policies
  for each statement execute function prevent_change();
alter table withdrawal_policies enable always trigger withdrawal_policies_number;
alter table withdrawal_policies enable always trigger withdrawal_policies_are_permanent;
alter table withdrawal_policies enable always trigger withdrawal_policies_are_not_truncated;

-- ------------------------------------------------------------------------------------------------- four eyes
-- The policy's exception to four eyes, for a desk with a single member of staff.
create function same_person_allowed() returns boolean language plpgsql stable as $$
begin
  return coalesce(
    (select (rules ->> 'allowSamePerson')::boolean from withdrawal_policies order by version desc limit 1),
    false
  );
end $$;

-- The person who sends the money neither requested it nor approved it.
create function require_different_person(w withdrawal_requests, by_kind text, by_id text) returns void
language plpgsql as $$
begin
  if by_kind is distinct from 'staff' or by_id is null then
    perform raise_domain_error('STAFF_ONLY', 'only a person can pay a withdrawal out');
  end if;
  if same_person_allowed() then return; end if;
  if w.requested_by_kind = 'staff' and w.requested_by_id = by_id then
    perform raise_domain_error('SAME_PERSON', 'who requested a withdrawal cannot pay it out');
  end if;
  if exists (select from withdrawal_approvals where withdrawal_request_id = w.id and staff_id = by_id) then
    perform raise_domain_error('SAME_PERSON', 'who approved a withdrawal cannot pay it out');
  end if;
end $$;

-- ------------------------------------------------------------------------------------------------- decisions
create table withdrawal_decisions (
  id uuid primary key,
  -- Null: the request was refused and never existed. Checked at the commit, because the decision comes before
  -- the request's row.
  withdrawal_request_id uuid references withdrawal_requests on delete restrict deferrable initially deferred,
  user_id uuid not null references users on delete restrict,
  policy_version int not null check (policy_version >= 0),
  moment text not null check (moment in ('create', 'approve', 'startProcessing', 'complete', 'payOut')),
  outcome text not null check (outcome in ('pass', 'delay', 'stop')),
  required_approvals int not null check (required_approvals between 1 and 10),
  not_before timestamptz(3),
  reasons jsonb not null check (jsonb_typeof(reasons) = 'array' and jsonb_array_length(reasons) > 0),
  -- The figures that the decision was made from.
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  created_at timestamptz(3) not null,
  constraint only_refused_requests_have_no_withdrawal check (
    withdrawal_request_id is not null or (moment = 'create' and outcome = 'stop')
  ),
  constraint delays_have_an_end check (outcome <> 'delay' or not_before is not null)
);
create index withdrawal_decisions_withdrawal on withdrawal_decisions (withdrawal_request_id, created_at, id);
create index withdrawal_decisions_user on withdrawal_decisions (user_id, created_at, id);

create trigger withdrawal_decisions_are_permanent before update or delete on withdrawal_decisions
  for each row execute function prevent_change();
create trigger withdrawal_decisions_are_not_truncated before truncate on withdrawal_decisions
  for each statement execute function prevent_change();
alter table withdrawal_decisions enable always trigger withdrawal_decisions_are_permanent;
alter table withdrawal_decisions enable always trigger withdrawal_decisions_are_not_truncated;
