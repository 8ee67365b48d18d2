-- The value of what is in suspense can be withdrawn while it is unresolved: the provider has reported less, or
-- another asset, since. Whoever credits it then enters the value. What arrived stays as it was reported first.
create or replace function guard_suspense_update() returns trigger language plpgsql as $$
begin
  if old.status <> 'open' then
    perform raise_domain_error('SUSPENSE_RESOLVED', format('this suspense item is %s already', old.status));
  end if;
  if (new.id, new.reason, new.payment_id, new.provider_payment_id, new.currency_code, new.amount,
      new.evidence, new.created_at)
     is distinct from
     (old.id, old.reason, old.payment_id, old.provider_payment_id, old.currency_code, old.amount,
      old.evidence, old.created_at)
     or (old.amount_usd <> 0 and new.amount_usd <> old.amount_usd
       and not (new.amount_usd = 0 and new.status = 'open'))
     or (old.user_id is not null and new.user_id is distinct from old.user_id) then
    perform raise_domain_error('IMMUTABLE', 'what arrived cannot be rewritten');
  end if;
  return new;
end $$;

do $$
begin
  execute format('alter function guard_suspense_update() set search_path = %I, pg_temp', current_schema());
end $$;
