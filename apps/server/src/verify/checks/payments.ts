import type { RelationalCheck } from '../relationalCheck.ts';

/** Where the money came from: payments, deposits, reports of the provider and suspense. */
export const paymentChecks: readonly RelationalCheck[] = [
  {
    table: 'payments',
    broken: /* sql */ `
      select p.id, p.user_id, case
          when p.credited_amount_usd::numeric <> coalesce(t.credited, 0) then 'it says credited '
            || p.credited_amount_usd || ', the ledger has ' || coalesce(t.credited, 0)
          when p.status = 'completed' and t.credited is null then 'it is completed without a deposit'
          when t.misdirected then 'it was credited to another user'
          when t.direct > 1 then 'it was credited twice'
          when (p.suspense_amount_usd::numeric, p.returned_amount_usd::numeric, p.fee_amount_usd::numeric)
            is distinct from (coalesce(s.open, 0), coalesce(s.returned, 0), coalesce(s.fee, 0))
            then 'its amounts in suspense, returned or kept are not those of its suspense items'
          when p.status = 'completed' and p.completed_at is null then 'it is completed without a time'
          else 'what arrived is not what was credited, kept in suspense, returned or is on its way' end as problem
      from payments p
      left join (
        select t.payment_id, sum(t.amount_usd::numeric) as credited, bool_or(t.user_id <> q.user_id) as misdirected,
          count(*) filter (where t.suspense_item_id is null) as direct
        from transactions t join payments q on q.id = t.payment_id
        where t.transaction_type = 'deposit' group by t.payment_id
      ) t on t.payment_id = p.id
      left join (
        select payment_id, sum(amount_usd::numeric) filter (where status = 'open') as open,
          sum(amount_usd::numeric) filter (where status = 'returned') as returned,
          sum(amount_usd::numeric) filter (where status = 'written_off') as fee
        from suspense_items group by payment_id
      ) s on s.payment_id = p.id
      where p.credited_amount_usd::numeric <> coalesce(t.credited, 0)
        or (p.status = 'completed' and (t.credited is null or p.completed_at is null))
        or t.misdirected or t.direct > 1
        or (p.suspense_amount_usd::numeric, p.returned_amount_usd::numeric, p.fee_amount_usd::numeric)
          is distinct from (coalesce(s.open, 0), coalesce(s.returned, 0), coalesce(s.fee, 0))
        or p.actual_amount_usd::numeric <> p.in_flight_amount_usd::numeric + p.credited_amount_usd::numeric
          + p.suspense_amount_usd::numeric + p.returned_amount_usd::numeric + p.fee_amount_usd::numeric`,
  },
  {
    table: 'transactions',
    broken: /* sql */ `
      select t.id, t.user_id, case
          when p.id is null and t.suspense_item_id is null then 'its payment does not exist'
          when e.paid is null then 'neither a report of the provider nor an attestation of staff explains it'
          when e.paid < p.actual_amount::numeric then 'its payment says that more arrived than the provider reported'
          when p.pay_amount::numeric > 0
            and t.amount_usd::numeric > p.amount_usd::numeric * p.actual_amount::numeric / p.pay_amount::numeric + 0.01
            then 'it is more than what arrived was worth' end as problem
      from transactions t
      left join payments p on p.id = t.payment_id
      left join audit_log a on a.action = 'payments.markCompleted' and a.subject_kind = 'payment'
        and a.subject_id = t.payment_id::text and t.actor_kind = 'staff' and a.actor_id = t.actor_id
      left join (
        select provider_payment_id, max(case when body ->> 'actually_paid' ~ '^[0-9]{1,40}(\\.[0-9]{1,60}){0,1}$'
          then (body ->> 'actually_paid')::numeric end) as paid
        from provider_events group by provider_payment_id
      ) e on e.provider_payment_id = p.provider_payment_id
      where t.transaction_type = 'deposit' and t.suspense_item_id is null and a.id is null
        and (
          p.id is null or e.paid is null or e.paid < coalesce(p.actual_amount::numeric, 0)
          or (p.pay_amount::numeric > 0 and t.amount_usd::numeric
            > p.amount_usd::numeric * p.actual_amount::numeric / p.pay_amount::numeric + 0.01)
        )`,
  },
  {
    table: 'suspense_items',
    broken: /* sql */ `
      select s.id, s.user_id, case
          when s.payment_id is not null and p.id is null then 'its payment does not exist'
          when e.provider_payment_id is null then 'no report of the provider explains it'
          when s.status = 'credited' and t.credited is null then 'it is credited without a deposit'
          when t.credited is not null and s.status <> 'credited' then 'it was credited and is ' || s.status
          when t.credited <> s.amount_usd::numeric then 'another amount was credited'
          when t.user_id <> s.user_id or t.payment_id is distinct from s.payment_id
            then 'it was credited to another user or payment'
          else 'the audit log does not know who resolved it' end as problem
      from suspense_items s
      left join payments p on p.id = s.payment_id
      left join (select distinct provider_payment_id from provider_events) e
        on e.provider_payment_id = s.provider_payment_id
      left join (
        select suspense_item_id, sum(amount_usd::numeric) as credited, min(user_id::text)::uuid as user_id,
          min(payment_id::text)::uuid as payment_id
        from transactions where suspense_item_id is not null group by suspense_item_id
      ) t on t.suspense_item_id = s.id
      left join audit_log a on a.subject_kind = 'suspense' and a.subject_id = s.id::text
        and a.actor_id = s.resolved_by_id and a.action = case s.status
          when 'credited' then 'suspense.credit' when 'returned' then 'suspense.markReturned'
          when 'written_off' then 'suspense.writeOff' end
      left join (
        select distinct payment_id from transactions where transaction_type = 'deposit' and suspense_item_id is null
      ) direct on direct.payment_id = s.payment_id
      where (s.payment_id is not null and p.id is null)
        or e.provider_payment_id is null
        or (s.status = 'credited' and t.credited is null
          and not (s.resolved_by_kind = 'system' and direct.payment_id is not null))
        or (t.credited is not null and (s.status <> 'credited' or t.credited <> s.amount_usd::numeric
          or t.user_id is distinct from s.user_id or t.payment_id is distinct from s.payment_id))
        or (s.resolved_by_kind = 'staff' and a.id is null)
        or (s.resolved_by_kind = 'system' and t.credited is not null)`,
  },
];
