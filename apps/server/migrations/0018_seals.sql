-- Global seals: every few seconds one row seals all new users, payments, suspense movements, withdrawals, approvals and
-- transactions, signed with a key that is not in the database. Who owns the database can delete rows or build chains
-- again; the seals, and their heads outside of the database, show it.

-- What waits for its seal. Written by triggers, emptied by the sealer.
create table seal_queue (
  kind text not null,
  row_id uuid not null,
  -- Rows of database transactions below the oldest running one are complete.
  txid xid8 not null default pg_current_xact_id()
);

create table ledger_seals (
  seq bigint primary key check (seq >= 1),
  prev_hash text not null,
  merkle_root text not null check (merkle_root ~ '^[0-9a-f]{64}$'),
  -- What the seal covers, in the order of the tree.
  leaf_kinds text[] not null,
  leaf_ids uuid[] not null,
  -- Of this seal and all before it: rows, and the sum of the transactions, which is the total of all balances.
  total_rows bigint not null check (total_rows >= 0),
  total_balance_usd usd not null,
  sealed_at timestamptz(3) not null,
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  -- Ed25519 over the hash, and which key signed it.
  signature text not null,
  key_id text not null,
  check (cardinality(leaf_kinds) = cardinality(leaf_ids) and cardinality(leaf_ids) between 1 and 10000)
);

create function enqueue_for_seal() returns trigger language plpgsql as $$
begin
  insert into seal_queue (kind, row_id, txid) values (tg_argv[0], new.id, pg_current_xact_id());
  return null;
end $$;

create function guard_ledger_seal() returns trigger language plpgsql as $$
declare
  last ledger_seals%rowtype;
begin
  select * into last from ledger_seals order by seq desc limit 1;
  if new.seq <> coalesce(last.seq, 0) + 1 or new.prev_hash <> coalesce(last.hash, '') then
    perform raise_domain_error('IMMUTABLE', 'a seal continues the last one');
  end if;
  return new;
end $$;

create trigger ledger_seals_guard before insert on ledger_seals
  for each row execute function guard_ledger_seal();
create trigger ledger_seals_are_permanent before update or delete on ledger_seals
  for each row execute function prevent_change();
create trigger ledger_seals_are_not_truncated before truncate on ledger_seals
  for each statement execute function prevent_change();
alter table ledger_seals enable always trigger ledger_seals_guard;
alter table ledger_seals enable always trigger ledger_seals_are_permanent;
alter table ledger_seals enable always trigger ledger_seals_are_not_truncated;

create trigger users_sealed after insert on users
  for each row execute function enqueue_for_seal('user');
create trigger payments_sealed after insert on payments
  for each row execute function enqueue_for_seal('payment');
create trigger suspense_items_sealed after insert on suspense_items
  for each row execute function enqueue_for_seal('suspense_opened');
create trigger suspense_items_resolved_sealed after insert on suspense_items
  for each row when (new.status <> 'open') execute function enqueue_for_seal('suspense_resolved');
create trigger suspense_items_resolution_sealed after update on suspense_items
  for each row when (old.status = 'open' and new.status <> 'open')
  execute function enqueue_for_seal('suspense_resolved');
create trigger withdrawal_requests_sealed after insert on withdrawal_requests
  for each row execute function enqueue_for_seal('withdrawal');
create trigger withdrawal_approvals_sealed after insert on withdrawal_approvals
  for each row execute function enqueue_for_seal('approval');
create trigger transactions_sealed after insert on transactions
  for each row execute function enqueue_for_seal('transaction');
alter table users enable always trigger users_sealed;
alter table payments enable always trigger payments_sealed;
alter table suspense_items enable always trigger suspense_items_sealed;
alter table suspense_items enable always trigger suspense_items_resolved_sealed;
alter table suspense_items enable always trigger suspense_items_resolution_sealed;
alter table withdrawal_requests enable always trigger withdrawal_requests_sealed;
alter table withdrawal_approvals enable always trigger withdrawal_approvals_sealed;
alter table transactions enable always trigger transactions_sealed;

-- What a desk has from before.
insert into seal_queue (kind, row_id)
  select 'user', id from users
  union all select 'payment', id from payments
  union all select 'suspense_opened', id from suspense_items
  union all select 'suspense_resolved', id from suspense_items where status <> 'open'
  union all select 'withdrawal', id from withdrawal_requests
  union all select 'approval', id from withdrawal_approvals
  union all select 'transaction', id from transactions;
