-- Whoever made or approved a credit to a user does not decide about that user's withdrawals for some days: two people
-- alone cannot create balance and let it out.

-- A request that was applied is looked up by what it made.
create index change_requests_result on change_requests (result_id, result_kind) where result_id is not null;

-- Days before a withdrawal is requested in which a credit counts; 0: none. A policy from before this rule has none.
-- The server has the same until a policy is published.
create function creditor_days() returns int language plpgsql stable as $$
begin
  return coalesce(
    (select coalesce((rules ->> 'creditorDays')::int, 0) from withdrawal_policies order by version desc limit 1),
    case when desk_is_real() then 7 else 0 end
  );
end $$;

-- Who made or approved a credit by staff to this user within the days before this time. Deposits that the provider
-- reports belong to no one.
create function creditors_of(credited_user uuid, requested_at timestamptz, days int)
returns table (staff_id text) language plpgsql stable as $$
begin
  return query
    with credits as (
      select t.id::text as id, t.actor_id, t.payment_id::text as payment_id, t.suspense_item_id::text as suspense_item_id
      from transactions t
      where t.user_id = credited_user and t.actor_kind = 'staff' and t.amount_usd > 0
        and t.created_at <= requested_at and t.created_at > requested_at - make_interval(days => days)
    )
    select c.actor_id from credits c where c.actor_id is not null
    union
    select a.staff_id::text from credits c
      join change_requests r on r.status = 'applied'
        and (r.result_id, r.result_kind) in
          ((c.id, 'transaction'), (c.payment_id, 'payment'), (c.suspense_item_id, 'suspense'))
      join change_request_approvals a on a.change_request_id = r.id;
end $$;

create function require_no_creditor(w withdrawal_requests, person_id text, step text) returns void
language plpgsql as $$
declare
  days int := creditor_days();
begin
  if days > 0 and not same_person_allowed()
     and exists (select from creditors_of(w.user_id, w.created_at, days) c where c.staff_id = person_id) then
    perform raise_domain_error(
      'SAME_PERSON',
      format('who made or approved a recent credit to the user cannot %s the withdrawal', step)
    );
  end if;
end $$;

create function guard_creditor_approval() returns trigger language plpgsql as $$
declare
  w withdrawal_requests%rowtype;
begin
  select * into w from withdrawal_requests where id = new.withdrawal_request_id;
  perform require_no_creditor(w, new.staff_id, 'approve');
  return new;
end $$;

create trigger withdrawal_approvals_no_creditor before insert on withdrawal_approvals
  for each row execute function guard_creditor_approval();
alter table withdrawal_approvals enable always trigger withdrawal_approvals_no_creditor;

-- The person who sends the money neither requested it, nor approved it, nor credited it. What the provider has paid
-- already must be recorded.
create or replace function require_different_person(w withdrawal_requests, by_kind text, by_id text) returns void
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
  if not exists (select from payouts where withdrawal_request_id = w.id and status = 'finished') then
    perform require_no_creditor(w, by_id, 'pay out');
  end if;
end $$;

-- These find the names that they use where the others do.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid::regprocedure from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and p.proname in (
        'creditor_days', 'creditors_of', 'require_no_creditor', 'guard_creditor_approval', 'require_different_person'
      )
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
