import type { Knex } from 'knex';

/**
 * What a withdrawal costs and when its rate ends, who sent it, how approvals were proved, and guards against
 * rows that were changed behind the desk's back.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(sql);
}

export async function down(): Promise<void> {
  throw new Error('migrations only go forward: restore a backup instead');
}

const sql = /* sql */ `
-- ----------------------------------------------------------------------------------------------------------------- fees
create domain percent as numeric check (value between 0 and 50 and value = round(value, 4));

alter table currencies
  -- Of the requested amount, on top of the fixed part.
  add column service_fee_percent percent not null default 0,
  -- Null: the desk's own setting.
  add column service_fee_usd usd check (service_fee_usd >= 0);

-- ----------------------------------------------------------------------------------------------------------- withdrawals
alter table withdrawal_requests
  add column quoted_crypto_amount crypto,
  add column quoted_at timestamptz(3),
  add column address_confirmation text check (length(address_confirmation) between 3 and 2000),
  add column rate_fixed_at timestamptz(3),
  add column rate_expires_at timestamptz(3),
  add column started_by_kind text check (started_by_kind in ('staff', 'service', 'user', 'system')),
  add column started_by_id text,
  add column started_by_name text,
  add column completed_by_kind text check (completed_by_kind in ('staff', 'service', 'user', 'system')),
  add column completed_by_id text,
  add column completed_by_name text,
  -- How who completed it by hand proved to be there: as with approvals. A payout through the provider has evidence of its own.
  add column completion_step_up jsonb,
  -- Computed anew at every write, also at one that got past the triggers.
  add column is_intact boolean not null generated always as (
    payload_hash = sha256_hex(canonical(id::text, user_id::text, round(amount_usd, 2)::text, currency_code, wallet_address, extra_id, round(network_fee_usd, 2)::text, round(service_fee_usd, 2)::text))
  ) stored,
  add constraint rate_has_its_times check ((rate_fixed_at is null) = (rate_expires_at is null) and (rate_fixed_at is null or crypto_amount is not null));

-- A request that nobody can do anything with but reject: counted by the alarm.
create index withdrawal_requests_changed_behind_our_back on withdrawal_requests (id) where not is_intact;

alter table withdrawal_approvals
  add column step_up_kind text not null default 'none' check (step_up_kind in ('none', 'totp', 'recovery_code', 'passkey')),
  -- The evidence, and for which payloads it was given: a passkey's signature can be checked again at any time.
  add column step_up jsonb,
  add constraint proved_or_not check ((step_up_kind = 'none') = (step_up is null));

-- What is approved is what stands there now, and only while it waits.
create function guard_withdrawal_approval() returns trigger language plpgsql as $$
declare w withdrawal_requests%rowtype;
begin
  select * into w from withdrawal_requests where id = new.withdrawal_request_id for update;
  if w.status <> 'pending' then perform refuse('ILLEGAL_TRANSITION', format('a withdrawal that is %s cannot be approved', w.status)); end if;
  if not w.is_intact or new.payload_hash <> w.payload_hash then perform refuse('PAYLOAD_CHANGED', 'this withdrawal is not what was requested'); end if;
  return new;
end $$;
create trigger withdrawal_approvals_guard before insert on withdrawal_approvals for each row execute function guard_withdrawal_approval();
alter table withdrawal_approvals enable always trigger withdrawal_approvals_guard;

-- The policy's exception for a desk with a single member of staff.
create function same_person_allowed() returns boolean language plpgsql stable as $$
begin
  return coalesce((select (rules ->> 'allowSamePerson')::boolean from withdrawal_policies order by version desc limit 1), false);
end $$;

-- Who sends the money is neither who asked for it nor one of those who approved it.
create function refuse_same_person(w withdrawal_requests, by_kind text, by_id text) returns void language plpgsql as $$
begin
  if by_kind is distinct from 'staff' or by_id is null then perform refuse('STAFF_ONLY', 'only a person can pay a withdrawal out'); end if;
  if same_person_allowed() then return; end if;
  if w.requested_by_kind = 'staff' and w.requested_by_id = by_id then perform refuse('SAME_PERSON', 'who requested a withdrawal cannot pay it out'); end if;
  if exists (select from withdrawal_approvals where withdrawal_request_id = w.id and staff_id = by_id) then
    perform refuse('SAME_PERSON', 'who approved a withdrawal cannot pay it out');
  end if;
end $$;

create or replace function guard_withdrawal_update() returns trigger language plpgsql as $$
declare approvals int;
begin
  if (new.id, new.user_id, new.internal_withdrawal_id, new.amount_usd, new.currency_code, new.wallet_address, new.extra_id, new.network_fee_usd, new.service_fee_usd,
      new.payload_hash, new.requested_by_kind, new.requested_by_id, new.requested_by_name, new.created_at, new.quoted_crypto_amount, new.quoted_at, new.address_confirmation)
     is distinct from
     (old.id, old.user_id, old.internal_withdrawal_id, old.amount_usd, old.currency_code, old.wallet_address, old.extra_id, old.network_fee_usd, old.service_fee_usd,
      old.payload_hash, old.requested_by_kind, old.requested_by_id, old.requested_by_name, old.created_at, old.quoted_crypto_amount, old.quoted_at, old.address_confirmation) then
    perform refuse('IMMUTABLE', 'what was requested cannot change after it was submitted');
  end if;
  -- A stricter policy reaches those that wait; a laxer one does not.
  if new.required_approvals < old.required_approvals or (new.required_approvals <> old.required_approvals and old.status <> 'pending') then
    perform refuse('IMMUTABLE', 'the number of approvals can only grow, and only before the last one');
  end if;
  if old.status in ('completed', 'rejected', 'cancelled')
     and (new.status, new.transaction_hash, new.crypto_amount, new.approved_at, new.processing_at, new.rejected_at, new.cancelled_at, new.completed_at, new.status_changed_at,
          new.rate_fixed_at, new.rate_expires_at, new.started_by_kind, new.started_by_id, new.started_by_name, new.completed_by_kind, new.completed_by_id, new.completed_by_name, new.completion_step_up)
     is distinct from
     (old.status, old.transaction_hash, old.crypto_amount, old.approved_at, old.processing_at, old.rejected_at, old.cancelled_at, old.completed_at, old.status_changed_at,
      old.rate_fixed_at, old.rate_expires_at, old.started_by_kind, old.started_by_id, old.started_by_name, old.completed_by_kind, old.completed_by_id, old.completed_by_name, old.completion_step_up) then
    perform refuse('ILLEGAL_TRANSITION', format('a withdrawal that is %s is closed', old.status));
  end if;
  -- Who started and who completed is written with the deed.
  if (new.started_by_kind, new.started_by_id, new.started_by_name) is distinct from (old.started_by_kind, old.started_by_id, old.started_by_name) and not (old.status <> 'processing' and new.status = 'processing')
     or (new.completed_by_kind, new.completed_by_id, new.completed_by_name, new.completion_step_up)
        is distinct from (old.completed_by_kind, old.completed_by_id, old.completed_by_name, old.completion_step_up) and new.status <> 'completed' then
    perform refuse('IMMUTABLE', 'who sent a withdrawal is written when it is sent');
  end if;
  -- The amount to send is fixed at approval, may be fixed anew until somebody sends it, and is what was sent in the end.
  if (new.rate_fixed_at, new.rate_expires_at) is distinct from (old.rate_fixed_at, old.rate_expires_at) and not (new.status = 'approved' and old.status in ('pending', 'approved'))
     or new.crypto_amount is distinct from old.crypto_amount and not (new.status = 'approved' and old.status in ('pending', 'approved') or new.status = 'completed') then
    perform refuse('IMMUTABLE', format('the crypto amount of a withdrawal that is %s is fixed', new.status));
  end if;
  if new.status <> old.status then
    if not withdrawal_can_move(old.status, new.status) then
      perform refuse('ILLEGAL_TRANSITION', format('a withdrawal cannot go from %s to %s', old.status, new.status));
    end if;
    -- Going back after a failed payout brings no money nearer to an address: also a row that was tampered with can be taken back, and then rejected.
    if new.status in ('approved', 'processing', 'completed') and old.status <> 'processing' or new.status = 'completed' then
      if not old.is_intact then perform refuse('PAYLOAD_CHANGED', 'this withdrawal is not what was requested'); end if;
      select count(*) into approvals from withdrawal_approvals a
        where a.withdrawal_request_id = new.id and a.payload_hash = new.payload_hash
          and (not (new.requested_by_kind = 'staff' and a.staff_id = new.requested_by_id) or same_person_allowed());
      if approvals < new.required_approvals then
        perform refuse('MORE_APPROVALS_NEEDED', format('%s of %s approvals', approvals, new.required_approvals));
      end if;
    end if;
    if new.status = 'processing' then perform refuse_same_person(new, new.started_by_kind, new.started_by_id); end if;
    if new.status = 'completed' then perform refuse_same_person(new, new.completed_by_kind, new.completed_by_id); end if;
    if new.status_changed_at = old.status_changed_at then new.status_changed_at := now(); end if;
  end if;
  new.updated_at := greatest(old.updated_at, new.updated_at, now());
  return new;
end $$;
`;
