-- Many postings in one statement: each succeeds or is refused alone, by the same rules as one that is posted by itself.
-- What a posting writes beside its row is written once for all rows of a statement.

-- ---------------------------------------------------------------------------------------------------- rules
-- Why a posting is refused, as reason and message; null: it is not. Single postings and batches ask the same functions.
-- `balance`: before this posting. `refunded_beside`: refunds of the same charge that are decided but not inserted yet.
create function posting_refusal(
  of_type text, amount numeric, at timestamptz, balance numeric, held numeric, is_frozen boolean
) returns text[] language plpgsql as $$
begin
  if at > clock_timestamp() + interval '5 minutes' then
    return array['INVALID_INPUT', 'a transaction cannot be in the future'];
  end if;
  if amount < 0 and balance + amount < held then
    return array[
      'INSUFFICIENT_FUNDS', format('available is %s, requested was %s', round(balance - held, 2), round(-amount, 2))
    ];
  end if;
  if of_type = 'payment' and is_frozen then
    return array['USER_FROZEN', 'this user is frozen'];
  end if;
  return null;
end $$;

create function refund_refusal(of_user uuid, charge_id uuid, amount numeric, refunded_beside numeric) returns text[]
language plpgsql as $$
declare
  charge transactions%rowtype;
  refunded numeric;
begin
  select * into charge from transactions where id = charge_id;
  if charge.transaction_type is distinct from 'payment' or charge.user_id <> of_user then
    return array['NOT_A_CHARGE', 'only a charge of the same user can be refunded'];
  end if;
  select coalesce(sum(amount_usd), 0) + refunded_beside into refunded from transactions where refund_of_id = charge_id;
  if refunded + amount > -charge.amount_usd then
    return array[
      'REFUND_EXCEEDS_CHARGE',
      format('%s of %s is refunded already', round(refunded, 2), round(-charge.amount_usd, 2))
    ];
  end if;
  return null;
end $$;

-- ----------------------------------------------------------------------------------------------------- hash
-- The same text as `canonical` writes, without running a query for each posting. An id has 36 characters and a time 24;
-- columns that are never null need no other form.
create or replace function transaction_hash(t transactions) returns text language sql immutable as $$
  select sha256_hex(
    '36:' || t.id || ',36:' || t.user_id
    || ',' || length(t.seq::text) || ':' || t.seq
    || ',' || octet_length(t.transaction_type) || ':' || t.transaction_type
    || ',' || length(round(t.amount_usd, 2)::text) || ':' || round(t.amount_usd, 2)
    || ',' || length(round(t.balance_after, 2)::text) || ':' || round(t.balance_after, 2)
    || ',' || coalesce('36:' || t.payment_id, '-') || ',' || coalesce('36:' || t.withdrawal_request_id, '-')
    || ',' || coalesce('36:' || t.suspense_item_id, '-') || ',' || coalesce('36:' || t.refund_of_id, '-')
    || ',' || octet_length(t.description) || ':' || t.description
    || ',' || octet_length(t.metadata::text) || ':' || t.metadata
    || ',' || octet_length(t.actor_kind) || ':' || t.actor_kind
    || ',' || coalesce(octet_length(t.actor_id) || ':' || t.actor_id, '-')
    || ',' || coalesce(octet_length(t.actor_name) || ':' || t.actor_name, '-')
    || ',24:' || utc_text(t.created_at)
    || ',' || octet_length(t.prev_hash) || ':' || t.prev_hash
    || coalesce(',' || octet_length(t.order_id) || ':' || t.order_id, '')
  )
$$;

-- --------------------------------------------------------------------------------------------------- ledger
-- As before, and rows that the same statement has inserted already for this user are counted: their balance moves when
-- the statement ends.
create or replace function chain_transaction() returns trigger language plpgsql as $$
declare
  b user_balances%rowtype;
  before record;
  refusal text[];
begin
  select * into b from user_balances where user_id = new.user_id for update;
  if not found then perform raise_domain_error('NOT_FOUND', 'no such user'); end if;
  select seq, balance_after, hash, created_at into before from transactions
    where user_id = new.user_id and seq > b.last_seq order by seq desc limit 1;
  if found then
    b.last_seq := before.seq;
    b.balance_usd := before.balance_after;
    b.last_hash := before.hash;
    b.last_transaction_at := before.created_at;
  end if;

  new.created_at := coalesce(new.created_at, clock_timestamp());
  refusal := posting_refusal(
    new.transaction_type, new.amount_usd, new.created_at, b.balance_usd, b.held_usd,
    new.transaction_type = 'payment'
      and exists (select from users where id = new.user_id and frozen_at is not null)
  );
  if refusal is null and new.transaction_type = 'refund' then
    refusal := refund_refusal(new.user_id, new.refund_of_id, new.amount_usd, 0);
  end if;
  if refusal is not null then perform raise_domain_error(refusal[1], refusal[2]); end if;

  new.created_at := greatest(new.created_at, b.last_transaction_at);
  new.metadata := coalesce(new.metadata, '{}');
  new.seq := b.last_seq + 1;
  new.balance_after := b.balance_usd + new.amount_usd;
  new.prev_hash := b.last_hash;
  new.hash := transaction_hash(new);
  return new;
end $$;

-- Once for each user of a statement. Rows of balances are found by their index, whatever was known of the table when
-- the session began.
create or replace function move_balance() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  update user_balances b set
    balance_usd = moved.balance_after,
    total_deposited = b.total_deposited + moved.deposited,
    total_withdrawn = b.total_withdrawn + moved.withdrawn,
    last_seq = moved.seq,
    last_hash = moved.hash,
    last_transaction_at = moved.created_at,
    updated_at = greatest(b.updated_at, moved.created_at)
  from (
    select user_id, max(seq) as seq, max(created_at) as created_at,
      (array_agg(balance_after order by seq desc))[1] as balance_after,
      (array_agg(hash order by seq desc))[1] as hash,
      coalesce(sum(amount_usd) filter (where transaction_type = 'deposit'), 0) as deposited,
      -coalesce(sum(amount_usd) filter (where transaction_type = 'withdrawal'), 0) as withdrawn
    from inserted group by user_id
  ) moved
  where b.user_id = moved.user_id;
  return null;
end $$;

-- An update of a balance is accepted only if it counts all rows of the ledger behind the last one that it counted.
create or replace function guard_balance() returns trigger language plpgsql as $$
declare
  t transactions%rowtype;
  added record;
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
       or new.last_seq <= old.last_seq
       or t.hash <> new.last_hash
       or t.created_at <> new.last_transaction_at
       or new.balance_usd <> t.balance_after then
      perform raise_domain_error('IMMUTABLE', 'a balance changes only by a transaction');
    end if;
    select count(*) as rows, sum(amount_usd) as amount,
      coalesce(sum(amount_usd) filter (where transaction_type = 'deposit'), 0) as deposited,
      coalesce(sum(amount_usd) filter (where transaction_type = 'withdrawal'), 0) as withdrawn
      into added from transactions
      where user_id = new.user_id and seq > old.last_seq and seq <= new.last_seq;
    if added.rows <> new.last_seq - old.last_seq
       or new.balance_usd <> old.balance_usd + added.amount
       or new.total_deposited <> old.total_deposited + added.deposited
       or new.total_withdrawn <> old.total_withdrawn - added.withdrawn then
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

create or replace function emit_transaction_event() returns trigger language plpgsql as $$
begin
  insert into event_outbox (type, resource_type, resource_id, user_id)
    select 'transaction.created', 'transaction', id::text, user_id from inserted order by user_id, seq;
  return null;
end $$;

create function enqueue_transactions_for_seal() returns trigger language plpgsql as $$
begin
  insert into seal_queue (kind, row_id) select 'transaction', id from inserted;
  return null;
end $$;

drop trigger transactions_move_balance on transactions;
drop trigger transactions_events on transactions;
drop trigger transactions_sealed on transactions;
create trigger transactions_move_balance after insert on transactions
  referencing new table as inserted for each statement execute function move_balance();
create trigger transactions_events after insert on transactions
  referencing new table as inserted for each statement execute function emit_transaction_event();
create trigger transactions_sealed after insert on transactions
  referencing new table as inserted for each statement execute function enqueue_transactions_for_seal();
alter table transactions enable always trigger transactions_move_balance;
alter table transactions enable always trigger transactions_events;
alter table transactions enable always trigger transactions_sealed;

-- ------------------------------------------------------------------------------------------------- one posting
-- As before, but the balance is locked before the idempotency key is claimed: batches lock in the same order.
create or replace function post_transaction(
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
    perform from user_balances where user_id = for_user for update;
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

-- ----------------------------------------------------------------------------------------------- many postings
-- Posts the entries of a list, of each user in the order of their places 1, 2, 3 …, and answers for each place: the
-- posted row, or the first one of a repeated idempotency key; or the reason of its refusal; or BUSY, when another
-- transaction has the user's balance and `may_wait` is false: nothing is decided about that entry then.
--
-- First all balances are locked, in the order of the users' ids, then everything is decided by what has been committed
-- by then, then the keys of accepted entries are claimed, then all are inserted. The triggers check each row again; what
-- they refuse fails the whole statement, and its caller posts the entries one by one. A statement that leaves out busy
-- balances does not wait for long either for a key that another transaction has claimed: it holds the balances of many.
create function post_transactions(batch jsonb, may_wait boolean)
returns table (place int, reason text, detail text, posted transactions)
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  users_of_batch uuid[] := array(
    select distinct (e.value ->> 'userId')::uuid from jsonb_array_elements(batch) e
  );
  locked uuid[];
  n int := 1;
  p record;
  current_user_id uuid;
  balance numeric;
  charges uuid[];
  refunds numeric[];
  refusal text[];
  row_id uuid;
  is_accepted boolean[] := array_fill(false, array[jsonb_array_length(batch)]);
  places int[] := '{}';
  reasons text[] := '{}';
  details text[] := '{}';
  ids uuid[] := '{}';
  keys_to_claim int := 0;
  keys_claimed int;
begin
  -- A place that two entries had would let the decision about one of them stand for both.
  if (select count(distinct q.place) filter (where q.place between 1 and jsonb_array_length(batch))
      from jsonb_to_recordset(batch) as q (place int)) <> jsonb_array_length(batch) then
    perform raise_domain_error('INVALID_INPUT', 'the places of a batch are 1, 2, 3 … without a gap');
  end if;
  if may_wait then
    locked := array(
      select l.user_id from (
        select user_id from user_balances where user_id = any(users_of_batch) order by user_id for update
      ) l
    );
  else
    perform set_config('lock_timeout', '1s', true);
    locked := array(
      select l.user_id from (
        select user_id from user_balances where user_id = any(users_of_batch) order by user_id
        for update skip locked
      ) l
    );
  end if;

  for p in
    select q.place, q.id, q."userId" as user_id, q."transactionType" as transaction_type, q."amountUsd" as amount,
      q."refundOfId" as refund_of_id, q.at, q.key, q.procedure, q.digest,
      b.user_id is not null as has_balance, b.balance_usd, b.held_usd, u.frozen_at is not null as is_frozen,
      k.resource_id as first_id, k.procedure as first_procedure, k.input_digest as first_digest
    from jsonb_to_recordset(batch) as q (
      place int, id uuid, "userId" uuid, "transactionType" text, "amountUsd" numeric, "refundOfId" uuid,
      at timestamptz, scope text, key text, procedure text, digest text
    )
    left join user_balances b on b.user_id = q."userId"
    left join users u on u.id = q."userId"
    left join idempotency_keys k on k.scope = q.scope and k.key = q.key
    order by q."userId", q.place
  loop
    if p.user_id is distinct from current_user_id then
      current_user_id := p.user_id;
      balance := p.balance_usd;
      charges := '{}';
      refunds := '{}';
      -- Both lists are in the order of the users' ids.
      while locked[n] < p.user_id loop n := n + 1; end loop;
    end if;
    refusal := null;
    row_id := null;
    if p.has_balance and locked[n] is distinct from p.user_id then
      refusal := array['BUSY', null];
    elsif p.first_id is not null then
      if p.first_procedure is distinct from p.procedure or p.first_digest is distinct from p.digest then
        refusal := array['IDEMPOTENCY_CONFLICT', 'this idempotency key was used with another input'];
      else
        row_id := p.first_id;
      end if;
    elsif not p.has_balance then
      refusal := array['NOT_FOUND', 'no such user'];
    else
      refusal := posting_refusal(p.transaction_type, p.amount, p.at, balance, p.held_usd, p.is_frozen);
      if refusal is null and p.transaction_type = 'refund' then
        refusal := refund_refusal(
          p.user_id, p.refund_of_id, p.amount,
          (select coalesce(sum(r.amount), 0) from unnest(charges, refunds) r (id, amount) where r.id = p.refund_of_id)
        );
        charges := charges || p.refund_of_id;
        refunds := refunds || case when refusal is null then p.amount else 0 end;
      end if;
      if refusal is null then
        row_id := p.id;
        balance := balance + p.amount;
        is_accepted[p.place] := true;
        keys_to_claim := keys_to_claim + (p.key is not null)::int;
      end if;
    end if;
    places := places || p.place;
    reasons := reasons || refusal[1];
    details := details || refusal[2];
    ids := ids || row_id;
  end loop;

  insert into idempotency_keys (scope, key, procedure, input_digest, resource_id)
    select q.scope, q.key, q.procedure, q.digest, q.id
    from jsonb_to_recordset(batch) as q (place int, id uuid, scope text, key text, procedure text, digest text)
    where q.key is not null and is_accepted[q.place]
    order by q.scope, q.key
    on conflict do nothing;
  get diagnostics keys_claimed = row_count;
  -- Twice in the list, or claimed by another user's call at this moment.
  if keys_claimed <> keys_to_claim then
    raise exception using errcode = 'PD001', message = 'an idempotency key was claimed meanwhile';
  end if;

  insert into transactions (
    id, user_id, transaction_type, amount_usd, description, metadata, refund_of_id, actor_kind, actor_id, actor_name,
    created_at, order_id, origin_mac
  )
    select q.id, q."userId", q."transactionType", q."amountUsd", q.description, q.metadata, q."refundOfId",
      q."actorKind", q."actorId", q."actorName", q.at, q."orderId", q.proof
    from jsonb_to_recordset(batch) as q (
      place int, id uuid, "userId" uuid, "transactionType" text, "amountUsd" numeric, description text,
      metadata jsonb, "refundOfId" uuid, "actorKind" text, "actorId" text, "actorName" text, at timestamptz,
      "orderId" text, proof text
    )
    where is_accepted[q.place]
    order by q."userId", q.place;

  return query
    select d.place, d.reason, d.detail, t
    from unnest(places, reasons, details, ids) as d (place, reason, detail, id)
    left join transactions t on t.id = d.id;
end $$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'move_balance()', 'enqueue_transactions_for_seal()', 'post_transactions(jsonb, boolean)',
    'refund_refusal(uuid, uuid, numeric, numeric)'
  ]::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
