-- The ledger: every posting is a row of `transactions`, numbered and hash-chained per user, and a balance
-- changes only by a posting.

-- -------------------------------------------------------------------------------------------------- balances
create table user_balances (
  user_id uuid primary key references users on delete restrict,
  balance_usd usd not null default 0,
  held_usd usd not null default 0,
  total_deposited usd not null default 0,
  total_withdrawn usd not null default 0,
  last_seq bigint not null default 0 check (last_seq >= 0),
  last_hash text not null default '',
  last_transaction_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint "INSUFFICIENT_FUNDS" check (held_usd >= 0 and held_usd <= balance_usd)
);
create index user_balances_balance on user_balances (balance_usd, user_id);
create index user_balances_held on user_balances (held_usd, user_id);
create index user_balances_deposited on user_balances (total_deposited, user_id);
create index user_balances_withdrawn on user_balances (total_withdrawn, user_id);
create index user_balances_recent on user_balances (coalesce(last_transaction_at, '-infinity'), user_id);
create index user_balances_created on user_balances (created_at, user_id);

-- The balance row is created with the user: a lock on a row that does not exist yet would lock nothing.
create function open_balance() returns trigger language plpgsql as $$
begin
  insert into user_balances (user_id, created_at, updated_at) values (new.id, new.created_at, new.created_at);
  return null;
end $$;

create trigger users_open_balance after insert on users
  for each row execute function open_balance();
alter table users enable always trigger users_open_balance;

-- ---------------------------------------------------------------------------------------------- transactions
create table transactions (
  id uuid primary key,
  user_id uuid not null references user_balances (user_id) on delete restrict,
  seq bigint not null,
  transaction_type text not null check (transaction_type in (
    'deposit', 'withdrawal', 'payment', 'refund', 'fee', 'bonus', 'adjustment'
  )),
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
  constraint sign_fits_type check (
    case
      when transaction_type in ('deposit', 'refund', 'bonus') then amount_usd > 0
      when transaction_type in ('withdrawal', 'payment', 'fee') then amount_usd < 0
      else amount_usd <> 0
    end
  ),
  constraint links_fit_type check (
    (transaction_type = 'deposit') = (payment_id is not null or suspense_item_id is not null)
    and (transaction_type <> 'withdrawal' or withdrawal_request_id is not null)
    and (withdrawal_request_id is null or transaction_type in ('withdrawal', 'fee'))
    and (transaction_type = 'refund') = (refund_of_id is not null)
  ),
  constraint adjustments_are_signed_and_explained check (
    transaction_type <> 'adjustment'
    or (actor_kind = 'staff' and actor_id is not null and length(description) >= 3)
  )
);
-- A payment is credited at most once, ever; a suspense item at most once; a withdrawal is paid and its fee
-- charged at most once.
create unique index transactions_one_credit_per_payment on transactions (payment_id)
  where transaction_type = 'deposit' and suspense_item_id is null;
create unique index transactions_one_credit_per_suspense_item on transactions (suspense_item_id)
  where suspense_item_id is not null;
create unique index transactions_one_posting_per_withdrawal
  on transactions (withdrawal_request_id, transaction_type)
  where withdrawal_request_id is not null;
create index transactions_payment on transactions (payment_id) where payment_id is not null;
create index transactions_refunds on transactions (refund_of_id) where refund_of_id is not null;
create index transactions_created on transactions (created_at, id);
create index transactions_user on transactions (user_id, created_at, id);
create index transactions_type on transactions (transaction_type, created_at, id);
create index transactions_amount on transactions (amount_usd, id);
create index transactions_description on transactions using gin (description gin_trgm_ops);

create function transaction_hash(t transactions) returns text language sql immutable as $$
  select sha256_hex(canonical(
    t.id::text, t.user_id::text, t.seq::text, t.transaction_type, round(t.amount_usd, 2)::text,
    round(t.balance_after, 2)::text, t.payment_id::text, t.withdrawal_request_id::text,
    t.suspense_item_id::text, t.refund_of_id::text, t.description, t.metadata::text, t.actor_kind, t.actor_id,
    t.actor_name, utc_text(t.created_at), t.prev_hash
  ))
$$;

-- Every posting goes through here: the user's balance row is locked, the new balance checked, the row
-- numbered and chained. Whatever the statement says about seq, balance_after, prev_hash and hash is
-- overwritten.
create function chain_transaction() returns trigger language plpgsql as $$
declare
  b user_balances%rowtype;
  charge transactions%rowtype;
  refunded numeric;
begin
  select * into b from user_balances where user_id = new.user_id for update;
  if not found then perform raise_domain_error('NOT_FOUND', 'no such user'); end if;

  new.created_at := coalesce(new.created_at, clock_timestamp());
  if new.created_at > clock_timestamp() + interval '5 minutes' then
    perform raise_domain_error('INVALID_INPUT', 'a transaction cannot be in the future');
  end if;
  new.created_at := greatest(new.created_at, b.last_transaction_at);
  new.metadata := coalesce(new.metadata, '{}');
  new.seq := b.last_seq + 1;
  new.balance_after := b.balance_usd + new.amount_usd;

  if new.amount_usd < 0 and new.balance_after < b.held_usd then
    perform raise_domain_error(
      'INSUFFICIENT_FUNDS',
      format(
        'available is %s, requested was %s', round(b.balance_usd - b.held_usd, 2), round(-new.amount_usd, 2)
      )
    );
  end if;
  if new.transaction_type = 'payment'
     and exists (select from users where id = new.user_id and frozen_at is not null) then
    perform raise_domain_error('USER_FROZEN', 'this user is frozen');
  end if;
  if new.transaction_type = 'refund' then
    select * into charge from transactions where id = new.refund_of_id;
    if charge.transaction_type is distinct from 'payment' or charge.user_id <> new.user_id then
      perform raise_domain_error('NOT_A_CHARGE', 'only a charge of the same user can be refunded');
    end if;
    select coalesce(sum(amount_usd), 0) into refunded from transactions where refund_of_id = new.refund_of_id;
    if refunded + new.amount_usd > -charge.amount_usd then
      perform raise_domain_error(
        'REFUND_EXCEEDS_CHARGE',
        format('%s of %s is refunded already', round(refunded, 2), round(-charge.amount_usd, 2))
      );
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
    total_deposited = total_deposited
      + case when new.transaction_type = 'deposit' then new.amount_usd else 0 end,
    total_withdrawn = total_withdrawn
      - case when new.transaction_type = 'withdrawal' then new.amount_usd else 0 end,
    last_seq = new.seq,
    last_hash = new.hash,
    last_transaction_at = new.created_at,
    updated_at = greatest(updated_at, new.created_at)
  where user_id = new.user_id;
  return null;
end $$;

create trigger transactions_chain before insert on transactions
  for each row execute function chain_transaction();
create trigger transactions_move_balance after insert on transactions
  for each row execute function move_balance();
create trigger transactions_are_permanent before update or delete on transactions
  for each row execute function prevent_change();
create trigger transactions_are_not_truncated before truncate on transactions
  for each statement execute function prevent_change();
alter table transactions enable always trigger transactions_chain;
alter table transactions enable always trigger transactions_move_balance;
alter table transactions enable always trigger transactions_are_permanent;
alter table transactions enable always trigger transactions_are_not_truncated;

-- ----------------------------------------------------------------------------------------- balances, guarded
-- An update of a balance is accepted only if the ledger's last row says the same.
create function guard_balance() returns trigger language plpgsql as $$
declare
  t transactions%rowtype;
  held numeric;
begin
  if tg_op = 'INSERT' then
    if new.balance_usd <> 0 or new.held_usd <> 0 or new.total_deposited <> 0 or new.total_withdrawn <> 0
       or new.last_seq <> 0 or new.last_hash <> '' or new.last_transaction_at is not null then
      perform raise_domain_error('IMMUTABLE', 'a balance starts at zero');
    end if;
    return new;
  end if;
  if (new.user_id, new.created_at) is distinct from (old.user_id, old.created_at) then
    perform raise_domain_error('IMMUTABLE', 'the owner of a balance cannot change');
  end if;
  if (new.balance_usd, new.total_deposited, new.total_withdrawn, new.last_seq, new.last_hash,
      new.last_transaction_at)
     is distinct from
     (old.balance_usd, old.total_deposited, old.total_withdrawn, old.last_seq, old.last_hash,
      old.last_transaction_at) then
    select * into t from transactions where user_id = new.user_id and seq = new.last_seq;
    if not found
       or new.last_seq <> old.last_seq + 1
       or t.hash <> new.last_hash
       or t.created_at <> new.last_transaction_at
       or new.balance_usd <> t.balance_after
       or new.balance_usd <> old.balance_usd + t.amount_usd
       or new.total_deposited <> old.total_deposited
          + (case when t.transaction_type = 'deposit' then t.amount_usd else 0 end)
       or new.total_withdrawn <> old.total_withdrawn
          - (case when t.transaction_type = 'withdrawal' then t.amount_usd else 0 end) then
      perform raise_domain_error('IMMUTABLE', 'a balance changes only by a transaction');
    end if;
  end if;
  if new.held_usd <> old.held_usd then
    select coalesce(sum(amount_usd), 0) into held from withdrawal_requests
      where user_id = new.user_id and status in ('pending', 'approved', 'processing');
    if new.held_usd <> held then
      perform raise_domain_error('IMMUTABLE', 'the held amount is the sum of the open withdrawals');
    end if;
  end if;
  return new;
end $$;

create trigger user_balances_guard before insert or update on user_balances
  for each row execute function guard_balance();
create trigger user_balances_are_permanent before delete on user_balances
  for each row execute function prevent_change();
create trigger user_balances_are_not_truncated before truncate on user_balances
  for each statement execute function prevent_change();
alter table user_balances enable always trigger user_balances_guard;
alter table user_balances enable always trigger user_balances_are_permanent;
alter table user_balances enable always trigger user_balances_are_not_truncated;
