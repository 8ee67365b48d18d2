import type { RelationalCheck } from '../relationalCheck.ts';

/** Whether another person has approved a credit of staff: an applied request for it, and for no less. */
const isApproved = (transaction: string) => /* sql */ `exists (
  select from change_requests c
  where c.status = 'applied' and c.maker_id::text = ${transaction}.actor_id
    and c.amount_usd::numeric >= ${transaction}.amount_usd::numeric
    and (
      (c.result_kind = 'transaction' and c.result_id = ${transaction}.id::text)
      or (c.result_kind = 'suspense' and c.result_id = ${transaction}.suspense_item_id::text)
      or (c.result_kind = 'payment' and c.result_id = ${transaction}.payment_id::text)
    )
)`;

/** What one person or one API key credited: counted within their limits, or approved by another person. */
export const countedCreditChecks: readonly RelationalCheck[] = [
  {
    table: 'transactions',
    // Since the desk has a real provider.
    broken: /* sql */ `
      select t.id, t.user_id, 'one person credited it alone: neither counted within their limits, nor approved' as problem
      from transactions t
      left join solo_credits s on s.resource_id = t.id and s.staff_id::text = t.actor_id and s.released_at is null
        and s.amount_usd::numeric >= t.amount_usd::numeric
      where t.actor_kind = 'staff' and t.amount_usd::numeric > 0 and s.id is null
        and t.created_at >= (select min(d.recorded_at) from desk_settings d where not d.simulated)
        and not ${isApproved('t')}`,
  },
  {
    table: 'transactions',
    broken: /* sql */ `
      select t.id, t.user_id, 'an API key with limits credited it, and it was not counted' as problem
      from transactions t
      join api_keys k on k.id::text = t.actor_id
        and jsonb_typeof(k.limits -> ('transactions.' || t.transaction_type)) = 'object'
      left join api_key_uses u on u.resource_id = t.id and u.api_key_id = k.id and u.released_at is null
        and u.action = 'transactions.' || t.transaction_type and u.amount_usd::numeric >= t.amount_usd::numeric
      where t.actor_kind = 'service' and t.transaction_type in ('bonus', 'refund') and u.id is null
        and t.created_at >= (select min(d.recorded_at) from desk_settings d)`,
  },
  {
    table: 'solo_credits',
    broken: /* sql */ `
      select s.id, t.user_id, case when t.id is null then 'what it counts does not exist'
          else 'it counts another amount, or another person, than was credited' end as problem
      from solo_credits s left join transactions t on t.id = s.resource_id
      where s.resource_id is not null and (
        t.id is null or t.actor_kind <> 'staff' or t.actor_id is distinct from s.staff_id::text
        or t.amount_usd::numeric <> s.amount_usd::numeric
      )`,
  },
  {
    table: 'solo_credits',
    broken: /* sql */ `
      select b.id, null::uuid as user_id, 'more than one person may credit alone in 24 hours' as problem
      from (
        select s.id, s.created_at, s.amount_usd::numeric as amount, sum(s.amount_usd::numeric) over (
            partition by s.staff_id order by s.created_at range between interval '24 hours' preceding and current row
          ) as total
        from solo_credits s where s.resource_id is not null
      ) b
      join lateral (
        select d.solo_credit_usd::numeric as most from desk_settings d
        where d.recorded_at <= b.created_at order by d.seq desc limit 1
      ) d on b.amount > d.most or b.total > 5 * d.most`,
  },
];
