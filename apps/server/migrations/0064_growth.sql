-- Whether money has arrived for a payment, and whether it was credited: both answers of both filters are read by an
-- index. An index of a condition would be needed for each.
create index payments_received on payments (((actual_amount_usd > 0)::int), created_at, id);
create index payments_credited on payments (((credited_amount_usd > 0)::int), created_at, id);

-- Idempotency keys are removed by age. What they protect from is a call that is repeated; those of the last 30 days stay.
create index idempotency_keys_created on idempotency_keys (created_at);

create function guard_key_removal() returns trigger language plpgsql as $$
begin
  if old.created_at > clock_timestamp() - interval '30 days' then
    perform raise_domain_error('IMMUTABLE', 'idempotency keys are kept for at least 30 days');
  end if;
  return old;
end $$;

do $$ begin
  execute format('alter function guard_key_removal() set search_path = %I, pg_temp', current_schema());
end $$;

drop trigger idempotency_keys_are_permanent on idempotency_keys;
create trigger idempotency_keys_are_permanent before update on idempotency_keys
  for each row execute function prevent_change();
create trigger idempotency_keys_removal before delete on idempotency_keys
  for each row execute function guard_key_removal();
alter table idempotency_keys enable always trigger idempotency_keys_are_permanent;
alter table idempotency_keys enable always trigger idempotency_keys_removal;
