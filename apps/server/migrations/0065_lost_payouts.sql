-- A withdrawal that was recorded as paid explains one payout from before a restore, and no second one: the provider may
-- pay several in one transaction of the chain, of which each has taken the amount from another balance.

alter table lost_payouts
  add column withdrawal_request_id uuid references withdrawal_requests on delete restrict,
  add constraint lost_payouts_one_for_each_withdrawal unique (withdrawal_request_id);

-- The transaction is the same, however it is spelled, and so is the address, if the provider says it.
create function is_paid_by(w withdrawal_requests, l lost_payouts) returns boolean language plpgsql stable as $$
begin
  return w.status = 'completed'
    and (l.address is null or lower(l.address) = lower(w.wallet_address))
    and (lower(w.transaction_hash) = lower(l.transaction_hash)
      or w.transaction_hash_key = transaction_hash_key(
        (select network from currencies where code = l.currency_code), l.transaction_hash
      ));
end $$;

create function is_lost_payout_unexplained(l lost_payouts) returns boolean language plpgsql stable as $$
begin
  return l.settled_at is null
    and l.withdrawal_request_id is null
    and l.provider_status not in ('rejected', 'cancelled', 'canceled');
end $$;

-- When the payout is found, or its transaction: a withdrawal may have been recorded with it before.
create function explain_lost_payout() returns trigger language plpgsql as $$
begin
  if is_lost_payout_unexplained(new) and new.transaction_hash is not null then
    select w.id into new.withdrawal_request_id
    from withdrawal_requests w
    where (lower(w.transaction_hash) = lower(new.transaction_hash)
        or w.transaction_hash_key = transaction_hash_key(
          (select network from currencies where code = new.currency_code), new.transaction_hash
        ))
      and is_paid_by(w, new)
      and not exists (select from lost_payouts o where o.withdrawal_request_id = w.id)
    limit 1;
  end if;
  return new;
end $$;

-- When the withdrawal is recorded as paid. It waits for a search that is being recorded, which would not see it.
create function explain_by_withdrawal() returns trigger language plpgsql as $$
begin
  if exists (select from desk_restores where payouts_searched_at is null)
     or exists (select from lost_payouts l where is_lost_payout_unexplained(l)) then
    perform pg_advisory_xact_lock_shared(hashtextextended('lost_payouts', 0));
    update lost_payouts set withdrawal_request_id = new.id
    where id = (
      select l.id from lost_payouts l
      where is_lost_payout_unexplained(l) and is_paid_by(new, l)
      order by (l.amount::numeric = new.crypto_amount::numeric) desc nulls last, l.found_at, l.id
      limit 1
      for update
    );
  end if;
  return null;
end $$;

create or replace function guard_lost_payout() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - array['provider_status', 'transaction_hash', 'settled_at', 'settled_by', 'settled_note',
       'withdrawal_request_id', 'origin_mac']
     is distinct from
     to_jsonb(old) - array['provider_status', 'transaction_hash', 'settled_at', 'settled_by', 'settled_note',
       'withdrawal_request_id', 'origin_mac']
     or (old.settled_at is not null
       and (new.settled_at, new.settled_by, new.settled_note)
         is distinct from (old.settled_at, old.settled_by, old.settled_note))
     or (old.withdrawal_request_id is not null
       and new.withdrawal_request_id is distinct from old.withdrawal_request_id)
     or (new.withdrawal_request_id is distinct from old.withdrawal_request_id
       and not exists (
         select from withdrawal_requests w where w.id = new.withdrawal_request_id and is_paid_by(w, new)
       )) then
    perform raise_domain_error('IMMUTABLE', 'what the provider has from the lost time cannot be rewritten');
  end if;
  return new;
end $$;

create trigger lost_payouts_explained before insert or update of transaction_hash on lost_payouts
  for each row execute function explain_lost_payout();
create trigger withdrawal_requests_explain after update of status on withdrawal_requests
  for each row when (new.status = 'completed' and old.status <> 'completed')
  execute function explain_by_withdrawal();
alter table lost_payouts enable always trigger lost_payouts_explained;
alter table withdrawal_requests enable always trigger withdrawal_requests_explain;

-- Those that are there, one after the other: each takes a withdrawal that no other one has.
update lost_payouts set transaction_hash = transaction_hash;

-- Neither stopped at the provider, nor recorded as a withdrawal of its own, nor settled by a person.
create or replace function is_lost_payout_open(l lost_payouts) returns boolean language plpgsql stable as $$
begin
  return l.settled_at is null
    and l.provider_status not in ('rejected', 'cancelled', 'canceled')
    and not exists (
      select from withdrawal_requests w where w.id = l.withdrawal_request_id and is_paid_by(w, l)
    );
end $$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'is_paid_by(withdrawal_requests, lost_payouts)', 'is_lost_payout_unexplained(lost_payouts)',
    'explain_lost_payout()', 'explain_by_withdrawal()', 'guard_lost_payout()', 'is_lost_payout_open(lost_payouts)'
  ]::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
