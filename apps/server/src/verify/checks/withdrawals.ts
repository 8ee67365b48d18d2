import { ROLE_PERMISSIONS, STAFF_ROLES, type Permission } from '@paydesk/types';
import { AUDITED_STEPS } from '../../auditChain/auditedSteps.ts';
import type { RelationalCheck } from '../relationalCheck.ts';

/** The roles that have a permission, as a list for SQL. */
const rolesWith = (permission: Permission) =>
  STAFF_ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission))
    .map((role) => `'${role}'`)
    .join(', ');

/** The role that a member of staff had at a time, as far as the audit log recorded its changes. */
const roleAt = (staff: string, time: string) => /* sql */ `coalesce(
  (select r.after ->> 'role' from audit_log r where r.action = 'staff.setRole' and r.subject_kind = 'staff'
    and r.subject_id = ${staff}.id::text and r.created_at <= ${time} order by r.created_at desc, r.id desc limit 1),
  (select r.before ->> 'role' from audit_log r where r.action = 'staff.setRole' and r.subject_kind = 'staff'
    and r.subject_id = ${staff}.id::text and r.created_at > ${time} order by r.created_at, r.id limit 1),
  ${staff}.role
)`;

/** Whether the policy that was in force at a time let one person do everything. */
const samePersonAllowed = (time: string) => /* sql */ `coalesce((
  select v.rules ->> 'allowSamePerson' = 'true' from withdrawal_policies v
  where v.created_at <= ${time} order by v.version desc limit 1
), false)`;

/**
 * Whether a person made or approved a recent credit to the user of a withdrawal, by the policy that was in force at a
 * time. Until one was published the rule holds for desks with a real provider, since it was introduced.
 */
const isCreditor = (person: string, time: string) => /* sql */ `(
  not ${samePersonAllowed(time)} and exists (
    select from (
      select t.actor_id as person from transactions t where ${isRecentCredit(time)}
      union all
      select a.staff_id::text from transactions t
        join change_requests r on r.status = 'applied' and (r.result_id, r.result_kind) in
          ((t.id::text, 'transaction'), (t.payment_id::text, 'payment'), (t.suspense_item_id::text, 'suspense'))
        join change_request_approvals a on a.change_request_id = r.id
        where ${isRecentCredit(time)}
    ) c where c.person = ${person}
  )
)`;

const isRecentCredit = (time: string) => /* sql */ `t.user_id = w.user_id and t.actor_kind = 'staff'
  and t.amount_usd > 0 and t.created_at <= w.created_at
  and t.created_at > w.created_at - make_interval(days => ${creditorDays(time)})`;

const creditorDays = (time: string) => /* sql */ `coalesce(
  (select coalesce((v.rules ->> 'creditorDays')::int, 0) from withdrawal_policies v
    where v.created_at <= ${time} order by v.version desc limit 1),
  case when ${time} > (select min(migration_time) from knex_migrations where name like '0033\\_%')
    and exists (select from desk_settings f where not f.simulated and f.recorded_at <= ${time}) then 7 else 0 end
)`;

/** Rows from before passkeys and evidence were required are not judged by it. */
const RULE_SINCE = /* sql */ `coalesce(
  (select min(migration_time) from knex_migrations where name like '0020\\_%'), '-infinity'
)`;

/**
 * Why the evidence of a step is less than what was required then; null: nothing is wrong. The times of the policy are
 * the desk's, those of the audit log and of the recorded settings are the database's own.
 */
const evidenceFault = (step: {
  /** `none` or a kind of second factor. */
  kind: string;
  amountUsd: string;
  at: string;
  /** Of the audit entry of the step. */
  recordedAt: string;
}) => /* sql */ `case
  when ${step.recordedAt} is null or ${step.recordedAt} < ${RULE_SINCE} then null
  when ${step.kind} = 'none' and exists (
    select from desk_settings f where not f.simulated and f.recorded_at <= ${step.recordedAt}
  ) then 'it has no second factor'
  when ${step.kind} in ('totp', 'recovery_code') and ${step.amountUsd}::numeric >= coalesce(
    (select (v.rules -> 'approvals' -> -1 ->> 'fromUsd')::numeric from withdrawal_policies v
      where v.created_at <= ${step.at} order by v.version desc limit 1),
    (select f.second_approval_usd::numeric from desk_settings f
      where f.recorded_at <= ${step.recordedAt} order by f.seq desc limit 1)
  ) then 'its amount needs a passkey, and it has a code only' end`;

/** When the audit log recorded a step of a person; null: it does not know it. */
const recordedAt = (withdrawal: string, action: string, person: string) => /* sql */ `(
  select max(e.recorded_at) from audit_log e where e.subject_kind = 'withdrawal' and e.subject_id = ${withdrawal}::text
    and e.action = '${action}' and e.actor_id = ${person}
)`;

const approvalFault = evidenceFault({
  kind: 'p.step_up_kind',
  amountUsd: 'w.amount_usd',
  at: 'p.created_at',
  recordedAt: recordedAt('w.id', 'withdrawals.approve', 'p.staff_id'),
});

const payoutFault = evidenceFault({
  kind: 'o.step_up_kind',
  amountUsd: 'w.amount_usd',
  at: 'o.created_at',
  recordedAt: recordedAt('w.id', 'withdrawals.payOut', 'o.ordered_by_id'),
});

/** What the provider has paid has the evidence of its order. */
const completionFault = evidenceFault({
  kind: `coalesce(w.completion_step_up ->> 'kind', 'none')`,
  amountUsd: 'w.amount_usd',
  at: 'w.completed_at',
  recordedAt: recordedAt('w.id', 'withdrawals.complete', 'w.completed_by_id'),
});

/** Who let money out: withdrawals, approvals, payouts, the policy. */
export const withdrawalChecks: readonly RelationalCheck[] = [
  {
    table: 'withdrawal_requests',
    broken: /* sql */ `
      select w.id, w.user_id, case
          when u.id is null then 'its user does not exist'
          when a.id is null then 'the audit log has no request for it'
          when a.after ->> 'payloadHash' <> w.payload_hash then 'the audit log has another hash for the request'
          when (coalesce(t.paid, 0), coalesce(t.fee, 0)) is distinct from case w.status
            when 'completed' then (w.amount_usd::numeric - w.network_fee_usd::numeric - w.service_fee_usd::numeric,
              w.network_fee_usd::numeric + w.service_fee_usd::numeric)
            else (0::numeric, 0::numeric) end
            then format('it is %s; the ledger has paid %s and fee %s', w.status, coalesce(t.paid, 0), coalesce(t.fee, 0))
          when w.status in ('approved', 'processing', 'completed') and coalesce(v.approvals, 0) < w.required_approvals
            then format('it is %s with %s of %s approvals', w.status, coalesce(v.approvals, 0), w.required_approvals)
          when w.required_approvals < d.required_approvals
            then 'it needs fewer approvals than the policy decided when it was made'
          when not exists (
            select from staff m where m.id::text = w.completed_by_id and w.completed_by_kind = 'staff'
          ) then 'no member of staff paid it out'
          else 'the audit log does not know who paid it out' end as problem
      from withdrawal_requests w
      left join users u on u.id = w.user_id
      left join audit_log a on a.action = 'withdrawals.create' and a.subject_kind = 'withdrawal'
        and a.subject_id = w.id::text
      left join (
        select withdrawal_request_id, -sum(amount_usd::numeric) filter (where transaction_type = 'withdrawal') as paid,
          -sum(amount_usd::numeric) filter (where transaction_type = 'fee') as fee
        from transactions where withdrawal_request_id is not null group by withdrawal_request_id
      ) t on t.withdrawal_request_id = w.id
      left join (
        select p.withdrawal_request_id, count(*) as approvals
        from withdrawal_approvals p join withdrawal_requests q
          on q.id = p.withdrawal_request_id and q.payload_hash = p.payload_hash
        join staff m on m.id::text = p.staff_id
        where exists (
          select from audit_log g where g.action = 'withdrawals.approve' and g.subject_kind = 'withdrawal'
            and g.subject_id = p.withdrawal_request_id::text and g.actor_kind = 'staff' and g.actor_id = p.staff_id
        )
        group by p.withdrawal_request_id
      ) v on v.withdrawal_request_id = w.id
      left join (
        select withdrawal_request_id, max(required_approvals) as required_approvals from withdrawal_decisions
        where moment = 'create' and outcome <> 'stop' group by withdrawal_request_id
      ) d on d.withdrawal_request_id = w.id
      where u.id is null or a.id is null or a.after ->> 'payloadHash' <> w.payload_hash
        or (coalesce(t.paid, 0), coalesce(t.fee, 0)) is distinct from case w.status
          when 'completed' then (w.amount_usd::numeric - w.network_fee_usd::numeric - w.service_fee_usd::numeric,
            w.network_fee_usd::numeric + w.service_fee_usd::numeric)
          else (0::numeric, 0::numeric) end
        or (w.status in ('approved', 'processing', 'completed') and coalesce(v.approvals, 0) < w.required_approvals)
        or w.required_approvals < d.required_approvals
        or (w.status = 'completed' and (
          w.completed_by_kind is distinct from 'staff'
          or not exists (select from staff m where m.id::text = w.completed_by_id)
          or not exists (
            select from audit_log g where g.subject_kind = 'withdrawal' and g.subject_id = w.id::text
              and g.action = 'withdrawals.complete'
          )
        ))`,
  },
  {
    table: 'withdrawal_approvals',
    broken: /* sql */ `
      select * from (
        select p.id, w.user_id, case
            when w.id is null then 'its withdrawal does not exist'
            when m.id is null then 'no member of staff has this id'
            when p.payload_hash <> w.payload_hash then 'it is for something else than the withdrawal says'
            when m.deactivated_at < p.created_at and not exists (
              select from audit_log r where r.action = 'staff.reactivate' and r.subject_id = p.staff_id
                and r.created_at > m.deactivated_at
            ) then 'this member of staff was deactivated before'
            when ${roleAt('m', 'p.created_at')} not in (${rolesWith('withdrawals.approve')})
              then 'this member of staff could not approve then'
            when not exists (
              select from audit_log g where g.action = 'withdrawals.approve' and g.subject_kind = 'withdrawal'
                and g.subject_id = p.withdrawal_request_id::text and g.actor_kind = 'staff' and g.actor_id = p.staff_id
            ) then 'the audit log does not know it'
            when ${approvalFault} is not null then ${approvalFault}
            when w.requested_by_kind = 'staff' and w.requested_by_id = p.staff_id
              and not ${samePersonAllowed('p.created_at')} then 'who requested the withdrawal approved it'
            when w.completed_by_id = p.staff_id and not ${samePersonAllowed('w.completed_at')}
              then 'who approved the withdrawal paid it out'
            when ${isCreditor('p.staff_id', 'p.created_at')}
              then 'who made or approved a recent credit to the user approved it' end as problem
        from withdrawal_approvals p
        left join withdrawal_requests w on w.id = p.withdrawal_request_id
        left join staff m on m.id::text = p.staff_id
      ) found where problem is not null`,
  },
  {
    table: 'withdrawal_requests',
    broken: /* sql */ `
      select * from (
        select w.id, w.user_id, ${completionFault} as problem
        from withdrawal_requests w
        where w.status = 'completed' and not (w.completion_step_up is null and exists (
          select from payouts o where o.withdrawal_request_id = w.id and o.status = 'finished'
        ))
      ) found where problem is not null`,
  },
  {
    table: 'withdrawal_requests',
    broken: /* sql */ `
      select w.id, w.user_id, 'its amount in crypto is not the one that the audit log has' as problem
      from withdrawal_requests w join (
        select distinct on (subject_id) subject_id, after from audit_log
        where subject_kind = 'withdrawal' and action = any('{${AUDITED_STEPS.join(',')}}')
          and after -> 'cryptoAmount' is not null
        order by subject_id, recorded_at desc nulls last, created_at desc, id desc
      ) a on a.subject_id = w.id::text
      where (a.after ->> 'cryptoAmount')::numeric is distinct from w.crypto_amount::numeric
        or (a.after ->> 'rateExpiresAt')::timestamptz is distinct from w.rate_expires_at`,
  },
  {
    table: 'withdrawal_requests',
    broken: /* sql */ `
      select w.id, w.user_id, 'who made or approved a recent credit to the user paid it out' as problem
      from withdrawal_requests w
      where w.status = 'completed' and ${isCreditor('w.completed_by_id', 'w.completed_at')}
        and not exists (select from payouts o where o.withdrawal_request_id = w.id and o.status = 'finished')`,
  },
  {
    table: 'payouts',
    broken: /* sql */ `
      select * from (
        select o.id, w.user_id, case
            when w.id is null then 'its withdrawal does not exist'
            when (o.payload_hash, o.currency_code, o.address, o.extra_id)
              is distinct from (w.payload_hash, w.currency_code, w.wallet_address, w.extra_id)
              then 'it is not what was approved'
            when o.status in ('sent', 'finished') and o.crypto_amount::numeric is distinct from w.crypto_amount::numeric
              then 'it is not the amount that was approved'
            when m.id is null then 'no member of staff ordered it'
            when ${roleAt('m', 'o.created_at')} not in (${rolesWith('withdrawals.pay')})
              then 'this member of staff could not order it then'
            when exists (select from payouts other where other.withdrawal_request_id = o.withdrawal_request_id
              and other.id <> o.id and other.status <> 'failed' and o.status <> 'failed')
              then 'its withdrawal has two payouts'
            when o.status = 'finished' and w.status <> 'completed' and w.status <> 'processing'
              then 'it was paid, and its withdrawal is ' || w.status
            when not exists (select from audit_log g where g.subject_kind = 'withdrawal'
              and g.subject_id = o.withdrawal_request_id::text and g.actor_kind = 'staff' and g.actor_id = o.ordered_by_id)
              then 'the audit log does not know who ordered it'
            else ${payoutFault} end as problem
        from payouts o
        left join withdrawal_requests w on w.id = o.withdrawal_request_id
        left join staff m on m.id::text = o.ordered_by_id
      ) found where problem is not null`,
  },
  {
    table: 'withdrawal_policies',
    broken: /* sql */ `
      select v.id, null::uuid as user_id, case
          when v.version <> v.place then 'a version before it is missing'
          when m.id is null and v.published_by_staff_id is not null then 'no member of staff published it'
          when a.id is null then 'the audit log does not know it'
          when a.after -> 'rules' is distinct from v.rules then 'its rules are not those that were published'
          else 'this member of staff could not publish it then' end as problem
      from (select p.*, row_number() over (order by p.version) as place from withdrawal_policies p) v
      left join staff m on m.id = v.published_by_staff_id
      left join audit_log a on a.action = 'policies.publish' and a.subject_kind = 'policy'
        and a.subject_id = v.id::text and case when v.published_by_staff_id is null
          then a.actor_kind = 'system' and a.actor_name = v.published_by_name
          else a.actor_kind = 'staff' and a.actor_id = v.published_by_staff_id::text end
      where v.version <> v.place or a.id is null or a.after -> 'rules' is distinct from v.rules
        or v.published_by_staff_id is not null and (m.id is null or ${roleAt('m', 'v.created_at')} not in (${rolesWith('policies.write')}))`,
  },
];
