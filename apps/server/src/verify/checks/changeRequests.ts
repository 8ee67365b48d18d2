import type { RelationalCheck } from '../relationalCheck.ts';

/** Who let a governed action happen. */
export const changeRequestChecks: readonly RelationalCheck[] = [
  {
    table: 'change_requests',
    broken: /* sql */ `
      select * from (
        select c.id, null::uuid as user_id, case
            when m.id is null then 'no member of staff made it'
            when g.id is null then 'the audit log does not know who made it'
            when g.after ->> 'payloadHash' <> c.payload_hash then 'the audit log has another hash for it'
            when c.status in ('applied', 'failed') and coalesce(v.approvals, 0) < c.required_approvals
              then format('it is %s with %s of %s approvals', c.status, coalesce(v.approvals, 0), c.required_approvals)
            when c.status = 'applied' and c.applied_at < c.not_before then 'it was applied before its time'
            when c.status in ('applied', 'rejected', 'cancelled') and not exists (
              select from audit_log e where e.subject_kind = 'changeRequest' and e.subject_id = c.id::text
                and e.action = case c.status when 'applied' then 'changeRequests.apply'
                  when 'rejected' then 'changeRequests.reject' else 'changeRequests.cancel' end
            ) then format('it is %s, and the audit log does not know', c.status) end as problem
        from change_requests c
        left join staff m on m.id = c.maker_id
        left join audit_log g on g.action = 'changeRequests.create' and g.subject_kind = 'changeRequest'
          and g.subject_id = c.id::text and g.actor_id = c.maker_id::text
        left join (
          select a.change_request_id, count(*) as approvals
          from change_request_approvals a
          join change_requests r on r.id = a.change_request_id and r.payload_hash = a.payload_hash
            and r.maker_id <> a.staff_id
          join staff s on s.id = a.staff_id
          where exists (
            select from audit_log e where e.action = 'changeRequests.approve' and e.subject_kind = 'changeRequest'
              and e.subject_id = a.change_request_id::text and e.actor_id = a.staff_id::text
          )
          group by a.change_request_id
        ) v on v.change_request_id = c.id
      ) found where problem is not null`,
  },
  {
    table: 'change_request_approvals',
    broken: /* sql */ `
      select * from (
        select a.id, null::uuid as user_id, case
            when c.id is null then 'its change request does not exist'
            when s.id is null then 'no member of staff has this id'
            when a.staff_id = c.maker_id then 'who made the request approved it'
            when a.payload_hash <> c.payload_hash then 'it is for something else than the request says'
            when c.step_up_required and a.step_up is null then 'it has no second factor'
            when not exists (
              select from audit_log e where e.action = 'changeRequests.approve' and e.subject_kind = 'changeRequest'
                and e.subject_id = a.change_request_id::text and e.actor_id = a.staff_id::text
            ) then 'the audit log does not know it' end as problem
        from change_request_approvals a
        left join change_requests c on c.id = a.change_request_id
        left join staff s on s.id = a.staff_id
      ) found where problem is not null`,
  },
];
