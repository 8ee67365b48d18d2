-- An approval counts only when a member of staff who exists, is active and may approve has given it, with the evidence
-- that the policy asks for, and the audit log has it. Rows that are written by SQL alone never count.

-- Not validated: a forged row from before must not stop the upgrade. `paydesk verify` names it.
alter table withdrawal_approvals add column approver_id uuid generated always as (
  case when staff_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then staff_id::uuid end
) stored;
alter table withdrawal_approvals add constraint approver_exists
  foreign key (approver_id) references staff on delete restrict not valid;
create index withdrawal_approvals_approver on withdrawal_approvals (approver_id);

create function require_approver() returns trigger language plpgsql as $$
declare
  person staff%rowtype;
  demand text;
begin
  -- The lock makes a deactivation or a change of role at the same moment come before or after.
  select * into person from staff where id::text = new.staff_id for share;
  if not found or person.deactivated_at is not null or person.role not in ('approver', 'admin') then
    perform raise_domain_error('STAFF_ONLY', 'only active staff who may approve can approve a withdrawal');
  end if;
  if new.step_up_kind = 'none' then
    select rules ->> 'secondFactor' into demand from withdrawal_policies order by version desc limit 1;
    if demand = 'always'
       or person.two_factor_enabled
       or exists (select from staff_passkeys where staff_id = person.id and removed_at is null) then
      perform raise_domain_error('SECOND_FACTOR_REQUIRED', 'this approval needs a second factor');
    end if;
    return new;
  end if;
  if new.step_up ->> 'staffId' is distinct from new.staff_id
     or new.step_up ->> 'kind' is distinct from new.step_up_kind
     or not (
       new.step_up ->> 'challenge' = new.payload_hash
       or coalesce(jsonb_typeof(new.step_up -> 'covers') = 'array' and new.step_up -> 'covers' ? new.payload_hash, false)
     )
     or new.step_up_kind = 'passkey' and not exists (
       select from staff_passkeys
       where id::text = new.step_up ->> 'passkeyId' and staff_id = person.id and removed_at is null
     ) then
    perform raise_domain_error('SECOND_FACTOR_INVALID', 'the second factor was given for something else');
  end if;
  return new;
end $$;

-- At the commit: the audit entry is written after the step that it records.
create function require_audited_approval() returns trigger language plpgsql as $$
begin
  if not exists (
    select from audit_log
    where subject_kind = 'withdrawal' and subject_id = new.withdrawal_request_id::text
      and action = 'withdrawals.approve' and actor_kind = 'staff' and actor_id = new.staff_id
  ) then
    perform raise_domain_error('PAYLOAD_CHANGED', 'an approval without an entry in the audit log does not count');
  end if;
  return null;
end $$;

-- Whoever wrote approvals past these triggers cannot move the withdrawal with them.
create function require_counted_approvals() returns trigger language plpgsql as $$
declare
  counted int;
begin
  select count(*) into counted from withdrawal_approvals a join staff s on s.id::text = a.staff_id
    where a.withdrawal_request_id = new.id
      and a.payload_hash = new.payload_hash
      and exists (
        select from audit_log g
        where g.subject_kind = 'withdrawal' and g.subject_id = new.id::text
          and g.action = 'withdrawals.approve' and g.actor_kind = 'staff' and g.actor_id = a.staff_id
      );
  if counted < new.required_approvals then
    perform raise_domain_error(
      'PAYLOAD_CHANGED',
      format('%s of %s approvals were given by staff who exist, and are in the audit log', counted, new.required_approvals)
    );
  end if;
  return null;
end $$;

create trigger withdrawal_approvals_of_staff before insert on withdrawal_approvals
  for each row execute function require_approver();
create constraint trigger withdrawal_approvals_are_audited after insert on withdrawal_approvals
  deferrable initially deferred
  for each row execute function require_audited_approval();
create constraint trigger withdrawal_requests_counted_approvals after update on withdrawal_requests
  deferrable initially deferred
  for each row when (
    old.status is distinct from new.status and new.status in ('approved', 'processing', 'completed')
    -- Going back after a failed payout sends no money.
    and not (old.status = 'processing' and new.status = 'approved')
  )
  execute function require_counted_approvals();
alter table withdrawal_approvals enable always trigger withdrawal_approvals_of_staff;
alter table withdrawal_approvals enable always trigger withdrawal_approvals_are_audited;
alter table withdrawal_requests enable always trigger withdrawal_requests_counted_approvals;
