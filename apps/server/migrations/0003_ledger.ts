import type { Knex } from 'knex';

/** Withdrawals, the ledger, and the rules that tie payments, withdrawals and balances to it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(sql);
}

export async function down(): Promise<void> {
  throw new Error('migrations only go forward: restore a backup instead');
}

const sql = /* sql */ `
-- A canonical text of many values: each is written as its length in bytes, a colon and the value; null is '-'. No two lists share a text.
create function canonical(variadic fields text[]) returns text language sql immutable as $$
  select string_agg(case when field is null then '-' else octet_length(field) || ':' || field end, ',' order by position)
  from unnest(fields) with ordinality as list(field, position)
$$;
create function sha256_hex(content text) returns text language sql immutable as $$
  select encode(sha256(convert_to(content, 'UTF8')), 'hex')
$$;
create function utc_text(moment timestamptz) returns text language sql immutable as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- ---------------------------------------------------------------------------------------------------------- withdrawals
create table withdrawal_requests (
  id uuid primary key,
  user_id uuid not null references users on delete restrict,
  internal_withdrawal_id text not null unique check (internal_withdrawal_id ~ '^WD_[0-9]{14}_[0-9a-f]{8}$'),
  amount_usd usd not null check (amount_usd >= 10),
  currency_code text not null references currencies (code) on delete restrict,
  wallet_address text not null check (length(wallet_address) between 1 and 200),
  extra_id text,
  network_fee_usd usd not null check (network_fee_usd >= 0),
  service_fee_usd usd not null check (service_fee_usd >= 0),
  total_fee_usd numeric not null generated always as (network_fee_usd + service_fee_usd) stored,
  final_amount_usd numeric not null generated always as (amount_usd - network_fee_usd - service_fee_usd) stored,
  payload_hash text not null,
  crypto_amount crypto,
  status text not null default 'pending' check (status in ('pending', 'approved', 'processing', 'completed', 'rejected', 'cancelled')),
  required_approvals int not null default 1 check (required_approvals between 1 and 10),
  requested_by_kind text not null check (requested_by_kind in ('staff', 'service', 'user', 'system')),
  requested_by_id text,
  requested_by_name text,
  admin_notes text not null default '',
  transaction_hash text,
  approved_at timestamptz(3),
  processing_at timestamptz(3),
  rejected_at timestamptz(3),
  cancelled_at timestamptz(3),
  completed_at timestamptz(3),
  status_changed_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint "FEES_EXCEED_AMOUNT" check (amount_usd - network_fee_usd - service_fee_usd > 0),
  constraint completed_has_a_hash check (status <> 'completed' or (transaction_hash is not null and completed_at is not null)),
  constraint each_state_has_its_time check (
    (status not in ('approved', 'processing') or approved_at is not null) and (status <> 'rejected' or rejected_at is not null) and (status <> 'cancelled' or cancelled_at is not null))
);
create index withdrawal_requests_created on withdrawal_requests (created_at, id);
create index withdrawal_requests_user on withdrawal_requests (user_id, created_at, id);
create index withdrawal_requests_status on withdrawal_requests (status, created_at, id);
create index withdrawal_requests_currency on withdrawal_requests (currency_code, created_at, id);
create index withdrawal_requests_amount on withdrawal_requests (amount_usd, id);
create index withdrawal_requests_changed on withdrawal_requests (status_changed_at, id);
create index withdrawal_requests_address on withdrawal_requests (wallet_address);
create index withdrawal_requests_holding on withdrawal_requests (user_id) include (amount_usd) where status in ('pending', 'approved', 'processing');

create table withdrawal_approvals (
  id uuid primary key,
  withdrawal_request_id uuid not null references withdrawal_requests on delete restrict,
  staff_id text not null,
  staff_name text not null,
  note text,
  -- What the approver saw: the approval counts for this payload and no other.
  payload_hash text not null,
  created_at timestamptz(3) not null default now(),
  constraint "SAME_PERSON" unique (withdrawal_request_id, staff_id)
);
create trigger withdrawal_approvals_are_permanent before update or delete on withdrawal_approvals for each row execute function refuse_change();
create trigger withdrawal_approvals_are_not_truncated before truncate on withdrawal_approvals for each statement execute function refuse_change();
alter table withdrawal_approvals enable always trigger withdrawal_approvals_are_permanent;
alter table withdrawal_approvals enable always trigger withdrawal_approvals_are_not_truncated;

create function withdrawal_payload_hash(w withdrawal_requests) returns text language sql immutable as $$
  select sha256_hex(canonical(w.id::text, w.user_id::text, round(w.amount_usd, 2)::text, w.currency_code, w.wallet_address, w.extra_id,
    round(w.network_fee_usd, 2)::text, round(w.service_fee_usd, 2)::text))
$$;

-- The same table as WITHDRAWAL_TRANSITIONS in the types package.
create function withdrawal_can_move(from_status text, to_status text) returns boolean language sql immutable as $$
  select case from_status
    when 'pending' then to_status in ('approved', 'rejected', 'cancelled')
    when 'approved' then to_status in ('processing', 'completed', 'rejected', 'cancelled')
    when 'processing' then to_status in ('completed', 'approved')
    else false
  end
$$;

create function guard_withdrawal_insert() returns trigger language plpgsql as $$
begin
  if new.status <> 'pending' then perform refuse('ILLEGAL_TRANSITION', 'a withdrawal begins as pending'); end if;
  -- The lock makes a freeze or an anonymisation that runs at the same moment come before or after, never in between.
  perform 1 from user_balances where user_id = new.user_id for update;
  if exists (select from users where id = new.user_id and anonymized_at is not null) then
    perform refuse('USER_ANONYMIZED', 'this user was anonymised');
  end if;
  if exists (select from users where id = new.user_id and frozen_at is not null) then
    perform refuse('USER_FROZEN', 'this user is frozen');
  end if;
  new.payload_hash := withdrawal_payload_hash(new);
  return new;
end $$;

create function guard_withdrawal_update() returns trigger language plpgsql as $$
declare approvals int;
begin
  if (new.id, new.user_id, new.internal_withdrawal_id, new.amount_usd, new.currency_code, new.wallet_address, new.extra_id, new.network_fee_usd, new.service_fee_usd,
      new.payload_hash, new.required_approvals, new.requested_by_kind, new.requested_by_id, new.requested_by_name, new.created_at)
     is distinct from
     (old.id, old.user_id, old.internal_withdrawal_id, old.amount_usd, old.currency_code, old.wallet_address, old.extra_id, old.network_fee_usd, old.service_fee_usd,
      old.payload_hash, old.required_approvals, old.requested_by_kind, old.requested_by_id, old.requested_by_name, old.created_at) then
    perform refuse('IMMUTABLE', 'what was requested cannot change after it was submitted');
  end if;
  if old.status in ('completed', 'rejected', 'cancelled')
     and (new.status, new.transaction_hash, new.crypto_amount, new.approved_at, new.processing_at, new.rejected_at, new.cancelled_at, new.completed_at, new.status_changed_at)
     is distinct from
     (old.status, old.transaction_hash, old.crypto_amount, old.approved_at, old.processing_at, old.rejected_at, old.cancelled_at, old.completed_at, old.status_changed_at) then
    perform refuse('ILLEGAL_TRANSITION', format('a withdrawal that is %s is closed', old.status));
  end if;
  if new.status <> old.status then
    if not withdrawal_can_move(old.status, new.status) then
      perform refuse('ILLEGAL_TRANSITION', format('a withdrawal cannot go from %s to %s', old.status, new.status));
    end if;
    if new.status in ('approved', 'processing', 'completed') then
      select count(*) into approvals from withdrawal_approvals a
        where a.withdrawal_request_id = new.id and a.payload_hash = new.payload_hash
          and not (new.requested_by_kind = 'staff' and a.staff_id = new.requested_by_id);
      if approvals < new.required_approvals then
        perform refuse('MORE_APPROVALS_NEEDED', format('%s of %s approvals', approvals, new.required_approvals));
      end if;
    end if;
    if new.status_changed_at = old.status_changed_at then new.status_changed_at := now(); end if;
  end if;
  new.updated_at := greatest(old.updated_at, new.updated_at, now());
  return new;
end $$;

-- A request holds its amount from the moment it exists until it is closed.
create function hold_withdrawals() returns trigger language plpgsql as $$
declare
  was numeric := 0;
  will numeric := 0;
begin
  if tg_op = 'UPDATE' and old.status in ('pending', 'approved', 'processing') then was := old.amount_usd; end if;
  if new.status in ('pending', 'approved', 'processing') then will := new.amount_usd; end if;
  if was <> will then
    update user_balances set held_usd = held_usd + will - was, updated_at = greatest(updated_at, now()) where user_id = new.user_id;
  end if;
  return null;
end $$;

create trigger withdrawal_requests_begin before insert on withdrawal_requests for each row execute function guard_withdrawal_insert();
create trigger withdrawal_requests_guard before update on withdrawal_requests for each row execute function guard_withdrawal_update();
create trigger withdrawal_requests_hold after insert or update on withdrawal_requests for each row execute function hold_withdrawals();
create trigger withdrawal_requests_are_permanent before delete on withdrawal_requests for each row execute function refuse_change();
create trigger withdrawal_requests_are_not_truncated before truncate on withdrawal_requests for each statement execute function refuse_change();
alter table withdrawal_requests enable always trigger withdrawal_requests_begin;
alter table withdrawal_requests enable always trigger withdrawal_requests_guard;
alter table withdrawal_requests enable always trigger withdrawal_requests_hold;
alter table withdrawal_requests enable always trigger withdrawal_requests_are_permanent;
alter table withdrawal_requests enable always trigger withdrawal_requests_are_not_truncated;

-- ----------------------------------------------------------------------------------------------------------- the ledger
create table transactions (
  id uuid primary key,
  user_id uuid not null references user_balances (user_id) on delete restrict,
  seq bigint not null,
  transaction_type text not null check (transaction_type in ('deposit', 'withdrawal', 'payment', 'refund', 'fee', 'bonus', 'adjustment')),
  amount_usd usd not null,
  balance_after usd not null check (balance_after >= 0),
  payment_id uuid references payments on delete restrict,
  withdrawal_request_id uuid references withdrawal_requests on delete restrict,
  suspense_item_id uuid references suspense_items on delete restrict,
  refund_of_id uuid references transactions on delete restrict,
  description text not null default '',
  metadata jsonb not null default '{}',
  actor_kind text not null check (actor_kind in ('staff', 'service', 'user', 'system')),
  actor_id text,
  actor_name text,
  prev_hash text not null,
  hash text not null,
  created_at timestamptz(3) not null,
  unique (user_id, seq),
  constraint sign_fits_type check (case
    when transaction_type in ('deposit', 'refund', 'bonus') then amount_usd > 0
    when transaction_type in ('withdrawal', 'payment', 'fee') then amount_usd < 0
    else amount_usd <> 0 end),
  constraint links_fit_type check (
    (transaction_type = 'deposit') = (payment_id is not null or suspense_item_id is not null)
    and (transaction_type <> 'withdrawal' or withdrawal_request_id is not null)
    and (withdrawal_request_id is null or transaction_type in ('withdrawal', 'fee'))
    and (transaction_type = 'refund') = (refund_of_id is not null)),
  constraint adjustments_are_signed_and_explained check (transaction_type <> 'adjustment' or (actor_kind = 'staff' and actor_id is not null and length(description) >= 3))
);
-- A payment is credited at most once, ever; a suspense item at most once; a withdrawal is paid and its fee taken at most once.
create unique index transactions_one_credit_per_payment on transactions (payment_id) where transaction_type = 'deposit' and suspense_item_id is null;
create unique index transactions_one_credit_per_suspense_item on transactions (suspense_item_id) where suspense_item_id is not null;
create unique index transactions_one_posting_per_withdrawal on transactions (withdrawal_request_id, transaction_type) where withdrawal_request_id is not null;
create index transactions_payment on transactions (payment_id) where payment_id is not null;
create index transactions_refunds on transactions (refund_of_id) where refund_of_id is not null;
create index transactions_created on transactions (created_at, id);
create index transactions_user on transactions (user_id, created_at, id);
create index transactions_type on transactions (transaction_type, created_at, id);
create index transactions_amount on transactions (amount_usd, id);
create index transactions_description on transactions using gin (description gin_trgm_ops);

create function transaction_hash(t transactions) returns text language sql immutable as $$
  select sha256_hex(canonical(t.id::text, t.user_id::text, t.seq::text, t.transaction_type, round(t.amount_usd, 2)::text, round(t.balance_after, 2)::text,
    t.payment_id::text, t.withdrawal_request_id::text, t.suspense_item_id::text, t.refund_of_id::text, t.description, t.metadata::text,
    t.actor_kind, t.actor_id, t.actor_name, utc_text(t.created_at), t.prev_hash))
$$;

-- Every posting passes here: the user's balance row is locked, the new balance checked, the row numbered and chained.
-- Whatever the statement says about seq, balance_after, prev_hash and hash is overwritten.
create function chain_transaction() returns trigger language plpgsql as $$
declare
  b user_balances%rowtype;
  charge transactions%rowtype;
  refunded numeric;
begin
  select * into b from user_balances where user_id = new.user_id for update;
  if not found then perform refuse('NOT_FOUND', 'no such user'); end if;

  new.created_at := coalesce(new.created_at, clock_timestamp());
  if new.created_at > clock_timestamp() + interval '5 minutes' then perform refuse('INVALID_INPUT', 'a transaction cannot lie in the future'); end if;
  new.created_at := greatest(new.created_at, b.last_transaction_at);
  new.metadata := coalesce(new.metadata, '{}');
  new.seq := b.last_seq + 1;
  new.balance_after := b.balance_usd + new.amount_usd;

  if new.amount_usd < 0 and new.balance_after < b.held_usd then
    perform refuse('INSUFFICIENT_FUNDS', format('available is %s, asked was %s', round(b.balance_usd - b.held_usd, 2), round(-new.amount_usd, 2)));
  end if;
  if new.transaction_type = 'payment' and exists (select from users where id = new.user_id and frozen_at is not null) then
    perform refuse('USER_FROZEN', 'this user is frozen');
  end if;
  if new.transaction_type = 'refund' then
    select * into charge from transactions where id = new.refund_of_id;
    if charge.transaction_type is distinct from 'payment' or charge.user_id <> new.user_id then
      perform refuse('NOT_A_CHARGE', 'only a charge of the same user can be refunded');
    end if;
    select coalesce(sum(amount_usd), 0) into refunded from transactions where refund_of_id = new.refund_of_id;
    if refunded + new.amount_usd > -charge.amount_usd then
      perform refuse('REFUND_EXCEEDS_CHARGE', format('%s of %s is refunded already', round(refunded, 2), round(-charge.amount_usd, 2)));
    end if;
  end if;

  new.prev_hash := b.last_hash;
  new.hash := transaction_hash(new);
  return new;
end $$;

create function move_balance() returns trigger language plpgsql as $$
begin
  update user_balances set
    balance_usd = new.balance_after,
    total_deposited = total_deposited + case when new.transaction_type = 'deposit' then new.amount_usd else 0 end,
    total_withdrawn = total_withdrawn - case when new.transaction_type = 'withdrawal' then new.amount_usd else 0 end,
    last_seq = new.seq, last_hash = new.hash, last_transaction_at = new.created_at, updated_at = greatest(updated_at, new.created_at)
  where user_id = new.user_id;
  return null;
end $$;

create trigger transactions_chain before insert on transactions for each row execute function chain_transaction();
create trigger transactions_move_balance after insert on transactions for each row execute function move_balance();
create trigger transactions_are_permanent before update or delete on transactions for each row execute function refuse_change();
create trigger transactions_are_not_truncated before truncate on transactions for each statement execute function refuse_change();
alter table transactions enable always trigger transactions_chain;
alter table transactions enable always trigger transactions_move_balance;
alter table transactions enable always trigger transactions_are_permanent;
alter table transactions enable always trigger transactions_are_not_truncated;

-- The balance changes in no other way: an update is right only if the ledger's last row says the same.
create function guard_balance() returns trigger language plpgsql as $$
declare
  t transactions%rowtype;
  held numeric;
begin
  if tg_op = 'INSERT' then
    if new.balance_usd <> 0 or new.held_usd <> 0 or new.total_deposited <> 0 or new.total_withdrawn <> 0 or new.last_seq <> 0 or new.last_hash <> '' or new.last_transaction_at is not null then
      perform refuse('IMMUTABLE', 'a balance begins at zero');
    end if;
    return new;
  end if;
  if (new.user_id, new.created_at) is distinct from (old.user_id, old.created_at) then
    perform refuse('IMMUTABLE', 'a balance belongs to its user');
  end if;
  if (new.balance_usd, new.total_deposited, new.total_withdrawn, new.last_seq, new.last_hash, new.last_transaction_at)
     is distinct from (old.balance_usd, old.total_deposited, old.total_withdrawn, old.last_seq, old.last_hash, old.last_transaction_at) then
    select * into t from transactions where user_id = new.user_id and seq = new.last_seq;
    if not found or new.last_seq <> old.last_seq + 1 or t.hash <> new.last_hash or t.created_at <> new.last_transaction_at
       or new.balance_usd <> t.balance_after or new.balance_usd <> old.balance_usd + t.amount_usd
       or new.total_deposited <> old.total_deposited + (case when t.transaction_type = 'deposit' then t.amount_usd else 0 end)
       or new.total_withdrawn <> old.total_withdrawn - (case when t.transaction_type = 'withdrawal' then t.amount_usd else 0 end) then
      perform refuse('IMMUTABLE', 'a balance changes only by a transaction');
    end if;
  end if;
  if new.held_usd <> old.held_usd then
    select coalesce(sum(amount_usd), 0) into held from withdrawal_requests where user_id = new.user_id and status in ('pending', 'approved', 'processing');
    if new.held_usd <> held then perform refuse('IMMUTABLE', 'what is held follows from the open withdrawals'); end if;
  end if;
  return new;
end $$;
create trigger user_balances_guard before insert or update on user_balances for each row execute function guard_balance();
create trigger user_balances_are_permanent before delete on user_balances for each row execute function refuse_change();
create trigger user_balances_are_not_truncated before truncate on user_balances for each statement execute function refuse_change();
alter table user_balances enable always trigger user_balances_guard;
alter table user_balances enable always trigger user_balances_are_permanent;
alter table user_balances enable always trigger user_balances_are_not_truncated;

-- One round trip: claims the idempotency key (if any), posts, and returns the row. A repeat returns the first row.
create function post_transaction(
  new_id uuid, for_user uuid, of_type text, amount numeric, why text, facts jsonb, for_payment uuid, for_withdrawal uuid, for_suspense_item uuid, refund_of uuid,
  by_kind text, by_id text, by_name text, at timestamptz, idempotency_scope text, idempotency_key text, called_procedure text, digest text
) returns setof transactions language plpgsql as $$
declare claimed idempotency_keys%rowtype;
begin
  if idempotency_key is not null then
    insert into idempotency_keys (scope, key, procedure, input_digest, resource_id) values (idempotency_scope, idempotency_key, called_procedure, digest, new_id) on conflict do nothing;
    if not found then
      select * into claimed from idempotency_keys k where k.scope = idempotency_scope and k.key = idempotency_key;
      if claimed.procedure <> called_procedure or claimed.input_digest <> digest then
        perform refuse('IDEMPOTENCY_CONFLICT', 'this idempotency key was used with another input');
      end if;
      return query select * from transactions where id = claimed.resource_id;
      return;
    end if;
  end if;
  return query insert into transactions (id, user_id, transaction_type, amount_usd, description, metadata, payment_id, withdrawal_request_id, suspense_item_id, refund_of_id,
      actor_kind, actor_id, actor_name, created_at)
    values (new_id, for_user, of_type, amount, coalesce(why, ''), coalesce(facts, '{}'), for_payment, for_withdrawal, for_suspense_item, refund_of, by_kind, by_id, by_name, at)
    returning *;
end $$;

-- ------------------------------------------------------------------------------------------------- the books must agree
-- Checked when the database transaction commits, so that the steps of one verb may come in any order.
create function check_payment_books() returns trigger language plpgsql as $$
declare
  of_payment uuid;
  p payments%rowtype;
  credited numeric;
  suspended numeric;
  returned numeric;
  written_off numeric;
begin
  if tg_table_name = 'payments' then of_payment := new.id; else of_payment := new.payment_id; end if;
  if of_payment is null then return null; end if;
  select * into p from payments where id = of_payment;
  select coalesce(sum(amount_usd), 0) into credited from transactions where payment_id = of_payment and transaction_type = 'deposit';
  select coalesce(sum(amount_usd) filter (where status = 'open'), 0), coalesce(sum(amount_usd) filter (where status = 'returned'), 0),
         coalesce(sum(amount_usd) filter (where status = 'written_off'), 0)
    into suspended, returned, written_off from suspense_items where payment_id = of_payment;
  if p.credited_amount_usd <> credited or p.suspense_amount_usd <> suspended or p.returned_amount_usd <> returned or p.fee_amount_usd <> written_off then
    perform refuse('BOOKS_DISAGREE', format('payment %s says credited %s, suspense %s, returned %s, fee %s; the books say %s, %s, %s, %s', p.internal_payment_id,
      p.credited_amount_usd, p.suspense_amount_usd, p.returned_amount_usd, p.fee_amount_usd, credited, suspended, returned, written_off));
  end if;
  if exists (select from transactions where payment_id = of_payment and user_id <> p.user_id) then
    perform refuse('BOOKS_DISAGREE', format('payment %s was credited to another user', p.internal_payment_id));
  end if;
  return null;
end $$;

create function check_suspense_books() returns trigger language plpgsql as $$
declare
  of_item uuid;
  item suspense_items%rowtype;
  credited numeric;
begin
  if tg_table_name = 'suspense_items' then of_item := new.id; else of_item := new.suspense_item_id; end if;
  if of_item is null then return null; end if;
  select * into item from suspense_items where id = of_item;
  select sum(amount_usd) into credited from transactions where suspense_item_id = of_item;
  if (item.status = 'credited' and credited is distinct from item.amount_usd) or (item.status <> 'credited' and credited is not null) then
    -- An item that a later report of its own payment settles is covered by that payment's single credit.
    if not (item.status = 'credited' and item.resolved_by_kind = 'system' and credited is null
      and exists (select from transactions where payment_id = item.payment_id and transaction_type = 'deposit' and suspense_item_id is null)) then
      perform refuse('BOOKS_DISAGREE', format('suspense item %s is %s, credited was %s', of_item, item.status, coalesce(credited, 0)));
    end if;
  end if;
  if exists (select from transactions where suspense_item_id = of_item and (user_id is distinct from item.user_id or payment_id is distinct from item.payment_id)) then
    perform refuse('BOOKS_DISAGREE', format('suspense item %s was credited to another user or payment', of_item));
  end if;
  return null;
end $$;

create function check_withdrawal_books() returns trigger language plpgsql as $$
declare
  of_withdrawal uuid;
  w withdrawal_requests%rowtype;
  paid numeric;
  taken numeric;
begin
  if tg_table_name = 'withdrawal_requests' then of_withdrawal := new.id; else of_withdrawal := new.withdrawal_request_id; end if;
  if of_withdrawal is null then return null; end if;
  select * into w from withdrawal_requests where id = of_withdrawal;
  select coalesce(-sum(amount_usd) filter (where transaction_type = 'withdrawal'), 0), coalesce(-sum(amount_usd) filter (where transaction_type = 'fee'), 0)
    into paid, taken from transactions where withdrawal_request_id = of_withdrawal;
  if (w.status = 'completed' and (paid <> w.final_amount_usd or taken <> w.total_fee_usd)) or (w.status <> 'completed' and (paid <> 0 or taken <> 0)) then
    perform refuse('BOOKS_DISAGREE', format('withdrawal %s is %s; paid %s, fee %s', w.internal_withdrawal_id, w.status, paid, taken));
  end if;
  if exists (select from transactions where withdrawal_request_id = of_withdrawal and user_id <> w.user_id) then
    perform refuse('BOOKS_DISAGREE', format('withdrawal %s was taken from another user', w.internal_withdrawal_id));
  end if;
  return null;
end $$;

create constraint trigger payments_agree after insert or update on payments deferrable initially deferred for each row execute function check_payment_books();
create constraint trigger transactions_agree_with_payment after insert on transactions deferrable initially deferred for each row when (new.payment_id is not null) execute function check_payment_books();
create constraint trigger suspense_agrees_with_payment after insert or update on suspense_items deferrable initially deferred for each row when (new.payment_id is not null) execute function check_payment_books();
create constraint trigger suspense_agrees_with_ledger after insert or update on suspense_items deferrable initially deferred for each row execute function check_suspense_books();
create constraint trigger transactions_agree_with_suspense after insert on transactions deferrable initially deferred for each row when (new.suspense_item_id is not null) execute function check_suspense_books();
create constraint trigger withdrawals_agree after insert or update on withdrawal_requests deferrable initially deferred for each row execute function check_withdrawal_books();
create constraint trigger transactions_agree_with_withdrawal after insert on transactions deferrable initially deferred for each row when (new.withdrawal_request_id is not null) execute function check_withdrawal_books();
alter table payments enable always trigger payments_agree;
alter table transactions enable always trigger transactions_agree_with_payment;
alter table suspense_items enable always trigger suspense_agrees_with_payment;
alter table suspense_items enable always trigger suspense_agrees_with_ledger;
alter table transactions enable always trigger transactions_agree_with_suspense;
alter table withdrawal_requests enable always trigger withdrawals_agree;
alter table transactions enable always trigger transactions_agree_with_withdrawal;
`;
