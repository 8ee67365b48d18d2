-- What explains a lost payout, as before, and:
-- - It is of the same currency and amount: a small withdrawal to the same address must not stand for a large payout. What
--   was sent may differ by what needs no second person (require_agreed_amount: 2 %).
-- - No payout of this database has paid the withdrawal: of two payouts to one address in the same transaction of the chain,
--   the one that is known has paid it.
create or replace function is_paid_by(w withdrawal_requests, l lost_payouts) returns boolean language plpgsql stable as $$
begin
  return w.status = 'completed'
    and upper(l.currency_code) = upper(w.currency_code)
    and (l.amount is null or abs(w.crypto_amount::numeric - l.amount::numeric) <= 0.02 * l.amount::numeric)
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
