-- Proof of origin: who can only write to the database cannot write what the desk takes for its own. Each row that
-- moves money or decides who may has a MAC by a process that knows the desk's secret, which is not in the database.
-- Null: from before there were proofs, or not written by the desk; the boundary tells which.

alter table transactions add column origin_mac text;
alter table withdrawal_requests add column origin_mac text;
alter table withdrawal_approvals add column origin_mac text;
alter table withdrawal_decisions add column origin_mac text;
alter table withdrawal_policies add column origin_mac text;
alter table payouts add column origin_mac text;
alter table change_requests add column origin_mac text;
alter table change_request_approvals add column origin_mac text;
alter table audit_log add column origin_mac text;
alter table staff add column origin_mac text;
alter table staff_invites add column origin_mac text;
alter table staff_passkeys add column origin_mac text;
alter table api_keys add column origin_mac text;
alter table api_key_secrets add column origin_mac text;

-- Rows that a seal up to this one covers may be without a proof. Written once, by the first process that starts with
-- this schema, and sealed itself.
create table origin_boundary (
  id uuid primary key,
  seal_seq bigint not null check (seal_seq >= 0),
  created_at timestamptz(3) not null,
  origin_mac text not null
);
create unique index origin_boundary_is_one on origin_boundary ((true));
create trigger origin_boundary_is_permanent before update or delete on origin_boundary
  for each row execute function prevent_change();
create trigger origin_boundary_is_not_truncated before truncate on origin_boundary
  for each statement execute function prevent_change();
alter table origin_boundary enable always trigger origin_boundary_is_permanent;
alter table origin_boundary enable always trigger origin_boundary_is_not_truncated;

-- The one statement that posts, with the order id and the proof.
drop function post_transaction(
  uuid, uuid, text, numeric, text, jsonb, uuid, uuid, uuid, uuid, text, text, text, timestamptz, text, text, text, text
);
create function post_transaction(
  new_id uuid,
  for_user uuid,
  of_type text,
  amount numeric,
  why text,
  facts jsonb,
  for_payment uuid,
  for_withdrawal uuid,
  for_suspense_item uuid,
  refund_of uuid,
  by_kind text,
  by_id text,
  by_name text,
  at timestamptz,
  idempotency_scope text,
  idempotency_key text,
  called_procedure text,
  digest text,
  of_order text,
  proof text
) returns setof transactions language plpgsql as $$
declare
  claimed idempotency_keys%rowtype;
begin
  if idempotency_key is not null then
    insert into idempotency_keys (scope, key, procedure, input_digest, resource_id)
      values (idempotency_scope, idempotency_key, called_procedure, digest, new_id)
      on conflict do nothing;
    if not found then
      select * into claimed from idempotency_keys k
        where k.scope = idempotency_scope and k.key = idempotency_key;
      if claimed.procedure <> called_procedure or claimed.input_digest <> digest then
        perform raise_domain_error(
          'IDEMPOTENCY_CONFLICT',
          'this idempotency key was used with another input'
        );
      end if;
      return query select * from transactions where id = claimed.resource_id;
      return;
    end if;
  end if;
  return query
    insert into transactions (
      id, user_id, transaction_type, amount_usd, description, metadata, payment_id, withdrawal_request_id,
      suspense_item_id, refund_of_id, actor_kind, actor_id, actor_name, created_at, order_id, origin_mac
    ) values (
      new_id, for_user, of_type, amount, coalesce(why, ''), coalesce(facts, '{}'), for_payment,
      for_withdrawal, for_suspense_item, refund_of, by_kind, by_id, by_name, at, of_order, proof
    )
    returning *;
end $$;

-- A payout is ordered by a member of staff who may, with a second factor given for this very payout.
create function require_payout_order() returns trigger language plpgsql as $$
declare
  attempt int;
begin
  -- The lock makes a deactivation or a change of role at the same moment come before or after.
  perform 1 from staff
    where id::text = new.ordered_by_id and deactivated_at is null and role in ('approver', 'admin') for share;
  if not found then
    perform raise_domain_error('STAFF_ONLY', 'only active staff who may pay can order a payout');
  end if;
  if new.step_up_kind <> 'none' then
    select count(*) + 1 into attempt from payouts where withdrawal_request_id = new.withdrawal_request_id;
    -- `payOutChallenge` computes the same.
    if (new.step_up ->> 'staffId', new.step_up ->> 'kind', new.step_up ->> 'challenge')
       is distinct from
       (new.ordered_by_id, new.step_up_kind, sha256_hex(format('["payOut","%s",%s]', new.payload_hash, attempt))) then
      perform raise_domain_error('SECOND_FACTOR_INVALID', 'the second factor was given for something else');
    end if;
  end if;
  return new;
end $$;
create trigger payouts_of_staff before insert on payouts for each row execute function require_payout_order();
alter table payouts enable always trigger payouts_of_staff;

-- A verification that somebody writes in advance would hide the next ones.
create function stamp_verification() returns trigger language plpgsql as $$
begin
  new.finished_at := clock_timestamp();
  return new;
end $$;
create trigger verifications_stamp before insert on verifications
  for each row execute function stamp_verification();
alter table verifications enable always trigger verifications_stamp;

-- Address, memo and amount are issued together, and are sealed.
create function guard_issued_address() returns trigger language plpgsql as $$
begin
  perform raise_domain_error('IMMUTABLE', 'the address, memo and amount shown to the payer cannot change');
  return null;
end $$;
create trigger payments_issued_once before update on payments
  for each row when (
    old.pay_address is not null
    and (new.payin_extra_id is distinct from old.payin_extra_id
      or new.pay_amount is distinct from old.pay_amount
      or new.provider_payment_id is distinct from old.provider_payment_id)
  ) execute function guard_issued_address();
alter table payments enable always trigger payments_issued_once;

-- ------------------------------------------------------------------------------------------------ more is sealed
create trigger audit_log_sealed after insert on audit_log
  for each row execute function enqueue_for_seal('audit');
create trigger withdrawal_decisions_sealed after insert on withdrawal_decisions
  for each row execute function enqueue_for_seal('decision');
create trigger withdrawal_policies_sealed after insert on withdrawal_policies
  for each row execute function enqueue_for_seal('policy');
create trigger payouts_sealed after insert on payouts
  for each row execute function enqueue_for_seal('payout');
create trigger payout_stops_sealed after insert on payout_stops
  for each row execute function enqueue_for_seal('payout_stop');
create trigger change_requests_sealed after insert on change_requests
  for each row execute function enqueue_for_seal('change_request');
create trigger change_request_approvals_sealed after insert on change_request_approvals
  for each row execute function enqueue_for_seal('change_approval');
create trigger solo_credits_sealed after insert on solo_credits
  for each row execute function enqueue_for_seal('solo_credit');
create trigger provider_events_sealed after insert on provider_events
  for each row execute function enqueue_for_seal('provider_event');
create trigger staff_sealed after insert on staff
  for each row execute function enqueue_for_seal('staff');
create trigger staff_invites_sealed after insert on staff_invites
  for each row execute function enqueue_for_seal('invite');
create trigger staff_passkeys_sealed after insert on staff_passkeys
  for each row execute function enqueue_for_seal('passkey');
create trigger api_keys_sealed after insert on api_keys
  for each row execute function enqueue_for_seal('api_key');
create trigger api_key_secrets_sealed after insert on api_key_secrets
  for each row execute function enqueue_for_seal('api_key_secret');
create trigger origin_boundary_sealed after insert on origin_boundary
  for each row execute function enqueue_for_seal('boundary');
-- Where the money is to be sent, as soon as the provider has given it; it never changes after that.
create trigger payments_address_sealed after insert on payments
  for each row when (new.pay_address is not null) execute function enqueue_for_seal('payment_address');
create trigger payments_new_address_sealed after update on payments
  for each row when (old.pay_address is null and new.pay_address is not null)
  execute function enqueue_for_seal('payment_address');
alter table audit_log enable always trigger audit_log_sealed;
alter table withdrawal_decisions enable always trigger withdrawal_decisions_sealed;
alter table withdrawal_policies enable always trigger withdrawal_policies_sealed;
alter table payouts enable always trigger payouts_sealed;
alter table payout_stops enable always trigger payout_stops_sealed;
alter table change_requests enable always trigger change_requests_sealed;
alter table change_request_approvals enable always trigger change_request_approvals_sealed;
alter table solo_credits enable always trigger solo_credits_sealed;
alter table provider_events enable always trigger provider_events_sealed;
alter table staff enable always trigger staff_sealed;
alter table staff_invites enable always trigger staff_invites_sealed;
alter table staff_passkeys enable always trigger staff_passkeys_sealed;
alter table api_keys enable always trigger api_keys_sealed;
alter table api_key_secrets enable always trigger api_key_secrets_sealed;
alter table origin_boundary enable always trigger origin_boundary_sealed;
alter table payments enable always trigger payments_address_sealed;
alter table payments enable always trigger payments_new_address_sealed;

-- What a desk has from before.
insert into seal_queue (kind, row_id)
  select 'audit', id from audit_log
  union all select 'decision', id from withdrawal_decisions
  union all select 'policy', id from withdrawal_policies
  union all select 'payout', id from payouts
  union all select 'payout_stop', id from payout_stops
  union all select 'change_request', id from change_requests
  union all select 'change_approval', id from change_request_approvals
  union all select 'solo_credit', id from solo_credits
  union all select 'provider_event', id from provider_events
  union all select 'staff', id from staff
  union all select 'invite', id from staff_invites
  union all select 'passkey', id from staff_passkeys
  union all select 'api_key', id from api_keys
  union all select 'api_key_secret', id from api_key_secrets
  union all select 'payment_address', id from payments where pay_address is not null;

-- The proof of origin of a request is written with it: it cannot be taken away or replaced later, not even by the desk.
create function keep_origin_mac() returns trigger language plpgsql as $$
begin
  perform raise_domain_error('IMMUTABLE', 'a proof of origin cannot change');
  return null;
end $$;

create trigger withdrawal_requests_keep_origin_mac before update on withdrawal_requests
  for each row when (new.origin_mac is distinct from old.origin_mac) execute function keep_origin_mac();
create trigger payouts_keep_origin_mac before update on payouts
  for each row when (new.origin_mac is distinct from old.origin_mac) execute function keep_origin_mac();
create trigger change_requests_keep_origin_mac before update on change_requests
  for each row when (new.origin_mac is distinct from old.origin_mac) execute function keep_origin_mac();
alter table withdrawal_requests enable always trigger withdrawal_requests_keep_origin_mac;
alter table payouts enable always trigger payouts_keep_origin_mac;
alter table change_requests enable always trigger change_requests_keep_origin_mac;

-- ---------------------------------------------------------------------------------------------- where names are found
-- A session that looks for operators elsewhere first (`alter database … set search_path`) must not change what the
-- rules mean. Left out is what every posting calls: setting costs time, and the desk's own sessions have it set.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid::regprocedure from pg_proc p join pg_language l on l.oid = p.prolang
    where p.pronamespace = current_schema()::regnamespace and l.lanname = 'plpgsql'
      and p.proname not in (
        'post_transaction', 'chain_transaction', 'move_balance', 'guard_balance', 'enqueue_for_seal',
        'emit_transaction_event', 'emit_event', 'raise_domain_error'
      )
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
