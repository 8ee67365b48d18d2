import type { RelationalCheck } from '../relationalCheck.ts';

/** Whether rows that belong together exist, and whether the audit log knows what people posted. */
export const postingChecks: readonly RelationalCheck[] = [
  {
    table: 'users',
    broken: /* sql */ `
      select coalesce(u.id, b.user_id) as id, coalesce(u.id, b.user_id) as user_id,
        case when u.id is null then 'this user was deleted, its balance is left'
          else 'this user has no balance' end as problem
      from users u full join user_balances b on b.user_id = u.id
      where u.id is null or b.user_id is null`,
  },
  {
    table: 'transactions',
    broken: /* sql */ `
      select t.id, t.user_id, case
          when (t.payment_id is not null and p.id is null) or (t.suspense_item_id is not null and s.id is null)
            or (t.withdrawal_request_id is not null and w.id is null) then 'what it belongs to does not exist'
          when t.transaction_type = 'deposit' and t.payment_id is null and t.suspense_item_id is null
            then 'it is a deposit of nothing'
          when t.transaction_type = 'refund' and r.id is null then 'it refunds a charge that does not exist'
          when r.user_id <> t.user_id or w.user_id <> t.user_id then 'it belongs to another user'
          when a.id is null then 'a member of staff posted it, and the audit log does not know'
          else 'the audit log has another amount, type or user for it' end as problem
      from transactions t
      left join payments p on p.id = t.payment_id
      left join suspense_items s on s.id = t.suspense_item_id
      left join withdrawal_requests w on w.id = t.withdrawal_request_id
      left join transactions r on r.id = t.refund_of_id and r.transaction_type = 'payment'
      left join audit_log a on a.subject_kind = 'transaction' and a.subject_id = t.id::text
        and t.actor_kind = 'staff' and a.actor_kind = 'staff' and a.actor_id = t.actor_id
        and a.action like 'transactions.%'
      where (t.payment_id is not null and p.id is null) or (t.suspense_item_id is not null and s.id is null)
        or (t.withdrawal_request_id is not null and w.id is null)
        or (t.transaction_type = 'deposit' and t.payment_id is null and t.suspense_item_id is null)
        or (t.transaction_type = 'refund' and r.id is null)
        or r.user_id <> t.user_id or w.user_id <> t.user_id
        or (t.actor_kind = 'staff' and t.transaction_type not in ('deposit', 'withdrawal')
          and t.withdrawal_request_id is null and (
            a.id is null or a.after ->> 'userId' is distinct from t.user_id::text
            or a.after ->> 'type' is distinct from t.transaction_type
            or a.after ->> 'amountUsd' !~ '^-{0,1}[0-9]+(\\.[0-9]+){0,1}$'
            or (a.after ->> 'amountUsd')::numeric <> t.amount_usd::numeric
          ))`,
  },
  {
    table: 'transactions',
    broken: /* sql */ `
      select c.id, c.user_id, 'more than it was is refunded' as problem
      from transactions c join (
        select refund_of_id, sum(amount_usd::numeric) as refunded from transactions
        where refund_of_id is not null group by refund_of_id
      ) r on r.refund_of_id = c.id
      where r.refunded > -c.amount_usd::numeric`,
  },
  {
    table: 'audit_log',
    broken: /* sql */ `
      select a.id, case when a.subject_kind = 'user' and a.subject_id ~ '^[0-9a-f-]{36}$' then a.subject_id::uuid end
          as user_id, format('the %s that it is about was deleted: %s', a.subject_kind, a.subject_id) as problem
      from audit_log a
      left join users u on a.subject_kind = 'user' and u.id::text = a.subject_id
      left join payments p on a.subject_kind = 'payment' and p.id::text = a.subject_id
      left join withdrawal_requests w on a.subject_kind = 'withdrawal' and w.id::text = a.subject_id
      left join transactions t on a.subject_kind = 'transaction' and t.id::text = a.subject_id
      left join suspense_items s on a.subject_kind = 'suspense' and s.id::text = a.subject_id
      left join staff m on a.subject_kind = 'staff' and m.id::text = a.subject_id
      left join withdrawal_policies v on a.subject_kind = 'policy' and v.id::text = a.subject_id
      where a.subject_kind in ('user', 'payment', 'withdrawal', 'transaction', 'suspense', 'staff', 'policy')
        and a.subject_id ~ '^[0-9a-f]{8}-[0-9a-f-]{27}$'
        and coalesce(u.id, p.id, w.id, t.id, s.id, m.id, v.id) is null`,
  },
  {
    table: 'idempotency_keys',
    broken: /* sql */ `
      select k.resource_id as id, null::uuid as user_id,
        format('what %s created was deleted', k.procedure) as problem
      from idempotency_keys k
      left join transactions t on t.id = k.resource_id
      left join payments p on p.id = k.resource_id
      left join withdrawal_requests w on w.id = k.resource_id
      where (k.procedure like 'transactions.%' and t.id is null)
        or (k.procedure = 'payments.create' and p.id is null)
        or (k.procedure = 'withdrawals.create' and w.id is null)`,
  },
];
