-- A batch of postings in which two entries have the same place is refused: what was decided about one of them counted
-- for both, so that an entry whose idempotency key was used with another input could be posted. A repeated key without
-- a procedure or digest is a conflict. Only hand-written lists had these.
--
-- A batch that leaves out busy balances does not wait for long either for an idempotency key that another transaction
-- has claimed: it holds the balances of many users meanwhile.
create or replace function post_transactions(batch jsonb, may_wait boolean)
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
begin
  execute format(
    'alter function post_transactions(jsonb, boolean) set search_path = %I, pg_temp', current_schema()
  );
end $$;
