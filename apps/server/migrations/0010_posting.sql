-- Idempotency keys, and the one statement that claims a key and posts.

-- One row per key that a caller sent with a money mutation. The scope names the caller.
create table idempotency_keys (
  scope text not null,
  key text not null check (length(key) between 1 and 200),
  procedure text not null,
  input_digest text not null,
  resource_id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (scope, key)
);

create trigger idempotency_keys_are_permanent before update or delete on idempotency_keys
  for each row execute function prevent_change();
create trigger idempotency_keys_are_not_truncated before truncate on idempotency_keys
  for each statement execute function prevent_change();
alter table idempotency_keys enable always trigger idempotency_keys_are_permanent;
alter table idempotency_keys enable always trigger idempotency_keys_are_not_truncated;

-- One round trip: claims the idempotency key (if any), posts, and returns the row. A repeat returns the first
-- row.
create function post_transaction(
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
  digest text
) returns setof transactions language plpgsql as $$
declare
  claimed idempotency_keys%rowtype;
begin
  if idempotency_key is not null then
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
      suspense_item_id, refund_of_id, actor_kind, actor_id, actor_name, created_at
    ) values (
      new_id, for_user, of_type, amount, coalesce(why, ''), coalesce(facts, '{}'), for_payment,
      for_withdrawal, for_suspense_item, refund_of, by_kind, by_id, by_name, at
    )
    returning *;
end $$;
