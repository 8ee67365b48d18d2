-- As before, and a withdrawal that a payout of this database has paid explains no other one: of two payouts to one address
-- in the same transaction of the chain, the one that the database knows has paid it.
create or replace function is_paid_by(w withdrawal_requests, l lost_payouts) returns boolean language plpgsql stable as $$
begin
  return w.status = 'completed'
    and (l.address is null or lower(l.address) = lower(w.wallet_address))
    and (lower(w.transaction_hash) = lower(l.transaction_hash)
      or w.transaction_hash_key = transaction_hash_key(
        (select network from currencies where code = l.currency_code), l.transaction_hash
      ))
    and not exists (select from payouts p where p.withdrawal_request_id = w.id and p.status = 'finished');
end $$;

do $$ begin
  execute format(
    'alter function is_paid_by(withdrawal_requests, lost_payouts) set search_path = %I, pg_temp', current_schema()
  );
end $$;
