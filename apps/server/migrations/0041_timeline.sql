-- The timeline of a user ("Where is my money?"): whatever belongs to the user is found by the user and a time, newest
-- first. What hangs from payments and withdrawals gets the user's id when it is written.
alter table notes add column about_user_id uuid;
alter table withdrawal_approvals add column user_id uuid;
alter table payouts add column user_id uuid;
alter table provider_event_outcomes add column user_id uuid;

create function user_of_payment(payment uuid) returns uuid language sql stable
return (select p.user_id from payments p where p.id = payment);
create function user_of_withdrawal(withdrawal uuid) returns uuid language sql stable
return (select w.user_id from withdrawal_requests w where w.id = withdrawal);
create function user_of_note(note notes) returns uuid language sql stable
return coalesce(
  note.user_id, user_of_payment(note.payment_id), user_of_withdrawal(note.withdrawal_request_id),
  (select s.user_id from suspense_items s where s.id = note.suspense_item_id)
);

-- Rows from before: nothing that anybody did, and triggers would refuse it.
alter table notes disable trigger notes_guard;
update notes n set about_user_id = user_of_note(n);
alter table notes enable always trigger notes_guard;
alter table withdrawal_approvals disable trigger withdrawal_approvals_are_permanent;
update withdrawal_approvals set user_id = user_of_withdrawal(withdrawal_request_id);
alter table withdrawal_approvals enable always trigger withdrawal_approvals_are_permanent;
alter table payouts disable trigger payouts_guard;
update payouts set user_id = user_of_withdrawal(withdrawal_request_id);
alter table payouts enable always trigger payouts_guard;
alter table provider_event_outcomes disable trigger provider_event_outcomes_are_permanent;
update provider_event_outcomes set user_id = user_of_payment(payment_id) where payment_id is not null;
alter table provider_event_outcomes enable always trigger provider_event_outcomes_are_permanent;

create function set_user_of_note() returns trigger language plpgsql as $$
begin
  new.about_user_id := user_of_note(new);
  return new;
end $$;
create function set_user_of_withdrawal_row() returns trigger language plpgsql as $$
begin
  new.user_id := user_of_withdrawal(new.withdrawal_request_id);
  return new;
end $$;
create function set_user_of_outcome() returns trigger language plpgsql as $$
begin
  new.user_id := user_of_payment(new.payment_id);
  return new;
end $$;
-- What a row says about its user never changes.
create function prevent_user_change() returns trigger language plpgsql as $$
begin
  perform raise_domain_error('IMMUTABLE', 'a row stays with its user');
  return null;
end $$;

create trigger notes_user before insert on notes for each row execute function set_user_of_note();
create trigger withdrawal_approvals_user before insert on withdrawal_approvals
  for each row execute function set_user_of_withdrawal_row();
create trigger payouts_user before insert on payouts for each row execute function set_user_of_withdrawal_row();
create trigger provider_event_outcomes_user before insert on provider_event_outcomes
  for each row execute function set_user_of_outcome();
create trigger notes_stay_with_user before update on notes
  for each row when (new.about_user_id is distinct from old.about_user_id) execute function prevent_user_change();
create trigger payouts_stay_with_user before update on payouts
  for each row when (new.user_id is distinct from old.user_id) execute function prevent_user_change();
alter table notes enable always trigger notes_user;
alter table withdrawal_approvals enable always trigger withdrawal_approvals_user;
alter table payouts enable always trigger payouts_user;
alter table provider_event_outcomes enable always trigger provider_event_outcomes_user;
alter table notes enable always trigger notes_stay_with_user;
alter table payouts enable always trigger payouts_stay_with_user;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'set_user_of_note()', 'set_user_of_withdrawal_row()', 'set_user_of_outcome()', 'prevent_user_change()'
  ]::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;

-- -------------------------------------------------------------------------------------------- newest of one user
create index notes_about_user on notes (about_user_id, created_at, id) where about_user_id is not null;
create index withdrawal_approvals_user_time on withdrawal_approvals (user_id, created_at, id);
create index payouts_user_time on payouts (user_id, status_changed_at, id);
-- Reports that changed nothing are left out.
create index provider_event_outcomes_user_time on provider_event_outcomes (user_id, decided_at, event_id)
  where outcome in ('applied', 'unknown_status', 'suspense', 'flagged');
create index provider_event_outcomes_payment_time on provider_event_outcomes (payment_id, decided_at, event_id)
  where outcome in ('applied', 'unknown_status', 'suspense', 'flagged');
create index payments_user_ended on payments (user_id, status_changed_at, id)
  where status in ('partially_paid', 'failed', 'expired', 'cancelled', 'refunded');
create index payments_user_open on payments (user_id, created_at, id)
  where parent_payment_id is null
    and (status in ('pending', 'confirming', 'confirmed') or needs_attention is not null);
create index suspense_items_user_open on suspense_items (user_id, created_at, id) where status = 'open';
create index suspense_items_user_closed on suspense_items (user_id, resolved_at, id) where resolved_at is not null;
create index withdrawal_requests_user_changed on withdrawal_requests (user_id, status_changed_at, id)
  where status in ('processing', 'completed', 'rejected', 'cancelled');
create index withdrawal_requests_user_rate on withdrawal_requests (user_id, rate_fixed_at, id)
  where rate_fixed_at is not null;
create index transactions_user_deposits on transactions (user_id, seq) where transaction_type = 'deposit';
